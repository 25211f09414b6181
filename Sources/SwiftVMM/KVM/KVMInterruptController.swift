// The GICv3 that the kernel keeps for a machine. A guest with EL2 cannot run without it.
//
// Source: Linux Documentation/virt/kvm/devices/arm-vgic-v3.rst.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A vGICv3, created after every vCPU and ready when `init` returns.
final class KVMInterruptController {
    /// PPI 9: where the kernel, the architecture's recommendation and other VMMs have it.
    static let maintenanceINTID: UInt64 = 25

    private let descriptor: KVMDescriptor

    /// - Parameters:
    ///   - vcpuCount: Number of redistributors, one after the other from their base.
    ///   - hasEL2: Also gives the guest hypervisor its maintenance interrupt.
    init(of vm: borrowing KVMDescriptor, vcpuCount: Int, hasEL2: Bool) throws(KVMError) {
        let answer = try vm.perform(.createDevice(.vGICv3))
        descriptor = KVMDescriptor(Int32(truncatingIfNeeded: answer.value), door: vm.door)
        try descriptor.perform(
            .setAttribute(.distributorAddress, MemoryMap.gicDistributor.value))
        try descriptor.perform(
            .setAttribute(
                .redistributorRegion,
                UInt64(vcpuCount) << 52 | MemoryMap.gicRedistributors.value))
        // Kernels before 6.15 do not have the attribute, nor guests with EL2.
        if hasEL2, descriptor.attempt(.hasAttribute(.maintenanceInterrupt)).result >= 0 {
            try descriptor.perform(.setAttribute(.maintenanceInterrupt, Self.maintenanceINTID))
        }
        try descriptor.perform(.setAttribute(.initialise, 0))
    }

    /// A register of the CPU interface; nil when the kernel does not show it, or while another vCPU
    /// runs (it then answers EBUSY).
    func read(_ encoding: SystemRegisterEncoding, affinity: UInt64) -> UInt64? {
        let answer = descriptor.attempt(
            .getAttribute(.cpuRegister(encoding, affinity: affinity)))
        return answer.result >= 0 ? answer.value : nil
    }
}
