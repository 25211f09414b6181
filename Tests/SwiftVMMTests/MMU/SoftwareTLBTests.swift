import Testing

@testable import SwiftVMM

@Suite struct SoftwareTLBTests {
    /// Tables for one regime with a page, a block and room to change them.
    final class Setup {
        let memory = TableMemory()
        let tables: TableBuilder
        let tlb = SoftwareTLB()
        var controls: TranslationControls

        init(_ regime: TranslationRegime = .el10) {
            tables = TableBuilder(memory, root: 0x4000_0000)
            controls = .tables(regime, ttbr0: 0x4000_0000)
            if regime == .el10 { controls.vtcr = 1 << 19 }
        }

        func map(_ va: UInt64, to pa: UInt64, level: Int = 3, global: Bool = false) {
            tables.map(
                va, to: pa, level: level,
                bits: Bits.af | Bits.attribute(3) | (global ? 0 : Bits.ng))
        }

        func access(
            _ va: UInt64, _ kind: AccessDescriptor.Kind = .read, at el: ExceptionLevel? = nil
        ) -> Result<Translation, MMUFault> {
            let access = AccessDescriptor(kind, at: el ?? controls.regime.privilegedEL)
            do throws(MMUFault) {
                return .success(
                    try tlb.translate(
                        VirtualAddress(va), for: access, under: controls, memory: memory))
            } catch {
                return .failure(error)
            }
        }

        func setASID(_ asid: UInt64) { controls.ttbr0[bits: 48..<64] = asid }
        func setVMID(_ vmid: UInt64) { controls.vttbr[bits: 48..<64] = vmid }

        /// Executes a TLBI by name with the controls of the regime it is about.
        func tlbi(_ name: String, _ operand: UInt64 = 0, at el: ExceptionLevel = .el2) {
            let operation = TLBIOperation.table.first { $0.name == name }!
            var controls = controls
            controls.regime = operation.regime(hcr: controls.hcr, at: el)
            tlb.invalidate(operation.invalidation(operand: operand, at: el, under: controls))
        }
    }

    @Test(arguments: TranslationRegime.allCases)
    func entriesOutliveTheTables(regime: TranslationRegime) {
        let setup = Setup(regime)
        if regime == .el20 { setup.controls.hcr = 1 << 34 }
        setup.map(0x7000, to: 0x5000)
        #expect(setup.access(0x7010).physical == 0x5010)
        setup.map(0x7000, to: 0x6000)
        #expect(setup.access(0x7010).physical == 0x5010)
        let reads = setup.memory.readCount
        #expect(setup.access(0x7ff8, .fetch).physical == 0x5ff8)
        #expect(setup.memory.readCount == reads)
        setup.tlbi(regime == .el10 ? "VAE1" : "VAE2", 0x7)
        #expect(setup.access(0x7010).physical == 0x6010)
        setup.tables.set(0x7000, level: 3, descriptor: 0)
        #expect(setup.access(0x7010).physical == 0x6010)
        setup.tlbi(regime == .el10 ? "VMALLE1" : "ALLE2")
        #expect(setup.access(0x7010).summary == "translation 3")
    }

    @Test func faultsAreNotCached() {
        let setup = Setup()
        setup.tables.set(0x7000, level: 3, descriptor: 0)
        #expect(setup.access(0x7000).summary == "translation 3")
        setup.map(0x7000, to: 0x5000)
        #expect(setup.access(0x7000).physical == 0x5000)
    }

    @Test func hitsCheckRights() {
        let setup = Setup()
        setup.tables.map(
            0x20_0000, to: 0x40_0000, level: 2,
            bits: Bits.af | Bits.attribute(3) | Bits.user | Bits.readOnly | Bits.pxn)
        #expect(setup.access(0x20_1234).summary == "ok")
        setup.tables.set(0x20_0000, level: 2, descriptor: 0)
        #expect(setup.access(0x20_1234, .write).summary == "permission 2")
        #expect(setup.access(0x20_1234, .fetch).summary == "permission 2")
        #expect(setup.access(0x20_1234, .fetch, at: .el0).physical == 0x40_1234)
        setup.controls.pan = true
        #expect(setup.access(0x20_1234).summary == "permission 2")
        #expect(setup.access(0x20_1234, at: .el0).summary == "ok")
        #expect(setup.access(0x20_1234, .write).fault?.address.value == 0x20_1234)
    }

