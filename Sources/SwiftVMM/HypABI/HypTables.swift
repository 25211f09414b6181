// The tables of Hyp mode, read from memory the way its walker would.

/// Where a table of Hyp mode leads: long descriptors, 4 KiB granule, T0SZ 0.
///
/// Source: Arm ARM DDI 0406C, B3.6, "Long-descriptor translation table format".
struct HypTables {
    /// HTTBR.
    let base: UInt64
    let read: (UInt64) -> UInt64?

    private static let outputAddress: UInt64 = 0x0000_00ff_ffff_f000

    /// The physical address behind a virtual one; nil where a walk would fault.
    func physical(of address: UInt64) -> UInt64? {
        guard address >> 32 == 0 else { return nil }
        // The table of level 1 has four entries, and HTTBR.BADDR is aligned to its 32 bytes.
        var table = base & Self.outputAddress | base & 0xfe0
        for level in 1...3 {
            let shift = UInt64(39 - 9 * level)
            let index = address >> shift & (level == 1 ? 3 : 0x1ff)
            guard let descriptor = read(table + index * 8), descriptor[bit: 0] else { return nil }
            let isTable = descriptor[bit: 1]
            if level == 3 && !isTable { return nil }
            if level == 3 || !isTable {
                let mask = UInt64(1) << shift - 1
                return descriptor & Self.outputAddress & ~mask | address & mask
            }
            table = descriptor & Self.outputAddress
        }
        return nil
    }

    /// How much of a range is mapped one to one.
    func identity(of range: Range<UInt64>) -> Identity {
        var hits = 0
        var pages = 0
        var page = range.lowerBound & ~0xfff
        while page < range.upperBound {
            pages += 1
            if physical(of: page) == page { hits += 1 }
            page += 0x1000
        }
        return hits == pages ? .whole : hits == 0 ? .none : .part(page: firstMissing(of: range))
    }

    private func firstMissing(of range: Range<UInt64>) -> UInt64 {
        var page = range.lowerBound & ~0xfff
        while page < range.upperBound, physical(of: page) == page { page += 0x1000 }
        return page
    }

    enum Identity: Equatable {
        case whole
        /// The first page that is missing.
        case part(page: UInt64)
        case none
    }
}

/// What the init call of KVM/arm carries in r0 to r3.
///
/// Source: Linux `arch/arm/kvm/init.S`, `__do_hyp_init`, by release.
struct KVMInit32: Sendable, Equatable {
    var stack: UInt64
    var vectors: UInt64
    var tables: UInt64
    /// A two-call init: this is the call without a stack.
    var isFirstPhase: Bool

    init(_ r: [UInt64], era: Era) {
        if era < Era(3, 10) {
            // 3.9, and the two-call form as it was posted.
            tables = r[0] | r[1] << 32
            stack = r[2]
            vectors = r[3]
        } else {
            stack = r[0]
            vectors = r[1]
            tables = r[2] | r[3] << 32
        }
        isFirstPhase = stack == 0 && era < Era(4, 8)
    }
}
