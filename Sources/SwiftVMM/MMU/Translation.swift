// Both stages together, and the check of rights that both a fresh walk and a TLB hit pass through.

/// One mapping of a regime, both stages combined: what a TLB holds.
public struct TranslationEntry: Equatable, Sendable {
    /// First VA mapped, canonical (no tag).
    public var virtualBase: UInt64
    /// What stage 1 makes of it: an IPA with stage 2, otherwise the PA.
    public var intermediateBase: UInt64
    public var physicalBase: UInt64
    /// Log2 of the size that maps linearly: the smaller of the two stages.
    public var sizeShift: UInt8
    /// Log2 of the size of the stage 1 leaf, which TLBI by VA is about. The size of the mapping
    /// when stage 1 is disabled.
    public var stageOneSizeShift: UInt8
    /// Levels of the leaves, for the faults that a later access may meet.
    public var stageOneLevel: UInt8
    public var stageTwoLevel: UInt8
    /// Whether the mapping holds for every ASID.
    public var isGlobal: Bool
    public var permissions: AccessPermissions
    public var stageOneAttributes: MemoryAttributes
    /// Nil when no stage 2 took part.
    public var stageTwoAttributes: MemoryAttributes?
    /// Short descriptors only.
    public var domain: UInt8 = 0
    /// A write must walk again, to mark a descriptor dirty (FEAT_HAFDBS).
    public var isClean = false

    @inlinable public var sizeBytes: UInt64 { 1 << UInt64(sizeShift) }

    /// Device memory by either stage.
    @inline(__always)
    var isDevice: Bool {
        stageOneAttributes.isDevice || stageTwoAttributes?.isDevice == true
    }

    @inline(__always)
    func plainlyAllows(
        _ access: AccessDescriptor, under controls: borrowing TranslationControls
    ) -> Bool { controls.plainlyAllows(access, self) }
}

/// A successful translation.
public struct Translation: Sendable {
    public var physicalAddress: GuestPhysicalAddress
    /// For this access, with the cache enables of both stages applied.
    public var attributes: MemoryAttributes
    /// The mapping behind it.
    public var entry: TranslationEntry
}

extension TranslationControls {
    /// Translates one address through both stages by walking the tables.
    ///
    /// The address is that of one byte; an access that crosses a page is two translations.
    ///
    /// - Parameters:
    ///   - address: 64-bit VA, tag included.
    ///   - access: What is being done, and whose rights count. Its Exception level belongs to the
    ///     regime of these controls.
    /// - Throws: `MMUFault`, ready for a syndrome.
    /// - Complexity: Up to 4 descriptor reads, each costing up to 4 more under stage 2.
    ///
    /// Source: Arm ARM, `AArch64.FullTranslate`.
    public func translate(
        _ address: VirtualAddress, for access: AccessDescriptor, memory: some PhysicalMemory
    ) throws(MMUFault) -> Translation {
        try walk(address, for: access, throughStageTwo: isStageTwoEnabled, memory)
    }

