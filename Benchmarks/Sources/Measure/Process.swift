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
    /// Resident part of the mapping that was asked about, when it was last looked at.
    public var mappingKiB: Int?
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
///
/// - Parameter mappingKiB: Size of a mapping of the child to watch: a guest's RAM.
public func measure(_ command: [String], mappingKiB: Int? = nil) throws(LaunchFailure) -> Cost {
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
    var resident: Int?
    while true {
        if let mappingKiB {
            var pollee = pollfd(fd: outputPipe[0], events: Int16(POLLIN), revents: 0)
            if poll(&pollee, 1, 50) == 0 {
                resident = residentKiB(ofMapping: mappingKiB, in: child) ?? resident
                continue
            }
        }
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
        systemSeconds: seconds(usage.ru_stime), peakMemoryKiB: usage.ru_maxrss,
        mappingKiB: resident, status: code,
        output: String(decoding: bytes, as: UTF8.self))
}

/// Rss of the mapping of a size. Source: proc_pid_smaps(5).
private func residentKiB(ofMapping sizeKiB: Int, in child: pid_t) -> Int? {
    guard let file = fopen("/proc/\(child)/smaps", "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 4096)
    var isIt = false
    while fgets(&buffer, Int32(buffer.count), file) != nil {
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard words.count >= 2 else { continue }
        // The kernel joins it with a small neighbour sometimes.
        if words[0] == "Size:", let size = Int(words[1]) {
            isIt = size >= sizeKiB && size < sizeKiB + 4096
        }
        if words[0] == "Rss:", isIt { return Int(words[1]) }
    }
    return nil
}

private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

private func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
