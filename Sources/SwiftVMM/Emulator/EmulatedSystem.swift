// What the vCPUs of one software machine share: memory, devices, time, translated code, monitors.

public final class EmulatedSystem {
    public let memory: GuestMemory
    public let bus: Bus
    public let clock: MachineClock
    public let model: CPUModel
    /// Whether EL2 belongs to the guest. Without it, HVC is a call to the machine's firmware.
    let hasEL2: Bool
    /// SCR_EL3.HCE.
    var allowsHVC = true
    let blocks: BlockCache
    /// Nil if the interpreter executes everything.
    let hostCode: HostCodeEngine?
    /// Watches for uses of what the architecture does not promise; nil if nobody asked for that.
    var hazards: HazardMonitor?
    /// What earlier watches found.
    var formerFindings: [Hazard] = []
    public let gic: GIC
    public private(set) var vcpus: [EmulatedVCPU] = []
    /// All translated code is to be forgotten, before the next block.
    var translationsAreStale = false

    /// - Parameter engine: What executes blocks.
    public convenience init(
        memory: GuestMemory, bus: Bus, model: CPUModel, cpuCount: Int, hasEL2: Bool,
        gicVersion: GICVersion = .v3, engine: ExecutionEngine = .auto
    ) {
        self.init(
            memory: memory, bus: bus, model: model, cpuCount: cpuCount, hasEL2: hasEL2,
            gicVersion: gicVersion,
            hostCode: engine == .interpreter ? nil : HostCodeEngine(HostCodeOptions()))
    }

    init(
        memory: GuestMemory, bus: Bus, model: CPUModel, cpuCount: Int, hasEL2: Bool,
        gicVersion: GICVersion = .v3, hostCode: HostCodeEngine?,
        tlbCapacity: Int = SoftwareTLB.defaultCapacity,
        hazards kinds: HazardKinds = []
    ) {
        self.hostCode = hostCode
        self.memory = memory
        self.bus = bus
        let machineModel = gicVersion == .v3 ? model : model.changing(removing: [.gicv3])
        self.model = hasEL2 ? machineModel : machineModel.withoutEL2
        self.hasEL2 = hasEL2
        clock = MachineClock()
        blocks = BlockCache(memory: memory, hostCode: hostCode)
        gic = GIC(version: gicVersion, cpuCount: cpuCount)
        for index in 0..<cpuCount {
            vcpus.append(
                EmulatedVCPU(index: index, system: self, tlbCapacity: tlbCapacity))
        }
        gic.linesChanged = { [unowned self] index in
            if index < vcpus.count { vcpus[index].interruptsChanged() }
        }
        memory.willChange = { [unowned self] in
            hazards?.generation &+= 1
            guard willStore(physical: $0, count: $1) else { return }
            for vcpu in vcpus { vcpu.mustLeaveBlock = true }
        }
        memory.romAccessDidChange = { [unowned self] in
            for vcpu in vcpus { vcpu.forgetHostAddresses() }
        }
        watch(for: kinds)
    }

    /// Lets go of the vCPUs, which hold on to what they share: they would keep each other for ever.
    /// Whoever made the system calls this at its end.
    func dissolve() { vcpus = [] }

    /// Forgets all translated code. Only between blocks.
    func dropTranslations() {
        translationsAreStale = false
        blocks.removeAll()
        for vcpu in vcpus { vcpu.flushJumpCache() }
    }

    /// The bytes at [physical, physical + count) are about to change under translated code or an
    /// exclusive monitor. True if code of the page was translated.
    func willStore(physical: UInt64, count: UInt64) -> Bool {
        let page = memory.page(of: physical)
        let flags = GuestMemory.PageFlags(rawValue: memory.pageFlags[page])
        if flags.contains(.unsaved) { memory.save(page: page) }
        if flags.contains(.monitored) {
            clearMonitors(physical: physical, count: count, page: page)
        }
        return flags.contains(.holdsCode) && blocks.invalidate(physical: physical, count: count)
    }

    /// Bytes in the Exclusives reservation granule.
    static let reservationGranule: UInt64 = 64

    /// A store clears every monitor whose granule it touches, which is a wake-up event for the PE
    /// that set it: what a lock's owner does is all that a waiter in WFE may count on. The PE's own
    /// monitor is cleared too, which the architecture allows.
    /// Source: Arm ARM, "Mechanisms for entering a low-power state", "WFE wake-up events".
    private func clearMonitors(physical: UInt64, count: UInt64, page: Int) {
        var remains = false
        for vcpu in vcpus where vcpu.state[Slot.exclusiveSize] != 0 {
            let marked = vcpu.state[Slot.exclusiveAddress]
            let granule = marked.alignedDown(to: Self.reservationGranule)
            if physical < granule + Self.reservationGranule && physical + count > granule {
                vcpu.state[Slot.exclusiveSize] = 0
                // A monitor that goes from Exclusive to Open is an event for its PE.
                vcpu.eventRegister = true
            } else if memory.page(of: marked) == page {
                remains = true
            }
        }
        if !remains {
            memory.pageFlags[page] &= ~GuestMemory.PageFlags.monitored.rawValue
        }
    }

    /// SEV: sets the Event Register of every PE.
    func sendEvent() {
        for vcpu in vcpus { vcpu.eventRegister = true }
    }
}
