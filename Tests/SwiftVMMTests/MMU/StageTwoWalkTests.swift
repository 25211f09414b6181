import Testing

@testable import SwiftVMM

@Suite struct StageTwoWalkTests {
    /// Controls of EL1&0 with stage 1 off and Write-Back (DC), so that stage 2 stands alone.
    private func stageTwoOnly(
        _ granule: TranslationGranule, inputBits: Int, startLevel: Int, vttbr: UInt64
    ) -> TranslationControls {
        var controls = TranslationControls(regime: .el10, hcr: 1 << 12)
        controls.enableStageTwo(
            granule: granule, inputBits: inputBits, startLevel: startLevel, vttbr: vttbr)
        return controls
    }

    static let startLevels: [(TranslationGranule, Int)] = [
        (.size4KB, 0), (.size4KB, 1), (.size4KB, 2),
        (.size16KB, 1), (.size16KB, 2), (.size16KB, 3),
        (.size64KB, 1), (.size64KB, 2), (.size64KB, 3),
    ]

    /// Every input size for every start level: the walk works from one entry at the start level up
    /// to 16 concatenated tables, and everything else is a level 0 fault.
    @Test(arguments: startLevels)
    func startLevelsAndConcatenation(place: (TranslationGranule, Int)) {
        let (granule, startLevel) = place
        for inputBits in 25...48 {
            let memory = TableMemory()
            let root: UInt64 = 0x80_0000_0000
            let builder = TableBuilder(
                memory, granule, inputBits: inputBits, startLevel: startLevel, root: root)
            let ipa = (1 << UInt64(inputBits)) - (1 << 20)
            let shift = granule.entryShift(level: startLevel)
            let isValid = inputBits > shift && inputBits - shift <= granule.stride + 4
            if isValid { builder.map(UInt64(ipa), to: 0x1230_0000, bits: Bits.stageTwo) }
            let controls = stageTwoOnly(
                granule, inputBits: inputBits, startLevel: startLevel, vttbr: root)
            let result = controls.attempt(UInt64(ipa) | 0x10, in: memory)
            #expect(result.summary == (isValid ? "ok" : "translation 0 s2"))
            if isValid {
                #expect(result.physical == 0x1230_0010)
                #expect(memory.readCount == 4 - startLevel)
            }
            if inputBits < 48 {
                let beyond = controls.attempt(1 << UInt64(inputBits), in: memory)
                #expect(beyond.summary == "translation 0 s2")
                #expect(beyond.fault?.hpfar == 1 << UInt64(inputBits - 8))
            }
        }
    }

    @Test func reservedStartLevelsFault() {
        let memory = TableMemory()
        for granule: UInt64 in 0..<3 {
            var controls = stageTwoOnly(
                .size4KB, inputBits: 40, startLevel: 1, vttbr: 0x8000_0000)
            controls.vtcr[bits: 14..<16] = granule
            controls.vtcr[bits: 6..<8] = 3
            #expect(controls.attempt(0, in: memory).summary == "translation 0 s2")
        }
        // SL0 of 2 needs a physical address size to match.
        var small = stageTwoOnly(.size4KB, inputBits: 42, startLevel: 0, vttbr: 0x8000_0000)
        small.physicalAddressBits = 42
        #expect(small.attempt(0, in: memory).summary == "translation 0 s2")
    }

    static let granuleLevels = StageOneWalkTests.granuleLevels.filter {
        $0.1 > 0 || $0.0 == .size4KB
    }

