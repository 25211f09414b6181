// Hazards: uses of something that the architecture does not promise, although this machine, or
// some silicon, gives it.

/// Which hazards are watched for. The names are those of `--hazards`.
public struct HazardKinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Translations that a TLB may still hold.
    public static let tlb = HazardKinds(rawValue: 1 << 0)
    /// Data and instructions that a cache may hide.
    public static let cache = HazardKinds(rawValue: 1 << 1)
    /// System register writes that no context synchronization event followed.
    public static let sync = HazardKinds(rawValue: 1 << 2)
    /// Decisions taken on UNKNOWN values.
    public static let unknown = HazardKinds(rawValue: 1 << 3)
    /// Table entries changed without break-before-make.
    public static let bbm = HazardKinds(rawValue: 1 << 4)

    public static let all: HazardKinds = [.tlb, .cache, .sync, .unknown, .bbm]

    /// Names as the command line spells them.
    public static let named: [(name: String, kinds: HazardKinds)] = [
        ("all", .all), ("tlb", .tlb), ("cache", .cache), ("sync", .sync), ("unknown", .unknown),
        ("bbm", .bbm),
    ]
}

/// One use of what is not promised: who used it, and who made it unsafe.
public struct Hazard: Hashable, Sendable {
    /// What went wrong. Raw values are stable names.
    public enum Cause: String, Sendable, CaseIterable {
        /// The TLB answered otherwise than the tables would, and nobody invalidated the entry.
        case staleTranslation = "stale-translation"
        /// The entry was invalidated, but no DSB has completed that.
        case incompleteInvalidation = "incomplete-invalidation"
        /// A valid entry that a TLB may hold was replaced by another valid one.
        case liveEntryChanged = "live-entry-changed"
        /// An entry was made valid again while a TLB may hold what it was before.
        case entryBeforeInvalidation = "entry-before-invalidation"
        /// An access whose outcome depends on a register write not yet synchronized.
        case unsynchronizedTranslation = "unsynchronized-translation"
        /// An exception between a write of VBAR and the next synchronization.
        case unsynchronizedVectors = "unsynchronized-vectors"
        /// A Non-cacheable read of a line whose newest bytes are in a cache only.
        case uncleanedData = "uncleaned-data"
        /// A table walk that is not cacheable, of such a line.
        case uncleanedTable = "uncleaned-table"
        /// A cacheable read of a line that was written Non-cacheable while a cache held it.
        case staleCachedData = "stale-cached-data"
        /// A Non-cacheable write to a line that is dirty in a cache, which may write it back.
        case writeUnderDirtyLine = "write-under-dirty-line"
        /// Instructions that were written and not cleaned to the point where fetches see them.
        case uncleanedInstruction = "uncleaned-instruction"
        /// Instructions that were cleaned, but an instruction cache may hold what was there before.
        case staleInstruction = "stale-instruction"
        /// Instructions made visible, and executed before the next synchronization.
        case unsynchronizedInstruction = "unsynchronized-instruction"
        /// A conditional branch on an UNKNOWN value.
        case unknownBranch = "unknown-branch"
        /// An access, branch or exception return to an UNKNOWN address.
        case unknownAddress = "unknown-address"
        /// A register whose UNKNOWN bits control what happens now.
        case unknownControl = "unknown-control"

        public var kind: HazardKinds {
            switch self {
            case .staleTranslation, .incompleteInvalidation: .tlb
            case .liveEntryChanged, .entryBeforeInvalidation: .bbm
            case .unsynchronizedTranslation, .unsynchronizedVectors: .sync
            case .uncleanedData, .uncleanedTable, .staleCachedData, .writeUnderDirtyLine,
                .uncleanedInstruction, .staleInstruction, .unsynchronizedInstruction:
                .cache
            case .unknownBranch, .unknownAddress, .unknownControl: .unknown
            }
        }

        /// The maintenance that would have made the use safe.
        public var missing: String {
            switch self {
            case .staleTranslation: "TLBI, then DSB"
            case .incompleteInvalidation: "DSB after the TLBI"
            case .liveEntryChanged: "an invalid entry, TLBI and DSB in between"
            case .entryBeforeInvalidation: "TLBI and DSB before the new entry"
            case .unsynchronizedTranslation, .unsynchronizedVectors: "ISB"
            case .uncleanedData, .uncleanedTable: "DC CVAC or CIVAC, then DSB"
            case .staleCachedData: "DC IVAC or CIVAC after the write"
            case .writeUnderDirtyLine: "DC CIVAC before the write"
            case .uncleanedInstruction: "DC CVAU (CVAC for a fetch past the caches), then DSB"
            case .staleInstruction: "IC IVAU or IALLU, then DSB"
            case .unsynchronizedInstruction: "ISB"
            case .unknownBranch, .unknownAddress, .unknownControl:
                "a value of the guest's own"
            }
        }
    }

    /// An instruction at a moment.
    public struct Place: Hashable, Sendable {
        public var vcpu: Int
        /// Virtual time.
        public var time: UInt64
        public var pc: UInt64
        public var el: ExceptionLevel

        public init(vcpu: Int, time: UInt64, pc: UInt64, el: ExceptionLevel) {
            self.vcpu = vcpu
            self.time = time
            self.pc = pc
            self.el = el
        }
    }

    public var cause: Cause
    /// The VA or PA that it is about; for a register, 0.
    public var address: UInt64
    /// Values that tell more, as text: what was used, and what should have been.
    public var detail: String
    /// Who used it.
    public var victim: Place
    /// Who made it unsafe; nil if that was before the first instruction.
    public var culprit: Place?

    public init(
        _ cause: Cause, address: UInt64, detail: String, victim: Place, culprit: Place?
    ) {
        self.cause = cause
        self.address = address
        self.detail = detail
        self.victim = victim
        self.culprit = culprit
    }
}
