// The user's terminal as the guest's keyboard, with the keys QEMU users know; or a pipe.

import SwiftVMM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// stdin for the guest.
///
/// A terminal is switched to raw mode for the run, so every key reaches the guest, Ctrl-C included;
/// Ctrl-A is kept for us. `RawMode` puts the terminal back however the run ends.
final class TerminalInput: LiveInput {
    private let readsPipe: Bool
    private(set) var isOpen: Bool
    let isInteractive: Bool
    private var decoder = EscapeDecoder()
    /// The user asked to leave.
    private(set) var hasQuit = false

    /// - Parameters:
    ///   - readsPipe: Take everything from stdin as it is.
    ///   - isAllowed: Use the terminal, if there is one in the foreground.
    init?(readsPipe: Bool, isAllowed: Bool) {
        self.readsPipe = readsPipe
        let isTerminal =
            isatty(0) == 1 && isatty(1) == 1 && tcgetpgrp(0) == getpgrp()
        isInteractive = !readsPipe && isTerminal
        isOpen = true
        guard readsPipe || isAllowed && isTerminal else { return nil }
        if isInteractive { RawMode.enter() }
    }

    deinit { if isInteractive { RawMode.leave() } }

    func read(waitingNanoseconds: UInt64) -> [InputItem] {
        var request = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        // A wait of less than a millisecond is one all the same: nobody types faster.
        let milliseconds = Int32(clamping: (waitingNanoseconds + 999_999) / 1_000_000)
        guard poll(&request, 1, milliseconds) > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = systemRead(0, &buffer, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return [] }
        guard count > 0 else {
            isOpen = false
            return []
        }
        let bytes = Array(buffer.prefix(count))
        if !isInteractive { return [.bytes(bytes)] }
        let (items, command) = decoder.decode(bytes)
        switch command {
        case .quit: hasQuit = true
        case .help: Terminal.standardError.text(EscapeDecoder.help)
        case nil: break
        }
        return items
    }
}

/// `read(2)`, which inside `TerminalInput` is another function's name.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int
{
    read(descriptor, buffer, count)
}

/// Takes the keys that are ours out of what is typed: Ctrl-A and the key after it.
struct EscapeDecoder {
    enum Command: Equatable { case quit, help }

    static let help =
        "\r\nC-a x    leave vmm\r\nC-a b    send a break, which Linux takes for magic SysRq\r\n"
        + "C-a h    this help\r\nC-a C-a  send C-a\r\n"

    private static let escape: UInt8 = 1
    private var isEscaped = false

    /// What is left for the guest, and the last thing asked of us.
    mutating func decode(_ bytes: [UInt8]) -> ([InputItem], Command?) {
        var items: [InputItem] = []
        var plain: [UInt8] = []
        var command: Command?
        for byte in bytes {
            guard isEscaped else {
                if byte == Self.escape { isEscaped = true } else { plain.append(byte) }
                continue
            }
            isEscaped = false
            switch byte {
            case UInt8(ascii: "x"): command = .quit
            case UInt8(ascii: "h"), UInt8(ascii: "?"): command = .help
            case UInt8(ascii: "b"):
                if !plain.isEmpty { items.append(.bytes(plain)) }
                plain = []
                items.append(.break)
            case Self.escape: plain.append(byte)
            default: break
            }
        }
        if !plain.isEmpty { items.append(.bytes(plain)) }
        return (items, command)
    }
}

/// The terminal's settings while the guest has it.
///
/// They are put back at the end of the run, at `exit`, and by the handlers of `Signals` for a
/// signal that ends the process: `tcsetattr` may be called there.
enum RawMode {
    // SAFETY: written before the flag is set and not after; the main thread and signal handlers
    // only read it.
    nonisolated(unsafe) private static var saved = termios()
    nonisolated(unsafe) private static var isActive = false
    nonisolated(unsafe) private static var isRegistered = false

    static func enter() {
        guard !isActive, tcgetattr(0, &saved) == 0 else { return }
        if !isRegistered {
            atexit { RawMode.leave() }
            isRegistered = true
        }
        var raw = saved
        // Output keeps its processing: a lone line feed of the guest still returns the carriage.
        raw.c_iflag &= ~tcflag_t(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON)
        raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN | ISIG)
        raw.c_cflag = raw.c_cflag & ~tcflag_t(CSIZE | PARENB) | tcflag_t(CS8)
        withUnsafeMutableBytes(of: &raw.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        isActive = tcsetattr(0, TCSANOW, &raw) == 0
    }

    /// Puts the terminal back. May be called from a signal handler, and more than once.
    static func leave() {
        guard isActive else { return }
        isActive = false
        _ = withUnsafePointer(to: &saved) { tcsetattr(0, TCSANOW, $0) }
    }
}
