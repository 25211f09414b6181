// Writing to descriptors: buffered, and honest about writes that fail.

import SwiftVMM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A buffered writer on a descriptor. A reader that went away is no error: what it would have read
/// is dropped in silence. Any other failure is kept for whoever asks.
final class Terminal {
    private let descriptor: Int32
    private let isLineBuffered: Bool
    private let ownsDescriptor: Bool
    private var buffer: [UInt8] = []
    private var isClosed = false
    /// The first write that failed for another reason than a closed reader.
    private(set) var failure: SystemError?

    private static let bufferBytes = 1 << 16

    nonisolated(unsafe) static let standardOutput = Terminal(1)
    nonisolated(unsafe) static let standardError = Terminal(2, isLineBuffered: true)

    init(_ descriptor: Int32, isLineBuffered: Bool? = nil, ownsDescriptor: Bool = false) {
        self.descriptor = descriptor
        self.isLineBuffered = isLineBuffered ?? (isatty(descriptor) == 1)
        self.ownsDescriptor = ownsDescriptor
    }

    /// Creates or truncates a file.
    convenience init(creating path: String) throws(VMMError) {
        let result = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard result >= 0 else {
            let code: VMMError.Code =
                errno == EACCES || errno == EPERM ? .noPermission : .hostSystem
            throw VMMError(
                code, "cannot create \(path): \(SystemError(number: errno))")
        }
        self.init(result, isLineBuffered: false, ownsDescriptor: true)
    }

    deinit {
        flush()
        if ownsDescriptor { close(descriptor) }
    }

    func byte(_ byte: UInt8) {
        buffer.append(byte)
        if buffer.count >= Self.bufferBytes || isLineBuffered && byte == 0x0a { flush() }
    }

    func text(_ text: String) {
        buffer += text.utf8
        if buffer.count >= Self.bufferBytes || isLineBuffered { flush() }
    }

    func line(_ line: String = "") { text(line + "\n") }

    /// Ends a command whose answer is its stdout: what could not be written is an error.
    static func finishStandardOutput() throws {
        standardOutput.flush()
        guard let failure = standardOutput.failure else { return }
        throw VMMError(.hostSystem, "cannot write to stdout: \(failure)").asExit
    }

    /// Hands everything to the system.
    func flush() {
        guard !buffer.isEmpty else { return }
        defer { buffer.removeAll(keepingCapacity: true) }
        guard !isClosed else { return }
        buffer.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                // SAFETY: `rest` is a part of `bytes`, which outlives the loop.
                let count = write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress!, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    // Someone shares a non-blocking descriptor with us: wait until it takes more.
                    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&request, 1, -1)
                } else if errno != EINTR {
                    if errno != EPIPE { failure = SystemError(number: errno) }
                    isClosed = true
                    return
                }
            }
        }
    }
}
