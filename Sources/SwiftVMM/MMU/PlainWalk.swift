// The walk that most misses of the TLB come to: one stage, pages of 4 KiB, no updates of tables on
// the way. Whatever is not so, and everything that faults, is for the walk of StageOneWalk.swift.

extension TranslationControls {
    /// The mapping of an address for a read or a write that it allows; nil if the full walk
    /// has to say. The two never disagree.
    ///
    /// - Parameter address: VA without a tag.
    func plainWalk(
        _ address: UInt64, _ access: AccessDescriptor, _ memory: some PhysicalMemory
    ) -> TranslationEntry? {
        // SCTLR_ELx.EE; PAN.
        guard access.kind == .read || access.kind == .write,
            format == .aarch64, isStageOneEnabled, !isStageTwoEnabled, !managesAccessFlag,
            !sctlr[bit: 25], !pan
        else { return nil }
        let upper = regime.hasUnprivileged && address[bit: 55]
        let size = Int(tcr[bits: upper ? 16..<22 : 0..<6])
        let granule: TranslationGranule =
            upper ? .init(tg1: tcr[bits: 30..<32]) : .init(tg0: tcr[bits: 14..<16])
        let isWalkDisabled = regime.hasUnprivileged && tcr[bit: upper ? 23 : 7]
        // Every bit above the input size is a copy of bit 55, or 0 at EL2.
        let inputBits = 64 - size
        let above = Int64(bitPattern: address) >> Int64(inputBits)
        guard granule == .size4KB, (16...39).contains(size), !isWalkDisabled,
            above == (upper ? -1 : 0)
        else { return nil }

        let limit = outputBits(regime.hasUnprivileged ? tcr[bits: 32..<35] : tcr[bits: 16..<19])
        var level = 3 - (inputBits - 13) / 9
        var shift = 39 - 9 * level
        var indexBits = inputBits - shift
        var table =
            (upper ? ttbr1 : ttbr0) & 0x0000_ffff_ffff_fffe & ~((8 << UInt64(indexBits)) - 1)
        var limits = HierarchicalPermissions()
        while true {
            let index = address[bits: shift..<shift + indexBits]
            guard fits(table, limit),
                let bits = memory.readDescriptor(at: GuestPhysicalAddress(table | index << 3))
            else { return nil }
            let descriptor = Descriptor(bits: bits)
            switch descriptor.kind(level: level, granule: granule) {
            case .invalid: return nil
            case .table:
                table = descriptor.outputAddress(shift: 12)
                limits.pass(descriptor)
                level += 1
                shift -= 9
                indexBits = 9
            case .leaf:
                let output = descriptor.outputAddress(shift: shift)
                guard fits(output, limit), descriptor.isAccessed else { return nil }
                if ignoresTablePermissions(of: address) { limits = HierarchicalPermissions() }
                let permissions = AccessPermissions(
                    stageOneLeaf: descriptor, under: limits,
                    hasUnprivileged: regime.hasUnprivileged)
                let entry = TranslationEntry(
                    virtualBase: (address >> UInt64(shift)) << UInt64(shift),
                    intermediateBase: output, physicalBase: output, sizeShift: UInt8(shift),
                    stageOneSizeShift: UInt8(shift), stageOneLevel: UInt8(level),
                    stageTwoLevel: 0,
                    isGlobal: !regime.hasUnprivileged || !descriptor.isNotGlobal,
                    permissions: permissions.union(.allOfStageTwo),
                    stageOneAttributes: MemoryAttributes(
                        mair: mair, index: descriptor.attributeIndex,
                        shareability: descriptor.shareability),
                    stageTwoAttributes: nil)
                return entry.plainlyAllows(access, under: self) ? entry : nil
            }
        }
    }
}
