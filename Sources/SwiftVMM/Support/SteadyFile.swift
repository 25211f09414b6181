// A file that can be read again and is then what it was.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Stays open, so that another file in its place changes nothing.
public final class SteadyFile {
    private let file: FileDescriptor
    private let path: String
    private let length: Int
    private let modified: (seconds: Int, nanoseconds: Int)

    /// Nil if it cannot be opened or has no fixed contents: a pipe, a device.
    public init?(_ path: String) {
        guard let file = try? FileDescriptor(opening: path, O_RDONLY),
            let status = Self.status(of: file.number), status.st_mode & S_IFMT == S_IFREG
        else { return nil }
        self.file = file
        self.path = path
        length = Int(status.st_size)
        modified = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }

    public var lengthBytes: Int { length }

    /// All of it. Throws `badData` if somebody has written to it since it was opened.
    public func read() throws(VMMError) -> [UInt8] {
        let bytes = try FileContents.read("/proc/self/fd/\(file.number)")
        guard let status = Self.status(of: file.number), Int(status.st_size) == length,
            (status.st_mtim.tv_sec, status.st_mtim.tv_nsec) == modified
        else {
            throw VMMError(
                .badData, "\(path) was written to while it was in use",
                hint: "put a new file in its place instead, or use a copy")
        }
        return bytes
    }

    private static func status(of descriptor: Int32) -> stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }
}
