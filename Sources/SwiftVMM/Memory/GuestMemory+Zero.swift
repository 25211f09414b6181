// Clearing RAM, for loaders.

extension GuestMemory {
    /// Sets [address, address + lengthBytes) to zero.
    public func zero(at address: GuestPhysicalAddress, lengthBytes: UInt64) throws(MemoryError) {
        guard contains(address.value, sizeBytes: lengthBytes) else {
            throw .outsideRAM(address: address.value, lengthBytes: lengthBytes)
        }
        noteChange(at: address.value, count: lengthBytes)
        // SAFETY: `contains` proved the range lies inside the mapping.
        UnsafeMutableRawBufferPointer(
            start: host + Int(truncatingIfNeeded: address.value &- base.value),
            count: Int(lengthBytes)
        ).initializeMemory(as: UInt8.self, repeating: 0)
    }
}
