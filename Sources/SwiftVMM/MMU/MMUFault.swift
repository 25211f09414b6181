// Why a translation failed: the architectural facts that become a syndrome, FAR and HPFAR.

/// A fault of the guest's making. A value to turn into an exception, never an error of ours.
///
/// Source: Arm ARM, `FaultRecord`.
public struct MMUFault: Error, Equatable, Sendable {
    public enum Kind: UInt8, Sendable, CaseIterable {
        case addressSize
        case translation
        case accessFlag
        case permission
        case alignment
        /// Synchronous External abort on the access itself.
        case externalAbort
        /// Synchronous External abort on a translation table walk.
        case externalAbortOnWalk
        /// IMPLEMENTATION DEFINED fault: exclusive or atomic access to memory that has none.
        case unsupportedExclusive
        /// DACR denies all access: short descriptors only.
        case domain
    }

    public enum Stage: UInt8, Sendable {
        case one = 1
        case two = 2
    }

    public var kind: Kind
    /// Level of the lookup that failed, 0...3; 0 where the kind has no level.
    public var level: UInt8
    public var stage: Stage
    /// Stage 2 refused a descriptor read of stage 1 (ISS.S1PTW).
    public var isOnTableWalk: Bool
    /// Direction for ISS.WnR. For a fault on a table walk, the direction of the access behind it.
    public var isWrite: Bool
    /// The access that was being translated.
    public var access: AccessDescriptor
    /// What FAR_ELx receives: the address as the instruction gave it, tag included.
    public var address: VirtualAddress
    /// Stage 2 faults: the address stage 2 was asked for. Zero for stage 1.
    public var intermediateAddress: IntermediatePhysicalAddress
    /// Short descriptors: the domain of the mapping, as far as the walk came to know it.
    public var domain: UInt8 = 0

    /// A record that has not failed yet, which the walk completes. Source: Arm ARM, `NoFault`.
    public init(
        _ kind: Kind = .translation, at address: VirtualAddress, for access: AccessDescriptor,
        level: UInt8 = 0, stage: Stage = .one, isOnTableWalk: Bool = false,
        intermediateAddress: IntermediatePhysicalAddress = .init(0)
    ) {
        self.kind = kind
        self.level = level
        self.stage = stage
        self.isOnTableWalk = isOnTableWalk
        self.isWrite = access.isWrite
        self.access = access
        self.address = address
        self.intermediateAddress = intermediateAddress
    }

    /// The record completed with what failed.
    @inlinable
    func failing(_ kind: Kind, level: UInt8) -> MMUFault {
        var fault = self
        fault.kind = kind
        fault.level = level
        return fault
    }

    /// The record as stage 2 continues it, for an input address of its own.
    @inlinable
    func atStageTwo(_ address: UInt64, isOnTableWalk: Bool) -> MMUFault {
        var fault = self
        fault.stage = .two
        fault.isOnTableWalk = isOnTableWalk
        fault.intermediateAddress = IntermediatePhysicalAddress(address)
        return fault
    }
}

extension MMUFault {
    /// DFSC or IFSC, six bits. Source: Arm ARM, `EncodeLDFSC`.
    public var faultStatusCode: UInt8 {
        switch kind {
        case .addressSize: 0b00_0000 | level
        case .translation: 0b00_0100 | level
        case .accessFlag: 0b00_1000 | level
        case .permission: 0b00_1100 | level
        case .externalAbort: 0b01_0000
        case .externalAbortOnWalk: 0b01_0100 | level
        case .alignment: 0b10_0001
        case .unsupportedExclusive: 0b11_0101
        case .domain: 0b11_1100 | level
        }
    }

    /// FS[4:0] of the short-descriptor format for a status in the long-descriptor format.
    /// Source: Arm ARM, `EncodeSDFSC`.
    static func shortStatus(_ status: UInt8) -> UInt8 {
        switch status {
        case 0b00_0101: 0b0_0101
        case 0b00_0110: 0b0_0111
        case 0b00_1001: 0b0_0011
        case 0b00_1010: 0b0_0110
        case 0b00_1101: 0b0_1101
        case 0b00_1110: 0b0_1111
        case 0b01_0000: 0b0_1000
        case 0b01_0101: 0b0_1100
        case 0b01_0110: 0b0_1110
        case 0b10_0001: 0b0_0001
        case 0b10_0010: 0b0_0010
        case 0b11_0101: 0b1_0101
        case 0b11_1101: 0b0_1001
        case 0b11_1110: 0b0_1011
        default: 0b0_1000
        }
    }

    /// What HPFAR_EL2 receives when the abort is taken to EL2 from stage 2: FIPA, IPA<47:12>, in
    /// bits 39...4. The manual leaves it UNKNOWN for other aborts.
    public var hpfar: UInt64 { intermediateAddress.value[bits: 12..<48] << 4 }

    /// The syndrome of the Data or Instruction Abort this fault becomes.
    ///
    /// - Parameters:
    ///   - fromLowerEL: Whether the exception is taken to a higher Exception level.
    ///   - instruction: The load or store, where it has the shape ISS can describe. It is reported
    ///     for stage 2 aborts that do not come from a stage 1 walk, and dropped otherwise.
    ///
    /// Source: Arm ARM, `AArch64.FaultSyndrome`.
    public func syndrome(
        fromLowerEL: Bool, instruction: Syndrome.AccessInstruction? = nil
    ) -> Syndrome {
        if access.kind == .fetch {
            return .instructionAbort(
                fromLowerEL: fromLowerEL, faultStatusCode: faultStatusCode,
                isOnTableWalk: isOnTableWalk)
        }
        let describesInstruction = stage == .two && !isOnTableWalk && !access.isMaintenance
        return .dataAbort(
            fromLowerEL: fromLowerEL, faultStatusCode: faultStatusCode, isWrite: isWrite,
            isMaintenance: access.isMaintenance, isOnTableWalk: isOnTableWalk,
            instruction: describesInstruction ? instruction : nil)
    }

    public var isExternalAbort: Bool { kind == .externalAbort || kind == .externalAbortOnWalk }
}

extension MMUFault: CustomStringConvertible {
    public var description: String {
        let name =
            switch kind {
            case .addressSize: "address size fault"
            case .translation: "translation fault"
            case .accessFlag: "access flag fault"
            case .permission: "permission fault"
            case .alignment: "alignment fault"
            case .externalAbort: "external abort"
            case .externalAbortOnWalk: "external abort on a table walk"
            case .unsupportedExclusive: "unsupported exclusive access"
            case .domain: "domain fault"
            }
        let input = stage == .two ? ", IPA \(intermediateAddress.value.hex())" : ""
        let walk = isOnTableWalk ? " on a stage 1 walk" : ""
        return "stage \(stage.rawValue) \(name), level \(level)\(walk), "
            + "VA \(address.value.hex())\(input)"
    }
}
