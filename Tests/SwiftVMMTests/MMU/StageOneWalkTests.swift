import Testing

@testable import SwiftVMM

@Suite struct StageOneWalkTests {
    static let granuleLevels: [(TranslationGranule, Int)] = [
        (.size4KB, 0), (.size4KB, 1), (.size4KB, 2), (.size4KB, 3),
        (.size16KB, 0), (.size16KB, 1), (.size16KB, 2), (.size16KB, 3),
        (.size64KB, 1), (.size64KB, 2), (.size64KB, 3),
    ]

    @Test(arguments: TranslationGranule.allCases, TranslationRegime.allCases)
    func mapsPagesAndBlocks(granule: TranslationGranule, regime: TranslationRegime) {
        let memory = TableMemory()
        let builder = TableBuilder(memory, granule, root: 0x4000_0000)
        let controls = TranslationControls.tables(regime, granule: granule, ttbr0: 0x4000_0000)
        let levels = (1...3).filter { $0 == 3 || granule.allowsBlock(level: $0) }
        for (number, level) in levels.enumerated() {
            let va = UInt64(number + 1) << 42
            builder.map(va, to: va >> 1, level: level, bits: Bits.af | Bits.attribute(3))
            let inside: UInt64 = 0x234
            let result = controls.attempt(va | inside, in: memory)
            #expect(result.physical == va >> 1 | inside)
            let entry = try! result.get().entry
            #expect(Int(entry.sizeShift) == granule.entryShift(level: level))
            #expect(Int(entry.stageOneLevel) == level)
            #expect(entry.virtualBase == va)
            #expect(entry.physicalBase == va >> 1)
            #expect(try! result.get().attributes.encoding == 0xff)
        }
    }

    @Test(arguments: granuleLevels, TranslationRegime.allCases)
    func everyFaultAtEveryLevel(
        place: (TranslationGranule, Int), regime: TranslationRegime
    ) {
        let (granule, level) = place
        let va: UInt64 = 0x1234_5678_0000
        func outcome(
            _ descriptor: UInt64, _ kind: AccessDescriptor.Kind = .read, ips: UInt64 = 5
        ) -> String {
            let memory = TableMemory()
            let builder = TableBuilder(memory, granule, root: 0x4000_0000)
            builder.set(va, level: level, descriptor: descriptor)
            var controls = TranslationControls.tables(
                regime, granule: granule, ttbr0: 0x4000_0000)
            if regime == .el2 {
                controls.tcr[bits: 16..<19] = ips
            } else {
                controls.tcr[bits: 32..<35] = ips
            }
            return controls.attempt(va, kind, in: memory).summary
        }
        let isLeaf = level == 3 || granule.allowsBlock(level: level)
        let type: UInt64 = level == 3 ? 3 : 1
        #expect(outcome(0) == "translation \(level)")
        #expect(outcome(2) == "translation \(level)")
        if level == 3 {
            // 01 is reserved at level 3.
            #expect(outcome(Bits.af | 1) == "translation 3")
        } else {
            // A table outside what answers, and one beyond the output size.
            #expect(outcome(0x7_0000_0003) == "externalAbortOnWalk \(level + 1)")
            #expect(outcome(0x100_0000_0003, ips: 2) == "addressSize \(level)")
        }
        if isLeaf {
            let good = Bits.af | Bits.attribute(3) | type
            #expect(outcome(good) == "ok")
            #expect(outcome(good & ~Bits.af) == "accessFlag \(level)")
            #expect(outcome(good | 1 << 40, ips: 2) == "addressSize \(level)")
            #expect(outcome(good | Bits.readOnly, .write) == "permission \(level)")
            #expect(outcome(good | Bits.uxn | Bits.pxn, .fetch) == "permission \(level)")
        } else {
            #expect(outcome(Bits.af | 1) == "translation \(level)")
        }
    }

