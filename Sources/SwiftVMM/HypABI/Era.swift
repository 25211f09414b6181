// Which kernel is speaking. The hyp ABI is private to one kernel image, so every meaning in this
// folder is tied to the releases it holds for.

/// A kernel release as far as the ABI cares: "4.9", "5.12", "latest".
public struct Era: Hashable, Comparable, Sendable {
    public let major: Int
    public let minor: Int

    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Newer than every numbered release.
    public static let latest = Era(Int.max, 0)

    /// Reads "4.12", "v4.12", "6.12.95" (the third number is dropped) or "latest".
    public init?(_ text: String) {
        if text.lowercased() == "latest" {
            self = .latest
            return
        }
        let digits = text.first == "v" ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
            let major = Int(parts[0]), let minor = Int(parts[1])
        else { return nil }
        self.init(major, minor)
    }

    /// The release in a kernel's banner, "Linux version 6.12.95+deb13 …".
    public init?(banner: String) {
        guard let release = banner.split(separator: " ").dropFirst(2).first else { return nil }
        let numbers = release.split { !$0.isASCIIDigit && $0 != "." }.first ?? ""
        self.init(numbers.split(separator: ".").prefix(2).joined(separator: "."))
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.major, a.minor) < (b.major, b.minor)
    }
}

extension Era: CustomStringConvertible {
    public var description: String { self == .latest ? "latest" : "\(major).\(minor)" }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

// MARK: - What an era means

extension Era {
    /// The newest release whose way of giving EL2 values is known from its source; what later ones
    /// do differently is known from Debian's 7.2, and either is right in between.
    private static let lastWithOldValues = Era(6, 12)

    /// `INIT_SCTLR_EL2_MMU_OFF` has the RES1 bits; Debian's 7.2 writes zero and leaves them to the
    /// processor. Source: Linux `asm/sysreg.h`.
    var writesReservedOnes: Bool { self <= Self.lastWithOldValues }

    /// `HCR_HOST_VHE_FLAGS` is RW, TGE and E2H; Debian's 7.2 adds AMO, IMO and FMO, without effect
    /// while TGE is set. Source: Linux `asm/kvm_arm.h`.
    var hostTakesInterruptsByTGEAlone: Bool { self <= Self.lastWithOldValues }

    /// `__finalise_el2` moves TPIDR_EL1, where the per-CPU offset is; Debian's 7.2 sets it again
    /// later. Source: Linux `arch/arm64/kernel/hyp-stub.S`.
    var movesThreadPointer: Bool { self <= Self.lastWithOldValues }

    /// First release of the numbered calls. Source: Linux `Documentation/virt/kvm/arm/hyp-abi.rst`.
    public static let numberedCalls = Era(4, 12)

    /// Numbers below this are stub calls, for stubs and KVM alike; nil before calls had numbers.
    /// Source: Linux `arch/arm64/include/asm/virt.h`, `HVC_STUB_HCALL_NR`.
    public var stubCallCount: UInt64? {
        if self < .numberedCalls { return nil }
        if self < Era(5, 12) { return 3 }
        return self < Era(6, 19) ? 4 : 5
    }

    /// What x0 holds after a refused stub call; nil where the stub of the era refuses nothing.
    /// Source: Linux `asm/virt.h`, `HVC_STUB_ERR`; before 4.12 `ARM_EXCEPTION_HYP_GONE`.
    public var errorValue: UInt64? {
        if self < Era(4, 7) { return nil }
        return self < .numberedCalls ? Self.hypGone : Self.stubError
    }

    /// Numbers below this are stub calls of a 32-bit kernel. Source: Linux
    /// `arch/arm/include/asm/virt.h`, until 5.6; later ones mean the same without the name.
    public var stubCallCount32: UInt64? { self < .numberedCalls ? nil : 3 }

    /// The initial stub that arm kernels of this era install at boot.
    public var initialStub32: OwnerKind {
        if self < .numberedCalls { return .is32L }
        return self < Era(5, 7) ? .is32 : .is32K
    }

    public static let stubError: UInt64 = 0x0bad_ca11
    public static let hypGone: UInt64 = 2
    /// SMCCC NOT_SUPPORTED, KVM's answer to an identifier it does not know. Source: DEN 0028.
    public static let notSupported = ~UInt64(0)

    /// The initial stub that arm64 kernels of this era install at boot.
    public var initialStub: OwnerKind {
        if self < Era(4, 7) { return .is64A }
        return self < .numberedCalls ? .is64B : .is64
    }
}

/// The releases that something holds for: `since`, up to but not including `before`.
public struct EraRange: Hashable, Sendable {
    public var since: Era
    public var before: Era?

    public init(since: Era, before: Era? = nil) {
        self.since = since
        self.before = before
    }

    public static let all = EraRange(since: Era(3, 0))
    public static let numbered = EraRange(since: .numberedCalls)

    static let arm32Legacy = EraRange.from(Era(3, 7), before: .numberedCalls)

    public static func since(_ major: Int, _ minor: Int) -> EraRange {
        EraRange(since: Era(major, minor))
    }

    public static func from(_ since: Era, before: Era) -> EraRange {
        EraRange(since: since, before: before)
    }

    public func contains(_ era: Era) -> Bool {
        era >= since && (before.map { era < $0 } ?? true)
    }
}

extension EraRange: CustomStringConvertible {
    public var description: String {
        switch (self == .all, before) {
        case (true, _): "every kernel"
        case (_, nil): "\(since) and later"
        case (_, let before?):
            since <= Era(3, 8) ? "before \(before)" : "\(since) to before \(before)"
        }
    }
}
