// Machines come and go, and leave no descriptor, no thread, no mapping and no memory behind.
//
// Environment: LEAK_CYCLES, how many machines of each kind; LEAK_WORKERS (1), how many at the same
// time. Without the first the tests are skipped: they look at the whole process, so no other test
// may run beside them. `make test` runs them alone, as
// `LEAK_CYCLES=10000 swift test --filter LeakTests` does.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Testing

@testable import SwiftVMM

/// What Linux holds for this process.
private struct Footprint: CustomStringConvertible {
    var descriptors: Int
    var threads: Int
    /// Bytes of address space.
    var size: Int
    /// Bytes of memory in use.
    var resident: Int

    static func now() throws -> Footprint {
        let text = String(decoding: try FileContents.read("/proc/self/statm"), as: UTF8.self)
        let pages = text.split(separator: " ").compactMap { Int($0) }
        let page = sysconf(Int32(_SC_PAGESIZE))
        return Footprint(
            descriptors: try entries(of: "/proc/self/fd"),
            threads: try entries(of: "/proc/self/task"),
            size: pages[0] * page, resident: pages[1] * page)
    }

    private static func entries(of folder: String) throws -> Int {
        let stream = try #require(opendir(folder))
        defer { closedir(stream) }
        var count = 0
        while readdir(stream) != nil { count += 1 }
        return count
    }

    var description: String {
        "\(descriptors) descriptors, \(threads) threads, \(size >> 10) KiB of address space, "
            + "\(resident >> 10) KiB resident"
    }
}

private func number(_ variable: String) -> Int? {
    getenv(variable).flatMap { Int(String(cString: $0)) }
}

private let cycles = number("LEAK_CYCLES") ?? 0
private let workers = max(number("LEAK_WORKERS") ?? 1, 1)

@Suite(
    .serialized, .enabled(if: cycles > 0, "needs a process of its own: see LeakTests.swift"))
struct LeakTests {
    /// A machine to make over and over.
    struct Kind: Sendable, CustomStringConvertible {
        var backend: Backend
        var level: ExceptionLevel
        var description: String { "\(backend.rawValue) \(level)" }
    }

    /// What this host can do.
    static let kinds: [Kind] = {
        var kinds = [Kind(backend: .software, level: .el2)]
        let host = KVMHost()
        if host.lackForEL1 == nil { kinds.append(Kind(backend: .kvm, level: .el1)) }
        if host.lackForEL2 == nil { kinds.append(Kind(backend: .kvm, level: .el2)) }
        return kinds
    }()

    /// Makes a machine, runs it to its end and drops it.
    private static func cycle(_ kind: Kind) throws {
        // Ends with code 7 by the probe.
        let words = [
            Word.movz(1, 0x700, shift: 16), Word.movz(2, 7), 0xb900_0822, Word.branchToSelf,
        ]
        let machine = try VirtualMachine.running(words) { configuration in
            configuration.backend = kind.backend
            configuration.entryLevel = kind.level
        }
        try #require(machine.run() == .exited(code: 7))
    }

    /// As many machines, shared out to the workers; how many came to their end.
    private static func make(_ count: Int, _ kind: Kind) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var made = 0
                    for _ in stride(from: worker, to: count, by: workers) {
                        try cycle(kind)
                        made += 1
                    }
                    return made
                }
            }
            return try await group.reduce(0, +)
        }
    }

    /// Threads that wait for each other leave malloc's arenas larger now and then. A leak grows in
    /// every part of the run, so the part in the middle counts.
    private static let parts = 5

    private static func usualGrowth(
        of footprints: [Footprint], _ bytes: (Footprint) -> Int
    ) -> Int {
        let growths = zip(footprints, footprints.dropFirst()).map { bytes($1) - bytes($0) }
        return growths.sorted()[growths.count / 2] * growths.count
    }

    @Test(arguments: kinds) func machinesLeaveNothingBehind(_ kind: Kind) async throws {
        // What is made once, and what malloc keeps for the next time, is there after a few.
        _ = try await Self.make(max(cycles / 10, 20 * workers), kind)
        var footprints = [try Footprint.now()]
        let start = ContinuousClock.now
        var made = 0
        for _ in 0..<Self.parts {
            made += try await Self.make((cycles + Self.parts - 1) / Self.parts, kind)
            footprints.append(try Footprint.now())
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let history = footprints.map(\.description).joined(separator: "\n  then ")
        print("\(kind): \(made) machines in \(Int(seconds)) s: \(history)")
        #expect(made >= cycles)
        let (before, after) = (footprints[0], footprints[Self.parts])
        #expect(after.descriptors == before.descriptors)
        #expect(after.threads <= before.threads)
        // Less than a page of either for each machine, by far: 100 bytes of memory.
        let pages = max(cycles * 4096, 4 << 20)
        #expect(Self.usualGrowth(of: footprints, \.size) < pages, "\(history)")
        let bytes = max(cycles * 100, 256 << 10)
        #expect(Self.usualGrowth(of: footprints, \.resident) < bytes, "\(history)")
    }
}
