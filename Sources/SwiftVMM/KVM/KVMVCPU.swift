// A vCPU of KVM: run it, and turn what the kernel says into one exit.
//
// Source: Linux Documentation/virt/kvm/api.rst, "KVM_RUN" and "The kvm_run structure".

import CKVM
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One vCPU of the hardware engine. It answers device accesses itself and returns for all else.
///
/// `run` may be called on any thread, one at a time, and takes the machine's lock while it works
/// on an exit; `kick` may be called on any other thread.
public final class KVMVCPU: VCPU {
    public let index: Int
    /// EL2 belongs to the guest.
    public let hasEL2: Bool
    public var capabilities: EngineCapabilities { breakpointLimit > 0 ? .breakpoints : [] }

    let descriptor: KVMDescriptor
    private let page: KVMRunPage
    private let bus: Bus
    private let lock: KVMMachineLock
    private(set) var controller: KVMInterruptController?

    /// Set before runs: who sees device accesses.
    public weak var observer: (any VCPUObserver)?
    public var observedKinds: EventKinds = []
    /// Counts this vCPU's exits; there is no other time that a run can be told by. Any thread may
    /// read it.
    public var exitCount: UInt64 { exits.load(ordering: .relaxed) }
    private let exits = Atomic<UInt64>(0)

    /// How many breakpoints the hardware has for us.
    let breakpointLimit: Int
    public var breakpoints: Set<UInt64> = [] { didSet { debugIsStale = true } }
    /// What KVM_SET_GUEST_DEBUG was told is no longer what is wanted.
    private var debugIsStale = false
    /// At a breakpoint that was reported: step over it first.
    private var resumeFrom: UInt64?

    /// Ids that this vCPU does not have: asked once.
    var hidden: Set<KVMRegister> = []
    /// ICH_VTR_EL2 never changes, and cannot be read while another vCPU runs.
    private(set) var listRegisterType: UInt64?

    init(
        index: Int, _ descriptor: consuming KVMDescriptor, runPageBytes: Int, bus: Bus,
        lock: KVMMachineLock, hasEL2: Bool, breakpointLimit: Int
    ) throws(KVMError) {
        page = try KVMRunPage(of: descriptor, lengthBytes: runPageBytes)
        self.descriptor = descriptor
        self.index = index
        self.bus = bus
        self.lock = lock
        self.hasEL2 = hasEL2
        self.breakpointLimit = breakpointLimit
    }

    /// Makes the vCPU what `features` say, and resets it (KVM_ARM_VCPU_INIT).
    func initialise(target: UInt32, features: KVMVCPUFeatures) throws(KVMError) {
        try descriptor.perform(.initVCPU(target: target, features: features))
    }

    func attach(_ controller: KVMInterruptController?) {
        self.controller = controller
        listRegisterType = controller?.read(
            SystemRegister[.ichVtrEL2].encoding, affinity: UInt64(index))
    }

    // MARK: Running

    /// Runs until something needs the machine. The budget is not counted: KVM has no such count.
    public func run(budget: UInt64) -> VCPUExit {
        do throws(KVMError) {
            while true {
                try updateDebug()
                let answer = descriptor.attempt(.run)
                // The errno comes first: the exit reason may be that of an earlier call.
                switch -answer.result {
                case EINTR:
                    page.setImmediateExit(false)
                    return .budgetExpired
                case 1...: throw failure(SystemError(number: -answer.result))
                default: break
                }
                exits.add(1, ordering: .relaxed)
                if let exit = try take(page.exit) { return exit }
            }
        } catch {
            return .failed(error.vmmError)
        }
    }

    /// Works on one exit; nil to go on.
    private func take(_ exit: KVMExit) throws(KVMError) -> VCPUExit? {
        switch exit {
        case .mmio(let access):
            guard let effect = lock.withLock({ answer(access) }) else {
                // Nothing answers: an external abort, as on the bus of the software engine.
                try descriptor.perform(.injectExternalAbort)
                return nil
            }
            guard effect != .none else { return nil }
            try completeAccess()
            return .device(effect)
        case .systemEvent(.shutdown, _): return .powerEvent(.off)
        case .systemEvent(.reset, let data):
            // KVM_SYSTEM_EVENT_RESET_FLAG_PSCI_RESET2
            let isWarm = data.first.map { $0 & 1 != 0 } ?? false
            return .powerEvent(.reset(isWarm ? .warm : .cold))
        case .debug: return try reachedBreakpoint()
        case .interrupted: return .budgetExpired
        case .failEntry(let reason, let cpu): throw .entryFailed(reason: reason, cpu: cpu)
        case .accessWithoutSyndrome(_, let address):
            if bus.find(GuestPhysicalAddress(address), sizeBytes: 1) == nil {
                try descriptor.perform(.injectExternalAbort)
                return nil
            }
            throw .accessWithoutSyndrome(address: address, pc: read(.pc) ?? 0)
        case .unknown, .hypercall, .internalError, .systemEvent, .memoryFault, .hardwareAbort,
            .other:
            throw .unexpectedExit(exit)
        }
    }

