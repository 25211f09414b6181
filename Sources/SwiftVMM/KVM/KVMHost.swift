// What this host's KVM offers, and in words what it lacks for guests at EL2.
//
// Source: Linux Documentation/admin-guide/kernel-parameters.txt, kvm-arm.mode;
// Documentation/virt/kvm/api.rst, KVM_CAP_ARM_EL2.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A host as the choice of a backend sees it.
public struct KVMHost: Equatable, Sendable {
    /// Whether its KVM runs Arm guests: on arm64 only.
    public var runsArmGuests: Bool
    /// Why `/dev/kvm` cannot be used; nil if it can.
    public var error: KVMError?
    /// Guests may start at EL2 (KVM_CAP_ARM_EL2).
    public var hasEL2 = false
    /// And HCR_EL2.E2H may be RES0 for them (KVM_CAP_ARM_EL2_E2H0).
    public var hasEL2WithoutVHE = false
    public var breakpointCount = 0
    /// "6.12.3-cloud-arm64"
    public var kernelRelease = ""
    /// The kernel's command line; empty if it cannot be read.
    public var kernelCommandLine = ""

    public init(runsArmGuests: Bool, error: KVMError? = nil) {
        self.runsArmGuests = runsArmGuests
        self.error = error
    }

    /// Asks the host.
    public init(path: String = KVMSystem.defaultPath, door: any KVMDoor = KernelDoor.shared) {
        self.init(runsArmGuests: door.runsArmGuests)
        kernelRelease = Self.release
        kernelCommandLine =
            (try? FileContents.read("/proc/cmdline")).map { String(decoding: $0, as: UTF8.self) }
            ?? ""
        do throws(KVMError) {
            let system = try KVMSystem(path: path, door: door)
            guard runsArmGuests else { return }
            hasEL2 = try system.value(of: .el2) > 0
            hasEL2WithoutVHE = try system.value(of: .el2WithoutVHE) > 0
            breakpointCount = Int(try system.value(of: .hardwareBreakpoints))
        } catch {
            self.error = error
        }
    }

    private static var release: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "" }
        return withUnsafeBytes(of: name.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// The first kernel whose users may have guests at EL2.
    static let firstKernelWithEL2 = (major: 6, minor: 16)

    /// Major and minor of the release; nil if it does not start with them.
    var kernelVersion: (major: Int, minor: Int)? {
        let numbers = kernelRelease.split(separator: ".").prefix(2).map { part in
            Int(part.prefix { $0.isNumber })
        }
        guard numbers.count == 2, let major = numbers[0], let minor = numbers[1] else {
            return nil
        }
        return (major, minor)
    }

    /// What stands between this host and guests at EL2, and the next step; nil if nothing does.
    public var lackForEL2: (reason: String, fix: String)? {
        if let lack = lackForEL1 { return lack }
        if hasEL2 { return nil }
        let option = "kvm-arm.mode=nested"
        if let version = kernelVersion, version < Self.firstKernelWithEL2 {
            return (
                "the kernel \(kernelRelease) has no nested EL2 (KVM_CAP_ARM_EL2), which came with "
                    + "Linux 6.16",
                "boot Linux 6.16 or later with \(option)"
            )
        }
        if !kernelCommandLine.split(whereSeparator: \.isWhitespace).contains(Substring(option)) {
            return (
                "nested EL2 is off (KVM_CAP_ARM_EL2 is 0): the kernel was started without \(option)",
                "add \(option) to the kernel's command line and reboot; the CPUs need FEAT_NV2"
            )
        }
        return (
            "nested EL2 cannot be had (KVM_CAP_ARM_EL2 is 0) although \(option) is given: the CPUs "
                + "lack FEAT_NV2, there is no GICv3, or the kernel itself does not run at EL2 with "
                + "VHE",
            "see the kernel's log (dmesg) for what KVM says at boot; another CPU model is needed, "
                + "such as Neoverse V1, V2 or N2"
        )
    }

    /// What stands between this host and any Arm guest; nil if nothing does.
    public var lackForEL1: (reason: String, fix: String)? {
        if !runsArmGuests {
            let state = error == nil ? "KVM is there but" : "KVM on this host"
            return (
                "\(state) cannot run Arm guests: this host is not arm64",
                "use an arm64 host, or --backend software"
            )
        }
        guard let error else { return nil }
        return ("\(error)", error.hint ?? "--backend software runs everywhere")
    }
}