    // Not in the attribute: Swift 6.0.3 crashes on a closure there.
    @Test(arguments: granuleLevels)
    func everyFaultAtEveryLevel(place: (TranslationGranule, Int)) {
        let (granule, level) = place
        let startLevel = granule == .size4KB ? 0 : 1
        let inputBits = granule == .size16KB ? 47 : 48
        let ipa: UInt64 = 0x1234_5678_0000
        func outcome(
            _ descriptor: UInt64, _ kind: AccessDescriptor.Kind = .read, ps: UInt64 = 5
        ) -> String {
            let memory = TableMemory()
            let builder = TableBuilder(
                memory, granule, inputBits: inputBits, startLevel: startLevel, root: 0x8000_0000)
            builder.set(ipa, level: level, descriptor: descriptor)
            var controls = stageTwoOnly(
                granule, inputBits: inputBits, startLevel: startLevel, vttbr: 0x8000_0000)
            controls.vtcr[bits: 16..<19] = ps
            return controls.attempt(ipa, kind, in: memory).summary
        }
        let type: UInt64 = level == 3 ? 3 : 1
        #expect(outcome(0) == "translation \(level) s2")
        if level < 3 {
            #expect(outcome(0x7_0000_0003) == "externalAbortOnWalk \(level + 1) s2")
            #expect(outcome(0x100_0000_0003, ps: 2) == "addressSize \(level) s2")
        }
        guard level == 3 || granule.allowsBlock(level: level) else {
            #expect(outcome(Bits.stageTwo | 1) == "translation \(level) s2")
            return
        }
        let good = Bits.stageTwo | type
        #expect(outcome(good) == "ok")
        #expect(outcome(good & ~Bits.af) == "accessFlag \(level) s2")
        #expect(outcome(good | 1 << 40, ps: 2) == "addressSize \(level) s2")
        #expect(outcome(good & ~(2 << 6), .write) == "permission \(level) s2")
        #expect(outcome(good | 1 << 54, .fetch) == "permission \(level) s2")
    }

    @Test func baseBeyondOutputSizeFaultsAtLevelZero() {
        var controls = stageTwoOnly(
            .size4KB, inputBits: 40, startLevel: 1, vttbr: 0x2_0000_0000)
        controls.vtcr[bits: 16..<19] = 0
        #expect(controls.attempt(0, in: TableMemory()).summary == "addressSize 0 s2")
    }

    /// A stage 1 walk whose every descriptor read can be refused by stage 2.
    @Test func faultsOnAStageOneWalk() {
        let memory = TableMemory()
        let one = TableBuilder(memory, root: 0x4000_0000)
        one.map(0x1234_5678_9000, to: 0x5000, bits: Bits.af | Bits.attribute(3))
        let two = TableBuilder(memory, root: 0x80_0000_0000)
        for page in memory.pages where page < 0x80_0000 {
            two.map(page << 12, to: page << 12, bits: Bits.stageTwo)
        }
        two.map(0x5000, to: 0x5000, bits: Bits.stageTwo)
        var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
        controls.enableStageTwo(startLevel: 0, vttbr: 0x80_0000_0000)
        let va: UInt64 = 0x1234_5678_9abc
        #expect(controls.attempt(va, in: memory).physical == 0x5abc)
        #expect(memory.readCount == 24)

        for level in 0...3 {
            let ipa = one.slot(for: va, level: level)
            let place = two.slot(for: ipa, level: 3)
            let good = memory.words[place]!
            func outcome(_ descriptor: UInt64, _ kind: AccessDescriptor.Kind = .read) -> MMUFault? {
                memory.words[place] = descriptor
                defer { memory.words[place] = good }
                return controls.attempt(va, kind, in: memory).fault
            }
            for (descriptor, kind): (UInt64, MMUFault.Kind) in [
                (0, .translation), (good & ~Bits.af, .accessFlag), (good & ~(1 << 6), .permission),
            ] {
                let fault = outcome(descriptor, .write)!
                #expect(fault.kind == kind)
                #expect(fault.level == 3)
                #expect(fault.stage == .two)
                #expect(fault.isOnTableWalk)
                #expect(fault.intermediateAddress.value == ipa)
                #expect(fault.hpfar == (ipa >> 12) << 4)
                #expect(fault.address.value == va)
            }
            // Tables need not be writable or executable for stage 1 to read them.
            #expect(outcome(good & ~(1 << 7) | 1 << 54) == nil)
            // Device memory under HCR_EL2.PTW.
            #expect(outcome(good & ~(0xf << 2)) == nil)
            controls.hcr[bit: 2] = true
            #expect(outcome(good & ~(0xf << 2))?.kind == .permission)
            #expect(outcome(good) == nil)
            controls.hcr[bit: 2] = false
            // What stage 2 allows but nothing answers: an External abort of stage 1.
            let fault = outcome(good & ~0xffff_ffff_f000 | 0x66_0000_0000)!
            #expect(fault.kind == .externalAbortOnWalk)
            #expect(fault.level == level)
            #expect(fault.stage == .one)
        }
    }

