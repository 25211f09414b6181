// Everything a GIC remembers, as one value.

/// Which architecture the machine's interrupt controller follows.
public enum GICVersion: Int, Sendable, CaseIterable {
    /// GICv2 with the virtualisation extensions, all memory-mapped.
    case v2 = 2
    /// GICv3 with affinity routing and system registers always on, without ITS and LPIs.
    case v3 = 3
}

/// The state of a GIC with a single Security state (GICD_CTLR.DS is one, as in KVM). Copying it
/// copies the interrupt controller.
public struct GICState: Equatable, Sendable {
    public let version: GICVersion
    public let cpuCount: Int
    /// GICD_CTLR: bit 0 enables Group 0, bit 1 Group 1.
    public var groupEnables: UInt32 = 0
    /// SGIs and PPIs of each CPU.
    public var local: [InterruptBank]
    /// SPIs, INTID 32 and up.
    public var shared: [InterruptBank]
    /// For each SPI, the CPUs it may interrupt, one bit each.
    public var targets: [UInt8]
    /// GICv3: GICD_IROUTER<n> of each SPI.
    public var routes: [UInt64]
    /// GICv3: GICR_WAKER.ProcessorSleep of each CPU.
    public var isAsleep: [Bool]
    /// GICv2: for each CPU and SGI, the CPUs it is pending from, one bit each.
    public var sgiSources: [SIMD16<UInt8>]
    /// The physical CPU interfaces.
    public var interfaces: [PriorityLogic]
    public var virtualInterfaces: [VirtualInterface]
    /// GICv2: GICC_CTLR bits beyond the group enables, EOImode and CBPR.
    public var interfaceControls: [UInt32]

    /// SPIs of QEMU's `virt` board, 256 of them.
    public static let sharedBankCount = 8
    /// All interrupts together: INTID 0 up to here.
    public static let interruptCount = 32 * (sharedBankCount + 1)
    /// INTID 1023: nothing to acknowledge.
    public static let spurious = 1023

    public init(version: GICVersion, cpuCount: Int) {
        precondition((1...8).contains(cpuCount), "a GIC has 1 to 8 CPUs here")
        self.version = version
        self.cpuCount = cpuCount
        var bank = InterruptBank()
        // SGIs are always edge-triggered; GICv2's can't be disabled either.
        bank.edge = 0xffff
        if version == .v2 { bank.enabled = 0xffff }
        local = Array(repeating: bank, count: cpuCount)
        shared = Array(repeating: InterruptBank(), count: Self.sharedBankCount)
        let spis = 32 * Self.sharedBankCount
        // Affinity 0.0.0.0; GICv2 has no target on a multiprocessor, and the one CPU otherwise.
        targets = Array(repeating: version == .v3 || cpuCount == 1 ? 1 : 0, count: spis)
        routes = Array(repeating: 0, count: spis)
        isAsleep = Array(repeating: true, count: cpuCount)
        sgiSources = Array(repeating: SIMD16(repeating: 0), count: cpuCount)
        interfaces = Array(repeating: PriorityLogic(), count: cpuCount)
        virtualInterfaces = Array(repeating: VirtualInterface(version), count: cpuCount)
        interfaceControls = Array(repeating: 0, count: cpuCount)
    }

    /// Warm reset of one PE: its CPU interface and its virtual one. The distributor stays.
    public mutating func resetInterface(_ cpu: Int) {
        interfaces[cpu] = PriorityLogic()
        virtualInterfaces[cpu] = VirtualInterface(version)
        interfaceControls[cpu] = 0
    }

    // MARK: Banks

    /// Bank 0 is the CPU's own; the others are shared.
    subscript(bank index: Int, of cpu: Int) -> InterruptBank {
        get { index == 0 ? local[cpu] : shared[index - 1] }
        _modify {
            if index == 0 { yield &local[cpu] } else { yield &shared[index - 1] }
        }
    }

    // MARK: Decisions

    /// The pending interrupt of the highest priority that may go to this CPU; of equals, the lowest
    /// INTID. Groups that the distributor or the CPU interface disables take no part.
    public func highestPending(_ cpu: Int) -> PendingInterrupt? {
        let interface = interfaces[cpu]
        return highestPending(
            cpu, enables0: groupEnables[bit: 0] && interface.enables0,
            enables1: groupEnables[bit: 1] && interface.enables1)
    }

