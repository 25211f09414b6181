// Stage 1: VA to IPA, or to PA where no stage 2 follows.

/// What stage 1 found.
struct StageOneOutput {
    /// For the address asked for: an IPA if stage 2 follows, otherwise a PA.
    var address: UInt64
    /// Log2 of the size mapped.
    var sizeShift: Int
    var level: UInt8
    var isGlobal: Bool
    var permissions: AccessPermissions
    /// Before SCTLR_ELx.C and I.
    var attributes: MemoryAttributes
    /// The leaf and where it was read, for FEAT_HAFDBS; nil when stage 1 is disabled.
    var leaf: LeafDescriptor?
}

/// A leaf that the walk may have to update.
struct LeafDescriptor {
    var descriptor: Descriptor
    /// PA.
    var address: UInt64
    /// For stage 1 under stage 2, the IPA.
    var intermediateAddress: UInt64 = 0
    /// Read-only until a write makes it dirty.
    var isClean: Bool
}

/// What one half of the address space is translated with. Source: Arm ARM, `S1TTWParams`.
private struct StageOneParameters {
    var inputSizeField: Int
    var granule: TranslationGranule
    var isWalkDisabled: Bool
    var base: UInt64
    var outputBits: Int
}

extension TranslationControls {
    /// Translates through stage 1, or passes the address on when it is disabled. No rights are
    /// checked here.
    ///
    /// - Parameters:
    ///   - address: 64-bit VA, tag included.
    ///   - record: The fault record of the access, complete but for what may fail.
    /// - Throws: Address size, Translation and Access flag faults, External aborts on the walk, and
    ///   any stage 2 fault met on the way to a descriptor.
    ///
    /// Source: Arm ARM, `AArch64.S1Translate`.
    func walkStageOne(
        _ address: UInt64, _ record: MMUFault, _ memory: some PhysicalMemory
    ) throws(MMUFault) -> StageOneOutput {
        guard isStageOneEnabled else { return try stageOneDisabledOutput(address, record) }
        let parameters = stageOneParameters(for: address)
        let granule = parameters.granule

        // Out of bounds sizes are IMPLEMENTATION DEFINED: fault or clamp. This machine faults.
        guard (16...39).contains(parameters.inputSizeField) else {
            throw record.failing(.translation, level: 0)
        }
        let inputBits = 64 - parameters.inputSizeField
        let isFetch = record.access.kind == .fetch
        guard isInRange(address, inputBits: inputBits, isFetch: isFetch), !parameters.isWalkDisabled
        else {
            throw record.failing(.translation, level: 0)
        }

        var level = 3 - (inputBits - 1 - granule.pageShift) / granule.stride
        var shift = granule.entryShift(level: level)
        var indexBits = inputBits - shift
        var table =
            parameters.base & 0x0000_ffff_ffff_fffe & ~((8 << UInt64(indexBits)) - 1)
        guard fits(table, parameters.outputBits) else {
            throw record.failing(.addressSize, level: 0)
        }

        var limits = HierarchicalPermissions()
        while true {
            let index = address[bits: shift..<shift + indexBits]
            let place = table | index << 3
            let (descriptor, physical) = try readStageOneDescriptor(
                at: place, level: UInt8(level), record, memory)
            switch descriptor.kind(level: level, granule: granule) {
            case .invalid:
                throw record.failing(.translation, level: UInt8(level))
            case .table:
                table = descriptor.outputAddress(shift: granule.pageShift)
                guard fits(table, parameters.outputBits) else {
                    throw record.failing(.addressSize, level: UInt8(level))
                }
                limits.pass(descriptor)
                level += 1
                shift -= granule.stride
                indexBits = granule.stride
            case .leaf:
                let output = descriptor.outputAddress(shift: shift)
                guard fits(output, parameters.outputBits) else {
                    throw record.failing(.addressSize, level: UInt8(level))
                }
                guard descriptor.isAccessed || managesAccessFlag else {
                    throw record.failing(.accessFlag, level: UInt8(level))
                }
                let isClean =
                    descriptor.isReadOnly && descriptor.hasDirtyModifier && managesDirtyState
                if ignoresTablePermissions(of: address) { limits = HierarchicalPermissions() }
                return StageOneOutput(
                    address: output | address[bits: 0..<shift],
                    sizeShift: shift,
                    level: UInt8(level),
                    isGlobal: !regime.hasUnprivileged || !descriptor.isNotGlobal,
                    permissions: AccessPermissions(
                        stageOneLeaf: descriptor, under: limits,
                        hasUnprivileged: regime.hasUnprivileged, becomesDirty: isClean),
                    attributes: MemoryAttributes(
                        mair: mair, index: descriptor.attributeIndex,
                        shareability: descriptor.shareability),
                    leaf: LeafDescriptor(
                        descriptor: descriptor, address: physical, intermediateAddress: place,
                        isClean: isClean))
            }
        }
    }