    @Test func asidsSeparateAllButGlobals() {
        let setup = Setup()
        setup.map(0x7000, to: 0x5000)
        setup.map(0x8000, to: 0x5000, global: true)
        for page in [0x7000, 0x8000] as [UInt64] { _ = setup.access(page) }
        setup.map(0x7000, to: 0x6000)
        setup.map(0x8000, to: 0x6000, global: true)
        setup.setASID(0x1200)
        #expect(setup.access(0x7000).physical == 0x6000)
        #expect(setup.access(0x8000).physical == 0x5000)
        setup.setASID(0)
        #expect(setup.access(0x7000).physical == 0x5000)
        // ASIDE1 leaves other ASIDs and globals alone.
        setup.tlbi("ASIDE1", 0x1200 << 48)
        #expect(setup.access(0x7000).physical == 0x5000)
        setup.tlbi("ASIDE1", 0)
        #expect(setup.access(0x7000).physical == 0x6000)
        #expect(setup.access(0x8000).physical == 0x5000)
        // VAE1 with any ASID reaches a global entry, VAAE1 reaches every ASID.
        setup.tlbi("VAE1", 0x77 << 48 | 0x8)
        #expect(setup.access(0x8000).physical == 0x6000)
        setup.map(0x7000, to: 0x9000)
        setup.tlbi("VAE1", 0x77 << 48 | 0x7)
        #expect(setup.access(0x7000).physical == 0x6000)
        setup.tlbi("VAALE1IS", 0x7)
        #expect(setup.access(0x7000).physical == 0x9000)
        // Eight-bit ASIDs when TCR.AS says so.
        setup.controls.tcr[bit: 36] = false
        setup.setASID(0xff00)
        setup.map(0x7000, to: 0xa000)
        #expect(setup.access(0x7000).physical == 0x9000)
        // A1 takes the ASID from TTBR1.
        setup.controls.tcr[bit: 22] = true
        setup.controls.ttbr1 = 3 << 48
        #expect(setup.access(0x7000).physical == 0xa000)
    }

    @Test func vmidsSeparateEverything() {
        let setup = Setup()
        setup.map(0x7000, to: 0x5000, global: true)
        setup.setVMID(1)
        #expect(setup.access(0x7000).physical == 0x5000)
        setup.map(0x7000, to: 0x6000, global: true)
        setup.setVMID(0x101)
        #expect(setup.access(0x7000).physical == 0x6000)
        setup.map(0x7000, to: 0x9000, global: true)
        setup.tlbi("VMALLE1", at: .el1)
        #expect(setup.access(0x7000).physical == 0x9000)
        setup.setVMID(1)
        #expect(setup.access(0x7000).physical == 0x5000)
        setup.tlbi("VMALLS12E1IS")
        #expect(setup.access(0x7000).physical == 0x9000)
        setup.map(0x7000, to: 0xa000, global: true)
        setup.setVMID(2)
        setup.tlbi("ALLE1")
        setup.setVMID(1)
        #expect(setup.access(0x7000).physical == 0xa000)
        // Without VTCR_EL2.VS, eight bits count.
        setup.controls.vtcr = 0
        setup.map(0x7000, to: 0xb000, global: true)
        setup.setVMID(0xff01)
        #expect(setup.access(0x7000).physical == 0xa000)
    }

    @Test func regimesAreSeparateAndHostsReachTheirOwn() {
        let setup = Setup()
        setup.map(0x7000, to: 0x5000)
        let guest = setup.controls
        var host = TranslationControls.tables(.el20, ttbr0: 0x4000_0000)
        host.hcr = 1 << 34 | 1 << 27
        _ = setup.access(0x7000)
        setup.controls = host
        _ = setup.access(0x7000)
        #expect(setup.tlb.liveCount == 2)
        setup.map(0x7000, to: 0x6000)
        setup.tlbi("VMALLE1")
        #expect(setup.access(0x7000).physical == 0x6000)
        setup.controls = guest
        #expect(setup.access(0x7000).physical == 0x5000)
        // With TGE clear, the same instruction at EL2 is about the guest.
        setup.controls.hcr = 1 << 34
        setup.tlbi("VAE1", 7)
        #expect(setup.access(0x7000).physical == 0x6000)
    }

    @Test func tagsShareAnEntry() {
        let setup = Setup()
        setup.controls.tcr[bit: 37] = true
        setup.map(0x7000, to: 0x5000)
        #expect(setup.access(0x1200_0000_0000_7000).physical == 0x5000)
        let reads = setup.memory.readCount
        #expect(setup.access(0x3400_0000_0000_7008).physical == 0x5008)
        #expect(setup.memory.readCount == reads)
        setup.controls.tcr[bit: 37] = false
        #expect(setup.access(0x3400_0000_0000_7008).summary == "translation 0")
    }

