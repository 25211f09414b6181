// One child process, timed by the operating system's own accounting.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What one run of a command cost.
public struct Cost {
    public var wallSeconds: Double
    public var userSeconds: Double
    public var systemSeconds: Double
    public var peakMemoryKiB: Int
    /// The exit status, or 128 plus the signal.
    public var status: Int32
    public var output: String

    public var cpuSeconds: Double { userSeconds + systemSeconds }
}

/// Why a command could not be run, or did not end well.
public struct LaunchFailure: Error, CustomStringConvertible {
    public var what: String
    public var description: String { what }
    public init(what: String) { self.what = what }
}

/// Runs a command with its output kept and its input empty.
public func measure(_ command: [String]) throws(LaunchFailure) -> Cost {
    var outputPipe: [Int32] = [0, 0]
    guard pipe(&outputPipe) == 0 else { throw LaunchFailure(what: "pipe: errno \(errno)") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 1)
    posix_spawn_file_actions_adddup2(&actions, outputPipe[1], 2)
    posix_spawn_file_actions_addclose(&actions, outputPipe[0])
    posix_spawn_file_actions_addclose(&actions, outputPipe[1])

    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }

    let start = monotonicSeconds()
    var child: pid_t = 0
    let failure = posix_spawnp(&child, command[0], &actions, nil, arguments, environ)
    close(outputPipe[1])
    guard failure == 0 else {
        close(outputPipe[0])
        throw LaunchFailure(what: "cannot run \(command[0]): errno \(failure)")
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
        let count = read(outputPipe[0], &buffer, buffer.count)
        if count <= 0 { break }
        bytes += buffer[..<count]
    }
    close(outputPipe[0])
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
    let wall = monotonicSeconds() - start
    let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f)
    return Cost(
        wallSeconds: wall, userSeconds: seconds(usage.ru_utime),
        systemSeconds: seconds(usage.ru_stime), peakMemoryKiB: usage.ru_maxrss, status: code,
        output: String(decoding: bytes, as: UTF8.self))
}

private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

private func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
