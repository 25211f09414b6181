// Who answers an HVC: the code that VBAR_EL2 points at when the call is made.

/// The kinds of code that own EL2 (or Hyp mode), in the codes of the hyp ABI reference.
public enum OwnerKind: String, Sendable, CaseIterable {
    /// arm64 initial stub, get and set only (3.8 to 4.6).
    case is64A = "IS64A"
    /// arm64 initial stub with legacy numbers (4.7 to 4.11).
    case is64B = "IS64B"
    /// arm64 initial stub (4.12 and later).
    case is64 = "IS64"
    /// The temporary stub that kexec and hibernation install.
    case tp64 = "TP64"
    /// KVM's init vectors: physical, EL2 MMU off.
    case ki64 = "KI64"
    /// KVM's runtime vectors: virtual, EL2 MMU on.
    case kf64 = "KF64"
    /// KVM's runtime vectors in protected mode.
    case kp64 = "KP64"
    // The 32-bit owners have rules but no engine here runs them yet.
    case is32L = "IS32L"
    case is32 = "IS32"
    case is32K = "IS32K"
    case is32Z = "IS32Z"
    case ki32 = "KI32"
    case kf32 = "KF32"
    case unknown = "unknown"

    public var isInitialStub: Bool { self == .is64A || self == .is64B || self == .is64 }
    public var isKVM: Bool { self == .ki64 || self == .kf64 || self == .kp64 }

    /// How this owner reads x0; nil where we do not know.
    var convention: StubCall.Convention? {
        switch self {
        case .is64A: .valueIsAddress
        case .is64B: .legacyNumbers
        case .is64, .tp64, .ki64, .kf64, .kp64: .numbered
        default: nil
        }
    }

    /// One line for reports.
    public var summary: String {
        switch self {
        case .is64A: "initial stub, get and set only"
        case .is64B: "initial stub, legacy numbers"
        case .is64: "initial stub"
        case .tp64: "temporary stub"
        case .ki64: "KVM init vectors"
        case .kf64: "KVM runtime vectors"
        case .kp64: "KVM runtime vectors, protected mode"
        case .is32L, .is32, .is32K, .is32Z: "arm32 initial stub"
        case .ki32: "arm32 KVM init vectors"
        case .kf32: "arm32 KVM runtime vectors"
        case .unknown: "undeclared vectors"
        }
    }
}

/// What an image says about itself: who its vector tables belong to, and its kernel era.
public struct ImageDeclaration: Sendable, Equatable {
    public struct Owner: Sendable, Equatable {
        public var kind: OwnerKind
        /// The value of VBAR_EL2 while this owner answers: physical, or virtual for KF64 and KP64.
        public var vectorBase: UInt64

        public init(kind: OwnerKind, vectorBase: UInt64) {
            self.kind = kind
            self.vectorBase = vectorBase
        }
    }

    public var title: String
    public var era: Era
    public var owners: [Owner]

    public init(title: String = "", era: Era = .latest, owners: [Owner] = []) {
        self.title = title
        self.era = era
        self.owners = owners
    }
}

/// Finds the owner of a vector base. Without a declaration, the first base that answers a call is
/// the initial stub of the era, and everything else is unknown.
struct OwnerDirectory: Sendable {
    let era: Era
    private(set) var owners: [ImageDeclaration.Owner]

    init(era: Era, owners: [ImageDeclaration.Owner]) {
        self.era = era
        self.owners = owners
    }

    /// Base of the initial stub, "stubPA" of the rules.
    var initialStubBase: UInt64? { owners.first { $0.kind.isInitialStub }?.vectorBase }

    /// Bases that KVM's init may install.
    var hostVectorBases: [UInt64] {
        owners.filter { $0.kind == .kf64 || $0.kind == .kp64 }.map(\.vectorBase)
    }

    func kind(ofVectorBase base: UInt64?) -> OwnerKind {
        // VBAR_EL2<10:0> are RES0, so they take no part in the comparison.
        guard let base = base?.alignedDown(to: 2048) else { return .unknown }
        return owners.first { $0.vectorBase.alignedDown(to: 2048) == base }?.kind ?? .unknown
    }

    mutating func declare(_ owner: ImageDeclaration.Owner) {
        owners.removeAll {
            $0.vectorBase.alignedDown(to: 2048) == owner.vectorBase.alignedDown(to: 2048)
        }
        owners.append(owner)
    }

    mutating func noteFirstCall(vectorBase: UInt64?) {
        guard owners.isEmpty, let vectorBase else { return }
        owners.append(.init(kind: era.initialStub, vectorBase: vectorBase))
    }
}
