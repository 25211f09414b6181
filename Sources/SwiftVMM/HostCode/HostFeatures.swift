// What the host processor has beyond the baseline of the code generator.

import CHostCode

/// Instruction set extensions of an x86-64 host. All false elsewhere.
struct HostFeatures: Equatable, Sendable {
    var hasSSE41 = false
    var hasLZCNT = false
    /// BMI1 and BMI2: shifts and rotates that leave the flags alone.
    var hasBMI2 = false
    var hasAVX2 = false
    var hasFMA = false

    /// The plainest host that is supported.
    static let baseline = HostFeatures(hasSSE41: true)

    static let current: HostFeatures = {
        let found = chostcode_host_features()
        return HostFeatures(
            hasSSE41: found.sse41 != 0, hasLZCNT: found.lzcnt != 0,
            hasBMI2: found.bmi1 != 0 && found.bmi2 != 0, hasAVX2: found.avx2 != 0,
            hasFMA: found.fma != 0)
    }()
}