    @Test func tableByteOrderFollowsSCTLR_EL2() {
        let memory = TableMemory()
        let two = TableBuilder(memory, root: 0x8000_0000)
        two.isBigEndian = true
        two.map(0x5000, to: 0x6000, bits: Bits.stageTwo)
        var controls = stageTwoOnly(.size4KB, inputBits: 48, startLevel: 0, vttbr: 0x8000_0000)
        controls.isStageTwoBigEndian = true
        #expect(controls.attempt(0x5000, in: memory).physical == 0x6000)
    }

    @Test func mappingIsTheSmallerOfTheStages() throws {
        let memory = TableMemory()
        let one = TableBuilder(memory, root: 0x4000_0000)
        one.map(0x20_0000, to: 0x60_0000, level: 2, bits: Bits.af | Bits.attribute(3))
        let two = TableBuilder(memory, .size64KB, startLevel: 1, root: 0x80_0000_0000)
        two.map(0x4000_0000, to: 0x4000_0000, level: 2, bits: Bits.stageTwo)
        two.map(0x61_0000, to: 0x9_0000, bits: Bits.stageTwo)
        var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
        controls.enableStageTwo(granule: .size64KB, startLevel: 1, vttbr: 0x80_0000_0000)
        let translation = try controls.attempt(0x21_2345, in: memory).get()
        #expect(translation.physicalAddress.value == 0x9_2345)
        let entry = translation.entry
        #expect(entry.sizeShift == 16)
        #expect(entry.stageOneSizeShift == 21)
        #expect(entry.virtualBase == 0x21_0000)
        #expect(entry.intermediateBase == 0x61_0000)
        #expect(entry.physicalBase == 0x9_0000)
    }

    @Test func attributesCombine() throws {
        // Stage 1 index, stage 2 MemAttr, result as MAIR.
        let rows: [(UInt64, UInt64, UInt8)] = [
            (3, 0b1111, 0xff), (3, 0b1010, 0xbb), (3, 0b0101, 0x44), (3, 0b0000, 0x00),
            (3, 0b0001, 0x04), (3, 0b0011, 0x0c), (2, 0b1111, 0x44), (4, 0b1111, 0xaa),
            (1, 0b1111, 0x04), (1, 0b0011, 0x04), (1, 0b0000, 0x00), (0, 0b0011, 0x00),
            (3, 0b1101, 0xf4), (3, 0b0111, 0x4f),
        ]
        for (index, memAttr, expected) in rows {
            let memory = TableMemory()
            let one = TableBuilder(memory, root: 0x4000_0000)
            one.map(0x1000, to: 0x5000, bits: Bits.af | Bits.attribute(index))
            let two = TableBuilder(memory, root: 0x8000_0000)
            two.map(0x4000_0000, to: 0x4000_0000, level: 1, bits: Bits.stageTwo)
            two.map(0x5000, to: 0x6000, bits: Bits.stageTwo & ~(0xf << 2) | memAttr << 2)
            var controls = TranslationControls.tables(ttbr0: 0x4000_0000)
            controls.enableStageTwo(startLevel: 0, vttbr: 0x8000_0000)
            let attributes = try controls.attempt(0x1000, in: memory).get().attributes
            #expect(attributes.encoding == expected)
            // Stage 1 says Non-shareable, stage 2 Inner Shareable.
            let isFixed = attributes.isDevice || attributes == .nonCacheable
            #expect(attributes.shareability == (isFixed ? .outer : .inner))
            // Device by either stage refuses unaligned accesses, as a fault of that stage.
            let unaligned = controls.attempt(0x1001, aligned: false, in: memory).summary
            #expect(
                unaligned
                    == (index < 2 ? "alignment 3" : memAttr < 4 ? "alignment 3 s2" : "ok"))
            controls.hcr[bit: 32] = true
            controls.hcr[bit: 33] = true
            let uncached = try controls.attempt(0x1000, in: memory).get().attributes
            #expect(uncached.encoding == (attributes.isDevice ? expected : 0x44))
            let fetch = try controls.attempt(0x1000, .fetch, in: memory).get().attributes
            #expect(fetch == .nonCacheable)
        }
    }
}