    @Test func blocksOfSeveralSizes() {
        let setup = Setup()
        setup.map(0x4000_0000, to: 0x8000_0000, level: 1)
        setup.map(0x20_0000, to: 0x40_0000, level: 2)
        setup.map(0x7000, to: 0x5000)
        for va in [0x4000_0000, 0x20_0000, 0x7000] as [UInt64] { _ = setup.access(va) }
        let reads = setup.memory.readCount
        #expect(setup.access(0x7fff_fff0).physical == 0xbfff_fff0)
        #expect(setup.access(0x3f_fff0).physical == 0x5f_fff0)
        #expect(setup.memory.readCount == reads)
        #expect(setup.tlb.liveCount == 3)
        // Any address inside a block names it.
        setup.tlbi("VAE1", 0x7abc_d000 >> 12)
        #expect(setup.tlb.liveCount == 2)
        setup.tlbi("VAE1", 0x3f_f000 >> 12)
        #expect(setup.tlb.liveCount == 1)
    }

    @Test func oneInvalidationReachesAllPiecesOfABlock() {
        let setup = Setup()
        setup.map(0x20_0000, to: 0x40_0000, level: 2)
        let two = TableBuilder(setup.memory, root: 0x80_0000_0000)
        two.map(0x4000_0000, to: 0x4000_0000, level: 1, bits: Bits.stageTwo)
        for page: UInt64 in 0..<8 {
            two.map(0x40_0000 + page << 12, to: 0x9_0000 + page << 12, bits: Bits.stageTwo)
        }
        setup.controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        for page: UInt64 in 0..<8 { _ = setup.access(0x20_0000 + page << 12) }
        #expect(setup.tlb.liveCount == 8)
        setup.map(0x20_0000, to: 0, level: 2)
        setup.tlbi("VAE1", 0x3f_f000 >> 12)
        #expect(setup.tlb.liveCount == 0)
    }

    @Test func ipaInvalidationLeavesCombinedEntries() {
        let setup = Setup()
        setup.map(0x7000, to: 0x5000)
        let two = TableBuilder(setup.memory, root: 0x80_0000_0000)
        two.map(0x4000_0000, to: 0x4000_0000, level: 1, bits: Bits.stageTwo)
        two.map(0x5000, to: 0x9000, bits: Bits.stageTwo)
        setup.controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        #expect(setup.access(0x7000).physical == 0x9000)
        let stageOneOn = setup.controls
        setup.controls.sctlr[bit: 0] = false
        #expect(setup.access(0x5000).physical == 0x9000)
        two.map(0x5000, to: 0xa000, bits: Bits.stageTwo)
        setup.tlbi("IPAS2E1IS", 0x6)
        #expect(setup.access(0x5000).physical == 0x9000)
        setup.tlbi("IPAS2E1IS", 0x5)
        #expect(setup.access(0x5000).physical == 0xa000)
        setup.controls = stageOneOn
        #expect(setup.access(0x7000).physical == 0x9000)
        setup.tlbi("VMALLE1IS")
        #expect(setup.access(0x7000).physical == 0xa000)
    }

    @Test func stageTwoFaultsFromAHit() {
        let setup = Setup()
        setup.map(0x7000, to: 0x5000)
        let two = TableBuilder(setup.memory, root: 0x80_0000_0000)
        two.map(0x4000_0000, to: 0x4000_0000, level: 1, bits: Bits.stageTwo)
        two.map(0, to: 0x20_0000, level: 2, bits: Bits.stageTwo & ~(1 << 7))
        setup.controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        #expect(setup.access(0x7000).physical == 0x20_5000)
        let reads = setup.memory.readCount
        let fault = setup.access(0x7123, .write).fault!
        #expect(setup.memory.readCount == reads)
        #expect(fault.stage == .two && fault.kind == .permission && fault.level == 2)
        #expect(fault.intermediateAddress.value == 0x5123)
        #expect(!fault.isOnTableWalk && fault.isWrite)
    }

