// Stage 1 of PL1&0 with short descriptors: sections of 1 MiB and 16 MiB, pages of 64 and 4 KiB.
// Source: Arm ARM DDI 0406C, B3.5 "Short-descriptor translation table format".

/// A leaf of either level in one form.
private struct ShortLeaf {
    var address: UInt64
    var sizeShift: Int
    var level: UInt8
    /// AP[2:0], TEX[2:0]:C:B
    var ap: UInt32
    var tex: UInt32
    var isShareable: Bool
    var isNotGlobal: Bool
    var isExecuteNever: Bool
    var isPrivilegedExecuteNever: Bool
    var domain: UInt8

    /// A section or supersection.
    init(section d: UInt32) {
        let isSuper = d[bit: 18]
        sizeShift = isSuper ? 24 : 20
        address = UInt64(isSuper ? d & 0xff00_0000 : d & 0xfff0_0000)
        if isSuper { address |= UInt64(d[bits: 20..<24]) << 32 | UInt64(d[bits: 5..<9]) << 36 }
        level = 1
        ap = d[bits: 10..<12] | d[bits: 15..<16] << 2
        tex = d[bits: 12..<15] << 2 | d[bits: 2..<4]
        isShareable = d[bit: 16]
        isNotGlobal = d[bit: 17]
        isExecuteNever = d[bit: 4]
        isPrivilegedExecuteNever = d[bit: 0]
        domain = isSuper ? 0 : UInt8(d[bits: 5..<9])
    }

    /// A large or small page of the second level.
    init(page d: UInt32, table: UInt32) {
        let isSmall = d[bit: 1]
        sizeShift = isSmall ? 12 : 16
        address = UInt64(isSmall ? d & 0xffff_f000 : d & 0xffff_0000)
        level = 2
        ap = d[bits: 4..<6] | d[bits: 9..<10] << 2
        tex = (isSmall ? d[bits: 6..<9] : d[bits: 12..<15]) << 2 | d[bits: 2..<4]
        isShareable = d[bit: 10]
        isNotGlobal = d[bit: 11]
        isExecuteNever = isSmall ? d[bit: 0] : d[bit: 15]
        isPrivilegedExecuteNever = table[bit: 2]
        domain = UInt8(table[bits: 5..<9])
    }
}

extension TranslationControls {
    /// Source: Arm ARM, `TranslationTableWalkSD`.
    func walkShort(
        _ address: UInt32, _ record: MMUFault, _ memory: some PhysicalMemory
    ) throws(MMUFault) -> StageOneOutput {
        let n = UInt32(truncatingIfNeeded: tcr & 7)
        let usesTTBR0 = n == 0 || address >> (32 - n) == 0
        // TTBCR.PD0 and PD1.
        if tcr[bit: usesTTBR0 ? 4 : 5] { throw record.failing(.translation, level: 1) }
        let size = usesTTBR0 ? 14 - UInt64(n) : 14
        let base =
            (usesTTBR0 ? ttbr0 : ttbr1) & 0xffff_ffff & ~((1 << size) - 1)
        let index = UInt64(address >> 20) & ((1 << (size - 2)) - 1)
        let first = try readShortDescriptor(at: base | index << 2, level: 1, record, memory)
        let leaf: ShortLeaf
        switch first & 3 {
        case 0: throw record.failing(.translation, level: 1)
        case 1:
            var record = record
            record.domain = UInt8(first[bits: 5..<9])
            let table = UInt64(first & 0xffff_fc00) | UInt64(address >> 12 & 0xff) << 2
            let second = try readShortDescriptor(at: table, level: 2, record, memory)
            if second & 3 == 0 { throw record.failing(.translation, level: 2) }
            leaf = ShortLeaf(page: second, table: first)
        default: leaf = ShortLeaf(section: first)
        }
        // With SCTLR.AFE, AP[0] is the Access flag.
        if sctlr[bit: 29], leaf.ap & 1 == 0 {
            var record = record
            record.domain = leaf.domain
            throw record.failing(.accessFlag, level: leaf.level)
        }
        return StageOneOutput(
            address: leaf.address | UInt64(address) & ((1 << UInt64(leaf.sizeShift)) - 1),
            sizeShift: leaf.sizeShift, level: leaf.level, isGlobal: !leaf.isNotGlobal,
            permissions: permissions(of: leaf), attributes: attributes(of: leaf),
            domain: leaf.domain)
    }

