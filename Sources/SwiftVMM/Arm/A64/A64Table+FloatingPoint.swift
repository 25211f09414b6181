// One row for each of the two quarters of the encoding space that belong to SIMD and floating
// point, which the machine traps as a whole. Source: Arm ARM, "A64 Instruction Set Encoding", op0.

extension A64Table {
    static let floatingPoint: [A64Row] = [
        row(
            .simdLoadStore, "Loads and Stores of SIMD&FP registers",
            "vvvv 110 vvvvvvvvvvvvvvvvvvvvvvvvv", "simd.ldst", .opaque),
        row(
            .simdDataProcessing, "Data Processing -- Scalar Floating-Point and Advanced SIMD",
            "vvvv 111 vvvvvvvvvvvvvvvvvvvvvvvvv", "simd", .opaque),
    ]
}