    /// The walk, ending after stage 1 for the AT instructions that ask for no more.
    func walk(
        _ address: VirtualAddress, for access: AccessDescriptor, throughStageTwo: Bool,
        _ memory: some PhysicalMemory
    ) throws(MMUFault) -> Translation {
        let record = MMUFault(at: address, for: access)
        let one = try walkStageOne(address.value, record, memory)
        let plain = withoutTag(address.value, isFetch: access.kind == .fetch)
        var entry = TranslationEntry(
            virtualBase: 0, intermediateBase: 0, physicalBase: 0,
            sizeShift: UInt8(one.sizeShift), stageOneSizeShift: UInt8(one.sizeShift),
            stageOneLevel: one.level, stageTwoLevel: 0,
            isGlobal: one.isGlobal, permissions: one.permissions.union(.allOfStageTwo),
            stageOneAttributes: one.attributes, stageTwoAttributes: nil)
        entry.domain = one.domain
        try checkStageOne(entry, record)
        try updateStageOne(one.leaf, for: record, memory)
        let makesDirty = access.makesDirty
        entry.isClean = !makesDirty && one.leaf?.isClean ?? false
        var physical = one.address
        if throughStageTwo {
            let record = record.atStageTwo(one.address, isOnTableWalk: false)
            let two = try walkStageTwo(one.address, record, memory)
            entry.sizeShift = min(entry.sizeShift, UInt8(two.sizeShift))
            if !isStageOneEnabled { entry.stageOneSizeShift = entry.sizeShift }
            entry.stageTwoLevel = two.level
            entry.permissions = one.permissions.union(two.permissions)
            entry.stageTwoAttributes = two.attributes
            try checkStageTwo(entry, record)
            updateStageTwo(two.leaf, makesDirty: makesDirty, memory)
            if !makesDirty && two.leaf.isClean { entry.isClean = true }
            physical = two.address
        }
        entry.virtualBase = plain.alignedDown(to: entry.sizeBytes)
        entry.intermediateBase = one.address.alignedDown(to: entry.sizeBytes)
        entry.physicalBase = physical.alignedDown(to: entry.sizeBytes)
        return Translation(
            physicalAddress: GuestPhysicalAddress(physical),
            attributes: attributes(of: entry, for: access), entry: entry)
    }

    /// Answers an access from a mapping found earlier: the same checks, in the same order, with the
    /// same faults as a walk that ends at this mapping.
    @inline(__always)
    public func translate(
        _ address: VirtualAddress, for access: AccessDescriptor, from cached: TranslationEntry
    ) throws(MMUFault) -> Translation {
        var entry = cached
        if !isStageOneEnabled { entry.stageOneAttributes = disabledAttributes(for: access) }
        let offset = address.value & (entry.sizeBytes &- 1)
        let record = MMUFault(at: address, for: access)
        try checkStageOne(entry, record)
        if entry.stageTwoAttributes != nil {
            let intermediate = entry.intermediateBase | offset
            try checkStageTwo(entry, record.atStageTwo(intermediate, isOnTableWalk: false))
        }
        return Translation(
            physicalAddress: GuestPhysicalAddress(entry.physicalBase | offset),
            attributes: attributes(of: entry, for: access), entry: entry)
    }

    /// The same where `plainlyAllows` has said yes.
    func plainTranslation(
        _ address: UInt64, for access: AccessDescriptor, from entry: TranslationEntry
    ) -> Translation {
        Translation(
            physicalAddress: GuestPhysicalAddress(
                entry.physicalBase | address & (entry.sizeBytes &- 1)),
            attributes: attributes(of: entry, for: access), entry: entry)
    }

    /// What a regime whose stage 1 is on lets through without a second look: true only where
    /// `translate(_:for:from:)` does not fault.
    fileprivate func plainlyAllows(_ access: AccessDescriptor, _ entry: TranslationEntry)
        -> Bool
    {
        guard isStageOneEnabled, format != .short32 else { return false }
        let isEL0 = access.el == .el0
        let stageOne: AccessPermissions
        let stageTwo: AccessPermissions
        switch access.kind {
        case .fetch:
            guard !isWriteExecuteNever else { return false }
            stageOne = isEL0 ? .unprivilegedExecute : .privilegedExecute
            stageTwo = isEL0 ? .stageTwoUnprivilegedExecute : .stageTwoExecute
            return entry.permissions.contains(stageOne) && entry.permissions.contains(stageTwo)
        case .read:
            stageOne = isEL0 ? .unprivilegedRead : .privilegedRead
            stageTwo = .stageTwoRead
        case .write where !entry.isClean:
            stageOne = isEL0 ? .unprivilegedWrite : .privilegedWrite
            stageTwo = .stageTwoWrite
        case .readWrite where !entry.isClean:
            stageOne =
                isEL0
                ? [.unprivilegedRead, .unprivilegedWrite] : [.privilegedRead, .privilegedWrite]
            stageTwo = [.stageTwoRead, .stageTwoWrite]
        default: return false
        }
        guard !pan,
            access.isAligned
                || !entry.stageOneAttributes.isDevice && entry.stageTwoAttributes == nil
        else { return false }
        return entry.permissions.contains(stageOne) && entry.permissions.contains(stageTwo)
    }

