// One virtual machine of KVM: RAM, vCPUs, interrupt controller.
//
// Source: Linux Documentation/virt/kvm/api.rst, "VM ioctls".

/// What a machine's vCPUs are.
public struct KVMGuestShape: Equatable, Sendable {
    public var cpuCount: Int
    /// EL2 belongs to the guest.
    public var hasEL2: Bool
    /// HCR_EL2.E2H is RES0: no VHE. Only with `hasEL2`; without it, E2H is RES1.
    public var isWithoutVHE: Bool

    public init(cpuCount: Int, hasEL2: Bool, isWithoutVHE: Bool) {
        self.cpuCount = cpuCount
        self.hasEL2 = hasEL2
        self.isWithoutVHE = isWithoutVHE
    }

    func features(vcpu index: Int) -> KVMVCPUFeatures {
        var features: KVMVCPUFeatures = .psci
        if hasEL2 { features.insert(.el2) }
        if hasEL2 && isWithoutVHE { features.insert(.el2WithoutVHE) }
        if index > 0 { features.insert(.powerOff) }
        return features
    }
}

/// A machine in the kernel, ready to run: every step that can fail is behind it.
public final class KVMVirtualMachine {
    public let shape: KVMGuestShape
    public private(set) var vcpus: [KVMVCPU] = []
    /// Guest physical addresses have this many bits.
    public let addressBits: Int

    // Declared in the order of their making; the vCPUs keep what they need themselves.
    private let descriptor: KVMDescriptor
    /// The slot refers to it.
    private let memory: GuestMemory
    let lock = KVMMachineLock()

    /// Width when RAM does not need more: what KVM takes by default, and what most hosts have.
    static let usualAddressBits = 40
    /// KVM's smallest.
    static let minimumAddressBits = 32

    /// Creates everything in the order the kernel wants: all vCPUs before the first is
    /// initialised, and the interrupt controller last.
    ///
    /// Ioctls: KVM_CREATE_VM, KVM_ENABLE_CAP, KVM_SET_USER_MEMORY_REGION, KVM_CREATE_VCPU,
    /// KVM_ARM_PREFERRED_TARGET, KVM_ARM_VCPU_INIT, KVM_CREATE_DEVICE, KVM_SET_DEVICE_ATTR.
    public init(
        _ system: borrowing KVMSystem, shape: KVMGuestShape, memory: GuestMemory, bus: Bus
    ) throws(KVMError) {
        self.shape = shape
        self.memory = memory
        let runPageBytes = try system.runPageBytes()
        addressBits = try Self.addressBits(system, memory)
        let breakpointCount = Int(try system.value(of: .hardwareBreakpoints))
        descriptor = try system.createVM(addressBits: addressBits)
        // Without it such an access ends KVM_RUN with ENOSYS, which says less.
        if try system.value(of: .accessWithoutSyndrome) > 0 {
            try descriptor.perform(.enableCapability(.accessWithoutSyndrome))
        }
        try mapMemory()
        for index in 0..<shape.cpuCount {
            let number = try descriptor.perform(.createVCPU(index: index)).result
            vcpus.append(
                try KVMVCPU(
                    index: index, KVMDescriptor(number, door: system.door),
                    runPageBytes: runPageBytes, bus: bus, lock: lock, hasEL2: shape.hasEL2,
                    breakpointLimit: min(breakpointCount, 16)))
        }
        let target = UInt32(
            truncatingIfNeeded: try descriptor.perform(.preferredTarget).value)
        for vcpu in vcpus {
            try vcpu.initialise(target: target, features: shape.features(vcpu: vcpu.index))
        }
        let controller = try Self.makeController(descriptor, shape)
        for vcpu in vcpus { vcpu.attach(controller) }
    }

    /// Drives a shared peripheral interrupt, 0 for the first. Any thread may. Without an interrupt
    /// controller nobody hears of it.
    func setLevel(ofSharedInterrupt number: Int, _ isHigh: Bool) {
        _ = descriptor.attempt(
            .setInterruptLevel(intid: 32 + UInt32(number), isHigh: isHigh))
    }

    private func mapMemory() throws(KVMError) {
        try descriptor.perform(
            .setMemoryRegion(
                KVMMemorySlot(
                    number: 0, guest: memory.base, lengthBytes: memory.lengthBytes,
                    host: UInt(bitPattern: memory.host))))
    }

    /// Guests without EL2 do without a GIC where the host has no GICv3.
    private static func makeController(_ vm: borrowing KVMDescriptor, _ shape: KVMGuestShape)
        throws(KVMError) -> KVMInterruptController?
    {
        do {
            return try KVMInterruptController(
                of: vm, vcpuCount: shape.cpuCount, hasEL2: shape.hasEL2)
        } catch {
            if case .callFailed(.createDevice, _) = error, !shape.hasEL2 { return nil }
            throw error
        }
    }

    /// As many bits as RAM needs, at least what is usual, at most what the host has.
    private static func addressBits(_ system: borrowing KVMSystem, _ memory: GuestMemory)
        throws(KVMError) -> Int
    {
        let limit = max(Int(try system.value(of: .physicalAddressBits)), minimumAddressBits)
        let needed = UInt64.bitWidth - (memory.end - 1).leadingZeroBitCount
        guard needed <= limit else {
            throw .addressesTooWide(neededBits: needed, limitBits: limit)
        }
        return max(needed, min(limit, usualAddressBits))
    }
}