    @Test(arguments: [25, 30, 31, 36, 39, 40, 42, 47, 48], TranslationGranule.allCases)
    func startLevelFollowsInputSize(inputBits: Int, granule: TranslationGranule) {
        let memory = TableMemory()
        let upperBase: UInt64 = ~((1 << UInt64(inputBits)) - 1)
        let va: UInt64 = (1 << UInt64(inputBits)) - (1 << 20)
        let low = TableBuilder(memory, granule, inputBits: inputBits, root: 0x4000_0000)
        low.map(va, to: 0x1_2000_0000, bits: Bits.af)
        let high = TableBuilder(memory, granule, inputBits: inputBits, root: 0x8000_0000)
        high.map(va, to: 0x2_4000_0000, bits: Bits.af)
        let controls = TranslationControls.tables(
            granule: granule, inputBits: inputBits, ttbr0: 0x4000_0000, ttbr1: 0x8000_0000)
        #expect(controls.attempt(va | 4, in: memory).physical == 0x1_2000_0004)
        #expect(controls.attempt(upperBase | va | 4, in: memory).physical == 0x2_4000_0004)
        // One step outside either range.
        #expect(controls.attempt(1 << UInt64(inputBits), in: memory).summary == "translation 0")
        #expect(controls.attempt(upperBase - 1, in: memory).summary == "translation 0")
        #expect(
            memory.readCount
                == 2 * (4 - (3 - (inputBits - 1 - granule.pageShift) / granule.stride)))
    }

    @Test func tagsAreIgnoredOnlyWhereTBISaysSo() {
        let memory = TableMemory()
        let low = TableBuilder(memory, root: 0x4000_0000)
        low.map(0x1000, to: 0x5000, bits: Bits.af)
        let high = TableBuilder(memory, root: 0x8000_0000)
        high.map(0xffff_ffff_f000, to: 0x6000, bits: Bits.af)
        var controls = TranslationControls.tables(ttbr0: 0x4000_0000, ttbr1: 0x8000_0000)
        let taggedLow: UInt64 = 0xab00_0000_0000_1000
        let taggedHigh: UInt64 = 0x12ff_ffff_ffff_f000
        #expect(controls.attempt(taggedLow, in: memory).summary == "translation 0")
        controls.tcr[bit: 37] = true
        #expect(controls.attempt(taggedLow, in: memory).physical == 0x5000)
        #expect(controls.attempt(taggedHigh, in: memory).summary == "translation 0")
        controls.tcr[bit: 38] = true
        #expect(controls.attempt(taggedHigh, in: memory).physical == 0x6000)
        // Bits 54...48 are never part of the tag.
        #expect(controls.attempt(0xab01_0000_0000_1000, in: memory).summary == "translation 0")

        var el2 = TranslationControls.tables(.el2, ttbr0: 0x4000_0000)
        #expect(el2.attempt(taggedLow, in: memory).summary == "translation 0")
        el2.tcr[bit: 20] = true
        #expect(el2.attempt(taggedLow, in: memory).physical == 0x5000)
        #expect(el2.attempt(taggedHigh, in: memory).summary == "translation 0")
    }

    @Test func disabledWalksAndBadSizesFaultAtLevelZero() {
        let memory = TableMemory()
        let low = TableBuilder(memory, root: 0x4000_0000)
        low.map(0x1000, to: 0x5000, bits: Bits.af)
        low.map(0xffff_ffff_f000, to: 0x6000, bits: Bits.af)
        let good = TranslationControls.tables(ttbr0: 0x4000_0000, ttbr1: 0x4000_0000)
        var controls = good
        controls.tcr[bit: 7] = true
        #expect(controls.attempt(0x1000, in: memory).summary == "translation 0")
        #expect(controls.attempt(0xffff_ffff_ffff_f000, in: memory).summary == "ok")
        controls = good
        controls.tcr[bit: 23] = true
        #expect(controls.attempt(0xffff_ffff_ffff_f000, in: memory).summary == "translation 0")
        for size: UInt64 in [0, 15, 40, 63] {
            controls = good
            controls.tcr[bits: 0..<6] = size
            #expect(controls.attempt(0x1000, in: memory).summary == "translation 0")
        }
        controls = good
        controls.tcr[bits: 32..<35] = 0
        controls.ttbr0 = 0x1_0000_0000
        #expect(controls.attempt(0x1000, in: memory).summary == "addressSize 0")
    }

    @Test func tableByteOrderFollowsEE() {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: 0x4000_0000)
        builder.isBigEndian = true
        builder.map(0x1000, to: 0x5000, bits: Bits.af)
        var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
        controls.sctlr[bit: 25] = true
        #expect(controls.attempt(0x1000, in: memory).physical == 0x5000)
    }

    @Test func stageOneOffIsFlat() throws {
        let memory = TableMemory()
        var controls = TranslationControls(regime: .el10)
        var translation = try controls.attempt(0x1234_5678, in: memory).get()
        #expect(translation.physicalAddress.value == 0x1234_5678)
        #expect(translation.attributes == .deviceNGnRnE)
        #expect(controls.attempt(1 << 48, in: memory).summary == "addressSize 0")
        #expect(
            controls.attempt(0x1001, .write, aligned: false, in: memory).summary == "alignment 0")
        translation = try controls.attempt(0x1000, .fetch, in: memory).get()
        #expect(translation.attributes == .nonCacheable)
        controls.sctlr[bit: 12] = true
        translation = try controls.attempt(0x1000, .fetch, in: memory).get()
        #expect(translation.attributes.encoding == 0xaa)
        // PAN has nothing to look at.
        controls.pan = true
        #expect(controls.attempt(0x1000, .write, in: memory).summary == "ok")
        // The tag goes where TBI lets it.
        #expect(controls.attempt(0xff00_0000_0000_1000, in: memory).summary == "addressSize 0")
        controls.tcr[bit: 38] = true
        #expect(controls.attempt(0x7f00_0000_0000_1000, in: memory).summary == "addressSize 0")
        controls.tcr[bit: 37] = true
        #expect(controls.attempt(0x7f00_0000_0000_1000, in: memory).physical == 0x1000)
    }

    @Test func hypervisorControlsTurnStageOneOff() throws {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: 0x4000_0000)
        builder.map(0x1000, to: 0x5000, bits: Bits.af)
        var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
        // TGE without E2H: EL0 runs flat.
        controls.hcr[bit: 27] = true
        #expect(controls.attempt(0x1000, at: .el0, in: memory).physical == 0x1000)
        controls.hcr[bit: 27] = false
        // DC: flat and Write-Back, through stage 2.
        controls.hcr[bit: 12] = true
        #expect(controls.isStageTwoEnabled)
        controls.enableStageTwo(startLevel: 0, vttbr: 0x8000_0000)
        controls.hcr[bit: 0] = false
        let two = TableBuilder(memory, root: 0x8000_0000)
        two.map(0x1000, to: 0x9000, bits: Bits.stageTwo)
        let result = try controls.attempt(0x1000, in: memory).get()
        #expect(result.physicalAddress.value == 0x9000)
        #expect(result.attributes.encoding == 0xff)
        // A host: neither DC nor VM counts.
        controls.hcr |= 1 << 34 | 1 << 27 | 1
        #expect(!controls.isStageTwoEnabled)
        #expect(!controls.isDefaultCacheable)
    }

    @Test func cacheEnablesAndAttributes() throws {
        let memory = TableMemory()
        let builder = TableBuilder(memory, root: 0x4000_0000)
        for index: UInt64 in 0..<5 {
            builder.map(
                index << 12, to: index << 12, bits: Bits.af | Bits.attribute(index) | Bits.inner)
        }
        var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
        func attributes(_ index: UInt64, _ kind: AccessDescriptor.Kind) throws -> UInt8 {
            try controls.attempt(index << 12, kind, in: memory).get().attributes.encoding
        }
        #expect(try (0..<5).map { try attributes($0, .read) } == [0, 4, 0x44, 0xff, 0xaa])
        #expect(try (0..<5).map { try attributes($0, .fetch) } == [0x44, 0x44, 0x44, 0xff, 0xaa])
        controls.sctlr[bit: 2] = false
        #expect(try (0..<5).map { try attributes($0, .read) } == [0, 4, 0x44, 0x44, 0x44])
        #expect(try attributes(3, .fetch) == 0xff)
        controls.sctlr[bit: 12] = false
        #expect(try attributes(3, .fetch) == 0x44)
        #expect(controls.attempt(0x1, aligned: false, in: memory).summary == "alignment 3")
        #expect(controls.attempt(0x3001, aligned: false, in: memory).summary == "ok")
    }
}
