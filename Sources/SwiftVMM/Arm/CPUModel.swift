// What a processor declares about itself. The identification registers are the promise; the rest of
// the software CPU keeps it.

/// What HCR_EL2.E2H is, whatever else a processor has.
public enum E2HPersonality: String, Sendable, CaseIterable {
    /// RES0: no FEAT_VHE.
    case none
    /// Software decides.
    case writable
    /// Stuck at one, as on processors without FEAT_E2H0.
    case res1
}

/// A processor type: its features and the values of its identification registers.
public struct CPUModel: Sendable {
    /// The name that `--cpu` takes.
    public let name: String
    public let summary: String
    public private(set) var features: FeatureSet
    /// What features do not decide: sizes, counts, caches, the name of the part.
    private let values: [SystemRegisterID: UInt64]
    /// CCSIDR_EL1 by CSSELR_EL1.{Level, InD}.
    private let caches: [UInt64: UInt64]
    /// By row of `SystemRegister.table`: what software can write, and what always reads as one.
    private var writable: [UInt64] = []
    private var fixedOnes: [UInt64] = []
    private var identification: [SystemRegisterID: UInt64] = [:]

    /// Frequency of the system counter in Hz, CNTFRQ_EL0.
    public static let counterFrequencyHz: UInt64 = 62_500_000
    /// Guest instructions in one tick of the counter: an instruction takes one nanosecond.
    public static let instructionsPerTick: UInt64 = 16

    init(
        name: String, summary: String, features: FeatureSet,
        values: [SystemRegisterID: UInt64], caches: [UInt64: UInt64]
    ) {
        self.name = name
        self.summary = summary
        self.features = features
        self.values = values
        self.caches = caches
        deriveRegisters()
    }

    private mutating func deriveRegisters() {
        identification = values
        for field in Feature.absentFields { set(field) }
        for field in Feature.baseFields { set(field) }
        for feature in features.members {
            for field in feature.row.fields { raise(field) }
        }
        writable = SystemRegister.table.map(\.writable)
        fixedOnes = SystemRegister.table.map(\.fixedOnes)
        for bits in SystemRegister.featureBits
        where !features.contains(bits.feature)
            && !(bits.other.map(features.contains) ?? false)
        {
            let index = Int(bits.register.rawValue)
            writable[index] &= ~bits.mask
            if bits.readsAsOneWithout { fixedOnes[index] |= bits.mask }
        }
        if !features.contains(.e2h0) { fixedOnes[Int(SystemRegisterID.hcrEL2.rawValue)] |= 1 << 34 }
    }

    private mutating func set(_ field: IdentificationField) {
        identification[field.register, default: 0][bits: field.lsb..<field.lsb + 4] = field.value
    }

    /// Fields grow with what they declare; 0xf is "absent" where that is a value.
    private mutating func raise(_ field: IdentificationField) {
        let present = identification[field.register, default: 0]
        let value = present[bits: field.lsb..<field.lsb + 4]
        if value == 0xf || value < field.value { set(field) }
    }

    /// The same processor with more or fewer features.
    public func changing(adding: FeatureSet = [], removing: FeatureSet = []) -> CPUModel {
        CPUModel(
            name: name, summary: summary,
            features: features.union(adding).subtracting(removing), values: values,
            caches: caches)
    }

    /// The same processor with another kind of HCR_EL2.E2H.
    public func with(_ personality: E2HPersonality) -> CPUModel {
        switch personality {
        case .none: changing(adding: [.e2h0], removing: [.vhe])
        case .writable: changing(adding: [.vhe, .e2h0])
        case .res1: changing(adding: [.vhe], removing: [.e2h0])
        }
    }

    /// Which kind of HCR_EL2.E2H it has.
    public var e2h: E2HPersonality {
        !features.contains(.vhe) ? .none : features.contains(.e2h0) ? .writable : .res1
    }

    /// As a guest sees it whose hypervisor is the machine: no EL2, and nothing that only EL2 uses.
    public var withoutEL2: CPUModel { changing(removing: [.el2, .vhe, .vmid16, .xnx]) }

    /// The value of an identification register on one vCPU.
    public func identification(_ id: SystemRegisterID, vcpu: Int) -> UInt64 {
        switch id {
        case .mpidrEL1: 1 << 31 | UInt64(vcpu)
        default: identification[id] ?? 0
        }
    }

    /// CCSIDR_EL1 for a value of CSSELR_EL1; zero for a cache that is not there.
    func cacheSize(selection: UInt64) -> UInt64 { caches[selection & 0xf] ?? 0 }

    /// The bits of a register that keep what is written.
    @inline(__always)
    func writable(_ id: SystemRegisterID) -> UInt64 { writable[Int(id.rawValue)] }

    /// RES1 bits of a register.
    @inline(__always)
    func fixedOnes(_ id: SystemRegisterID) -> UInt64 { fixedOnes[Int(id.rawValue)] }
}
