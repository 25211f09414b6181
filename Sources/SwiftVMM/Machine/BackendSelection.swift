// Which engine runs a machine, and why: decided from facts alone, so that every case can be tested.

/// The flavours of EL2 that hardware can give a guest.
public enum VirtualizationHostExtensions: String, Sendable, CaseIterable {
    /// Without VHE if the host can, since that runs the classic stub; else with it.
    case automatic
    /// HCR_EL2.E2H is RES0 for the guest.
    case absent
    /// HCR_EL2.E2H is RES1 for the guest.
    case always
}

/// The engine of a machine and the reason for it.
public struct BackendSelection: Equatable, Sendable {
    /// Never `.automatic`.
    public var backend: Backend
    /// What was decided, in words: "nested KVM: the host offers EL2 to guests".
    public var reason: String
    /// How to get a better one; nil if this is the best there is.
    public var hint: String?
    /// With KVM and entry at EL2: whether HCR_EL2.E2H is RES0.
    public var isWithoutVHE = false

    /// What KVM engines can do.
    static func capabilities(_ host: KVMHost) -> EngineCapabilities {
        host.breakpointCount > 0 ? .breakpoints : []
    }

    /// Decides.
    ///
    /// - Throws: `unavailable` or `noPermission` when KVM is demanded and cannot be had; `usage`
    ///   when it is demanded for what it cannot do.
    public init(_ configuration: MachineConfiguration, host: @autoclosure () -> KVMHost)
        throws(VMMError)
    {
        if configuration.backend == .software {
            self.init(backend: .software, reason: "it was asked for")
            return
        }
        if configuration.gicVersion != .v3 {
            guard configuration.backend == .automatic else {
                throw VMMError(
                    .usage, "--backend kvm has a GICv3 only", hint: "leave out --gic")
            }
            self.init(backend: .software, reason: "KVM is used with a GICv3 only")
            return
        }
        let host = host()
        let lack: (reason: String, fix: String)? =
            if let lack = configuration.entryLevel == .el2 ? host.lackForEL2 : host.lackForEL1 {
                lack
            } else if configuration.entryLevel == .el2,
                configuration.virtualizationHostExtensions == .absent, !host.hasEL2WithoutVHE
            {
                (
                    "the host gives guests EL2 only with VHE (KVM_CAP_ARM_EL2_E2H0 is 0)",
                    "leave the flavour of EL2 to the host"
                )
            } else {
                nil
            }
        let wanted = configuration.requiredCapabilities
        let missing = wanted.subtracting(Self.capabilities(host))
        if configuration.backend == .kvm {
            if let lack {
                let isForbidden = if case .noPermission = host.error { true } else { false }
                throw VMMError(
                    isForbidden && host.runsArmGuests ? .noPermission : .unavailable,
                    "--backend kvm: \(lack.reason)", hint: lack.fix)
            }
            if !missing.isEmpty {
                throw VMMError(
                    .usage, "--backend kvm \(missing.lackText)", hint: "--backend software can")
            }
        } else if let lack {
            self.init(backend: .software, reason: lack.reason, hint: lack.fix)
            return
        } else if !missing.isEmpty {
            self.init(backend: .software, reason: "KVM \(missing.lackText)")
            return
        }
        guard configuration.entryLevel == .el2 else {
            self.init(backend: .kvm, reason: "the image is entered at EL1, and the host has KVM")
            return
        }
        let isWithoutVHE =
            host.hasEL2WithoutVHE && configuration.virtualizationHostExtensions != .always
        let flavour =
            if isWithoutVHE {
                "without VHE (E2H is RES0)"
            } else if host.hasEL2WithoutVHE {
                "with VHE (E2H is RES1), as was asked for"
            } else {
                "with VHE only (E2H is RES1): code that needs E2H clear does not run as it would "
                    + "on hardware that has both"
            }
        self.init(
            backend: .kvm, reason: "the host offers guests EL2 \(flavour)", hint: nil,
            isWithoutVHE: isWithoutVHE)
    }

    init(backend: Backend, reason: String, hint: String? = nil, isWithoutVHE: Bool = false) {
        self.backend = backend
        self.reason = reason
        self.hint = hint
        self.isWithoutVHE = isWithoutVHE
    }

    /// "software: …", for reports.
    public var text: String { "\(backend.rawValue): \(reason)" }
}

extension EngineCapabilities {
    /// What an engine without these cannot do.
    fileprivate var lackText: String {
        if contains(.countsInstructions) { return "does not count instructions" }
        if contains(.observesExceptions) { return "does not show every exception and access" }
        return "has no breakpoints on this host"
    }
}
