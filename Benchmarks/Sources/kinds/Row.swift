// The rows of the table: guests of Benchmarks/Guests, each at two lengths.

/// A guest that does a fixed amount of work and checks it.
struct Row: Sendable {
    /// File in Benchmarks/Guests, without extension.
    var guest: String
    var title: String
    /// Rounds of the long run; the short one has a quarter.
    var rounds: Int
    /// Where nothing but start and end is measured, there is no slope.
    var isStartUp = false
    /// Not one of the guests but the Linux kernel of the command line.
    var isKernel = false

    var shortRounds: Int { max(1, rounds / 4) }

    static let all = [
        Row(guest: "startup", title: "start to end", rounds: 1, isStartUp: true),
        Row(guest: "integer", title: "integer mix, linear mappings", rounds: 8_000_000),
        Row(
            guest: "integer-scattered", title: "integer mix, scattered 4 KiB pages",
            rounds: 4_000_000),
        Row(guest: "calls", title: "calls and returns", rounds: 6_000),
        Row(guest: "indirect", title: "indirect calls", rounds: 20_000_000),
        Row(guest: "chase", title: "pointer chase", rounds: 8_000_000),
        Row(guest: "copy", title: "memory copy", rounds: 200_000),
        Row(guest: "float", title: "scalar floating point", rounds: 4_000_000),
        Row(guest: "neon-float", title: "NEON floating point", rounds: 1_600_000),
        Row(guest: "neon-integer", title: "NEON integer", rounds: 8_000_000),
        Row(guest: "svc", title: "svc and back", rounds: 600_000),
        Row(guest: "hvc", title: "hvc and back", rounds: 600_000),
        Row(guest: "sysreg", title: "system registers", rounds: 1_600_000),
        Row(guest: "mmio", title: "device registers", rounds: 400_000),
        Row(guest: "tlbi", title: "TLB maintenance", rounds: 300_000),
        Row(guest: "tlb-miss", title: "TLB misses", rounds: 120),
        Row(guest: "self-modifying", title: "self-modifying code", rounds: 40_000),
        Row(guest: "cold", title: "cold code", rounds: 16_000),
        Row(
            guest: "kernel", title: "Linux from EL2 to user space", rounds: 1, isStartUp: true,
            isKernel: true),
    ]
}

/// What is compared.
enum Contestant: String, CaseIterable, Sendable {
    case vmm, qemu
    /// Counting instructions, as vmm always does.
    case qemuDeterministic = "qemu -icount"
}

/// CPU seconds of the runs of one row.
struct Measurement {
    var row: Row
    var long: [Contestant: [Double]] = [:]
    var short: [Contestant: [Double]] = [:]
    /// KiB of vmm at its peak beyond the guest's RAM, where that was looked at.
    var overhead: [Double] = []

    init(_ row: Row) { self.row = row }

    /// Median CPU seconds of the work alone: the long run less the short one, which leaves
    /// three quarters of the rounds.
    func seconds(_ who: Contestant) -> Double? {
        guard let long = long[who] else { return nil }
        if row.isStartUp { return median(long) }
        guard let short = short[who] else { return nil }
        return median(long) - median(short)
    }

    /// How many times as long another takes as vmm.
    func ratio(_ who: Contestant) -> Double? {
        guard let ours = seconds(.vmm), let theirs = seconds(who), ours > 0, theirs > 0 else {
            return nil
        }
        return theirs / ours
    }

    /// Nanoseconds of one round.
    func nanoseconds(_ who: Contestant) -> Double? {
        seconds(who).map { $0 * 1e9 / Double(max(1, row.rounds - row.shortRounds)) }
    }
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
