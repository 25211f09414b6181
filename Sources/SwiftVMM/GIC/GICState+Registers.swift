// The registers with one field per interrupt, which GICv2's and GICv3's distributors and GICv3's
// redistributors share. Source: GICv3 IHI 0069, "The GIC Distributor register map"; GICv2 IHI 0048
// §4.3.

/// A write as the bus brings it: a word, and which of its bits are written.
struct MaskedWord {
    var value: UInt32
    var mask: UInt32

    /// The register's next value.
    func merged(into old: UInt32) -> UInt32 { old & ~mask | value & mask }
    /// The written bits, for registers where a one means something and a zero nothing.
    var ones: UInt32 { value & mask }
}

extension GICState {
    private enum Block {
        static let group: UInt64 = 0x080
        static let setEnable: UInt64 = 0x100
        static let clearEnable: UInt64 = 0x180
        static let setPending: UInt64 = 0x200
        static let clearPending: UInt64 = 0x280
        static let setActive: UInt64 = 0x300
        static let clearActive: UInt64 = 0x380
        static let priority: UInt64 = 0x400
        static let priorityEnd: UInt64 = 0x800
        static let configuration: UInt64 = 0xc00
        static let configurationEnd: UInt64 = 0xd00
    }

    /// Which register of which bank an offset is; nil outside these blocks and beyond the last
    /// interrupt.
    private static func locate(_ offset: UInt64) -> (block: UInt64, bank: Int, index: Int)? {
        let block: UInt64
        let bank: Int
        var index = 0
        switch offset {
        case Block.group..<Block.priority:
            block = offset & ~0x7f
            bank = Int(offset & 0x7f) / 4
        case Block.priority..<Block.priorityEnd:
            block = Block.priority
            bank = Int(offset - block) / 32
            index = Int(offset - block) / 4 % 8
        case Block.configuration..<Block.configurationEnd:
            block = Block.configuration
            bank = Int(offset - block) / 8
            index = Int(offset - block) / 4 % 2
        default: return nil
        }
        return bank <= sharedBankCount ? (block, bank, index) : nil
    }

    /// The word at an offset, a multiple of 4, for one CPU; nil if it is none of these registers.
    func readInterruptRegister(_ offset: UInt64, cpu: Int, banks: ClosedRange<Int>) -> UInt32? {
        guard let (block, index, word) = Self.locate(offset), banks.contains(index) else {
            return nil
        }
        let bank = self[bank: index, of: cpu]
        return switch block {
        case Block.group: bank.group
        case Block.setEnable, Block.clearEnable: bank.enabled
        case Block.setPending, Block.clearPending: bank.pending
        case Block.setActive, Block.clearActive: bank.active
        case Block.priority: bank.priorityWord(word)
        default: bank.configurationWord(isUpperHalf: word == 1)
        }
    }

    /// True if the offset is one of these registers.
    mutating func writeInterruptRegister(
        _ offset: UInt64, _ word: MaskedWord, cpu: Int, banks: ClosedRange<Int>
    ) -> Bool {
        guard let (block, index, part) = Self.locate(offset), banks.contains(index) else {
            return false
        }
        // GICv2: SGIs are always enabled and made pending by GICD_SGIR and GICD_SPENDSGIR alone.
        let fixed: UInt32 = version == .v2 && index == 0 ? 0xffff : 0
        let ones = word.ones & ~fixed
        switch block {
        case Block.group:
            self[bank: index, of: cpu].group = word.merged(into: self[bank: index, of: cpu].group)
        case Block.setEnable: self[bank: index, of: cpu].enabled |= ones
        case Block.clearEnable: self[bank: index, of: cpu].enabled &= ~ones
        case Block.setPending: self[bank: index, of: cpu].latched |= ones
        case Block.clearPending: self[bank: index, of: cpu].latched &= ~ones
        case Block.setActive: self[bank: index, of: cpu].active |= word.ones
        case Block.clearActive: self[bank: index, of: cpu].active &= ~word.ones
        case Block.priority:
            let old = self[bank: index, of: cpu].priorityWord(part)
            self[bank: index, of: cpu].setPriorityWord(part, word.merged(into: old))
        default:
            // The SGIs' half is read-only.
            if index == 0 && part == 0 { return true }
            let old = self[bank: index, of: cpu].configurationWord(isUpperHalf: part == 1)
            self[bank: index, of: cpu].setConfigurationWord(
                isUpperHalf: part == 1, word.merged(into: old))
        }
        return true
    }
}
