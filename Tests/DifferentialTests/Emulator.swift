// Our side of the comparison: one software vCPU, its registers and memory set directly.

@testable import SwiftVMM

/// A machine at EL1 with the MMU on, so that memory is Normal and may be accessed unaligned.
///
/// Two blocks of 1 GiB: virtual 0x4000_0000 is RAM that EL0 and EL1 may write, for data and for
/// LDTR; virtual 0x8000_0000 is the same RAM for code, because what EL0 may write EL1 may not
/// execute.
final class Emulator: Engine {
    let vcpu: EmulatedVCPU
    private let memory: GuestMemory
    private let system: EmulatedSystem

    private static let ramBase: UInt64 = 0x4000_0000
    private static let table: UInt64 = 0x4000_8000
    private static let vectors: UInt64 = 0x8000_a000
    /// Synchronous exception from the current Exception level with SP_ELx.
    private static let synchronousVector = vectors + 0x200
    private static let codeAlias: UInt64 = 0x4000_0000

    /// Without FEAT_LSE2, which Unicorn has not.
    private static let model = CPUModel.max.changing(removing: [.lse2])

    /// - Parameter hostCode: Compiles what is run; without one the interpreter runs it.
    init(hostCode: HostCodeEngine? = nil) throws {
        memory = try GuestMemory(base: GuestPhysicalAddress(Self.ramBase), lengthBytes: 2 << 20)
        system = EmulatedSystem(
            memory: memory, bus: Bus(), model: Self.model, cpuCount: 1, hasEL2: true,
            hostCode: hostCode)
        vcpu = system.vcpus[0]
        vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
        // Floating point, AdvSIMD: there, and not trapped.
        vcpu.state[.idAA64Pfr0EL1][bits: 16..<24] = 0
        vcpu.state[.cpacrEL1] = 3 << 20
        vcpu.state[.cptrEL2] = 0
        try setUpTranslation()
        vcpu.breakpoints = [Layout.end, Self.synchronousVector]
    }

    /// Source: Arm ARM, TCR_EL1, MAIR_EL1, SCTLR_EL1, and the VMSAv8-64 descriptor formats.
    private func setUpTranslation() throws {
        let state = vcpu.state
        // Valid block, AF, inner shareable, AttrIndx 0; AP[1] opens it to EL0.
        let block: UInt64 = 1 | 1 << 10 | 3 << 8
        let rows: [(index: UInt64, descriptor: UInt64)] = [
            (Self.ramBase >> 30, Self.ramBase | block | 1 << 6),
            (Layout.codeBase >> 30, Self.ramBase | block),
        ]
        for row in rows {
            try memory.write(
                withUnsafeBytes(of: row.descriptor.littleEndian) { [UInt8]($0) },
                at: GuestPhysicalAddress(Self.table + row.index * 8))
        }
        state[.hcrEL2] = 1 << 31
        state[.mairEL1] = 0xff
        // T0SZ 25, write-back inner shareable walks, EPD1, 48-bit IPA.
        var tcr: UInt64 = 25 | 1 << 8 | 1 << 10 | 3 << 12
        tcr |= 1 << 23 | 5 << 32
        state[.tcrEL1] = tcr
        state[.ttbr0EL1] = Self.table
        state[.vbarEL1] = Self.vectors
        // M, C, I, SPAN; A and SA stay clear.
        let ones: UInt64 = 1 | 1 << 2 | 1 << 12 | 1 << 23
        state[.sctlrEL1] = SystemRegister[.sctlrEL1].fixedOnes & ~(1 << 3) | ones
        state.pstate = PSTATE(daif: 0xf, el: .el1, spSel: true)
        vcpu.contextIsStale = true
    }

    var data: UnsafeMutableRawPointer { memory.host + Int(Layout.dataBase - Self.ramBase) }

    /// Instructions executed since the start.
    var instructionCount: UInt64 { vcpu.clock.now }

    func write(code words: [UInt32], at address: UInt64) {
        let physical = address - Self.codeAlias
        let host = memory.host + Int(physical - Self.ramBase)
        words.withUnsafeBytes { host.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        let end = physical + UInt64(words.count * 4)
        var start = physical
        while start < end {
            let next = min((start | 0xfff) + 1, end)
            _ = system.willStore(physical: start, count: next - start)
            start = next
        }
    }

    func run(_ machine: inout MachineState, limit: Int?) -> Outcome {
        let state = vcpu.state
        machine.withWords { words in
            for index in 0...MachineState.spIndex { state.slots[index] = words[index] }
            state[Slot.nzcv] = words[MachineState.nzcvIndex]
            state[.tpidrEL0] = words[MachineState.tpidrIndex]
            state[.fpcr] = words[MachineState.fpcrIndex]
            state[.fpsr] = words[MachineState.fpsrIndex]
            for index in 0..<64 {
                state.slots[Int(Slot.v0) + index] = words[MachineState.vectorIndex + index]
            }
            state.pc = words[MachineState.pcIndex]
        }
        state[Slot.daif] = 0xf
        vcpu.loopDetector.pointee = ExceptionLoopDetector()
        clearMonitor()
        let outcome = run(limit: UInt64(limit ?? 1000))
        machine.withWords { words in
            for index in 0...MachineState.spIndex { words[index] = state.slots[index] }
            words[MachineState.nzcvIndex] = state[Slot.nzcv]
            words[MachineState.tpidrIndex] = state[.tpidrEL0]
            words[MachineState.fpcrIndex] = state[.fpcr]
            words[MachineState.fpsrIndex] = state[.fpsr]
            for index in 0..<64 {
                words[MachineState.vectorIndex + index] = state.slots[Int(Slot.v0) + index]
            }
            words[MachineState.pcIndex] = state.pc
        }
        if case .exception(let pc) = outcome { machine.pc = pc }
        return outcome
    }

    private func run(limit: UInt64) -> Outcome {
        let state = vcpu.state
        let last = vcpu.clock.now + limit
        while vcpu.clock.now < last {
            switch vcpu.run(budget: last - vcpu.clock.now) {
            // YIELD ends a run early.
            case .budgetExpired: continue
            case .breakpoint(Layout.end): return .finished
            case .breakpoint(Self.synchronousVector): return .exception(at: state[.elrEL1])
            case let exit: return .other("\(exit)")
            }
        }
        if state.pc == Self.synchronousVector { return .exception(at: state[.elrEL1]) }
        return .finished
    }

    /// EC of the last exception.
    var exceptionClass: UInt64 { vcpu.state[.esrEL1] >> 26 }

    func clearMonitor() { vcpu.state[Slot.exclusiveSize] = 0 }
}
