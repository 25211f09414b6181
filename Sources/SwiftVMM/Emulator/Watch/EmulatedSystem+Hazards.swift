// Watching the vCPUs of one machine for hazards, from some moment to another.

extension EmulatedSystem {
    /// From now on, uses of what the architecture does not promise are looked for; with no kinds,
    /// no longer. TLBs are empty then, caches clean, and nothing is UNKNOWN that has been set.
    /// Only between two runs.
    func watch(for kinds: HazardKinds) {
        finishWatch()
        guard !kinds.isEmpty else { return }
        let monitor = HazardMonitor(kinds, memory: memory, cpuCount: vcpus.count)
        monitor.isInTLB = { [unowned self] use in
            vcpus[use.vcpu].tlb.serial(
                of: VirtualAddress(use.address), under: use.controls) == use.serial
        }
        monitor.willReload = { [unowned self] in _ = willStore(physical: $0, count: $1) }
        monitor.found = { [unowned self] hazard in
            let vcpu = vcpus[hazard.victim.vcpu]
            if vcpu.observes(.hazards) {
                vcpu.emit(.hazard(hazard), pc: hazard.victim.pc, el: hazard.victim.el)
            }
        }
        hazards = monitor
        for vcpu in vcpus { vcpu.watch = HazardWatch(monitor) }
        forgetTranslations()
    }

    private func finishWatch() {
        guard let hazards else { return }
        hazards.settle()
        formerFindings += hazards.state.findings
        self.hazards = nil
        for vcpu in vcpus { vcpu.watch = nil }
        forgetTranslations()
    }

    private func forgetTranslations() {
        for vcpu in vcpus {
            vcpu.tlb.invalidateAll()
            vcpu.forgetHostAddresses()
        }
    }

    /// What was found, in the order it was met.
    var findings: [Hazard] {
        hazards?.settle()
        return formerFindings + (hazards?.state.findings ?? [])
    }
}
