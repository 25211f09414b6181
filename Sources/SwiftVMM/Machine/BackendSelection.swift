// Which engine runs a machine, and why: decided from facts alone, so that every case can be tested.

/// The engine of a machine and the reason for it.
public struct BackendSelection: Equatable, Sendable {
    /// Never `.automatic`.
    public var backend: Backend
    /// What was decided, in words: "nested KVM: the host offers EL2 to guests".
    public var reason: String
    /// How to get a better one; nil if this is the best there is.
    public var hint: String?
    /// With KVM and entry at EL2: what HCR_EL2.E2H is, `.none` or `.res1`.
    public var e2h: E2HPersonality?

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
        if !configuration.hazards.isEmpty {
            guard configuration.backend == .automatic else {
                throw VMMError(
                    .usage, "--backend kvm cannot watch for hazards", hint: "leave out --hazards")
            }
            self.init(backend: .software, reason: "only it watches for hazards")
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
            } else if configuration.entryLevel == .el2 {
                Self.lack(of: configuration.e2h, host)
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
        // Without VHE if the host can: that runs the classic stub.
        let e2h: E2HPersonality =
            host.hasEL2WithoutVHE && configuration.e2h != .res1 ? .none : .res1
        let flavour =
            if e2h == .none {
                "without VHE (E2H is RES0)"
            } else if host.hasEL2WithoutVHE {
                "with VHE (E2H is RES1), as was asked for"
            } else {
                "with VHE only (E2H is RES1): code that needs E2H clear does not run as it would "
                    + "on hardware that has both"
            }
        self.init(backend: .kvm, reason: "the host offers guests EL2 \(flavour)", e2h: e2h)
    }

    /// Why the host's KVM has no such HCR_EL2.E2H, and what to do; nil if it has.
    private static func lack(of e2h: E2HPersonality?, _ host: KVMHost)
        -> (reason: String, fix: String)?
    {
        if e2h == .writable {
            return (
                "KVM fixes HCR_EL2.E2H for its guests, at 0 or at 1", "--e2h none, or --e2h res1"
            )
        }
        guard e2h == E2HPersonality.none, !host.hasEL2WithoutVHE else { return nil }
        return (
            "the host gives guests EL2 only with VHE (KVM_CAP_ARM_EL2_E2H0 is 0)",
            "--e2h res1, or leave it to the host"
        )
    }

    init(backend: Backend, reason: String, hint: String? = nil, e2h: E2HPersonality? = nil) {
        self.backend = backend
        self.reason = reason
        self.hint = hint
        self.e2h = e2h
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
