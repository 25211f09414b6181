// A vCPU without an engine: registers that a test moves, and the events an engine would emit.

@testable import SwiftVMM

final class ScriptedVCPU: VCPU {
    let index: Int
    var capabilities: EngineCapabilities = [.observesExceptions, .breakpoints]
    var breakpoints: Set<UInt64> = []
    var observer: (any VCPUObserver)?
    var state: RegisterSnapshot
    /// SP_EL2 while another stack pointer is in use.
    var spEL2: UInt64 = 0xdead_0000
    var time: UInt64 = 0

    init(index: Int = 0) {
        self.index = index
        let system: [UInt64?] = SystemRegister.table.map { row in
            if case .alias = row.renaming { return nil }
            // Every register differs from every other one.
            return 0x5000_0000_0000 + UInt64(row.id.rawValue) << 12
        }
        state = RegisterSnapshot(
            x: (0...30).map { 0xa0_0000 + UInt64($0) }, sp: 0, pc: 0x4000_8000, pstate: 0x3c5,
            system: system)
        state.sp = self[.spEL1]
        self[.hcrEL2] = 0x8000_0000
        self[.sctlrEL1] = 0x30d0_0800
        self[.sctlrEL2] = 0x30c5_0830
        self[.idAA64Mmfr1EL1] = 0
    }

    func run(budget: UInt64) -> VCPUExit { .budgetExpired }
    func requestExit() {}
    func read(_ register: Register) -> UInt64? { state[register] }
    func write(_ register: Register, _ value: UInt64) -> Bool { false }
    func snapshot() -> RegisterSnapshot { state }

    subscript(_ id: SystemRegisterID) -> UInt64 {
        get { state[id] }
        set { state.system[Int(id.rawValue)] = newValue }
    }

    func emit(_ detail: Event.Detail, pc: UInt64? = nil, el: ExceptionLevel? = nil) {
        let event = Event(
            vcpu: index, time: time, pc: pc ?? state.pc, el: el ?? state.el, detail: detail)
        guard let observer, !observer.observedKinds.isDisjoint(with: event.kinds) else { return }
        observer.vcpu(self, did: event)
    }

    func checkpoint(_ kind: Checkpoint.Kind, _ value: UInt32 = 0) {
        emit(.checkpoint(Checkpoint(kind: kind, value: value)))
    }

    /// Writes a system register the way an MSR at EL2 does.
    func set(_ id: SystemRegisterID, _ value: UInt64) {
        let old = self[id]
        self[id] = value
        emit(.systemRegisterWritten(id, old: old, new: value))
    }

    /// Takes an exception to EL2.
    func takeException(syndrome: UInt64, preferredReturn: UInt64) {
        let from = state.el
        let saved = state.pstate
        let origin = state.pc
        let slot: UInt64 = from == .el2 ? 0x200 : 0x400
        if from == .el1 { self[.spEL1] = state.sp }
        if from < .el2 { state.sp = spEL2 }
        self[.elrEL2] = preferredReturn
        self[.spsrEL2] = saved
        self[.esrEL2] = syndrome
        state.pstate = saved & 0xf000_0000 | 0x3c9
        state.pc = self[.vbarEL2] + slot
        emit(
            .exceptionTaken(
                type: .synchronous, from: from, to: .el2, syndrome: syndrome,
                preferredReturn: preferredReturn, savedState: saved, vector: state.pc,
                faultAddress: nil), pc: origin, el: from)
    }

    /// ERET from EL2 to ELR_EL2 and SPSR_EL2.
    func exceptionReturn() {
        let origin = state.pc
        state.pc = self[.elrEL2]
        state.pstate = self[.spsrEL2]
        if state.el == .el1 {
            spEL2 = state.sp
            state.sp = self[.spEL1]
        }
        emit(
            .exceptionReturn(from: .el2, to: state.el, target: state.pc, state: state.pstate),
            pc: origin, el: .el2)
    }
}
