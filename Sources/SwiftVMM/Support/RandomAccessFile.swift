// Files read and written at a position: disk images and flash images.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A regular file or block device, open for reading and perhaps writing at any offset.
///
/// A file is locked while open, alone if it can be written and with other readers otherwise: two
/// machines that write one disk destroy it.
public final class RandomAccessFile {
    public let path: String
    public let lengthBytes: UInt64
    private let descriptor: FileDescriptor

    /// - Throws: `missingInput`, `noPermission`, `badData` for what is no file, `hostSystem`, each
    ///   with the path.
    public init(path: String, isWritable: Bool) throws(VMMError) {
        self.path = path
        do throws(SystemError) {
            descriptor = try FileDescriptor(opening: path, isWritable ? O_RDWR : O_RDONLY)
        } catch {
            throw FileContents.fileError("open", path, error)
        }
        var status = stat()
        guard fstat(descriptor.number, &status) == 0 else {
            throw FileContents.fileError("open", path, SystemError(number: errno))
        }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG || kind == S_IFBLK else {
            throw VMMError(.badData, "\(path) is neither a file nor a block device")
        }
        let end = lseek(descriptor.number, 0, SEEK_END)
        guard end >= 0 else {
            throw FileContents.fileError("open", path, SystemError(number: errno))
        }
        lengthBytes = UInt64(end)
        guard flock(descriptor.number, (isWritable ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            throw VMMError(
                .hostSystem, "\(path) is in use by another program",
                hint: "end that one first, or let several read it with readonly or snapshot")
        }
    }

    /// Fills the buffer from `offset` on; what lies past the end of the file reads as zero.
    public func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer)
        throws(SystemError)
    {
        var done = 0
        while done < buffer.count {
            let start = buffer.baseAddress.unsafelyUnwrapped + done
            // SAFETY: `start` has room for the rest of the buffer.
            let count = pread(
                descriptor.number, start, buffer.count - done, off_t(offset) + off_t(done))
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError(number: errno)
            }
            if count == 0 {
                memset(start, 0, buffer.count - done)
                return
            }
            done += count
        }
    }

    /// Writes the buffer at `offset`.
    public func write(_ buffer: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        var done = 0
        while done < buffer.count {
            let start = buffer.baseAddress.unsafelyUnwrapped + done
            // SAFETY: `start` has the rest of the buffer behind it.
            let count = pwrite(
                descriptor.number, start, buffer.count - done, off_t(offset) + off_t(done))
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError(number: errno)
            }
            done += count
        }
    }

    /// What was written is on the medium when this returns.
    public func synchronize() throws(SystemError) {
        while fdatasync(descriptor.number) != 0 {
            if errno != EINTR { throw SystemError(number: errno) }
        }
    }
}
