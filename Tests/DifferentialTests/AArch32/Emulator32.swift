// Our side: a Cortex-A15, or an Armv8 processor, in Supervisor mode, with the MMU on so that memory
// is Normal.

@testable import SwiftVMM

final class Emulator32 {
    let vcpu: EmulatedVCPU
    private let memory: GuestMemory
    private let system: EmulatedSystem

    private static let ramBase: UInt64 = 0x4000_0000
    private static let table: UInt64 = 0x4000_8000
    private static let vectors: UInt64 = 0x8000_a000
    private static let codeAlias: UInt64 = 0x4000_0000

    /// - Parameter hostCode: Compiles what is run; without one the interpreter runs it.
    init(hostCode: HostCodeEngine? = nil, model: CPUModel = .cortexA15) throws {
        memory = try GuestMemory(base: GuestPhysicalAddress(Self.ramBase), lengthBytes: 2 << 20)
        system = EmulatedSystem(
            memory: memory, bus: Bus(), model: model, cpuCount: 1, hasEL2: true,
            hostCode: hostCode)
        vcpu = system.vcpus[0]
        vcpu.reset(policy: .zero, seed: 0, entryLevel: .el2)
        let state = vcpu.state
        // Sections: write-back, AP 3, domain 0. The code's is a second name of the same RAM.
        let section: UInt32 = 0x4000_0000 | 1 << 12 | 3 << 10 | 3 << 2 | 2
        for (address, descriptor) in [
            (Self.ramBase, section), (Layout.dataBase, section | 1 << 20),
            (Layout.codeBase, section),
        ] {
            try memory.write(
                withUnsafeBytes(of: descriptor.littleEndian) { [UInt8]($0) },
                at: GuestPhysicalAddress(Self.table + (address >> 20) * 4))
        }
        state[.hcrEL2] = 0
        state[.ttbr0EL1] = Self.table
        state[.tcrEL1] = 0
        state[.dacr32EL2] = 1
        state[.vbarEL1] = Self.vectors
        state[.sctlrEL1] = 0x00c5_0078 | 1 | 1 << 2 | 1 << 12
        state[.cpacrEL1] = 0xf << 20
        state[.cptrEL2] = 0x33ff
        state[.fpexc32EL2] = 1 << 30
        vcpu.breakpoints = Set([Layout.end] + (1...4).map { Self.vectors + 4 * $0 })
    }

    var data: UnsafeMutableRawPointer { memory.host + Int(Layout.dataBase - Self.ramBase) }
    var instructionCount: UInt64 { vcpu.clock.now }

    private func write(code halfwords: [UInt16]) {
        let length = UInt64(2 * halfwords.count)
        let physical = Layout.end - length - Self.codeAlias
        let host = memory.host + Int(physical - Self.ramBase)
        halfwords.withUnsafeBytes { host.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
        var start = physical
        while start < physical + length {
            let next = min((start | 0xfff) + 1, physical + length)
            _ = system.willStore(physical: start, count: next - start)
            start = next
        }
    }

    /// - Parameter limit: Instructions after which it is over; by default there is no need of any.
    func run(
        _ sequence: Sequence32, _ result: inout MachineState32, limit: UInt64? = nil
    ) -> Outcome {
        write(code: sequence.halfwords)
        let state = vcpu.state
        let supervisor = ProcessorMode.supervisor
        state.setCPSR(UInt32(sequence.state[MachineState32.cpsrIndex]))
        for n in 0..<15 { state[supervisor.x(UInt32(n))] = sequence.state[n] }
        state.fpscr = UInt32(sequence.state[MachineState32.fpscrIndex])
        for n in 0..<32 {
            state[Slot.v0 + UInt16(n)] = sequence.state[MachineState32.vectorIndex + n]
        }
        state.pc = sequence.start
        state[Slot.exclusiveSize] = 0
        vcpu.contextIsStale = true
        vcpu.loopDetector.pointee = ExceptionLoopDetector()
        let outcome = run(limit: limit ?? (sequence.isSingle ? 1 : 200))
        let isException = outcome != .finished
        for n in 0..<15 { result[n] = state[supervisor.x(UInt32(n))] }
        var cpsr = state.cpsr
        if isException, let status = state.processorMode?.savedStatus {
            cpsr = UInt32(state[status])
        }
        result[MachineState32.cpsrIndex] = UInt64(cpsr)
        result[MachineState32.fpscrIndex] = UInt64(state.fpscr)
        for n in 0..<32 {
            result[MachineState32.vectorIndex + n] = state[Slot.v0 + UInt16(n)]
        }
        result[MachineState32.pcIndex] = state.pc
        if case .exception(let pc) = outcome { result[MachineState32.pcIndex] = pc }
        return outcome
    }

    private func run(limit: UInt64) -> Outcome {
        let state = vcpu.state
        let last = vcpu.clock.now + limit
        while vcpu.clock.now < last {
            switch vcpu.run(budget: last - vcpu.clock.now) {
            case .budgetExpired: continue
            case .breakpoint(Layout.end): return .finished
            case .breakpoint(let vector): return exception(vector &- Self.vectors)
            case .stuck(.branchToSelf): return .finished
            case let exit: return .other("\(exit)")
            }
        }
        // A single instruction that raised an exception.
        if state.processorMode != .supervisor { return exception(state.pc &- Self.vectors) }
        return .finished
    }

    /// The address of the instruction behind an exception.
    private func exception(_ offset: UInt64) -> Outcome {
        let state = vcpu.state
        guard let mode = state.processorMode, let status = mode.savedStatus else {
            return .other("no mode")
        }
        let isThumb = state[status] & UInt64(CPSR.t) != 0
        let link = state[mode.x(14)]
        switch offset {
        case 4: return .exception(at: link &- (isThumb ? 2 : 4))
        case 0xc: return .exception(at: link &- 4)
        case 0x10: return .exception(at: link &- 8)
        default: return .other("vector \(offset)")
        }
    }
}
