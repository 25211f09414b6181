// Later extensions of the translation tables: FEAT_HAFDBS, FEAT_HPDS, FEAT_XNX.

import Testing

@testable import SwiftVMM

@Suite struct TableFeatureTests {
    private static let root: UInt64 = 0x4000_0000
    private static let stageTwoRoot: UInt64 = 0x5000_0000
    private static let dbm: UInt64 = 1 << 51

    /// HA and HD where the regime has them.
    private static func updates(_ regime: TranslationRegime) -> UInt64 {
        regime == .el2 ? 3 << 21 : 3 << 39
    }

    @Test(arguments: TranslationRegime.allCases, [false, true])
    func walksMarkWhatTheyUse(regime: TranslationRegime, bigEndian: Bool) throws {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: Self.root)
        builder.isBigEndian = bigEndian
        // Neither accessed nor writable, until hardware makes it so.
        builder.map(0x7000, to: 0x5000, bits: Bits.attribute(3) | Bits.readOnly | Self.dbm)
        var controls = TranslationControls.tables(regime, ttbr0: Self.root)
        if bigEndian { controls.sctlr |= 1 << 25 }
        func leaf() -> UInt64 {
            let word = memory.words[builder.slot(for: 0x7000, level: 3)]!
            return bigEndian ? word.byteSwapped : word
        }
        #expect(controls.attempt(0x7000, in: memory).summary == "accessFlag 3")
        controls.tcr |= Self.updates(regime)
        #expect(controls.attempt(0x7000, in: memory).summary == "ok")
        #expect(leaf() & Bits.af != 0 && leaf() & Bits.readOnly != 0)
        // Questions do not write.
        #expect(controls.attempt(0x7000, .translateWrite, in: memory).summary == "ok")
        #expect(leaf() & Bits.readOnly != 0)
        let written = controls.attempt(0x7000, .write, in: memory)
        #expect(written.summary == "ok" && leaf() & Bits.readOnly == 0)

        // Without DBM a read-only page stays one; without the feature nothing is marked.
        builder.map(0x7000, to: 0x5000, bits: Bits.attribute(3) | Bits.readOnly)
        #expect(controls.attempt(0x7000, .write, in: memory).summary == "permission 3")
        #expect(leaf() & Bits.af == 0)
        controls.features = []
        #expect(controls.attempt(0x7000, in: memory).summary == "accessFlag 3")
    }

    /// A cached clean page is walked again by the first write, and not after.
    @Test func cachedPagesBecomeDirty() throws {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: Self.root)
        builder.map(
            0x7000, to: 0x5000, bits: Bits.attribute(3) | Bits.af | Bits.readOnly | Self.dbm)
        var controls = TranslationControls.tables(ttbr0: Self.root)
        controls.tcr |= Self.updates(.el10)
        let tlb = SoftwareTLB()
        func access(_ kind: AccessDescriptor.Kind) throws {
            _ = try tlb.translate(
                VirtualAddress(0x7000), for: AccessDescriptor(kind, at: .el1), under: controls,
                memory: memory)
        }
        let slot = builder.slot(for: 0x7000, level: 3)
        try access(.read)
        #expect(memory.words[slot]! & Bits.readOnly != 0)
        try access(.readWrite)
        #expect(memory.words[slot]! & Bits.readOnly == 0)
        #expect(tlb.liveCount == 1)
        let reads = memory.readCount
        try access(.write)
        #expect(memory.readCount == reads)
    }

    @Test func stageTwoIsMarkedToo() {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: Self.root)
        let two = TableBuilder(memory, startLevel: 0, root: Self.stageTwoRoot)
        // The data, and the page of the last stage 1 table, both clean; other tables are open.
        builder.map(0x7000, to: 0x9000, bits: Bits.attribute(3))
        let slot = builder.slot(for: 0x7000, level: 3)
        for page in stride(from: Self.root, to: builder.next, by: 0x1000) {
            two.map(page, to: page, bits: Bits.stageTwo)
        }
        let clean = Bits.stageTwo & ~(1 << 7 | Bits.af) | Self.dbm
        two.map(slot & ~0xfff, to: slot & ~0xfff, bits: clean)
        two.map(0x9000, to: 0x5000, bits: clean)
        var controls = TranslationControls.tables(ttbr0: Self.root)
        controls.enableStageTwo(startLevel: 0, vttbr: Self.stageTwoRoot)
        controls.tcr |= Self.updates(.el10)
        let data = two.slot(for: 0x9000, level: 3)
        let table = two.slot(for: slot & ~0xfff, level: 3)

        #expect(controls.attempt(0x7000, in: memory).summary == "accessFlag 3 s1ptw")
        controls.vtcr |= 1 << 21
        // Setting the flag of stage 1 is a write, which stage 2 has to allow.
        let refused = controls.attempt(0x7000, in: memory)
        #expect(refused.summary == "permission 3 s1ptw" && refused.fault?.isWrite == true)
        controls.vtcr |= 1 << 22
        #expect(controls.attempt(0x7000, in: memory).summary == "ok")
        #expect(memory.words[slot]! & Bits.af != 0)
        #expect(memory.words[table]! & (1 << 7) != 0)
        #expect(memory.words[data]! & Bits.af != 0 && memory.words[data]! & (1 << 7) == 0)
        #expect(controls.attempt(0x7000, .write, in: memory).summary == "ok")
        #expect(memory.words[data]! & (1 << 7) != 0)
    }

    @Test(arguments: TranslationRegime.allCases)
    func tablePermissionsCanBeDisabled(regime: TranslationRegime) {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: Self.root)
        builder.tableBits = 1 << 62 | 1 << 60
        builder.map(0x7000, to: 0x5000, bits: Bits.attribute(3) | Bits.af)
        var controls = TranslationControls.tables(regime, ttbr0: Self.root)
        #expect(controls.attempt(0x7000, .write, in: memory).summary == "permission 3")
        controls.tcr |= regime == .el2 ? 1 << 24 : 1 << 41
        #expect(controls.attempt(0x7000, .write, in: memory).summary == "ok")
        controls.features.remove(.permissionDisables)
        #expect(controls.attempt(0x7000, .write, in: memory).summary == "permission 3")
    }

    /// XN<1:0> of stage 2: who may execute.
    @Test(arguments: [
        (0, true, true), (1, false, true), (2, false, false), (3, true, false),
    ])
    func stageTwoTellsPrivilegesApart(field: UInt64, privileged: Bool, unprivileged: Bool) {
        let memory = TableMemory()
        let two = TableBuilder(memory, startLevel: 0, root: Self.stageTwoRoot)
        two.map(0x9000, to: 0x5000, bits: Bits.stageTwo | field << 53)
        var controls = TranslationControls(regime: .el10, hcr: 1 << 31)
        controls.enableStageTwo(startLevel: 0, vttbr: Self.stageTwoRoot)
        func canExecute(_ el: ExceptionLevel) -> Bool {
            controls.attempt(0x9000, .fetch, at: el, in: memory).fault == nil
        }
        #expect(canExecute(.el1) == privileged && canExecute(.el0) == unprivileged)
        controls.features.remove(.executeNeverByPrivilege)
        #expect(canExecute(.el1) == (field < 2) && canExecute(.el0) == (field < 2))
    }
}
