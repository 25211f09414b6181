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
    /// arm32 initial stub, get and set only (3.7 to 4.11).
    case is32L = "IS32L"
    /// arm32 initial stub with numbers (4.12 to 5.6).
    case is32 = "IS32"
    /// arm32 initial stub in the kernel (5.7 and later).
    case is32K = "IS32K"
    /// arm32 initial stub in the zImage decompressor (5.7 and later).
    case is32Z = "IS32Z"
    /// KVM/arm's init vectors: physical, Hyp MMU off, or on between the calls of a two-call init.
    case ki32 = "KI32"
    /// KVM/arm's runtime vectors: virtual, Hyp MMU on.
    case kf32 = "KF32"
    case unknown = "unknown"

    /// The stub of a kernel, which "stubPA" of the rules means; the decompressor's is none.
    public var isInitialStub: Bool {
        switch self {
        case .is64A, .is64B, .is64, .is32L, .is32, .is32K: true
        default: false
        }
    }
    public var isKVM: Bool {
        switch self {
        case .ki64, .kf64, .kp64, .ki32, .kf32: true
        default: false
        }
    }
    /// Code of a 32-bit kernel, in Hyp mode.
    public var isArm32: Bool {
        switch self {
        case .is32L, .is32, .is32K, .is32Z, .ki32, .kf32: true
        default: false
        }
    }
    /// VBAR_EL2<10:0> are RES0, HVBAR<4:0> too.
    /// Vectors of nobody's are declared by 32-bit images only.
    var vectorAlignment: UInt64 { isArm32 || self == .unknown ? 32 : 2048 }

    /// How this owner reads x0; nil where we do not know.
    var convention: StubCall.Convention? {
        switch self {
        case .is64A: .valueIsAddress
        case .is64B: .legacyNumbers
        case .is64, .tp64, .ki64, .kf64, .kp64: .numbered
        case .is32L: .allOnesGets
        case .is32, .is32K, .is32Z, .ki32, .kf32: .numbered32
        case .unknown: nil
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
        case .is32L: "arm32 initial stub, get and set only"
        case .is32, .is32K: "arm32 initial stub"
        case .is32Z: "arm32 initial stub of the decompressor"
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

        /// Where the table starts: the base without its RES0 bits.
        var table: UInt64 { vectorBase.alignedDown(to: kind.vectorAlignment) }
    }

    public var title: String
    public var era: Era
    public var owners: [Owner]
    /// Where CPUs of a 32-bit kernel record the mode they were entered in.
    public var bootModeAddress: UInt64?
    /// The text that runs while the Hyp MMU goes on or off, where it is when it runs.
    public var initText: Range<UInt64>?

    public init(title: String = "", era: Era = .latest, owners: [Owner] = []) {
        self.title = title
        self.era = era
        self.owners = owners
    }
}

/// Finds the owner of a vector base. Without a declaration, the first base that answers a call is
/// the initial stub of the era, vectors that the stub was told to install and that are asked for a
/// soft restart are the temporary stub, and everything else is unknown. A 32-bit kernel that
/// unpacks itself brings two: the decompressor's, then its own.
struct OwnerDirectory: Sendable {
    let era: Era
    private(set) var owners: [ImageDeclaration.Owner]
    /// Owners of kernels that have been left by a soft restart.
    private(set) var formerOwners: [ImageDeclaration.Owner] = []
    /// Nothing was declared: what is known was seen.
    private let learns: Bool
    /// Each kernel comes as a zImage.
    private let decompresses: Bool

    init(era: Era, owners: [ImageDeclaration.Owner], decompresses: Bool = false) {
        self.era = era
        self.owners = owners
        self.decompresses = decompresses
        learns = owners.isEmpty
    }

    /// Base of the initial stub, "stubPA" of the rules.
    var initialStubBase: UInt64? { owners.first { $0.kind.isInitialStub }?.vectorBase }

    /// Bases that KVM's init may install.
    var hostVectorBases: [UInt64] {
        owners.filter { $0.kind == .kf64 || $0.kind == .kp64 || $0.kind == .kf32 }
            .map(\.vectorBase)
    }

    func kind(ofVectorBase base: UInt64?) -> OwnerKind {
        // The low bits are RES0, so they take no part in the comparison.
        guard let base else { return .unknown }
        return owners.first { $0.table == base.alignedDown(to: $0.kind.vectorAlignment) }?.kind
            ?? .unknown
    }

    mutating func declare(_ owner: ImageDeclaration.Owner) {
        owners.removeAll { $0.table == owner.table }
        owners.append(owner)
    }

    /// A call was made to vectors at this base.
    ///
    /// - Parameter wasSet: The initial stub of the same vCPU was told to install them.
    mutating func noteCall(
        _ number: UInt64, vectorBase: UInt64?, wasSet: Bool, isAArch32: Bool = false
    ) {
        guard learns, let vectorBase else { return }
        // Until 5.6 both stubs of a zImage answer alike, and KVM/arm comes after them.
        let hasTwoStubs = isAArch32 && decompresses && era.initialStub32 == .is32K
        if owners.isEmpty {
            let first: OwnerKind = hasTwoStubs ? .is32Z : era.initialStub32
            let kind = isAArch32 ? first : era.initialStub
            owners.append(.init(kind: kind, vectorBase: vectorBase))
        } else if hasTwoStubs, !wasSet, kind(ofVectorBase: vectorBase) == .unknown,
            !owners.contains(where: { $0.kind == .is32K })
        {
            owners.append(.init(kind: .is32K, vectorBase: vectorBase))
        } else if !isAArch32, wasSet, kind(ofVectorBase: vectorBase) == .unknown,
            StubCall.find(number: number, owner: .tp64, era: era)?.action == .softRestart
        {
            owners.append(.init(kind: .tp64, vectorBase: vectorBase))
        }
    }

    /// Another kernel starts: it will bring its own vectors.
    mutating func noteRestart() {
        guard learns else { return }
        formerOwners += owners
        owners = []
    }
}
