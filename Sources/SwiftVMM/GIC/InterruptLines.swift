// Numbers of the private interrupts, and what reaches a PE in the end.

/// Private peripheral interrupts by INTID. Source: Arm SBSA, "PPI assignments"; the same on QEMU's
/// `virt` board and in KVM.
public enum PrivateInterrupt {
    /// Overflow of a PMU counter.
    public static let performanceMonitors = 23
    /// The virtual CPU interface wants its hypervisor.
    public static let maintenance = 25
    /// CNTHP, the EL2 physical timer.
    public static let hypervisorTimer = 26
    /// CNTV, the virtual timer.
    public static let virtualTimer = 27
    /// CNTHV, the EL2 virtual timer.
    public static let hypervisorVirtualTimer = 28
    /// CNTPS, the Secure physical timer. There is no Secure state here.
    public static let secureTimer = 29
    /// CNTP, the EL1 physical timer.
    public static let physicalTimer = 30
}

/// The interrupt inputs of one PE, as its interrupt controller drives them.
public struct InterruptLines: Equatable, Sendable {
    public var irq = false
    public var fiq = false
    /// From the virtual CPU interface; HCR_EL2.VI and VF come on top.
    public var virtualIRQ = false
    public var virtualFIQ = false

    public init() {}
}
