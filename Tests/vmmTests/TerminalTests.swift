// The command on a terminal: a pseudo-terminal is the keyboard and the screen.

import Testing

@testable import vmm

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `vmm` with a pseudo-terminal for stdin, stdout and stderr.
private final class TerminalSession {
    private let master: Int32
    private var child: pid_t = 0
    private(set) var screen = ""
    /// What the terminal was set to before.
    private let before: termios
    /// TIOCSPTLCK and TIOCGPTN.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    init(_ arguments: [String]) throws {
        // As posix_openpt, unlockpt and ptsname do it, which the module does not show.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (number, isLocked) = (Int32(0), Int32(0))
        try #require(master >= 0 && ioctl(master, Self.setLock, &isLocked) == 0)
        try #require(ioctl(master, Self.getNumber, &number) == 0)
        let name = "/dev/pts/\(number)"
        let slave = open(name, O_RDWR | O_NOCTTY)
        try #require(slave >= 0)
        var settings = termios()
        tcgetattr(slave, &settings)
        before = settings
        // `setsid` gives the command a session, whose first terminal becomes its own.
        let script = "exec <\(name) >\(name) 2>&1; exec \"$0\" \"$@\""
        let words =
            ["/bin/sh", "-c", "exec setsid sh -c '\(script)' \"$@\"", "sh", Command.path]
            + arguments
        var argv: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var attributes = posix_spawnattr_t()
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        defer { posix_spawnattr_destroy(&attributes) }
        let result = posix_spawn(&child, "/bin/sh", nil, &attributes, &argv, environ)
        close(slave)
        try #require(result == 0)
    }

    deinit { close(master) }

    func type(_ bytes: [UInt8]) { _ = write(master, bytes, bytes.count) }

    /// Reads the screen until it shows `text`; false after ten seconds without.
    func wait(for text: String) -> Bool {
        for _ in 0..<1000 {
            if screen.contains(text) { return true }
            readScreen(milliseconds: 10)
        }
        return false
    }

    private func readScreen(milliseconds: Int32) {
        var request = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, milliseconds) > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(master, &buffer, buffer.count)
        if count > 0 {
            screen += String(decoding: buffer.prefix(count), as: UTF8.self)
        } else {
            // Nobody has the other end open: there is nothing to wait on.
            usleep(UInt32(milliseconds) * 1000)
        }
    }

    /// To the command, which is in the terminal's foreground; never to anybody else.
    func signal(_ number: Int32) throws {
        let group = tcgetpgrp(master)
        try #require(group > 1 && group != getpgrp())
        kill(-group, number)
    }

    /// Whether lines are echoed and edited, as they were.
    var isCooked: Bool {
        var now = termios()
        tcgetattr(master, &now)
        return now.c_lflag == before.c_lflag && now.c_iflag == before.c_iflag
    }

    /// The exit code of the command, after its screen.
    func end() -> Int32 {
        var status: Int32 = 0
        for _ in 0..<1000 {
            readScreen(milliseconds: 10)
            if waitpid(child, &status, WNOHANG) == child {
                for _ in 0..<5 { readScreen(milliseconds: 10) }
                return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
            }
        }
        kill(child, SIGKILL)
        waitpid(child, &status, 0)
        return -1
    }
}

@Suite(.serialized) struct TerminalTests {
    /// Prints "> ", then each character it receives, for ever.
    private static let echo: [UInt32] = [
        0xd2a1_2001,  // mov x1, #0x09000000
        0x5280_07c2,  // mov w2, #'>'
        0xb900_0022,  // str w2, [x1]
        0x5280_0142,  // mov w2, #'\n'
        0xb900_0022,  // str w2, [x1]
        0xb940_1822,  // ldr w2, [x1, #0x18]
        0x3727_ffe2,  // tbnz w2, #4, the load above
        0xb940_0022,  // ldr w2, [x1]
        0xb900_0022,  // str w2, [x1]
        0x17ff_fffc,  // b, the load of the flags
    ]

    private func start(_ folder: TemporaryFolder, _ arguments: String...) throws -> TerminalSession
    {
        let image = folder.path + "/echo.bin"
        let file = try #require(fopen(image, "w"))
        for word in Self.echo {
            var bytes = word.littleEndian
            fwrite(&bytes, 4, 1, file)
        }
        fclose(file)
        return try TerminalSession(
            ["run", "--no-check", "--backend", "software"] + arguments + [image])
    }

    @Test func keysReachTheGuestAndControlALeaves() throws {
        let folder = TemporaryFolder()
        let session = try start(folder, "--record-input", folder.path + "/keys")
        try #require(session.wait(for: ">"))
        #expect(!session.isCooked)
        // Ctrl-C is the guest's.
        session.type(Array("ab\u{3}".utf8))
        #expect(session.wait(for: "ab\u{3}"))
        session.type([1, UInt8(ascii: "h")])
        #expect(session.wait(for: "C-a x"))
        session.type([1, 1])
        #expect(session.wait(for: "\u{1}"))
        session.type([1, UInt8(ascii: "x")])
        #expect(session.end() == 130)
        #expect(session.isCooked)
        // The same again without a terminal.
        let image = folder.path + "/echo.bin"
        let keys = try InputRecording.decode(Command.read(folder.path + "/keys"), name: "keys")
        let end = try #require(keys.last).0 + 10_000
        let again = Command.run([
            "run", "--no-check", "--replay-input", folder.path + "/keys", "--max-instructions",
            String(end), image,
        ])
        #expect(again.standardOutput == ">\nab\u{3}\u{1}")
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func signalsLeaveTheTerminalAsItWas(_ number: Int32) throws
    {
        let folder = TemporaryFolder()
        let session = try start(folder)
        try #require(session.wait(for: ">"))
        try session.signal(number)
        _ = session.end()
        #expect(session.isCooked)
        #expect(session.screen.contains("interrupted"))
    }

    @Test func theTerminalCanBeLeftAlone() throws {
        let folder = TemporaryFolder()
        let session = try start(folder, "--no-input", "--max-instructions", "400000")
        try #require(session.wait(for: ">"))
        #expect(session.isCooked)
        #expect(session.end() == 124)
    }

    @Test func scriptsAndPipes() throws {
        let folder = TemporaryFolder()
        _ = try start(folder, "--max-instructions", "1000").end()
        let image = folder.path + "/echo.bin"
        let common = ["run", "--no-check", "--max-instructions", "300000"]
        let script = Command.run(
            common + ["--input", "one\\n", "--input-at", "0ms", "--answer", "one\n=two", image])
        #expect(script.standardOutput == ">\none\ntwo")
        let piped = Command.run(
            ["run", "--no-check", "--max-instructions", "1000000", "--input", "-", image],
            shell: "printf abc | \"$@\"")
        #expect(piped.standardOutput == ">\nabc")
        // stdin that nobody asked for stays unread.
        let unread = Command.run(common + [image], shell: "printf abc | \"$@\"")
        #expect(unread.standardOutput == ">\n")
        #expect(Command.run(common + ["--input", "\\q", image]).status == 64)
        #expect(Command.run(common + ["--input", "@/nonexistent", image]).status == 66)
        #expect(Command.run(common + ["--disk", "/nonexistent", image]).status == 66)
        #expect(Command.run(common + ["--disk", folder.path, image]).status != 0)
        #expect(Command.run(common + ["--input-at", "1s", image]).status == 64)
    }
}
