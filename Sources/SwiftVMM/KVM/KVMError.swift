// What can go wrong with KVM: what was tried, what the kernel said, and what a person can do.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Why KVM cannot be used, or stopped working.
public enum KVMError: Error, Equatable, Sendable {
    /// There is no such device node: no KVM in this kernel, or not in this container.
    case missing(path: String)
    case noPermission(path: String)
    case cannotOpen(path: String, SystemError)
    /// KVM_GET_API_VERSION must be 12.
    case wrongVersion(Int32)
    case callFailed(KVMRequest, SystemError)
    /// The page shared with the kernel could not be mapped.
    case cannotMapRunPage(lengthBytes: Int, SystemError)
    /// The run page must hold at least what we read of it.
    case runPageTooSmall(lengthBytes: Int)
    /// RAM ends above the highest address a guest can have here.
    case addressesTooWide(neededBits: Int, limitBits: Int)
    /// The kernel could not enter the guest (KVM_EXIT_FAIL_ENTRY).
    case entryFailed(reason: UInt64, cpu: UInt32)
    /// An exit that says something is wrong, or one this library does not know.
    case unexpectedExit(KVMExit)
    /// A load or store to a device that carries no syndrome (KVM_EXIT_ARM_NISV).
    case accessWithoutSyndrome(address: UInt64, pc: UInt64)
}

extension KVMError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let path): "\(path) does not exist"
        case .noPermission(let path): "no permission to open \(path)"
        case .cannotOpen(let path, let error): "cannot open \(path): \(error)"
        case .wrongVersion(let version): "KVM_GET_API_VERSION is \(version), not 12"
        case .callFailed(let request, let error):
            "\(request) failed: \(error.name) (\(error))"
        case .cannotMapRunPage(let length, let error):
            "cannot map the run page of \(length) bytes: \(error.name) (\(error))"
        case .runPageTooSmall(let length):
            "KVM_GET_VCPU_MMAP_SIZE is \(length), too small for a run page"
        case .addressesTooWide(let needed, let limit):
            "RAM needs \(needed)-bit guest physical addresses, and this host has \(limit) bits"
        case .entryFailed(let reason, let cpu):
            "the host CPU \(cpu) cannot run this vCPU (KVM_EXIT_FAIL_ENTRY, \(reason.hex()))"
        case .unexpectedExit(let exit): "KVM_RUN returned with \(exit)"
        case .accessWithoutSyndrome(let address, let pc):
            "the guest's instruction at \(pc.hex()) accesses the device address \(address.hex()) "
                + "in a way KVM cannot describe (pair, write-back, atomic or vector access)"
        }
    }

    /// The next step a person can take.
    public var hint: String? {
        switch self {
        case .missing:
            "load the kvm module, or pass the device into the container; a kernel that was started "
                + "at EL1 has no KVM"
        case .noPermission:
            "join the group that owns the device (usually kvm) and log in again"
        case .callFailed(let request, let error): Self.hint(request, error.number)
        case .addressesTooWide: "ask for less with --memory"
        case .entryFailed: "pin vmm to CPUs of one kind, with taskset"
        case .accessWithoutSyndrome, .unexpectedExit: "--backend software can show more"
        case .cannotOpen, .wrongVersion, .cannotMapRunPage, .runPageTooSmall: nil
        }
    }

    /// Source: the "Errors" of each call in Linux Documentation/virt/kvm/api.rst and
    /// devices/arm-vgic-v3.rst, and what arm64 kernels 6.12 to 7.2 were seen to answer.
    private static func hint(_ request: KVMRequest, _ number: Int32) -> String? {
        switch (request, number) {
        case (.getAPIVersion, ENOTTY): "that device is not KVM's"
        case (.createVM, EINVAL):
            "this host has narrower guest addresses, or does not run such guests; see vmm doctor"
        case (.initVCPU, ENOENT): "the kernel is too old for one of these features"
        case (.initVCPU, EINVAL): "this host cannot give a vCPU one of these features; vmm doctor"
        case (.createDevice, ENODEV): "this host has no GICv3; guests at EL2 need one"
        case (.createDevice, EEXIST), (.setAttribute, EEXIST), (.setAttribute, EBUSY): bug
        case (.setAttribute, ENXIO): "the kernel is too old for this attribute"
        case (.setAttribute, E2BIG): "the address lies above what guests of this host can have"
        case (.setMemoryRegion, EINVAL), (.setMemoryRegion, EEXIST): bug
        case (.createVCPU, EEXIST), (.createVCPU, EBUSY): bug
        case (.createVCPU, EINVAL): "fewer vCPUs: --cpus"
        case (.run, ENOSYS):
            "the guest accessed a device with an instruction KVM cannot describe; --backend "
                + "software can run it"
        case (.run, EFAULT): "the host could not provide guest memory; less with --memory"
        case (.run, EAGAIN): "a vCPU with EL2 needs the kernel's GICv3"
        case (.run, EINVAL): "the vCPU's state is one that this host cannot run"
        case (.run, EIO): "the kernel has given up on this VM; its log says why"
        case (.run, ENOEXEC), (.run, EBUSY), (.run, ENXIO): bug
        case (_, ENOMEM): "the host is out of memory"
        case (_, EMFILE), (_, ENFILE): "too many open files: raise the limit (ulimit -n)"
        case (_, EPERM), (_, EACCES): "a security policy (seccomp, LSM) forbids this ioctl"
        case (_, ENOTTY): "this kernel's KVM has no such ioctl: it is too old, or not arm64's"
        default: nil
        }
    }

    private static let bug = "this is a bug in vmm; please report it"

    /// As the public surface throws it.
    public var vmmError: VMMError {
        let code: VMMError.Code =
            switch self {
            case .noPermission: .noPermission
            case .missing, .cannotOpen, .wrongVersion: .unavailable
            case .addressesTooWide: .usage
            case .callFailed, .cannotMapRunPage, .runPageTooSmall, .entryFailed, .unexpectedExit,
                .accessWithoutSyndrome:
                .hostSystem
            }
        return VMMError(code, "KVM: \(self)", hint: hint)
    }
}

extension SystemError {
    /// The errno's name, "EINVAL".
    public var name: String {
        Self.names[number] ?? "errno \(number)"
    }

    private static let names: [Int32: String] = [
        EPERM: "EPERM", ENOENT: "ENOENT", EINTR: "EINTR", EIO: "EIO", ENXIO: "ENXIO",
        E2BIG: "E2BIG", ENOEXEC: "ENOEXEC", EBADF: "EBADF", EAGAIN: "EAGAIN", ENOMEM: "ENOMEM",
        EACCES: "EACCES", EFAULT: "EFAULT", EBUSY: "EBUSY", EEXIST: "EEXIST", ENODEV: "ENODEV",
        EINVAL: "EINVAL", ENFILE: "ENFILE", EMFILE: "EMFILE", ENOTTY: "ENOTTY", ENOSPC: "ENOSPC",
        ENOSYS: "ENOSYS", EOPNOTSUPP: "EOPNOTSUPP", EHWPOISON: "EHWPOISON",
    ]
}
