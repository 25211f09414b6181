// Stage 2: IPA to PA, for EL1&0 under a hypervisor.

/// What stage 2 found.
struct StageTwoOutput {
    /// PA of the address asked for.
    var address: UInt64
    /// Log2 of the size mapped.
    var sizeShift: Int
    var level: UInt8
    /// Stage 2 bits only.
    var permissions: AccessPermissions
    /// Before combining with stage 1.
    var attributes: MemoryAttributes
    var leaf: LeafDescriptor
}

extension TranslationControls {
    /// Translates through stage 2, which must be enabled. No rights are checked here.
    ///
    /// - Parameters:
    ///   - address: IPA, up to 48 bits.
    ///   - record: A record already marked for stage 2 (`MMUFault.atStageTwo`).
    /// - Throws: Address size, Translation and Access flag faults and External aborts on the walk.
    ///
    /// Source: Arm ARM, `AArch64.S2Translate`, `AArch64.S2Walk`.
    func walkStageTwo(
        _ address: UInt64, _ record: MMUFault, _ memory: some PhysicalMemory
    ) throws(MMUFault) -> StageTwoOutput {
        let granule = supported(TranslationGranule(tg0: vtcr[bits: 14..<16]))
        let inputSizeField = Int(vtcr[bits: 0..<6])
        let inputBits = 64 - inputSizeField
        // Out of bounds sizes are IMPLEMENTATION DEFINED: fault or clamp. This machine faults.
        guard (64 - physicalAddressBits...39).contains(inputSizeField),
            var level = stageTwoStartLevel(granule, inputBits: inputBits),
            fits(address, inputBits)
        else {
            throw record.failing(.translation, level: 0)
        }

        // Up to 16 tables lie side by side at the start level: just a longer index.
        var shift = granule.entryShift(level: level)
        var indexBits = inputBits - shift
        var table = vttbr & 0x0000_ffff_ffff_fffe & ~((8 << UInt64(indexBits)) - 1)
        let limit = outputBits(vtcr[bits: 16..<19])
        guard fits(table, limit) else { throw record.failing(.addressSize, level: 0) }

        while true {
            let index = address[bits: shift..<shift + indexBits]
            let place = table | index << 3
            guard let bits = memory.readDescriptor(at: GuestPhysicalAddress(place)) else {
                throw record.failing(.externalAbortOnWalk, level: UInt8(level))
            }
            let descriptor = Descriptor(bits: isStageTwoBigEndian ? bits.byteSwapped : bits)
            switch descriptor.kind(level: level, granule: granule) {
            case .invalid:
                throw record.failing(.translation, level: UInt8(level))
            case .table:
                table = descriptor.outputAddress(shift: granule.pageShift)
                guard fits(table, limit) else {
                    throw record.failing(.addressSize, level: UInt8(level))
                }
                level += 1
                shift -= granule.stride
                indexBits = granule.stride
            case .leaf:
                let output = descriptor.outputAddress(shift: shift)
                guard fits(output, limit) else {
                    throw record.failing(.addressSize, level: UInt8(level))
                }
                guard descriptor.isAccessed || managesStageTwoAccessFlag else {
                    throw record.failing(.accessFlag, level: UInt8(level))
                }
                let isClean =
                    !descriptor.isStageTwoWritable && descriptor.hasDirtyModifier
                    && managesStageTwoDirtyState
                return StageTwoOutput(
                    address: output | address[bits: 0..<shift],
                    sizeShift: shift,
                    level: UInt8(level),
                    permissions: AccessPermissions(
                        stageTwoLeaf: descriptor, becomesDirty: isClean,
                        xnx: features.contains(.executeNeverByPrivilege)),
                    attributes: MemoryAttributes(
                        stageTwo: descriptor.stageTwoAttributes,
                        shareability: descriptor.shareability),
                    leaf: LeafDescriptor(descriptor: descriptor, address: place, isClean: isClean))
            }
        }
    }

    /// The level SL0 asks for; nil when the value is reserved, beyond what the physical address
    /// size allows, or does not suit the input size.
    ///
    /// Source: Arm ARM, `AArch64.S2StartLevel`, `AArch64.S2InvalidSL`, `AArch64.S2InconsistentSL`.
    private func stageTwoStartLevel(_ granule: TranslationGranule, inputBits: Int) -> Int? {
        let field = Int(vtcr[bits: 6..<8])
        guard field != 3 else { return nil }
        if field == 2, physicalAddressBits < (granule == .size16KB ? 42 : 44) { return nil }
        let level = (granule == .size4KB ? 2 : 3) - field
        // At least one bit, at most a full table and four bits of concatenation.
        let startBits = inputBits - granule.entryShift(level: level)
        return (1...granule.stride + 4).contains(startBits) ? level : nil
    }

    /// A stage 1 walk reads its descriptors with the rights of a read, and with HCR_EL2.PTW not
    /// from Device memory. HCR_EL2.TGE makes PTW 0, but leaves no stage 1 walk to notice.
    ///
    /// Source: Arm ARM, `AArch64.S2CheckPermissions`, for AccessType_TTW.
    @inline(__always)
    func checkStageTwoForWalk(_ output: StageTwoOutput, _ record: MMUFault) throws(MMUFault) {
        let isRefused = hcr[bit: 2] && output.attributes.isDevice
        if isRefused || !output.permissions.contains(.stageTwoRead) {
            throw record.failing(.permission, level: output.level)
        }
    }
}
