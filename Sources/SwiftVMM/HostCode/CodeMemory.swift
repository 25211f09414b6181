// Memory for generated code: one file mapped twice, once to write and once to execute.

import CHostCode

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A code buffer. No address is ever writable and executable at once.
final class CodeMemory {
    /// The writable and the executable view of the same bytes.
    let writable: UnsafeMutablePointer<UInt8>
    let executable: UnsafeRawPointer
    let lengthBytes: Int

    /// Nil when the host does not let a process map code.
    init?(lengthBytes: Int) {
        let file = chostcode_memory_file(lengthBytes)
        guard file >= 0 else { return nil }
        defer { close(file) }
        guard
            let writable = mmap(nil, lengthBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0),
            writable != MAP_FAILED
        else { return nil }
        guard
            let executable = mmap(nil, lengthBytes, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0),
            executable != MAP_FAILED
        else {
            munmap(writable, lengthBytes)
            return nil
        }
        self.writable = writable.assumingMemoryBound(to: UInt8.self)
        self.executable = UnsafeRawPointer(executable)
        self.lengthBytes = lengthBytes
    }

    deinit {
        munmap(writable, lengthBytes)
        munmap(UnsafeMutableRawPointer(mutating: executable), lengthBytes)
    }

    /// Takes the whole pages of a written range out of the writable view, where they would count as
    /// memory a second time. The file keeps what they hold; writing to one brings it back.
    func settle(from start: UnsafeMutablePointer<UInt8>, to end: UnsafeMutablePointer<UInt8>) {
        let page = Int(getpagesize())
        let first = (start - writable + page - 1) / page * page
        let last = (end - writable) / page * page
        guard first >= 0, first < last, last <= lengthBytes else { return }
        // SAFETY: both ends are within the mapping, and a shared file loses nothing by this.
        madvise(UnsafeMutableRawPointer(writable + first), last - first, MADV_DONTNEED)
    }

    /// Executable address minus writable address.
    var delta: Int { Int(bitPattern: executable) - Int(bitPattern: writable) }
}
