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
    /// The features of the part that MIDR_EL1 names.
    private let partFeatures: FeatureSet
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

    /// The processor has no AArch64: ID_AA64PFR0_EL1 says nothing.
    public var isAArch32Only: Bool { values[.idAA64Pfr0EL1] == nil }

    init(
        name: String, summary: String, features: FeatureSet,
        values: [SystemRegisterID: UInt64], caches: [UInt64: UInt64],
        partFeatures: FeatureSet? = nil
    ) {
        self.name = name
        self.summary = summary
        self.features = features
        self.values = values
        self.caches = caches
        self.partFeatures = partFeatures ?? features
        deriveRegisters()
    }

    private mutating func deriveRegisters() {
        identification = values
        writable = SystemRegister.table.map(\.writable)
        fixedOnes = SystemRegister.table.map(\.fixedOnes)
        // The registers of AArch32 are what the table of CP15 says.
        if isAArch32Only { return }
        for field in Feature.absentFields { set(field) }
        for field in Feature.baseFields { set(field) }
        for feature in features.members {
            for field in feature.row.fields { raise(field) }
        }
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
            caches: caches, partFeatures: partFeatures)
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

    /// The same processor with another number in a field of an identification register.
    func identifying(_ register: SystemRegisterID, lsb: Int, as value: UInt64) -> CPUModel {
        var model = self
        model.identification[register, default: 0][bits: lsb..<lsb + 4] = value
        return model
    }

    /// The value of an identification register on one vCPU.
    public func identification(_ id: SystemRegisterID, vcpu: Int) -> UInt64 {
        switch id {
        case .mpidrEL1: 1 << 31 | UInt64(vcpu)
        case .midrEL1 where isNoPart: (identification[id] ?? 0) & 0x00ff_ffff
        default: identification[id] ?? 0
        }
    }

    /// Has VHE where the part has not, so that its number would be a lie: kernels know parts by it.
    /// Linux, for one, maps vectors for EL2 as a Cortex-A57 needs it, and stops with a BUG if it
    /// then runs at EL2 itself. Such a processor is of implementer 0, which is left to software.
    public var isNoPart: Bool { features.contains(.vhe) && !partFeatures.contains(.vhe) }

    /// CCSIDR_EL1 for a value of CSSELR_EL1; zero for a cache that is not there.
    func cacheSize(selection: UInt64) -> UInt64 { caches[selection & 0xf] ?? 0 }

    /// The bits of a register that keep what is written.
    @inline(__always)
    func writable(_ id: SystemRegisterID) -> UInt64 { writable[Int(id.rawValue)] }

    /// RES1 bits of a register.
    @inline(__always)
    func fixedOnes(_ id: SystemRegisterID) -> UInt64 { fixedOnes[Int(id.rawValue)] }
}
