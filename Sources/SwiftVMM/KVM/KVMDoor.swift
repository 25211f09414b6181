// The one place where ioctls leave Swift. Everything above asks with a value and gets a value, so
// tests put a script in the kernel's place: they see every request and can make each one fail.
//
// Source of the calls: Linux Documentation/virt/kvm/api.rst, under the name of each ioctl.

import CKVM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One ioctl with its arguments.
public enum KVMRequest: Equatable, Sendable {
    case getAPIVersion
    case checkExtension(KVMCapability)
    case getRunPageSize
    /// The width of guest physical addresses in bits.
    case createVM(addressBits: Int)
    case createVCPU(index: Int)
    case setMemoryRegion(KVMMemorySlot)
    case enableCapability(KVMCapability)
    /// The level of a shared peripheral interrupt, by its INTID.
    case setInterruptLevel(intid: UInt32, isHigh: Bool)
    /// Answers with the target's number.
    case preferredTarget
    case initVCPU(target: UInt32, features: KVMVCPUFeatures)
    case getRegister(KVMRegister)
    case setRegister(KVMRegister, UInt64)
    /// Answers with every register id the vCPU has.
    case getRegisterList
    case getPowerState
    case run
    case setGuestDebug(KVMGuestDebug)
    case injectExternalAbort
    /// Answers with the descriptor of the device.
    case createDevice(KVMDeviceType)
    case hasAttribute(KVMAttribute)
    case getAttribute(KVMAttribute)
    case setAttribute(KVMAttribute, UInt64)

    /// The kernel's name of the ioctl.
    public var name: String {
        switch self {
        case .getAPIVersion: "KVM_GET_API_VERSION"
        case .checkExtension: "KVM_CHECK_EXTENSION"
        case .getRunPageSize: "KVM_GET_VCPU_MMAP_SIZE"
        case .createVM: "KVM_CREATE_VM"
        case .createVCPU: "KVM_CREATE_VCPU"
        case .setMemoryRegion: "KVM_SET_USER_MEMORY_REGION"
        case .enableCapability: "KVM_ENABLE_CAP"
        case .setInterruptLevel: "KVM_IRQ_LINE"
        case .preferredTarget: "KVM_ARM_PREFERRED_TARGET"
        case .initVCPU: "KVM_ARM_VCPU_INIT"
        case .getRegister: "KVM_GET_ONE_REG"
        case .setRegister: "KVM_SET_ONE_REG"
        case .getRegisterList: "KVM_GET_REG_LIST"
        case .getPowerState: "KVM_GET_MP_STATE"
        case .run: "KVM_RUN"
        case .setGuestDebug: "KVM_SET_GUEST_DEBUG"
        case .injectExternalAbort: "KVM_SET_VCPU_EVENTS"
        case .createDevice: "KVM_CREATE_DEVICE"
        case .hasAttribute: "KVM_HAS_DEVICE_ATTR"
        case .getAttribute: "KVM_GET_DEVICE_ATTR"
        case .setAttribute: "KVM_SET_DEVICE_ATTR"
        }
    }

    /// What it is about, for messages; empty when the name says it all.
    public var object: String {
        switch self {
        case .getAPIVersion, .getRunPageSize, .preferredTarget, .getRegisterList, .getPowerState,
            .run:
            ""
        case .checkExtension(let capability), .enableCapability(let capability):
            "capability \(capability.rawValue)"
        case .createVM(let bits): "\(bits)-bit guest physical addresses"
        case .createVCPU(let index): "vCPU \(index)"
        case .setMemoryRegion(let slot): slot.description
        case .setInterruptLevel(let intid, let isHigh):
            "interrupt \(intid), level \(isHigh ? 1 : 0)"
        case .initVCPU(let target, let features): "target \(target), features \(features)"
        case .getRegister(let register): register.description
        case .setRegister(let register, let value): "\(register) = \(value.hex())"
        case .setGuestDebug(let debug): "\(debug.breakpoints.count) breakpoints"
        case .injectExternalAbort: "external abort"
        case .createDevice(let type): type.description
        case .hasAttribute(let attribute), .getAttribute(let attribute): attribute.description
        case .setAttribute(let attribute, let value): "\(attribute) = \(value.hex())"
        }
    }
}

extension KVMRequest: CustomStringConvertible {
    public var description: String { object.isEmpty ? name : "\(name) (\(object))" }
}