    /// Alignment to Device memory, then rights.
    ///
    /// Source: Arm ARM, `AArch64.S1HasAlignmentFault`, `AArch64.S1CheckPermissions`.
    @inline(__always)
    private func checkStageOne(
        _ entry: TranslationEntry, _ record: MMUFault
    ) throws(MMUFault) {
        let access = record.access
        if !access.isAligned && access.kind != .fetch && entry.stageOneAttributes.isDevice {
            throw record.failing(.alignment, level: entry.stageOneLevel)
        }
        guard isStageOneEnabled else { return }
        var record = record
        if format == .short32 {
            record.domain = entry.domain
            switch dacr >> UInt32(2 * entry.domain) & 3 {
            case 1: break
            // A manager's accesses are not checked.
            case 3: return
            default: throw record.failing(.domain, level: entry.stageOneLevel)
            }
        }
        var rights =
            access.el == .el0 ? entry.permissions.unprivileged : entry.permissions.privileged
        if isWriteExecuteNever && rights.write { rights.execute = false }
        if pan && access.respectsPAN && regime.hasUnprivileged
            && !entry.permissions.isDisjoint(with: [.unprivilegedRead, .unprivilegedWrite])
        {
            rights.read = false
            rights.write = false
        }
        try check(rights, entry.stageOneLevel, record)
    }

    /// Source: Arm ARM, `AArch64.S2HasAlignmentFault`, `AArch64.S2CheckPermissions`.
    @inline(__always)
    private func checkStageTwo(
        _ entry: TranslationEntry, _ record: MMUFault
    ) throws(MMUFault) {
        let access = record.access
        if !access.isAligned && access.kind != .fetch && entry.stageTwoAttributes!.isDevice {
            throw record.failing(.alignment, level: entry.stageTwoLevel)
        }
        try check(entry.permissions.stageTwo(at: access.el), entry.stageTwoLevel, record)
    }

    /// Instructions that maintain caches without writing memory cannot fault from a privileged
    /// Exception level; an atomic that may not read is reported as a read.
    @inline(__always)
    private func check(
        _ rights: AccessPermissions.Rights, _ level: UInt8, _ record: MMUFault
    ) throws(MMUFault) {
        let isAllowed: Bool
        switch record.access.kind {
        case .read, .translateRead: isAllowed = rights.read
        case .write, .translateWrite, .cacheInvalidate: isAllowed = rights.write
        case .readWrite: isAllowed = rights.read && rights.write
        case .fetch: isAllowed = rights.execute
        case .cacheMaintenance: isAllowed = record.access.el != .el0 || rights.read
        }
        if isAllowed { return }
        var fault = record.failing(.permission, level: level)
        if record.access.kind == .readWrite { fault.isWrite = rights.read }
        throw fault
    }

    /// The memory type an access sees: both stages, then the cache enables. Those turn Normal
    /// memory Non-cacheable and make a fetch from Device memory behave so too (the manual leaves it
    /// CONSTRAINED UNPREDICTABLE), which commutes with combining the stages.
    ///
    /// Source: Arm ARM, end of `AArch64.S1Translate` and `AArch64.S2Translate`.
    @inline(__always)
    private func attributes(
        of entry: TranslationEntry, for access: AccessDescriptor
    ) -> MemoryAttributes {
        var result = entry.stageOneAttributes
        var isUncached: Bool
        let isFetch = access.kind == .fetch
        if isStageOneEnabled {
            // SCTLR_ELx.I and C.
            isUncached = isFetch ? result.isDevice || !sctlr[bit: 12] : !sctlr[bit: 2]
        } else {
            isUncached = false
        }
        if let two = entry.stageTwoAttributes {
            result = result.combined(withStageTwo: two)
            // HCR_EL2.ID and CD.
            isUncached = isUncached || hcr[bit: isFetch ? 33 : 32] || isFetch && two.isDevice
        }
        return isUncached && (isFetch || !result.isDevice) ? .nonCacheable : result
    }
}
