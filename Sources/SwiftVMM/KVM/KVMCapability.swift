// What a kernel's KVM can do, by number.
//
// Source: Linux include/uapi/linux/kvm.h, KVM_CAP_; Documentation/virt/kvm/api.rst.

/// A capability of KVM, by the number `KVM_CHECK_EXTENSION` takes. Kernels add numbers, so this is
/// an open set.
public struct KVMCapability: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// Recommended number of vCPUs.
    public static let vcpuCount = KVMCapability(rawValue: 9)
    public static let guestDebug = KVMCapability(rawValue: 23)
    public static let vcpuEvents = KVMCapability(rawValue: 41)
    /// Largest number of vCPUs.
    public static let vcpuLimit = KVMCapability(rawValue: 66)
    public static let oneRegister = KVMCapability(rawValue: 70)
    public static let el1AArch32 = KVMCapability(rawValue: 93)
    public static let psci02 = KVMCapability(rawValue: 102)
    /// Number of hardware breakpoints for guest debug.
    public static let hardwareBreakpoints = KVMCapability(rawValue: 119)
    public static let immediateExit = KVMCapability(rawValue: 136)
    /// Largest guest physical address width in bits.
    public static let physicalAddressBits = KVMCapability(rawValue: 165)
    /// Accesses without a syndrome become exits.
    public static let accessWithoutSyndrome = KVMCapability(rawValue: 177)
    /// External aborts can be injected.
    public static let injectExternalAbort = KVMCapability(rawValue: 178)
    /// Guests at EL2 (Linux 6.16).
    public static let el2 = KVMCapability(rawValue: 240)
    /// Guests at EL2 whose HCR_EL2.E2H is RES0.
    public static let el2WithoutVHE = KVMCapability(rawValue: 241)

    /// The capabilities worth telling a person, by their kernel name.
    public static let described: [(capability: KVMCapability, name: String, meaning: String)] = [
        (.vcpuLimit, "KVM_CAP_MAX_VCPUS", "largest number of vCPUs"),
        (.oneRegister, "KVM_CAP_ONE_REG", "registers by name"),
        (.immediateExit, "KVM_CAP_IMMEDIATE_EXIT", "runs can be stopped without a race"),
        (.guestDebug, "KVM_CAP_SET_GUEST_DEBUG", "breakpoints and single steps"),
        (.hardwareBreakpoints, "KVM_CAP_GUEST_DEBUG_HW_BPS", "number of breakpoints"),
        (.psci02, "KVM_CAP_ARM_PSCI_0_2", "power calls"),
        (.physicalAddressBits, "KVM_CAP_ARM_VM_IPA_SIZE", "guest physical address bits"),
        (
            .accessWithoutSyndrome, "KVM_CAP_ARM_NISV_TO_USER",
            "says which device access it cannot describe"
        ),
        (.injectExternalAbort, "KVM_CAP_ARM_INJECT_EXT_DABT", "bus errors for the guest"),
        (.el1AArch32, "KVM_CAP_ARM_EL1_32BIT", "AArch32 at EL1"),
        (.el2, "KVM_CAP_ARM_EL2", "guests at EL2"),
        (.el2WithoutVHE, "KVM_CAP_ARM_EL2_E2H0", "guests at EL2 without VHE"),
    ]
}
