// Unicorn as a Cortex-A15, or its largest 32-bit processor, in Supervisor mode with the MMU off.
// Source: unicorn/unicorn.h and unicorn/arm.h of Unicorn 2.1.4.

@testable import SwiftVMM

final class Unicorn32 {
    let data: UnsafeMutableRawPointer
    private let library: UnicornLibrary
    private let handle: OpaquePointer
    private let code: UnsafeMutableRawPointer
    private let registers: UnsafeMutablePointer<Int32>
    private let values: UnsafeMutablePointer<UInt64>
    private let places: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let count: Int

    // UC_ARM_REG_R0 to R12, SP, LR, PC, CPSR, FPSCR, D0 to D31. Starting needs PC as an argument.
    private static let numbers: [Int32] =
        (0..<13).map { 66 + $0 } + [12, 10, 11, 3, 6] + (0..<32).map { 14 + $0 }
    private static let cortexA15: UInt64 = 17
    private static let largest: UInt64 = 33
    private static let setModel: UInt32 = 7 | 1 << 26 | 1 << 30
    private static let removeBlocks: UInt32 = 9 | 2 << 26 | 1 << 30
    private static let flushBlocks: UInt32 = 10 | 1 << 30

    /// - Parameter isArmv8: With the additions of Armv8.
    init(_ library: UnicornLibrary, isArmv8: Bool = false) {
        self.library = library
        var handle: OpaquePointer?
        // UC_ARCH_ARM, UC_MODE_ARM.
        precondition(library.open(1, 0, &handle) == 0, "uc_open refuses")
        self.handle = handle!
        let model = isArmv8 ? Self.largest : Self.cortexA15
        precondition(library.control(self.handle, Self.setModel, model, 0) == 0)
        data = .allocate(byteCount: Layout.dataLength, alignment: 4096)
        data.initializeMemory(as: UInt8.self, repeating: 0, count: Layout.dataLength)
        code = .allocate(byteCount: Layout.codeLength, alignment: 4096)
        code.initializeMemory(as: UInt8.self, repeating: 0, count: Layout.codeLength)
        count = Self.numbers.count
        registers = .allocate(capacity: count)
        values = .allocate(capacity: count)
        values.initialize(repeating: 0, count: count)
        places = .allocate(capacity: count)
        for index in 0..<count {
            registers[index] = Self.numbers[index]
            places[index] = UnsafeMutableRawPointer(values + index)
        }
        for (base, length, host) in [
            (Layout.dataBase, Layout.dataLength, data), (Layout.codeBase, Layout.codeLength, code),
        ] {
            precondition(library.mapPointer(self.handle, base, length, 7, host) == 0)
        }
        enableFloatingPoint()
    }

    deinit {
        _ = library.close(handle)
        data.deallocate()
        code.deallocate()
        registers.deallocate()
        values.deallocate()
        places.deallocate()
    }

    /// CPACR and FPEXC, by instructions.
    private func enableFloatingPoint() {
        // mov r0, #0xf00000; mcr p15, 0, r0, c1, c0, 2; mov r0, #1 << 30; vmsr fpexc, r0
        let words: [UInt32] = [0xe3a0_060f, 0xee01_0f50, 0xe3a0_0101, 0xeee8_0a10]
        write(code: words.flatMap { [UInt16(truncatingIfNeeded: $0), UInt16($0 >> 16)] })
        precondition(library.start(handle, Layout.end - 16, Layout.end, 0, 0) == 0)
    }

    /// Code that ends at `Layout.end`.
    func write(code halfwords: [UInt16]) {
        _ = library.control(
            handle, Self.removeBlocks, Layout.codeBase, Layout.codeBase + UInt64(Layout.codeLength))
        halfwords.withUnsafeBytes { bytes in
            let start = Layout.end - UInt64(bytes.count)
            precondition(library.writeMemory(handle, start, bytes.baseAddress!, bytes.count) == 0)
        }
    }

    func run(_ sequence: Sequence32, _ state: inout MachineState32) -> Outcome {
        if sequence.isSingle { _ = library.control(handle, Self.flushBlocks, 0, 0) }
        write(code: sequence.halfwords)
        for index in 0..<count { values[index] = sequence.state[index] }
        values[MachineState32.pcIndex] = sequence.start | (sequence.isThumb ? 1 : 0)
        precondition(library.writeBatch(handle, registers, places, Int32(count)) == 0)
        let error = library.start(
            handle, sequence.start | (sequence.isThumb ? 1 : 0), Layout.end, 0,
            sequence.isSingle ? 1 : 0)
        for index in 0..<MachineState32.vectorIndex { values[index] = 0 }
        precondition(library.readBatch(handle, registers, places, Int32(count)) == 0)
        for index in 0..<count { state[index] = values[index] }
        state[MachineState32.pcIndex] &= ~1
        // UC_ERR_FETCH_UNMAPPED: a branch left for somewhere, as one instruction may.
        if error == 0 || (error == 8 && sequence.isSingle) { return .finished }
        clearMonitor()
        switch error {
        // UC_ERR_READ_UNMAPPED, WRITE_UNMAPPED, INSN_INVALID, READ_UNALIGNED, WRITE_UNALIGNED,
        // EXCEPTION
        case 6, 7, 10, 18, 19, 21: return .exception(at: state[MachineState32.pcIndex])
        default: return .other("Unicorn error \(error)")
        }
    }

    private func clearMonitor() {
        write(code: [0xf01f, 0xf57f])
        _ = library.start(handle, Layout.end - 4, Layout.end, 0, 0)
    }
}