    @Test func attributesOfAHitSuitTheAccess() throws {
        let setup = Setup()
        let two = TableBuilder(setup.memory, root: 0x80_0000_0000)
        two.map(0x5000, to: 0x9000, bits: Bits.stageTwo)
        setup.controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        setup.controls.sctlr = 1 << 12
        #expect(try setup.access(0x5000).get().attributes == .deviceNGnRnE)
        let fetch = try setup.access(0x5000, .fetch).get()
        #expect(fetch.attributes.encoding == 0xaa)
        #expect(setup.tlb.liveCount == 1)
    }

    @Test func capacityEvictsInTurn() {
        let setup = Setup()
        let small = SoftwareTLB(capacity: 4, ways: 4)
        let access = AccessDescriptor(.read, at: .el1)
        for page: UInt64 in 0..<6 {
            setup.map(page << 12, to: page << 12)
            _ = try? small.translate(
                VirtualAddress(page << 12), for: access, under: setup.controls,
                memory: setup.memory)
        }
        #expect(small.liveCount == 4)
        let left = (0..<6).filter {
            small.lookup(VirtualAddress($0 << 12), under: setup.controls) != nil
        }
        #expect(left == [2, 3, 4, 5])
        small.invalidateAll()
        #expect(small.liveCount == 0)
    }

    /// TLBI by range: TG, SCALE, NUM and BaseADDR, and what of the TLB goes.
    @Test func rangesCoverWhatTheyMeet() throws {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: 0x4000_0000)
        for page in 0..<12 as Range<UInt64> {
            builder.map(page << 12, to: 0x5000 << 12, bits: Bits.attribute(3) | Bits.af | Bits.ng)
        }
        let controls = TranslationControls.tables(ttbr0: 0x4000_0000 | 7 << 48)
        let operation = try #require(TLBIOperation.table.first { $0.name == "RVAE1" })
        // NUM 1, SCALE 0: four pages from page 3.
        let operand: UInt64 = 7 << 48 | 1 << 46 | 1 << 39 | 3
        let what = operation.invalidation(operand: operand, at: .el1, under: controls)
        #expect(what.address == 0x3000 && what.lengthBytes == 0x4000 && what.asid == 7)
        let tlb = SoftwareTLB()
        func fill() throws {
            for page in 0..<12 as Range<UInt64> {
                _ = try tlb.translate(
                    VirtualAddress(page << 12), for: AccessDescriptor(.read, at: .el1),
                    under: controls, memory: memory)
            }
        }
        func left() -> [UInt64] {
            (0..<12).filter { tlb.lookup(VirtualAddress($0 << 12), under: controls) != nil }
        }
        try fill()
        tlb.invalidate(what)
        #expect(left() == [0, 1, 2, 7, 8, 9, 10, 11])
        try fill()
        let other = operation.invalidation(
            operand: operand ^ 1 << 48, at: .el1, under: controls)
        tlb.invalidate(other)
        #expect(left().count == 12)
        // SCALE 3, NUM 31, 64 KiB: 2^21 pages of them.
        let large = operation.invalidation(
            operand: 3 << 46 | 3 << 44 | 31 << 39 | 1 << 36, at: .el1, under: controls)
        #expect(large.lengthBytes == 1 << 37 && large.address == 0xfff0_0000_0000_0000)
    }

    @Test func tableOfOperations() {
        let table = TLBIOperation.table
        #expect(Set(table.map(\.encoding)).count == table.count)
        #expect(Set(table.map(\.name)).count == table.count)
        for row in table {
            #expect(
                row.isInnerShareable == (row.name.hasSuffix("IS") || row.name.hasSuffix("OS")))
            #expect(row.isRange == row.name.hasPrefix("R"))
            #expect(row.isForEL1 == row.name.contains("E1"))
            #expect(row.minimumEL == (row.encoding.op1 == 4 ? .el2 : .el1))
            #expect(TLBIOperation.find(row.encoding)?.name == row.name)
        }
        var controls = TranslationControls(regime: .el10)
        let local = TLBIOperation.table.first { $0.name == "VAE1" }!
        let upper: UInt64 = 0x0fff_ffff_ffff
        var what = local.invalidation(operand: 0x12 << 48 | upper, at: .el1, under: controls)
        #expect(what.address == 0xffff_ffff_ffff_f000)
        #expect(what.asid == 0x12)
        #expect(!what.isBroadcast)
        controls.hcr[bit: 9] = true
        what = local.invalidation(operand: 0, at: .el1, under: controls)
        #expect(what.isBroadcast)
        what = local.invalidation(operand: 0, at: .el2, under: controls)
        #expect(!what.isBroadcast)
    }
}