/// What the kernel said to a request.
public struct KVMAnswer: Equatable, Sendable {
    /// The ioctl's own result, or a negative errno.
    public var result: Int32
    /// What it wrote where its argument points; 0 for calls that write nothing.
    public var value: UInt64
    /// Register ids of KVM_GET_REG_LIST.
    public var list: [UInt64]

    public init(result: Int32, value: UInt64 = 0, list: [UInt64] = []) {
        self.result = result
        self.value = value
        self.list = list
    }
}

/// The way to the kernel. `KernelDoor` is the real one.
public protocol KVMDoor: AnyObject, Sendable {
    /// Whether the host's KVM runs Arm guests at all: it does on arm64 only.
    var runsArmGuests: Bool { get }
    /// Opens a device node for reading and writing. Returns a descriptor or a negative errno.
    func open(_ path: String) -> Int32
    func close(_ descriptor: Int32)
    func perform(_ request: KVMRequest, on descriptor: Int32) -> KVMAnswer
    /// Maps the page a vCPU shares with the kernel; nil with the errno.
    func mapRunPage(of descriptor: Int32, lengthBytes: Int)
        -> (page: UnsafeMutableRawPointer?, errno: Int32)
    func unmapRunPage(_ page: UnsafeMutableRawPointer, lengthBytes: Int)
}

/// The kernel itself.
public final class KernelDoor: KVMDoor {
    public static let shared = KernelDoor()

    private init() {}

    public var runsArmGuests: Bool {
        #if arch(arm64)
            true
        #else
            false
        #endif
    }

    public func open(_ path: String) -> Int32 {
        var result: Int32
        repeat { result = systemOpen(path, O_RDWR | O_CLOEXEC) } while result < 0 && errno == EINTR
        return result < 0 ? -errno : result
    }

    public func close(_ descriptor: Int32) { systemClose(descriptor) }

