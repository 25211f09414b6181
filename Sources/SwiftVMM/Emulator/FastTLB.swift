// A small direct-mapped cache in front of the TLB: from the page of a virtual address straight to
// the host address of RAM.
//
// One instance exists for each translation context in use (regime, tables, controls, privilege), so
// that going back and forth between Exception levels is a change of pointer. An instance holds only
// what the TLB holds, and every invalidation of the TLB empties all of them.

/// One page. Tags are virtual page addresses.
struct FastTLBEntry {
    var readTag: UInt64
    var writeTag: UInt64
    /// Host address minus virtual address.
    var addend: Int
    var unused: UInt64

    /// Matches nothing: what is compared with a tag has bits 63...12 of an address and, where it is
    /// misaligned, some of bits 2...0, but never bit 11.
    private static let noTag: UInt64 = 1 << 11
    static let none = FastTLBEntry(readTag: noTag, writeTag: noTag, addend: 0, unused: 0)
}

/// A translation context in use.
struct FastTLBInstance {
    /// Everything that decides translations and permissions besides the TLB's contents.
    var key: TranslationContextKey
    /// Unique for the life of a vCPU; jump cache entries compare it.
    var id: UInt64
    var lastUse: UInt64
    let entries: UnsafeMutablePointer<FastTLBEntry>
}

/// The register values that decide a translation.
struct TranslationContextKey: Equatable {
    var el: UInt64
    var pan: UInt64
    var sctlr: UInt64
    var tcr: UInt64
    var ttbr0: UInt64
    var ttbr1: UInt64
    var mair: UInt64
    var hcr: UInt64
    var vtcr: UInt64
    var vttbr: UInt64
    /// What AArch32 adds.
    var format: TranslationFormat
    var asid: UInt16
    var dacr: UInt32

    /// Matches no context.
    static let none = TranslationContextKey(
        el: .max, pan: 0, sctlr: 0, tcr: 0, ttbr0: 0, ttbr1: 0, mair: 0, hcr: 0, vtcr: 0, vttbr: 0,
        format: .aarch64, asid: 0, dacr: 0)
}

struct FastTLB {
    static let entryCount = 256
    private static let instanceCount = 8

    private var instances: [FastTLBInstance] = []
    private var nextID: UInt64 = 1
    private var useCounter: UInt64 = 0

    init() {
        for _ in 0..<Self.instanceCount {
            let entries = UnsafeMutablePointer<FastTLBEntry>.allocate(capacity: Self.entryCount)
            entries.initialize(repeating: .none, count: Self.entryCount)
            instances.append(
                FastTLBInstance(
                    key: .none, id: 0, lastUse: 0, entries: entries))
        }
    }

    func deallocate() {
        for instance in instances { instance.entries.deallocate() }
    }

    /// The instance of a context, made empty if it is new.
    mutating func select(_ key: TranslationContextKey)
        -> (id: UInt64, entries: UnsafeMutablePointer<FastTLBEntry>)
    {
        useCounter += 1
        var victim = 0
        for index in instances.indices {
            if instances[index].key == key && instances[index].id != 0 {
                instances[index].lastUse = useCounter
                return (instances[index].id, instances[index].entries)
            }
            if instances[index].lastUse < instances[victim].lastUse { victim = index }
        }
        instances[victim].key = key
        instances[victim].lastUse = useCounter
        clear(victim)
        return (instances[victim].id, instances[victim].entries)
    }

    /// Empties every instance; contexts must be selected again.
    mutating func removeAll() {
        for index in instances.indices where instances[index].id != 0 { clear(index) }
    }

    private mutating func clear(_ index: Int) {
        instances[index].id = nextID
        nextID += 1
        instances[index].entries.update(repeating: .none, count: Self.entryCount)
    }
}
