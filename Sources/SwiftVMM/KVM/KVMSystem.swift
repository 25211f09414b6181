// /dev/kvm itself: is it there, may we use it, what can it do, and virtual machines from it.
//
// Source: Linux Documentation/virt/kvm/api.rst, "System ioctls".

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An open `/dev/kvm` that speaks the one API version there is.
public struct KVMSystem: ~Copyable {
    public static let defaultPath = "/dev/kvm"
    /// KVM_API_VERSION; it has not changed since Linux 2.6.22 and will not.
    public static let apiVersion: Int32 = 12

    let door: any KVMDoor
    private let descriptor: KVMDescriptor

    /// Opens the device and checks its version (`KVM_GET_API_VERSION`).
    public init(path: String = defaultPath, door: any KVMDoor = KernelDoor.shared)
        throws(KVMError)
    {
        self.door = door
        let number = door.open(path)
        guard number >= 0 else {
            throw switch -number {
            case ENOENT, ENODEV, ENXIO, ENOTDIR: .missing(path: path)
            case EACCES, EPERM: .noPermission(path: path)
            default: .cannotOpen(path: path, SystemError(number: -number))
            }
        }
        let opened = KVMDescriptor(number, door: door)
        let version = try opened.perform(.getAPIVersion).result
        guard version == Self.apiVersion else { throw .wrongVersion(version) }
        descriptor = opened
    }

    /// The value of a capability, 0 if the kernel does not have it (`KVM_CHECK_EXTENSION`).
    public func value(of capability: KVMCapability) throws(KVMError) -> Int32 {
        try descriptor.perform(.checkExtension(capability)).result
    }

    /// Size of the page that each vCPU shares with the kernel (`KVM_GET_VCPU_MMAP_SIZE`).
    func runPageBytes() throws(KVMError) -> Int {
        let length = Int(try descriptor.perform(.getRunPageSize).result)
        guard length >= KVMRunPage.minimumBytes else {
            throw .runPageTooSmall(lengthBytes: length)
        }
        return length
    }

    /// A machine with guest physical addresses of that many bits (`KVM_CREATE_VM`).
    func createVM(addressBits: Int) throws(KVMError) -> KVMDescriptor {
        let number = try descriptor.perform(.createVM(addressBits: addressBits)).result
        return KVMDescriptor(number, door: door)
    }
}
