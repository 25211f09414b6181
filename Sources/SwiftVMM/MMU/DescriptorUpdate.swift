// FEAT_HAFDBS: what a walk writes back to the leaves it used.

extension AccessDescriptor {
    /// Whether the access makes clean memory dirty: it writes, and is no maintenance or question.
    /// Source: Arm ARM, `AArch64.SettingDirtyStatePermitted` and its callers.
    @inline(__always)
    var makesDirty: Bool { kind == .write || kind == .readWrite }
}

extension TranslationControls {
    /// Sets the access flag of a stage 1 leaf, and clears AP<2> of a clean one that is written.
    ///
    /// The descriptor is written through stage 2, which must let it be.
    ///
    /// Source: Arm ARM, `AArch64.S1Translate`, `AArch64.MemSwapTableDesc`.
    func updateStageOne(
        _ leaf: LeafDescriptor?, for record: MMUFault, _ memory: some PhysicalMemory
    ) throws(MMUFault) {
        guard let leaf else { return }
        var bits = leaf.descriptor.bits
        bits[bit: 10] = true
        if leaf.isClean && record.access.makesDirty { bits[bit: 7] = false }
        guard bits != leaf.descriptor.bits else { return }
        if isStageTwoEnabled {
            var walkRecord = record.atStageTwo(leaf.intermediateAddress, isOnTableWalk: true)
            walkRecord.isWrite = true
            let output = try walkStageTwo(leaf.intermediateAddress, walkRecord, memory)
            guard output.permissions.contains(.stageTwoWrite) else {
                throw walkRecord.failing(.permission, level: output.level)
            }
            updateStageTwo(output.leaf, makesDirty: true, memory)
        }
        memory.updateDescriptor(
            at: GuestPhysicalAddress(leaf.address), to: sctlr[bit: 25] ? bits.byteSwapped : bits)
    }

    /// Sets the access flag of a stage 2 leaf, and S2AP<1> of a clean one that is written.
    ///
    /// Source: Arm ARM, `AArch64.S2Translate`.
    func updateStageTwo(
        _ leaf: LeafDescriptor, makesDirty: Bool, _ memory: some PhysicalMemory
    ) {
        var bits = leaf.descriptor.bits
        bits[bit: 10] = true
        if leaf.isClean && makesDirty { bits[bit: 7] = true }
        guard bits != leaf.descriptor.bits else { return }
        memory.updateDescriptor(
            at: GuestPhysicalAddress(leaf.address),
            to: isStageTwoBigEndian ? bits.byteSwapped : bits)
    }
}
