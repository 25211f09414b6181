// The short walk says what the full walk says, or nothing.

import Testing

@testable import SwiftVMM

@Suite struct PlainWalkTests {
    /// Random tables in a few pages, random controls, addresses that mean something to them.
    @Test func agreesWithTheFullWalk() {
        var random = SeededGenerator(seed: 11)
        func flip(_ odds: UInt64) -> Bool { random.next() % odds == 0 }
        let memory = TableMemory()
        var agreed = 0
        for _ in 0..<(20_000) {
            if flip(50) {
                memory.words.removeAll()
                for page in 0..<8 as Range<UInt64> { memory.clear(0x8000_0000 + page << 12) }
            }
            var controls = TranslationControls(
                regime: [.el10, .el2, .el20][Int(random.next() % 3)], sctlr: 1,
                mair: random.next(), physicalAddressBits: 40)
            let size = 16 + random.next() % 24
            controls.tcr = size | size << 16 | 2 << 30 | 5 << 32
            if controls.regime == .el2 { controls.tcr = size | 5 << 16 }
            // Anything else, now and then.
            if flip(4) { controls.tcr ^= 1 << (random.next() % 64) }
            if flip(16) { controls.sctlr ^= 1 << (random.next() % 32) }
            if flip(16) { controls.hcr = random.next() }
            controls.ttbr0 = 0x8000_0000
            controls.ttbr1 = 0x8000_1000
            controls.pan = flip(8)
            // The same few entries of each table, so that walks meet what was put there.
            var address: UInt64 = 0
            for level in 0..<4 as Range<UInt64> {
                address |= (random.next() % 2) << (39 - 9 * level)
            }
            address |= random.next() & 0xfff
            if flip(2) { address |= ~0 << (64 - size) }
            if flip(20) { address ^= 1 << (random.next() % 64) }
            for _ in 0..<4 {
                var descriptor = random.next() & 0xf8f0_0000_0000_0ffc
                descriptor |= 0x8000_0000 + (random.next() % 8) << 12
                descriptor |= flip(10) ? 0 : flip(4) ? 1 : 3
                if !flip(8) { descriptor |= 1 << 10 }
                let page = 0x8000_0000 + (random.next() % 8) << 12
                let slots: [UInt64] = [0, 1, 511, 510, 256]
                memory.store(descriptor, at: page + slots[Int(random.next() % 5)] * 8)
            }
            let access = AccessDescriptor(
                flip(2) ? .read : .write,
                at: controls.regime == .el2 ? .el2 : flip(2) ? .el0 : .el1,
                isAligned: !flip(4))
            let plain = controls.withoutTag(address)
            guard let entry = controls.plainWalk(plain, access, memory) else { continue }
            agreed += 1
            do throws(MMUFault) {
                let full = try controls.translate(
                    VirtualAddress(address), for: access, memory: memory)
                let short = controls.plainTranslation(plain, for: access, from: entry)
                #expect(full.entry == entry)
                #expect(full.physicalAddress == short.physicalAddress)
                #expect(full.attributes == short.attributes)
            } catch {
                Issue.record("the full walk of \(plain) faults: \(error)")
            }
        }
        // Enough of them came to an end for this to mean something.
        #expect(agreed > 500, "\(agreed)")
    }
}
