// Who may use V registers, FPCR and FPSR, and where the others are sent.

import Testing

@testable import SwiftVMM

@Suite struct FloatingPointTrapTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var el: ExceptionLevel
        /// CPACR_EL1.FPEN
        var enable: UInt64
        var e2h = false
        var tge = false
        /// CPTR_EL2
        var cptr: UInt64 = 0
        /// Nil if the instruction is executed.
        var target: ExceptionLevel?
        var exceptionClass: UInt8 = 7

        var testDescription: String {
            "\(el) FPEN \(enable) E2H \(e2h) TGE \(tge) CPTR \(String(cptr, radix: 16))"
        }
    }

    private static let tfp: UInt64 = 1 << 10
    private static func fpen(_ value: UInt64) -> UInt64 { value << 20 }

    static let rows: [Row] = [
        Row(el: .el0, enable: 0, target: .el1), Row(el: .el0, enable: 1, target: .el1),
        Row(el: .el0, enable: 2, target: .el1), Row(el: .el0, enable: 3),
        Row(el: .el1, enable: 0, target: .el1), Row(el: .el1, enable: 1),
        Row(el: .el1, enable: 2, target: .el1), Row(el: .el1, enable: 3),
        // EL2 does not ask CPACR_EL1, and EL1's trap comes first.
        Row(el: .el2, enable: 0), Row(el: .el2, enable: 3, cptr: tfp, target: .el2),
        Row(el: .el1, enable: 3, cptr: tfp, target: .el2),
        Row(el: .el0, enable: 3, cptr: tfp, target: .el2),
        Row(el: .el1, enable: 0, cptr: tfp, target: .el1),
        // TGE turns the trap to EL1 into an unknown exception at EL2.
        Row(el: .el0, enable: 0, tge: true, target: .el2, exceptionClass: 0),
        Row(el: .el0, enable: 3, tge: true),
        // With E2H CPTR_EL2 has FPEN, and TFP's place means nothing.
        Row(el: .el2, enable: 0, e2h: true, cptr: fpen(3) | tfp),
        Row(el: .el2, enable: 3, e2h: true, cptr: fpen(0), target: .el2),
        Row(el: .el2, enable: 3, e2h: true, cptr: fpen(1)),
        Row(el: .el2, enable: 3, e2h: true, cptr: fpen(2), target: .el2),
        Row(el: .el1, enable: 3, e2h: true, cptr: fpen(0), target: .el2),
        Row(el: .el1, enable: 3, e2h: true, cptr: fpen(1)),
        Row(el: .el1, enable: 0, e2h: true, cptr: fpen(3), target: .el1),
        Row(el: .el0, enable: 3, e2h: true, cptr: fpen(1)),
        // A host's EL0 is not asked for CPACR_EL1.
        Row(el: .el0, enable: 0, e2h: true, tge: true, cptr: fpen(3)),
        Row(el: .el0, enable: 3, e2h: true, tge: true, cptr: fpen(1), target: .el2),
        Row(el: .el0, enable: 3, e2h: true, tge: true, cptr: fpen(0), target: .el2),
    ]

    private static let code: UInt64 = 0x4000_1000

    private static func run(_ word: UInt32, _ row: Row, hasFloatingPoint: Bool = true) throws
        -> EmulatedVCPU
    {
        let memory = try GuestMemory(base: GuestPhysicalAddress(0x4000_0000), lengthBytes: 1 << 20)
        let system = EmulatedSystem(
            memory: memory, bus: Bus(), model: .max, cpuCount: 1, hasEL2: true)
        let vcpu = system.vcpus[0]
        vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
        try memory.write(
            withUnsafeBytes(of: word.littleEndian) { [UInt8]($0) },
            at: GuestPhysicalAddress(code))
        let state = vcpu.state
        if !hasFloatingPoint { state[.idAA64Pfr0EL1] |= 0xff << 16 }
        state[.hcrEL2] = 1 << 31 | (row.e2h ? 1 << 34 : 0) | (row.tge ? 1 << 27 : 0)
        state[.cptrEL2] = row.cptr
        state[.cpacrEL1] = row.enable << 20
        state[.vbarEL1] = 0x4000_2000
        state[.vbarEL2] = 0x4000_4000
        state.pstate = PSTATE(daif: 0xf, el: row.el, spSel: row.el != .el0)
        state.pc = code
        vcpu.contextIsStale = true
        _ = vcpu.run(budget: 1)
        return vcpu
    }

    @Test(arguments: rows)
    func accessIsChecked(_ row: Row) throws {
        // fmov d0, d1; mrs x0, fpcr; msr fpsr, x0; aese; pmull v0.1q, v1.1d, v2.1d
        for word: UInt32 in [
            0x1e60_4020, 0xd53b_4400, 0xd51b_4420, 0x4e28_4820, 0x0ee2_e020,
        ] {
            let state = try Self.run(word, row).state
            guard let target = row.target else {
                #expect(state.pc == Self.code + 4 && state.el == row.el)
                continue
            }
            #expect(state.el == target)
            let syndrome = state[target == .el2 ? .esrEL2 : .esrEL1]
            #expect(UInt8(syndrome >> 26) == row.exceptionClass)
            if row.exceptionClass == 7 { #expect(syndrome == 0x1fe0_0000) }
        }
        // Unallocated encodings are not trapped but UNDEFINED: fmov h0, h1 is of Armv8.2.
        let state = try Self.run(0x1ee0_4020, row).state
        let target: ExceptionLevel = row.el == .el2 || row.tge ? .el2 : .el1
        #expect(state.el == target && state[target == .el2 ? .esrEL2 : .esrEL1] >> 26 == 0)
    }

    /// Traps change by the register that controls them, without a change of anything else.
    @Test func trapsFollowTheirRegister() throws {
        let vcpu = try Self.run(0x1e60_4020, Row(el: .el1, enable: 3))
        let state = vcpu.state
        for (enable, isTrapped) in [(0, true), (3, false), (0, true), (3, false)] {
            state.pstate = PSTATE(daif: 0xf, el: .el1, spSel: true)
            vcpu.writeEffective(.cpacrEL1, UInt64(enable) << 20)
            state.pc = Self.code
            vcpu.contextIsStale = true
            _ = vcpu.run(budget: 1)
            #expect((state.pc != Self.code + 4) == isTrapped)
        }
    }

    @Test func withoutItEverythingIsUndefined() throws {
        for word: UInt32 in [0x1e60_4020, 0xd53b_4400, 0x3dc0_0000] {
            let row = Row(el: .el1, enable: 0)
            let state = try Self.run(word, row, hasFloatingPoint: false).state
            #expect(state[.esrEL1] >> 26 == 0)
            #expect(state.pc == 0x4000_2200)
        }
    }
}