    public func mapRunPage(of descriptor: Int32, lengthBytes: Int)
        -> (page: UnsafeMutableRawPointer?, errno: Int32)
    {
        let page = mmap(nil, lengthBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        return page == MAP_FAILED ? (nil, errno) : (page, 0)
    }

    public func unmapRunPage(_ page: UnsafeMutableRawPointer, lengthBytes: Int) {
        munmap(page, lengthBytes)
    }

    public func perform(_ request: KVMRequest, on descriptor: Int32) -> KVMAnswer {
        switch request {
        case .run: return KVMAnswer(result: ckvm_run(descriptor))
        case .getRegister(let register):
            var value: UInt64 = 0
            let result = ckvm_get_one_reg(descriptor, register.id, &value)
            return KVMAnswer(result: result, value: value)
        case .setRegister(let register, let value):
            return KVMAnswer(result: ckvm_set_one_reg(descriptor, register.id, value))
        case .getAPIVersion: return KVMAnswer(result: ckvm_get_api_version(descriptor))
        case .checkExtension(let capability):
            return KVMAnswer(result: ckvm_check_extension(descriptor, capability.rawValue))
        case .getRunPageSize: return KVMAnswer(result: ckvm_get_vcpu_mmap_size(descriptor))
        case .createVM(let bits): return KVMAnswer(result: ckvm_create_vm(descriptor, UInt(bits)))
        case .createVCPU(let index):
            return KVMAnswer(result: ckvm_create_vcpu(descriptor, UInt(index)))
        case .setInterruptLevel(let intid, let isHigh):
            // KVM_ARM_IRQ_TYPE_SPI in bits 27 to 24.
            return KVMAnswer(
                result: ckvm_irq_line(descriptor, 1 << 24 | intid, isHigh ? 1 : 0))
        case .preferredTarget:
            var target = ckvm_vcpu_init()
            let result = ckvm_arm_preferred_target(descriptor, &target)
            return KVMAnswer(result: result, value: UInt64(target.target))
        case .initVCPU(let target, let features):
            var argument = ckvm_vcpu_init()
            argument.target = target
            argument.features.0 = features.rawValue
            return KVMAnswer(result: ckvm_arm_vcpu_init(descriptor, &argument))
        case .setMemoryRegion(let slot):
            var region = ckvm_memory_region(
                slot: slot.number, flags: 0, guest_address: slot.guest.value,
                length_bytes: slot.lengthBytes, host_address: UInt64(slot.host))
            return KVMAnswer(result: ckvm_set_user_memory_region(descriptor, &region))
        case .enableCapability(let capability):
            var argument = ckvm_enabled_capability()
            argument.capability = UInt32(capability.rawValue)
            return KVMAnswer(result: ckvm_enable_cap(descriptor, &argument))
        case .getPowerState:
            var state: UInt32 = 0
            let result = ckvm_get_mp_state(descriptor, &state)
            return KVMAnswer(result: result, value: UInt64(state))
        case .getRegisterList: return registerList(descriptor)
        case .setGuestDebug(let debug): return setGuestDebug(debug, on: descriptor)
        case .injectExternalAbort:
            var events = ckvm_vcpu_events()
            events.external_abort_pending = 1
            return KVMAnswer(result: ckvm_set_vcpu_events(descriptor, &events))
        case .createDevice(let type):
            var device = ckvm_device(type: type.rawValue, descriptor: 0, flags: 0)
            let result = ckvm_create_device(descriptor, &device)
            return KVMAnswer(result: result, value: UInt64(device.descriptor))
        case .hasAttribute(let attribute):
            var argument = attribute.argument
            return KVMAnswer(result: ckvm_has_device_attr(descriptor, &argument))
        case .getAttribute(let attribute):
            var value: UInt64 = 0
            var argument = attribute.argument
            let result = withUnsafeMutablePointer(to: &value) { pointer in
                argument.address = UInt64(UInt(bitPattern: pointer))
                return ckvm_get_device_attr(descriptor, &argument)
            }
            return KVMAnswer(result: result, value: value)
        case .setAttribute(let attribute, let value):
            var value = value
            var argument = attribute.argument
            let result = withUnsafeMutablePointer(to: &value) { pointer in
                // Attributes of 32 bits are read from the low half, which comes first.
                argument.address = UInt64(UInt(bitPattern: pointer))
                return ckvm_set_device_attr(descriptor, &argument)
            }
            return KVMAnswer(result: result)
        }
    }

    private func registerList(_ descriptor: Int32) -> KVMAnswer {
        let list = UnsafeMutablePointer<ckvm_register_list>.allocate(capacity: 1)
        defer { list.deallocate() }
        let capacity = Int(CKVM_REGISTER_LIST_CAPACITY)
        list.pointee.count = UInt64(capacity)
        let result = ckvm_get_reg_list(descriptor, list)
        guard result >= 0 else { return KVMAnswer(result: result) }
        let count = min(Int(list.pointee.count), capacity)
        // SAFETY: the kernel filled in `count` ids, all within the structure.
        let ids = withUnsafeBytes(of: &list.pointee.ids) {
            Array($0.bindMemory(to: UInt64.self).prefix(count))
        }
        return KVMAnswer(result: result, value: UInt64(count), list: ids)
    }

    private func setGuestDebug(_ debug: KVMGuestDebug, on descriptor: Int32) -> KVMAnswer {
        var argument = ckvm_guest_debug()
        argument.control = debug.control
        // SAFETY: both arrays have 16 elements, and `KVMGuestDebug` has no more breakpoints.
        withUnsafeMutableBytes(of: &argument.breakpoint_control) { control in
            for index in debug.breakpoints.indices {
                control.bindMemory(to: UInt64.self)[index] = KVMGuestDebug.breakpointControl
            }
        }
        withUnsafeMutableBytes(of: &argument.breakpoint_value) { value in
            for (index, address) in debug.breakpoints.enumerated() {
                value.bindMemory(to: UInt64.self)[index] = address
            }
        }
        return KVMAnswer(result: ckvm_set_guest_debug(descriptor, &argument))
    }
}

/// `open(2)` and `close(2)`, which inside `KernelDoor` are other functions' names.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
private func systemClose(_ descriptor: Int32) { close(descriptor) }

/// A descriptor of KVM that closes once, when its owner goes away.
struct KVMDescriptor: ~Copyable {
    let number: Int32
    let door: any KVMDoor

    init(_ number: Int32, door: any KVMDoor) {
        self.number = number
        self.door = door
    }

    deinit { door.close(number) }

    /// Sends a request. Throws the errno with what was tried.
    @discardableResult
    func perform(_ request: KVMRequest) throws(KVMError) -> KVMAnswer {
        let answer = door.perform(request, on: number)
        guard answer.result >= 0 else {
            throw .callFailed(request, SystemError(number: -answer.result))
        }
        return answer
    }

    /// Sends a request whose failure is an answer too.
    func attempt(_ request: KVMRequest) -> KVMAnswer { door.perform(request, on: number) }
}
