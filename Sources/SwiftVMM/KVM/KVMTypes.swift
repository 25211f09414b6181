// The vocabulary of KVM's requests: values that the kernel numbers, each an open set.
//
// Source: Linux include/uapi/linux/kvm.h, arch/arm64/include/uapi/asm/kvm.h,
// Documentation/virt/kvm/devices/arm-vgic-v3.rst.

import CKVM

/// A range of guest RAM and the host memory behind it (`kvm_userspace_memory_region`).
public struct KVMMemorySlot: Equatable, Sendable {
    public var number: UInt32
    public var guest: GuestPhysicalAddress
    public var lengthBytes: UInt64
    /// Host virtual address.
    public var host: UInt
}

extension KVMMemorySlot: CustomStringConvertible {
    // The host address is left out: it differs from run to run.
    public var description: String {
        "slot \(number), \(lengthBytes) bytes at \(guest.value.hex())"
    }
}

/// What a vCPU is made with: word 0 of `kvm_vcpu_init.features`.
public struct KVMVCPUFeatures: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Off until another vCPU's CPU_ON.
    public static let powerOff = KVMVCPUFeatures(rawValue: 1 << 0)
    public static let el1AArch32 = KVMVCPUFeatures(rawValue: 1 << 1)
    /// PSCI 0.2 or later, by the standard function numbers.
    public static let psci = KVMVCPUFeatures(rawValue: 1 << 2)
    /// Starts at EL2.
    public static let el2 = KVMVCPUFeatures(rawValue: 1 << 7)
    /// HCR_EL2.E2H is RES0: EL2 without VHE.
    public static let el2WithoutVHE = KVMVCPUFeatures(rawValue: 1 << 8)
}

extension KVMVCPUFeatures: CustomStringConvertible {
    public var description: String {
        let names: [(KVMVCPUFeatures, String)] = [
            (.powerOff, "POWER_OFF"), (.el1AArch32, "EL1_32BIT"), (.psci, "PSCI_0_2"),
            (.el2, "HAS_EL2"), (.el2WithoutVHE, "HAS_EL2_E2H0"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: "+")
    }
}

/// A device inside the kernel.
public struct KVMDeviceType: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The GICv3 of guests.
    public static let vGICv3 = KVMDeviceType(rawValue: 7)
}

extension KVMDeviceType: CustomStringConvertible {
    public var description: String { self == .vGICv3 ? "vGICv3" : "type \(rawValue)" }
}

/// An attribute of a device.
public struct KVMAttribute: Hashable, Sendable {
    public var group: UInt32
    public var attribute: UInt64

    /// Where the guest finds the distributor: 64 KiB aligned.
    public static let distributorAddress = KVMAttribute(group: 0, attribute: 2)
    /// One block of redistributors: count in bits 63...52, base in 51...16, flags, index.
    public static let redistributorRegion = KVMAttribute(group: 0, attribute: 5)
    /// Number of interrupts, 64 to 1024.
    public static let interruptCount = KVMAttribute(group: 3, attribute: 0)
    /// Makes the device ready; no vCPU can be created afterwards.
    public static let initialise = KVMAttribute(group: 4, attribute: 0)
    /// INTID of the interrupt that list registers raise, for guests with EL2 (Linux 6.15).
    public static let maintenanceInterrupt = KVMAttribute(group: 9, attribute: 0)

    /// A register of the GIC CPU interface of the vCPU with this affinity.
    public static func cpuRegister(_ encoding: SystemRegisterEncoding, affinity: UInt64)
        -> KVMAttribute
    {
        KVMAttribute(group: 6, attribute: affinity << 32 | UInt64(encoding.packed))
    }

    var argument: ckvm_device_attribute {
        ckvm_device_attribute(flags: 0, group: group, attribute: attribute, address: 0)
    }
}

extension KVMAttribute: CustomStringConvertible {
    public var description: String {
        switch self {
        case .distributorAddress: "distributor address"
        case .redistributorRegion: "redistributor region"
        case .interruptCount: "number of interrupts"
        case .initialise: "initialise"
        case .maintenanceInterrupt: "maintenance interrupt"
        default: "group \(group), attribute \(attribute.hex())"
        }
    }
}

/// What the debug hardware does for us while the guest runs.
public struct KVMGuestDebug: Equatable, Sendable {
    /// Virtual addresses, at most 16.
    public var breakpoints: [UInt64]
    public var isStepping: Bool

    /// KVM_GUESTDBG_ENABLE, _SINGLESTEP and _USE_HW.
    var control: UInt32 {
        if breakpoints.isEmpty && !isStepping { return 0 }
        return 1 | (isStepping ? 2 : 0) | (breakpoints.isEmpty ? 0 : 0x20000)
    }

    /// DBGBCR: enabled, all bytes, EL1 and EL0. A virtual EL2 executes at the host's EL1.
    static let breakpointControl: UInt64 = 0x1e7
}