    /// KVM_RUN's own failure. EFAULT may come with an exit that says where.
    private func failure(_ error: SystemError) -> KVMError {
        if error.number == EFAULT || error.number == EHWPOISON, case .memoryFault = page.exit {
            return .unexpectedExit(page.exit)
        }
        return .callFailed(.run, error)
    }

    /// Lets a device answer an access; nil if there is none at the address.
    private func answer(_ access: KVMDeviceAccess) -> DeviceEffect? {
        guard let (device, offset) = bus.find(access.address, sizeBytes: access.sizeBytes) else {
            return nil
        }
        var value = access.value
        var effect = DeviceEffect.none
        if access.isWrite {
            effect = device.write(offset: offset, sizeBytes: access.sizeBytes, value: value)
        } else {
            value = device.read(offset: offset, sizeBytes: access.sizeBytes)
            value &= UInt64.max >> UInt64(64 - 8 * access.sizeBytes)
            page.answerRead(value)
        }
        if observedKinds.contains(.mmio) {
            observer?.vcpu(
                self,
                did: Event(
                    vcpu: index, time: exitCount, pc: read(.pc) ?? 0, el: currentLevel,
                    detail: .deviceAccess(
                        device: device.name, address: access.address.value,
                        sizeBytes: access.sizeBytes, isWrite: access.isWrite, value: value)))
        }
        return effect
    }

    /// An access moves PC only on the next KVM_RUN; this one does that and nothing else.
    private func completeAccess() throws(KVMError) { try runWithoutEntry() }

    /// What the kernel still has to decide about a vCPU, it decides at its first KVM_RUN.
    func finishSetUp() throws(KVMError) { try runWithoutEntry() }

    /// KVM_RUN that returns before it enters the guest.
    private func runWithoutEntry() throws(KVMError) {
        page.setImmediateExit(true)
        let answer = descriptor.attempt(.run)
        page.setImmediateExit(false)
        guard answer.result == -EINTR || answer.result >= 0 else {
            throw .callFailed(.run, SystemError(number: -answer.result))
        }
    }

    // MARK: Stopping

    public func requestExit() { page.setImmediateExit(true) }

    /// Makes `run` on another thread return soon.
    func kick(_ thread: pthread_t) {
        page.setImmediateExit(true)
        _ = ckvm_kick(thread)
    }

    /// Off, by its own CPU_OFF or since the start (KVM_GET_MP_STATE). Waits until `run` returns.
    var isPoweredOff: Bool {
        let answer = descriptor.attempt(.getPowerState)
        // KVM_MP_STATE_STOPPED
        return answer.result >= 0 && answer.value == 5
    }

    // MARK: Breakpoints

    private func updateDebug() throws(KVMError) {
        let isStepping = resumeFrom != nil && resumeFrom == read(.pc)
        if !isStepping { resumeFrom = nil }
        guard debugIsStale || isStepping else { return }
        let debug =
            isStepping
            ? KVMGuestDebug(breakpoints: [], isStepping: true)
            : KVMGuestDebug(
                breakpoints: Array(breakpoints.sorted().prefix(breakpointLimit)),
                isStepping: false)
        try descriptor.perform(.setGuestDebug(debug))
        // After the step the breakpoints come back.
        debugIsStale = isStepping
    }

    private func reachedBreakpoint() throws(KVMError) -> VCPUExit? {
        let pc = read(.pc) ?? 0
        guard resumeFrom == nil, breakpoints.contains(pc) else {
            // The step over a breakpoint is done.
            resumeFrom = nil
            return nil
        }
        resumeFrom = pc
        return .breakpoint(pc)
    }
}
