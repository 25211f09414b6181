// /dev/kvm itself: is it there, may we use it, and what can it do.
//
// Source: Linux Documentation/virt/kvm/api.rst, "System ioctls"; include/uapi/linux/kvm.h.

import CKVM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why KVM cannot be used.
public enum KVMError: Error, Equatable, Sendable {
    /// There is no such device node: no KVM in this kernel, or not in this container.
    case missing(path: String)
    case noPermission(path: String)
    case cannotOpen(path: String, SystemError)
    /// The node is there and does not answer as KVM does.
    case callFailed(ioctl: String, SystemError)
    /// KVM_GET_API_VERSION must be 12.
    case wrongVersion(Int32)
}

extension KVMError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path): "\(path) does not exist"
        case .noPermission(let path): "no permission to open \(path)"
        case .cannotOpen(let path, let error): "cannot open \(path): \(error)"
        case .callFailed(let ioctl, let error): "\(ioctl) failed: \(error)"
        case .wrongVersion(let version): "KVM_GET_API_VERSION is \(version), not 12"
        }
    }

    /// The next step a person can take.
    public var hint: String? {
        switch self {
        case .missing: "load the kvm module, or pass the device into the container"
        case .noPermission: "join the group that owns the device (usually kvm) and log in again"
        case .cannotOpen, .callFailed, .wrongVersion: nil
        }
    }
}

/// A capability of KVM, by the number `KVM_CHECK_EXTENSION` takes. Kernels add numbers, so this is
/// an open set.
public struct KVMCapability: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// Recommended number of vCPUs.
    public static let vcpuCount = KVMCapability(rawValue: 9)
    public static let guestDebug = KVMCapability(rawValue: 23)
    /// Largest number of vCPUs.
    public static let vcpuLimit = KVMCapability(rawValue: 66)
    public static let oneRegister = KVMCapability(rawValue: 70)
    public static let psci02 = KVMCapability(rawValue: 102)
    public static let el1AArch32 = KVMCapability(rawValue: 93)
    public static let immediateExit = KVMCapability(rawValue: 136)
    /// Largest guest physical address width in bits.
    public static let physicalAddressBits = KVMCapability(rawValue: 165)
    /// Guests at EL2.
    public static let el2 = KVMCapability(rawValue: 240)
    /// Guests at EL2 with HCR_EL2.E2H writable.
    public static let el2WithoutVHE = KVMCapability(rawValue: 241)

    /// The capabilities worth telling a person, by their kernel name.
    public static let described: [(capability: KVMCapability, name: String, meaning: String)] = [
        (.vcpuLimit, "KVM_CAP_MAX_VCPUS", "largest number of vCPUs"),
        (.oneRegister, "KVM_CAP_ONE_REG", "registers by name"),
        (.immediateExit, "KVM_CAP_IMMEDIATE_EXIT", "runs can be stopped without a race"),
        (.guestDebug, "KVM_CAP_SET_GUEST_DEBUG", "breakpoints and single steps"),
        (.psci02, "KVM_CAP_ARM_PSCI_0_2", "power calls"),
        (.physicalAddressBits, "KVM_CAP_ARM_VM_IPA_SIZE", "guest physical address bits"),
        (.el2, "KVM_CAP_ARM_EL2", "guests at EL2"),
        (.el2WithoutVHE, "KVM_CAP_ARM_EL2_E2H0", "guests at EL2 without VHE"),
    ]
}

/// An open `/dev/kvm` that speaks the one API version there is.
public struct KVMSystem: ~Copyable {
    public static let defaultPath = "/dev/kvm"
    /// KVM_API_VERSION; it has not changed since Linux 2.6.22 and will not.
    public static let apiVersion: Int32 = 12

    private let descriptor: FileDescriptor

    /// Opens the device and checks its version (`KVM_GET_API_VERSION`).
    public init(path: String = defaultPath) throws(KVMError) {
        let opened = try Self.open(path)
        let version = ckvm_get_api_version(opened.number)
        guard version >= 0 else {
            throw .callFailed(ioctl: "KVM_GET_API_VERSION", SystemError(number: -version))
        }
        guard version == Self.apiVersion else { throw .wrongVersion(version) }
        descriptor = opened
    }

    private static func open(_ path: String) throws(KVMError) -> FileDescriptor {
        do {
            return try FileDescriptor(opening: path, O_RDWR)
        } catch {
            throw switch error.number {
            case ENOENT, ENODEV, ENXIO, ENOTDIR: .missing(path: path)
            case EACCES, EPERM: .noPermission(path: path)
            default: .cannotOpen(path: path, error)
            }
        }
    }

    /// The value of a capability, 0 if the kernel does not have it (`KVM_CHECK_EXTENSION`).
    public func value(of capability: KVMCapability) throws(KVMError) -> Int32 {
        let result = ckvm_check_extension(descriptor.number, capability.rawValue)
        guard result >= 0 else {
            throw .callFailed(ioctl: "KVM_CHECK_EXTENSION", SystemError(number: -result))
        }
        return result
    }
}
