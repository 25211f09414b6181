// Machines come and go, and leave no descriptor, no thread, no mapping and no memory behind.
//
// Environment: LEAK_CYCLES, how many machines of each kind; a fiftieth of it with EL2 on KVM.
// Without it the tests are skipped: they look at the whole process, so no other test may run beside
// them. `make test` runs them alone, as `LEAK_CYCLES=10000 swift test --filter LeakTests` does.

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

private let allCycles = getenv("LEAK_CYCLES").flatMap { Int(String(cString: $0)) } ?? 0

@Suite(
    .serialized, .enabled(if: allCycles > 0, "needs a process of its own: see LeakTests.swift"))
struct LeakTests {
    /// A machine to make over and over.
    struct Kind: Sendable, CustomStringConvertible {
        var backend: Backend
        var level: ExceptionLevel
        /// The kernel takes ten times as long to make and to end a machine with EL2, most of it in
        /// walks of empty tables: on an emulated processor half a second.
        var cycles: Int {
            backend == .kvm && level == .el2 ? max(allCycles / 50, 20) : allCycles
        }
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

    @Test(arguments: kinds) func machinesLeaveNothingBehind(_ kind: Kind) throws {
        // What is made once, and what malloc keeps for the next time, is there after a few.
        let cycles = kind.cycles
        for _ in 0..<max(cycles / 10, 20) { try Self.cycle(kind) }
        let before = try Footprint.now()
        let start = ContinuousClock.now
        for _ in 0..<cycles { try Self.cycle(kind) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let after = try Footprint.now()
        print("\(kind): \(cycles) machines in \(Int(seconds)) s: \(before), then \(after)")
        #expect(after.descriptors == before.descriptors)
        #expect(after.threads <= before.threads)
        // Less than a page of either for each machine, by far: 100 bytes of memory.
        let pages = max(cycles * 4096, 4 << 20)
        #expect(after.size - before.size < pages, "\(before), then \(after)")
        let bytes = max(cycles * 100, 256 << 10)
        #expect(after.resident - before.resident < bytes, "\(before), then \(after)")
    }
}
