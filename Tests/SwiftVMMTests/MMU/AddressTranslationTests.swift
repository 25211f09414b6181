import Testing

@testable import SwiftVMM

@Suite struct AddressTranslationTests {
    let memory = TableMemory()
    var controls = TranslationControls.tables(ttbr0: 0x4000_0000)

    init() {
        let one = TableBuilder(memory, root: 0x4000_0000)
        let normal = Bits.af | Bits.attribute(3) | Bits.inner
        one.map(0x7000, to: 0x5000, bits: normal)
        one.map(0x8000, to: 0x6000, bits: normal | Bits.user | Bits.readOnly)
        one.map(0x9000, to: 0x7000, bits: normal)
        one.map(0x8000_0000, to: 0x8000_0000, bits: normal)
        let two = TableBuilder(memory, root: 0x80_0000_0000)
        for page in memory.pages where page < 0x80_0000 {
            two.map(page << 12, to: page << 12, bits: Bits.stageTwo)
        }
        two.map(0x5000, to: 0x9000, bits: Bits.stageTwo)
        two.map(0x6000, to: 0xa000, bits: Bits.stageTwo & ~(0xf << 2))
    }

    private func at(
        _ name: String, _ va: UInt64, from el: ExceptionLevel = .el2,
        _ controls: TranslationControls
    ) -> AddressTranslationResult {
        let operation = AddressTranslationOperation.table.first { $0.name == name }!
        var controls = controls
        controls.regime = operation.regime(hcr: controls.hcr)
        return operation.perform(VirtualAddress(va), at: el, under: controls, memory: memory)
    }

    @Test func successes() {
        var controls = controls
        // ATTR, PA, bit 11, NS, SH.
        #expect(at("S1E1R", 0x7abc, controls) == .par(0xff00_0000_0000_5b80))
        #expect(at("S12E1W", 0x7abc, controls) == .par(0xff00_0000_0000_5b80))
        controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        #expect(at("S1E1R", 0x7abc, controls) == .par(0xff00_0000_0000_5b80))
        #expect(at("S12E1W", 0x7abc, controls) == .par(0xff00_0000_0000_9b80))
        // Device by stage 2: Outer Shareable.
        #expect(at("S12E0R", 0x8abc, controls) == .par(0x0000_0000_0000_ab00))
        // PAN does not apply.
        controls.pan = true
        #expect(at("S1E1R", 0x8abc, controls) == .par(0xff00_0000_0000_6b80))
    }

    @Test func faultsGoToPAR() {
        var controls = controls
        controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        // FST permission level 3.
        #expect(at("S1E0R", 0x7000, controls) == .par(1 << 11 | 0xf << 1 | 1))
        #expect(at("S1E1W", 0x8000, controls) == .par(1 << 11 | 0xf << 1 | 1))
        // Stage 2 translation fault, level 3: S set.
        let stageTwoFault: UInt64 = 1 << 11 | 1 << 9 | 7 << 1 | 1
        #expect(at("S12E1R", 0x9000, controls) == .par(stageTwoFault))
        #expect(at("S1E1R", 0x9000, controls) == .par(0xff00_0000_0000_7b80))
    }

    @Test func faultsOnTheWalkDependOnWhoAsks() {
        var controls = controls
        controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        controls.ttbr0 = 0x9000_0000
        let par: UInt64 = 1 << 11 | 1 << 9 | 1 << 8 | 5 << 1 | 1
        #expect(at("S1E1R", 0x7000, from: .el2, controls) == .par(par))
        guard case .abort(let fault) = at("S1E1R", 0x7000, from: .el1, controls) else {
            Issue.record("expected an abort")
            return
        }
        #expect(fault.isOnTableWalk && fault.stage == .two)
        let syndrome = fault.syndrome(fromLowerEL: true)
        // CM, S1PTW, WnR.
        #expect(syndrome.rawValue == 0x9200_0000 | 1 << 8 | 1 << 7 | 1 << 6 | 0x05)
        // An External abort is taken wherever it happens.
        controls.hcr = 0
        guard case .abort = at("S1E1R", 0x7000, from: .el2, controls) else {
            Issue.record("expected an abort")
            return
        }
    }

    @Test func regimesFollowTheHost() {
        func regime(_ name: String, _ hcr: UInt64) -> TranslationRegime {
            AddressTranslationOperation.table.first { $0.name == name }!.regime(hcr: hcr)
        }
        let host: UInt64 = 1 << 34 | 1 << 27
        #expect(regime("S1E1R", 0) == .el10)
        #expect(regime("S1E1R", 1 << 34) == .el10)
        #expect(regime("S1E1R", host) == .el20)
        #expect(regime("S1E0W", host) == .el20)
        #expect(regime("S1E0W", 1 << 34) == .el10)
        #expect(regime("S1E2R", 0) == .el2)
        #expect(regime("S1E2R", 1 << 34) == .el20)
        #expect(regime("S12E0R", host) == .el10)
        #expect(Set(AddressTranslationOperation.table.map(\.encoding)).count == 12)
    }
}
