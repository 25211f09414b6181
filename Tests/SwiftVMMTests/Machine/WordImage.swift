// Machines that run a handful of instruction words.

@testable import SwiftVMM

/// A64 words the machine tests are made of.
enum Word {
    static let nop: UInt32 = 0xd503_201f
    static let wfi: UInt32 = 0xd503_207f
    static let wfe: UInt32 = 0xd503_205f
    static let isb: UInt32 = 0xd503_3fdf
    static let undefined: UInt32 = 0
    /// B to itself.
    static let branchToSelf: UInt32 = 0x1400_0000
    static let hvc: UInt32 = 0xd400_0002
    static let smc: UInt32 = 0xd400_0003
    static let eret: UInt32 = 0xd69f_03e0
    /// ADD x0, x0, #1.
    static let increment: UInt32 = 0x9100_0400
    /// MSR VBAR_EL2, x0.
    static let setVectors: UInt32 = 0xd51c_c000
    /// MSR DAIFClr, #2.
    static let unmaskIRQ: UInt32 = 0xd503_42ff

    /// B to the word `distance` words away.
    static func branch(_ distance: Int) -> UInt32 {
        0x1400_0000 | UInt32(truncatingIfNeeded: distance) & 0x3ff_ffff
    }

    /// MOVZ xD, #immediate, LSL #shift.
    static func movz(_ register: Int, _ immediate: UInt16, shift: Int = 0) -> UInt32 {
        0xd280_0000 | UInt32(shift / 16) << 21 | UInt32(immediate) << 5 | UInt32(register)
    }

    /// MOVK xD, #immediate, LSL #shift.
    static func movk(_ register: Int, _ immediate: UInt16, shift: Int = 0) -> UInt32 {
        0xf280_0000 | UInt32(shift / 16) << 21 | UInt32(immediate) << 5 | UInt32(register)
    }

    /// MSR of a register by its encoding.
    static func msr(_ id: SystemRegisterID, _ register: Int) -> UInt32 {
        let encoding = SystemRegister[id].encoding
        // Bit 19 is the low bit of op0; the high one is always set.
        return 0xd500_0000 | (UInt32(encoding.packed) & 0x7fff | 0x8000) << 5 | UInt32(register)
    }

    /// PSCI SYSTEM_OFF.
    static let powerOff: [UInt32] = [movz(0, 8), movk(0, 0x8400, shift: 16), smc]
}

extension Image {
    /// Words at the start of RAM, to run from the first.
    static func words(_ words: [UInt32]) -> Image {
        let bytes = words.flatMap { word in
            (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
        return Image(
            name: "words", format: .flat,
            segments: [.init(address: MemoryMap.ram, bytes: bytes)], entry: MemoryMap.ram)
    }
}

extension VirtualMachine {
    /// A machine whose vCPU 0 starts at the first of these words, at the start of RAM.
    static func running(
        _ words: [UInt32], _ configure: (inout MachineConfiguration) -> Void = { _ in }
    ) throws -> VirtualMachine {
        var configuration = MachineConfiguration()
        configuration.backend = .software
        configuration.memoryBytes = 1 << 20
        configure(&configuration)
        let machine = try VirtualMachine(configuration)
        try machine.load(.words(words))
        return machine
    }

    var boot: any VCPU { vcpus[0] }
    /// Words from the start of RAM to PC of vCPU 0.
    var position: UInt64 { (boot.read(.pc)! - MemoryMap.ram.value) / 4 }
}
