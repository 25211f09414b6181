// FEAT_PAuth: codes that fit, codes that do not, what enables, traps and strips.

import Testing

@testable import SwiftVMM

@Suite struct PointerAuthenticationTests {
    /// pacia x0, x1; autia x0, x1; autib x0, x1; xpaci x0; pacda x0, x1; autda x0, x1
    private static let pacia: UInt32 = 0xdac1_0020
    private static let autia: UInt32 = 0xdac1_1020
    private static let autib: UInt32 = 0xdac1_1420
    private static let xpaci: UInt32 = 0xdac1_43e0
    private static let pacda: UInt32 = 0xdac1_0820
    private static let autda: UInt32 = 0xdac1_1820
    private static let enables: UInt64 = 1 << 31 | 1 << 30 | 1 << 27 | 1 << 13
    private let machine: ModelMachine

    init() throws { machine = try ModelMachine(.max) }

    /// Executes one instruction at EL1 with X0 and X1, and gives X0.
    private func run(
        _ word: UInt32, _ pointer: UInt64, _ modifier: UInt64 = 0x77, enabled: Bool = true,
        traps: Bool = false, tcr: UInt64 = 16 | 16 << 16
    ) throws -> UInt64 {
        try machine.execute(word) { state in
            state[.hcrEL2] = 1 << 31 | (traps ? 0 : 3 << 40)
            state[.sctlrEL1] = enabled ? Self.enables : 0
            state[.tcrEL1] = tcr
            for id: SystemRegisterID in [
                .apiaKeyLoEL1, .apiaKeyHiEL1, .apibKeyLoEL1, .apdaKeyLoEL1, .apgaKeyLoEL1,
            ] {
                state[id] = UInt64(id.rawValue) &* 0x9e37_79b9_7f4a_7c15
            }
            state[0] = pointer
            state[1] = modifier
            state.pstate = PSTATE(daif: 0xf, el: .el1, spSel: true)
        }
        return machine.state[0]
    }

    @Test(arguments: [0x0000_1234_5678_9abc, 0xffff_8000_0012_3450] as [UInt64])
    func codesFitTheirPointer(pointer: UInt64) throws {
        let signed = try run(Self.pacia, pointer)
        // Bits 63...56 and 54...48: a 48-bit address space without tags.
        #expect((signed ^ pointer) & 0x0080_ffff_ffff_ffff == 0 && signed != pointer)
        #expect(try run(Self.autia, signed) == pointer)
        #expect(try run(Self.xpaci, signed) == pointer)
        // Another modifier, another key, another address.
        let failed = try run(Self.autia, signed, 0x78)
        #expect(failed == pointer ^ 0b01 << 61 || failed == pointer ^ 0b10 << 61)
        #expect(failed >> 61 & 3 == 1)
        #expect(try run(Self.autib, signed) >> 61 & 3 == 2)
        #expect(try run(Self.autia, signed ^ 8) != pointer ^ 8)
        // A pointer that was none before.
        let corrupt = try run(Self.pacia, pointer ^ 1 << 50)
        #expect(try run(Self.autia, corrupt) != pointer)
    }

    /// TBI leaves the top byte to the tag; TBID takes it back for code.
    @Test func tagsAreNotPartOfTheCode() throws {
        let pointer: UInt64 = 0x5a00_1234_5678_9abc
        let tagged: UInt64 = 16 | 16 << 16 | 3 << 37
        let data = try run(Self.pacda, pointer, tcr: tagged)
        #expect(data >> 55 == pointer >> 55 && data != pointer)
        #expect(try run(Self.autda, data, tcr: tagged) == pointer)
        let code = try run(Self.pacia, 0x1234_5678, tcr: tagged | 3 << 51)
        #expect(code >> 56 != 0 || code >> 48 != 0)
        #expect(try run(Self.autia, code, tcr: tagged | 3 << 51) == 0x1234_5678)
        let failed = try run(Self.autda, data ^ 1 << 48, tcr: tagged)
        #expect(failed >> 53 & 3 == 1 && failed >> 56 == 0x5a)
    }

    @Test func disabledKeysDoNothing() throws {
        #expect(try run(Self.pacia, 0x1234, enabled: false) == 0x1234)
        #expect(try run(Self.autia, 0x1234, enabled: false, traps: true) == 0x1234)
        #expect(machine.state.el == .el1)
    }

    @Test func hypervisorsTrapUseAndKeys() throws {
        #expect(try run(Self.pacia, 0x1234, traps: true) == 0x1234)
        #expect(machine.state.el == .el2 && machine.state[.esrEL2] >> 26 == 9)
        #expect(machine.state[.elrEL2] == ModelMachine.code)
        _ = try run(Word.msr(.apibKeyHiEL1, 0), 1, traps: true)
        #expect(machine.state.el == .el2 && machine.state[.esrEL2] >> 26 == 0x18)
        _ = try run(Word.msr(.apibKeyHiEL1, 0), 1)
        #expect(machine.state.el == .el1 && machine.state[.apibKeyHiEL1] == 1)
    }

    /// paciasp; retaa: the return goes where LR said, and nowhere with another SP.
    @Test(arguments: [false, true])
    func returnsAreChecked(isCorrupt: Bool) throws {
        let link: UInt64 = 0x4000_2000
        try machine.execute(0xd503_233f) { state in
            state[.sctlrEL2] = 1 << 31
            state[.apiaKeyLoEL1] = 5
            state[.tcrEL2] = 16
            state[Slot.x30] = link
        }
        let signed = machine.state[Slot.x30]
        #expect(signed != link && signed & 0xffff_ffff_ffff == link)
        try machine.execute(0xd65f_0bff) { state in
            state[.sctlrEL2] = 1 << 31
            state[.apiaKeyLoEL1] = 5
            state[.tcrEL2] = 16
            state[Slot.x30] = signed
            if isCorrupt { state[Slot.sp] &+= 16 }
        }
        #expect((machine.state.pc == link) == !isCorrupt)
    }

    /// SSBS and DIT are part of the state that exceptions save and returns restore.
    @Test func processStateBitsAreSaved() throws {
        // hvc #0 from EL1 with both set
        try machine.execute(0xd400_0002) { state in
            var pstate = PSTATE(daif: 0xf, el: .el1, spSel: true)
            pstate.ssbs = true
            pstate.dit = true
            state.pstate = pstate
            state[.hcrEL2] = 1 << 31
        }
        #expect(machine.state[.spsrEL2] & 0x100_1000 == 0x100_1000)
        #expect(!machine.state.pstate.ssbs && machine.state.pstate.dit)
        // eret
        try machine.execute(0xd69f_03e0) { state in
            state[.spsrEL2] = 0x3c5 | 1 << 24 | 1 << 23 | 1 << 22 | 1 << 12
            state[.elrEL2] = 0x4000_2000
            state[.hcrEL2] = 1 << 31
        }
        let pstate = machine.state.pstate
        #expect(pstate.el == .el1 && pstate.ssbs && pstate.dit && pstate.uao && pstate.pan)
        // A processor without them keeps them clear.
        let old = try ModelMachine(.cortexA57)
        try old.execute(0xd69f_03e0) { state in
            state[.spsrEL2] = 0x3c5 | 1 << 24 | 1 << 23 | 1 << 22 | 1 << 12
            state[.elrEL2] = 0x4000_2000
            state[.hcrEL2] = 1 << 31
        }
        let plain = old.state.pstate
        #expect(plain.el == .el1 && !plain.ssbs && !plain.dit && !plain.uao && !plain.pan)
    }
}