    /// One word of a table, through stage 2 where there is one, in the order SCTLR.EE says.
    private func readShortDescriptor(
        at address: UInt64, level: UInt8, _ record: MMUFault, _ memory: some PhysicalMemory
    ) throws(MMUFault) -> UInt32 {
        var physical = address
        if isStageTwoEnabled {
            let walkRecord = record.atStageTwo(address, isOnTableWalk: true)
            let output = try walkStageTwo(address, walkRecord, memory)
            try checkStageTwoForWalk(output, walkRecord)
            physical = output.address
        }
        guard let both = memory.readDescriptor(at: GuestPhysicalAddress(physical & ~7)) else {
            throw record.failing(.externalAbortOnWalk, level: level)
        }
        let word = UInt32(truncatingIfNeeded: physical & 4 == 0 ? both : both >> 32)
        return sctlr[bit: 25] ? word.byteSwapped : word
    }

    /// Source: Arm ARM, `AArch32.S1DirectBasePermissions`, both models of AP.
    private func permissions(of leaf: ShortLeaf) -> AccessPermissions {
        var result: AccessPermissions
        if sctlr[bit: 29] {
            // AP[2:1]: read-only, and open to PL0.
            result = [.privilegedRead]
            if leaf.ap & 4 == 0 { result.insert(.privilegedWrite) }
            if leaf.ap & 2 != 0 {
                result.insert(.unprivilegedRead)
                if leaf.ap & 4 == 0 { result.insert(.unprivilegedWrite) }
            }
        } else {
            switch leaf.ap {
            case 1: result = [.privilegedRead, .privilegedWrite]
            case 2: result = [.privilegedRead, .privilegedWrite, .unprivilegedRead]
            case 3:
                result = [
                    .privilegedRead, .privilegedWrite, .unprivilegedRead, .unprivilegedWrite,
                ]
            case 5: result = [.privilegedRead]
            case 6, 7: result = [.privilegedRead, .unprivilegedRead]
            // 4 is reserved.
            default: result = []
            }
        }
        return result.withExecution32(
            isExecuteNever: leaf.isExecuteNever,
            isPrivilegedExecuteNever: leaf.isPrivilegedExecuteNever,
            isUnprivilegedWriteExecuteNever: sctlr[bit: 20])
    }

    // MARK: Memory types

    /// Source: Arm ARM, `AArch32.DefaultTEXDecode`, `AArch32.RemappedTEXDecode`.
    private func attributes(of leaf: ShortLeaf) -> MemoryAttributes {
        let shareability: MemoryAttributes.Shareability =
            leaf.isShareable ? .outer : .nonShareable
        // SCTLR.TRE
        if sctlr[bit: 28] { return remappedAttributes(of: leaf) }
        switch leaf.tex {
        case 0b000_00: return .deviceNGnRnE
        case 0b000_01, 0b010_00: return MemoryAttributes(encoding: 0x04, shareability: .outer)
        case 0b000_10: return MemoryAttributes(encoding: 0xaa, shareability: shareability)
        case 0b000_11: return MemoryAttributes(encoding: 0xee, shareability: shareability)
        case 0b001_11: return MemoryAttributes(encoding: 0xff, shareability: shareability)
        case 0b100_00...:
            let outer = Self.nibble(leaf.tex >> 2 & 3)
            return MemoryAttributes(
                encoding: outer << 4 | Self.nibble(leaf.tex & 3), shareability: shareability)
        default: return .nonCacheable
        }
    }

    /// PRRR and NMRR, which are the halves of MAIR_EL1's slot.
    private func remappedAttributes(of leaf: ShortLeaf) -> MemoryAttributes {
        let prrr = UInt32(truncatingIfNeeded: mair)
        let nmrr = UInt32(truncatingIfNeeded: mair >> 32)
        let n = leaf.tex & 7
        switch prrr >> (2 * n) & 3 {
        case 0: return .deviceNGnRnE
        case 1: return MemoryAttributes(encoding: 0x04, shareability: .outer)
        default: break
        }
        let inner = Self.nibble(nmrr >> (2 * n) & 3)
        let outer = Self.nibble(nmrr >> (2 * n + 16) & 3)
        // NS1 and NS0 translate S; NOS narrows it.
        let isShareable = prrr[bit: leaf.isShareable ? 19 : 18]
        let share: MemoryAttributes.Shareability =
            !isShareable ? .nonShareable : prrr[bit: Int(24 + n)] ? .inner : .outer
        return MemoryAttributes(encoding: outer << 4 | inner, shareability: share)
    }

    /// 0 Non-cacheable, 1 Write-Back Write-Allocate, 2 Write-Through, 3 Write-Back.
    private static func nibble(_ field: UInt32) -> UInt8 {
        switch field {
        case 0: 0x4
        case 1: 0xf
        case 2: 0xa
        default: 0xe
        }
    }
}
