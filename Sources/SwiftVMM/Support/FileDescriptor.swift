// One owner for each descriptor, and the two ways the library reads files.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open file descriptor that closes once, when its owner goes away.
struct FileDescriptor: ~Copyable {
    let number: Int32

    /// `open(2)`, close-on-exec. Throws the errno.
    init(opening path: String, _ flags: Int32) throws(SystemError) {
        var result: Int32
        repeat { result = open(path, flags | O_CLOEXEC, 0o666) } while result < 0 && errno == EINTR
        guard result >= 0 else { throw SystemError(number: errno) }
        number = result
    }

    deinit { close(number) }
}

/// An errno as a value, with its text.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    public var number: Int32

    public init(number: Int32) { self.number = number }

    public var description: String { String(cString: strerror(number)) }
}

/// Files as bytes.
public enum FileContents {
    /// No image or symbol file is larger; a pipe or device that never ends is cut off here.
    public static let limitBytes = 1 << 30

    /// The bytes of a whole file, which may be a pipe.
    ///
    /// - Throws: `missingInput`, `noPermission`, `badData` for a directory or too much data, each
    ///   with the path.
    public static func read(_ path: String, limitBytes: Int = limitBytes) throws(VMMError)
        -> [UInt8]
    {
        let file: FileDescriptor
        do {
            file = try FileDescriptor(opening: path, O_RDONLY)
        } catch {
            throw fileError("open", path, error)
        }
        var status = stat()
        guard fstat(file.number, &status) == 0 else {
            throw fileError("read", path, SystemError(number: errno))
        }
        if status.st_mode & S_IFMT == S_IFDIR { throw directory(path) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        guard !isRegular || status.st_size <= limitBytes else {
            throw tooLarge(path, limitBytes, found: "\(status.st_size) bytes")
        }
        return try readAll(
            file.number, path, expectedBytes: isRegular ? Int(status.st_size) : 0, limitBytes)
    }

    /// Makes a file of these bytes, or replaces the one that is there.
    public static func write(_ bytes: [UInt8], to path: String) throws(VMMError) {
        let file: FileDescriptor
        do {
            file = try FileDescriptor(opening: path, O_WRONLY | O_CREAT | O_TRUNC)
        } catch {
            throw fileError("create", path, error)
        }
        try writeAll(file.number, path, bytes)
    }

    private static func writeAll(_ descriptor: Int32, _ path: String, _ bytes: [UInt8])
        throws(VMMError)
    {
        var done = 0
        while done < bytes.count {
            var result: Int
            repeat {
                result = bytes.withUnsafeBytes { buffer in
                    // SAFETY: `done` is within the buffer, and only what is left of it is named.
                    systemWrite(descriptor, buffer.baseAddress! + done, buffer.count - done)
                }
            } while result < 0 && errno == EINTR
            guard result > 0 else { throw fileError("write", path, SystemError(number: errno)) }
            done += result
        }
    }

    private static func readAll(
        _ descriptor: Int32, _ path: String, expectedBytes: Int, _ limitBytes: Int
    ) throws(VMMError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(expectedBytes)
        while true {
            let wanted = min(max(expectedBytes - bytes.count, 1 << 16), 1 << 24)
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                var result: Int
                repeat {
                    // SAFETY: `buffer` has room for `wanted` bytes, and only `result` are claimed.
                    result = systemRead(descriptor, buffer.baseAddress!, wanted)
                } while result < 0 && errno == EINTR
                if result < 0 { failure = errno }
                count = max(result, 0)
            }
            guard failure == 0 else {
                throw failure == EISDIR
                    ? directory(path) : fileError("read", path, SystemError(number: failure))
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
            guard bytes.count <= limitBytes else {
                throw tooLarge(path, limitBytes, found: "more than that")
            }
        }
    }

    private static func directory(_ path: String) -> VMMError {
        VMMError(.badData, "\(path) is a directory, not a file")
    }

    private static func tooLarge(_ path: String, _ limitBytes: Int, found: String) -> VMMError {
        VMMError(.badData, "\(path) is too large: at most \(limitBytes) bytes, found \(found)")
    }

    static func fileError(_ verb: String, _ path: String, _ error: SystemError) -> VMMError {
        let code: VMMError.Code =
            switch error.number {
            case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: .missingInput
            case EACCES, EPERM: .noPermission
            default: .hostSystem
            }
        return VMMError(code, "cannot \(verb) \(path): \(error)")
    }
}

/// `read(2)`, which inside `FileContents` is another function's name.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int
{
    read(descriptor, buffer, count)
}

/// `write(2)`, likewise.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, buffer, count)
}