    /// WakeRequest: an interrupt is pending for a PE that said it sleeps, whatever its CPU
    /// interface would let through. Source: GIC Architecture Specification, IHI 0069, "Power
    /// management".
    func requestsWake(_ cpu: Int) -> Bool {
        version == .v3 && isAsleep[cpu]
            && highestPending(
                cpu, enables0: groupEnables[bit: 0], enables1: groupEnables[bit: 1]) != nil
    }

    private func highestPending(
        _ cpu: Int, enables0: Bool, enables1: Bool
    ) -> PendingInterrupt? {
        guard enables0 || enables1 else { return nil }
        var best: PendingInterrupt?
        func consider(_ bank: InterruptBank, _ first: Int) {
            var left = bank.pending & bank.enabled & ~bank.active
            left &= (enables1 ? bank.group : 0) | (enables0 ? ~bank.group : 0)
            while left != 0 {
                let number = left.trailingZeroBitCount
                left &= left &- 1
                let priority = bank.priorities[number]
                if let best, best.priority <= priority { continue }
                if first != 0, !targets[first - 32 + number][bit: cpu] { continue }
                best = PendingInterrupt(
                    intid: first + number, priority: priority,
                    group: bank.group[bit: number] ? .one : .zero)
            }
        }
        consider(local[cpu], 0)
        for (index, bank) in shared.enumerated() where bank.enabled != 0 {
            consider(bank, 32 * (index + 1))
        }
        return best
    }

    /// What reading IAR gives: 1023 when the interrupt to take is not one of `group`, or none.
    /// GICv2 adds the sender of an SGI in bits 12...10.
    public mutating func acknowledge(_ cpu: Int, _ group: InterruptGroup) -> Int {
        guard let interrupt = highestPending(cpu), interrupt.group == group,
            interfaces[cpu].signals(interrupt)
        else { return Self.spurious }
        return acknowledge(cpu, interrupt)
    }

    mutating func acknowledge(_ cpu: Int, _ interrupt: PendingInterrupt) -> Int {
        interfaces[cpu].activate(interrupt)
        let intid = interrupt.intid
        self[bank: intid >> 5, of: cpu].acknowledge(intid & 31)
        guard version == .v2, intid < 16 else { return intid }
        // Pending from several CPUs is several interrupts.
        let sources = sgiSources[cpu][intid]
        let sender = sources == 0 ? 0 : sources.trailingZeroBitCount
        sgiSources[cpu][intid] = sources & (sources &- 1)
        if sgiSources[cpu][intid] != 0 { local[cpu].latched[bit: intid] = true }
        return intid | sender << 10
    }

    /// EOIR: priority drop, and deactivation unless EOImode splits the two.
    public mutating func endInterrupt(_ cpu: Int, _ group: InterruptGroup, intid: Int) {
        guard intid < Self.interruptCount, interfaces[cpu].drop(group) != nil,
            !interfaces[cpu].splitsEndOfInterrupt
        else { return }
        deactivate(cpu, intid: intid)
    }

    public mutating func deactivate(_ cpu: Int, intid: Int) {
        guard (0..<Self.interruptCount).contains(intid) else { return }
        self[bank: intid >> 5, of: cpu].active[bit: intid & 31] = false
    }

    // MARK: Sources

    /// A shared wire. Returns whether it changed.
    mutating func setShared(_ intid: Int, _ isAsserted: Bool) -> Bool {
        guard (32..<Self.interruptCount).contains(intid) else { return false }
        return shared[intid / 32 - 1].setLine(intid & 31, isAsserted)
    }

    /// GICv3: the SGI becomes pending if it is of the group the register is for.
    mutating func sendSGI(_ intid: Int, to cpu: Int, group: InterruptGroup) {
        guard local[cpu].group[bit: intid] == (group == .one) else { return }
        local[cpu].latched[bit: intid] = true
    }

    /// ICC_SGI0R_EL1, ICC_SGI1R_EL1 and ICC_ASGI1R_EL1. All CPUs have affinity 0.0.0.n.
    public mutating func generateSGI(_ value: UInt64, from sender: Int, group: InterruptGroup) {
        let intid = Int(value[bits: 24..<28])
        if value[bit: 40] {
            for cpu in 0..<cpuCount where cpu != sender { sendSGI(intid, to: cpu, group: group) }
            return
        }
        let cluster = value[bits: 48..<56] | value[bits: 32..<40] | value[bits: 16..<24]
        guard cluster == 0, value[bits: 44..<48] == 0 else { return }
        for cpu in 0..<cpuCount where value[bit: cpu] { sendSGI(intid, to: cpu, group: group) }
    }
}