    /// Source: Arm ARM, `AArch64.GetS1TTWParams`, `AArch64.GetVARange`.
    @inline(__always)
    private func stageOneParameters(for address: UInt64) -> StageOneParameters {
        if !regime.hasUnprivileged {
            return StageOneParameters(
                inputSizeField: Int(tcr[bits: 0..<6]),
                granule: supported(.init(tg0: tcr[bits: 14..<16])),
                isWalkDisabled: false, base: ttbr0, outputBits: outputBits(tcr[bits: 16..<19]))
        }
        let output = outputBits(tcr[bits: 32..<35])
        if address[bit: 55] {
            return StageOneParameters(
                inputSizeField: Int(tcr[bits: 16..<22]),
                granule: supported(.init(tg1: tcr[bits: 30..<32])),
                isWalkDisabled: tcr[bit: 23], base: ttbr1, outputBits: output)
        }
        return StageOneParameters(
            inputSizeField: Int(tcr[bits: 0..<6]),
            granule: supported(.init(tg0: tcr[bits: 14..<16])),
            isWalkDisabled: tcr[bit: 7], base: ttbr0, outputBits: output)
    }

    /// The bits above the input size must all copy bit 55, or all be zero where there is one range.
    /// Source: Arm ARM, `AArch64.VAIsOutOfRange`.
    @inline(__always)
    private func isInRange(_ address: UInt64, inputBits: Int, isFetch: Bool) -> Bool {
        let top = ignoresTopByte(of: address, isFetch: isFetch) ? 56 : 64
        let above = address[bits: inputBits..<top]
        guard regime.hasUnprivileged, address[bit: 55] else { return above == 0 }
        return above == (UInt64.max >> UInt64(64 - (top - inputBits)))
    }

    /// Source: Arm ARM, `AArch64.OAOutOfRange`.
    @inline(__always)
    func fits(_ address: UInt64, _ bits: Int) -> Bool { address >> UInt64(bits) == 0 }

    /// One descriptor, fetched through stage 2 where there is one, in the order SCTLR_ELx.EE says.
    ///
    /// Source: Arm ARM, `AArch64.S1Walk`, `FetchDescriptor`.
    @inline(__always)
    private func readStageOneDescriptor(
        at address: UInt64, level: UInt8, _ record: MMUFault, _ memory: some PhysicalMemory
    ) throws(MMUFault) -> (Descriptor, physical: UInt64) {
        var physical = address
        if isStageTwoEnabled {
            let walkRecord = record.atStageTwo(address, isOnTableWalk: true)
            let output = try walkStageTwo(address, walkRecord, memory)
            try checkStageTwoForWalk(output, walkRecord)
            updateStageTwo(output.leaf, makesDirty: false, memory)
            physical = output.address
        }
        guard let bits = memory.readDescriptor(at: GuestPhysicalAddress(physical)) else {
            throw record.failing(.externalAbortOnWalk, level: level)
        }
        return (Descriptor(bits: sctlr[bit: 25] ? bits.byteSwapped : bits), physical)
    }

    /// Stage 1 disabled: the address passes through if the machine has that many bits.
    ///
    /// Source: Arm ARM, `AArch64.S1DisabledOutput`.
    private func stageOneDisabledOutput(
        _ address: UInt64, _ record: MMUFault
    ) throws(MMUFault) -> StageOneOutput {
        let isFetch = record.access.kind == .fetch
        let top = ignoresTopByte(of: address, isFetch: isFetch) ? 56 : 64
        guard address[bits: physicalAddressBits..<top] == 0 else {
            throw record.failing(.addressSize, level: 0)
        }
        return StageOneOutput(
            address: address[bits: 0..<physicalAddressBits], sizeShift: physicalAddressBits,
            level: 0, isGlobal: true, permissions: .allOfStageOne,
            attributes: disabledAttributes(for: record.access))
    }

    /// The memory type of an access while stage 1 is disabled. Arm ARM, `AArch64.S1DisabledOutput`.
    func disabledAttributes(for access: AccessDescriptor) -> MemoryAttributes {
        if isDefaultCacheable {
            return MemoryAttributes(encoding: 0xff, shareability: .nonShareable)
        }
        guard access.kind == .fetch else { return .deviceNGnRnE }
        return sctlr[bit: 12]
            ? MemoryAttributes(encoding: 0xaa, shareability: .outer) : .nonCacheable
    }
}
