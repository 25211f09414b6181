// Clearing RAM, for loaders and resets.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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

    /// Sets every byte to zero and gives the memory back to the host, as it was at the start.
    func clear() {
        noteChange(at: base.value, count: lengthBytes)
        if madvise(host, Int(lengthBytes), MADV_DONTNEED) != 0 {
            memset(host, 0, Int(lengthBytes))
        }
    }
}
