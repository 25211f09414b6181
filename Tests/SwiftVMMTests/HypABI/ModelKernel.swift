// A tiny model of the owners of EL2 and of a kernel that calls them, with switchable faults.

@testable import SwiftVMM

/// A mistake that the model makes.
enum Fault: String, CaseIterable, Sendable {
    case stubClobbersX19, stubLosesFlags, stubLeaksStackPointer, stubWritesThreadPointer
    case stubForgetsToSet, stubAnswersSetWithOne, vectorsKeepLowBits
    case stubResetWritesControl, stubAnswersUnknownWithZero, stubComparesLowWordOnly
    case stubReadsImmediate, stubReturnsToTheCall, stubReturnsWrongInterruptType
    case stubRestartSwapsArguments, stubRestartAtEL1, stubRestartGetsStuck, stubRestartReturns
    case temporaryStubAcceptsReset, finaliseForgetsE2H, finaliseMovesWithoutVHE
    case initKeepsMMUOff, initClobbersX4, initAnswersUnknownWithZero, initRestartLosesX0
    case kvmAcceptsSet, kvmResetKeepsMMUOn, kvmResetKeepsVectors, secondResetIsRefused
    case kvmAnswersFinalise, stubAnswersKVMCallWithZero
    case kvmRestartLosesX0, kvmRestartAtEL1, kvmRestartUnmasks, kvmRestartWritesTranslation
    case callChangesNeighbour, secondaryStartsWithKVM, handlerStartsUnmasked, bootsInWrongMode

    /// The one rule that it breaks.
    var rule: String {
        switch self {
        case .stubClobbersX19: "HYP-6"
        case .stubLosesFlags, .stubReturnsToTheCall: "HYP-2"
        case .stubLeaksStackPointer, .stubWritesThreadPointer: "HYP-33"
        case .stubForgetsToSet, .stubAnswersSetWithOne: "HYP-18"
        case .vectorsKeepLowBits: "HYP-21"
        case .stubResetWritesControl: "HYP-22"
        case .stubAnswersUnknownWithZero: "HYP-30"
        case .stubComparesLowWordOnly: "HYP-32"
        case .stubReadsImmediate: "HYP-3"
        case .stubReturnsWrongInterruptType: "HYP-34"
        case .stubRestartSwapsArguments, .stubRestartAtEL1, .stubRestartGetsStuck,
            .stubRestartReturns:
            "HYP-35"
        case .temporaryStubAcceptsReset: "HYP-23"
        case .finaliseForgetsE2H: "HYP-62"
        case .finaliseMovesWithoutVHE: "HYP-63"
        case .initKeepsMMUOff, .initClobbersX4: "HYP-47"
        case .initAnswersUnknownWithZero: "HYP-48"
        case .kvmAcceptsSet: "HYP-20"
        case .kvmResetKeepsMMUOn, .kvmResetKeepsVectors: "HYP-24"
        case .secondResetIsRefused: "HYP-26"
        case .kvmAnswersFinalise: "HYP-66"
        case .stubAnswersKVMCallWithZero: "HYP-27"
        case .kvmRestartLosesX0, .initRestartLosesX0, .kvmRestartAtEL1: "HYP-36"
        case .kvmRestartUnmasks: "HYP-38"
        case .kvmRestartWritesTranslation: "HYP-39"
        case .callChangesNeighbour: "HYP-5"
        case .secondaryStartsWithKVM: "HYP-75"
        case .handlerStartsUnmasked: "HYP-1"
        case .bootsInWrongMode: "HYP-68"
        }
    }
}

final class ModelKernel {
    static let stub: UInt64 = 0x4000_0800
    static let temporary: UInt64 = 0x4000_3000
    static let initVectors: UInt64 = 0x4000_1000
    static let host: UInt64 = 0xffff_8000_0000_2000
    static let payload: UInt64 = 0x4010_0000
    static let kvmInit: UInt64 = 0xc600_0000

    static let declaration = ImageDeclaration(
        title: "model", era: .latest,
        owners: [
            .init(kind: .is64, vectorBase: stub), .init(kind: .tp64, vectorBase: temporary),
            .init(kind: .ki64, vectorBase: initVectors), .init(kind: .kf64, vectorBase: host),
        ])
    static let symbols = Symbols([
        .init(address: stub, sizeBytes: 0x800, name: "hyp_stub_vectors"),
        .init(address: initVectors, sizeBytes: 0x800, name: "kvm_init_vectors"),
        .init(address: temporary, sizeBytes: 0x800, name: "temporary_vectors"),
        .init(address: 0x4000_8000, sizeBytes: 0x1000, name: "kernel"),
        .init(address: payload, sizeBytes: 0x1000, name: "second_kernel"),
    ])

    let checker: HypABIChecker
    let cpus: [ScriptedVCPU]
    var faults: Set<Fault>
    var ending = RunEnding.exited(code: 0)
    private var resets = 0
    private var boots = 0

    init(_ checker: HypABIChecker, cpus: Int = 1, faults: Set<Fault> = []) {
        self.checker = checker
        self.faults = faults
        self.cpus = (0..<cpus).map { ScriptedVCPU(index: $0) }
        for cpu in self.cpus {
            cpu.observer = checker
            cpu[.vbarEL2] = Self.stub
        }
        checker.watch(self.cpus)
        checker.readInstruction = { [weak self] _, _ in self?.instruction }
    }

    private var instruction: UInt32 = 0xd400_0002

    /// The boot code's way down to EL1.
    func boot(_ cpu: ScriptedVCPU) {
        cpu.state.pstate = 0x3c9
        cpu.state.pc = 0x4000_8010
        cpu.set(.vbarEL2, Self.stub)
        cpu.state.x[0] = faults.contains(.bootsInWrongMode) && boots == 0 ? 0xe11 : 0xe12
        boots += 1
        cpu[.elrEL2] = 0x4000_8100
        cpu[.spsrEL2] = 0x3c5
        cpu.exceptionReturn()
    }

    /// One HVC with checkpoints around it, as the firmware makes them.
    func call(
        _ cpu: ScriptedVCPU, _ number: UInt64, _ arguments: [UInt64] = [], immediate: UInt16 = 0,
        flags: UInt64 = 0x6000_0000
    ) {
        cpu.time += 100
        cpu.state.x[0] = number
        for index in 1...4 {
            cpu.state.x[index] =
                arguments.count >= index ? arguments[index - 1] : 0x1100 + UInt64(index)
        }
        cpu.state.pstate = cpu.state.pstate & ~0xf000_0000 | flags
        cpu.state.pc = 0x4000_8200
        instruction = 0xd400_0002 | UInt32(immediate) << 5
        cpu.checkpoint(.call)
        cpu.state.pc += 4
        cpu.time += 1
        if faults.contains(.handlerStartsUnmasked) && number == 0x77 {
            takeUnmasked(cpu, immediate)
        } else {
            cpu.takeException(
                syndrome: 0x5a00_0000 | UInt64(immediate), preferredReturn: cpu.state.pc + 4)
        }
        cpu.time += 10
        answer(cpu, immediate)
    }

    private func takeUnmasked(_ cpu: ScriptedVCPU, _ immediate: UInt16) {
        let saved = cpu.state.pstate
        cpu[.spEL1] = cpu.state.sp
        cpu[.elrEL2] = cpu.state.pc + 4
        cpu[.spsrEL2] = saved
        cpu.state.pstate = 0x309
        cpu.state.sp = cpu.spEL2
        let origin = cpu.state.pc
        cpu.state.pc = cpu[.vbarEL2] + 0x400
        cpu.emit(
            .exceptionTaken(
                type: .synchronous, from: .el1, to: .el2,
                syndrome: 0x5a00_0000 | UInt64(immediate), preferredReturn: origin + 4,
                savedState: saved, vector: cpu.state.pc, faultAddress: nil), pc: origin, el: .el1)
    }

    // MARK: - Owners

    private func answer(_ cpu: ScriptedVCPU, _ immediate: UInt16) {
        switch cpu[.vbarEL2].alignedDown(to: 2048) {
        case Self.stub: stubAnswers(cpu, immediate)
        case Self.temporary: temporaryAnswers(cpu)
        case Self.initVectors: initAnswers(cpu)
        case Self.host: hostAnswers(cpu)
        default: ending = .stuck(.branchToSelf(cpu.state.pc))
        }
    }

    private func back(_ cpu: ScriptedVCPU) {
        if cpu[.elrEL2] == 0 { return }
        cpu.exceptionReturn()
        cpu.time += 1
        cpu.checkpoint(.return)
    }

    private func stubAnswers(_ cpu: ScriptedVCPU, _ immediate: UInt16) {
        var number = cpu.state.x[0]
        if faults.contains(.stubComparesLowWordOnly) { number &= 0xffff_ffff }
        if faults.contains(.stubClobbersX19) && number == 0x77 { cpu.state.x[19] = 0xbad }
        if faults.contains(.stubLosesFlags) && number == 0x77 {
            cpu[.spsrEL2] &= ~0xf000_0000
        }
        if faults.contains(.stubReturnsToTheCall) && number == 0x77 { cpu[.elrEL2] += 4 }
        if faults.contains(.stubLeaksStackPointer) && number == 0x77 { cpu[.spEL1] += 16 }
        if faults.contains(.stubWritesThreadPointer) && number == 0 { cpu.set(.tpidrEL1, 1) }
        if faults.contains(.callChangesNeighbour) && number == 0 && cpu.index == 0 {
            for other in cpus where other.index != 0 { other[.vbarEL2] = cpu.state.x[1] }
        }
        switch number {
        case 0:
            let kept: UInt64 = faults.contains(.vectorsKeepLowBits) ? ~0 : ~0x7ff
            if !faults.contains(.stubForgetsToSet) { cpu.set(.vbarEL2, cpu.state.x[1] & kept) }
            cpu.state.x[0] = faults.contains(.stubAnswersSetWithOne) ? 1 : 0
        case 1: return stubRestarts(cpu)
        case 2:
            cpu.state.x[0] = 0
            if faults.contains(.stubResetWritesControl) { cpu.set(.hcrEL2, 0) }
            if resets > 0 && faults.contains(.secondResetIsRefused) {
                cpu.state.x[0] = Era.stubError
            }
        case 3: finalise(cpu)
        case 4:
            cpu.state.x[0] = 0
            cpu.state.x[1] =
                faults.contains(.stubReturnsWrongInterruptType) ? 7 : cpu[.ichVtrEL2]
        default:
            cpu.state.x[0] = Era.stubError
            if number == 0x77 && faults.contains(.stubAnswersUnknownWithZero) { cpu.state.x[0] = 0 }
            if number == 0x77 && immediate != 0 && faults.contains(.stubReadsImmediate) {
                cpu.state.x[0] = UInt64(immediate)
            }
            if KVMCall.isKVM(number) && faults.contains(.stubAnswersKVMCallWithZero) {
                cpu.state.x[0] = 0
            }
        }
        back(cpu)
    }

    private func stubRestarts(_ cpu: ScriptedVCPU) {
        if faults.contains(.stubRestartReturns) {
            cpu.state.x[0] = Era.stubError
            return back(cpu)
        }
        let entry = cpu.state.x[1]
        moveArguments(cpu)
        if faults.contains(.stubRestartSwapsArguments) { cpu.state.x.swapAt(1, 2) }
        if faults.contains(.stubRestartGetsStuck) {
            ending = .stuck(.branchToSelf(cpu.state.pc))
            return
        }
        if faults.contains(.stubRestartAtEL1) {
            cpu[.elrEL2] = entry
            cpu[.spsrEL2] = 0x3c5
            cpu.exceptionReturn()
        } else {
            cpu.state.pc = entry
        }
        arrive(cpu)
    }

    private func moveArguments(_ cpu: ScriptedVCPU) {
        let entry = cpu.state.x[1]
        for index in 0...2 { cpu.state.x[index] = cpu.state.x[index + 2] }
        cpu.state.x[4] = entry
    }

    /// What the machine and the payload do at the entry.
    private func arrive(_ cpu: ScriptedVCPU) {
        if cpu.breakpoints.contains(cpu.state.pc) {
            _ = checker.vcpu(cpu, reached: cpu.state.pc)
        }
        cpu.checkpoint(.entry)
    }

    private func temporaryAnswers(_ cpu: ScriptedVCPU) {
        switch cpu.state.x[0] {
        case 0:
            cpu.set(.vbarEL2, cpu.state.x[1])
            cpu.state.x[0] = 0
        case 1: return stubRestarts(cpu)
        default:
            cpu.state.x[0] = faults.contains(.temporaryStubAcceptsReset) ? 0 : Era.stubError
        }
        back(cpu)
    }

    private func initAnswers(_ cpu: ScriptedVCPU) {
        let number = cpu.state.x[0]
        if number < 5 { return kvmStubCall(cpu) }
        if number == Self.kvmInit {
            if !faults.contains(.initKeepsMMUOff) { cpu.set(.sctlrEL2, 0x30c5_183d) }
            cpu.set(.ttbr0EL2, 0x4005_0000)
            cpu.set(.vbarEL2, Self.host)
            if faults.contains(.initClobbersX4) { cpu.state.x[4] = 0 }
            cpu.state.x[0] = 0
        } else {
            cpu.state.x[0] =
                faults.contains(.initAnswersUnknownWithZero) ? 0 : Era.notSupported
        }
        back(cpu)
    }

    private func hostAnswers(_ cpu: ScriptedVCPU) {
        if cpu.state.x[0] < 5 { return kvmStubCall(cpu) }
        if cpu.state.x[0] == 0xc600_0001 {
            cpu.state.x[1] += cpu.state.x[2]
            cpu.state.x[0] = 0
        } else {
            cpu.state.x[0] = Era.notSupported
        }
        back(cpu)
    }

    private func kvmStubCall(_ cpu: ScriptedVCPU) {
        let isInit = cpu[.vbarEL2] == Self.initVectors
        switch cpu.state.x[0] {
        case 1:
            cpu[.elrEL2] = cpu.state.x[1]
            cpu[.spsrEL2] = faults.contains(.kvmRestartAtEL1) && !isInit ? 0x3c5 : 0x3c9
            if faults.contains(.kvmRestartUnmasks) { cpu[.spsrEL2] &= ~0x80 }
            moveArguments(cpu)
            if faults.contains(isInit ? .initRestartLosesX0 : .kvmRestartLosesX0) {
                cpu.state.x[0] = 0
            }
            if faults.contains(.kvmRestartWritesTranslation) { cpu.set(.ttbr0EL1, 0) }
            giveBack(cpu)
            cpu.exceptionReturn()
            arrive(cpu)
            return
        case 2:
            resets += 1
            if !faults.contains(.kvmResetKeepsMMUOn) { cpu.set(.sctlrEL2, 0x30c5_0830) }
            if isInit || !faults.contains(.kvmResetKeepsVectors) { cpu.set(.vbarEL2, Self.stub) }
            cpu.state.x[0] = 0
        case 0 where faults.contains(.kvmAcceptsSet):
            cpu.set(.vbarEL2, cpu.state.x[1])
            cpu.state.x[0] = 0
        case 3 where faults.contains(.kvmAnswersFinalise): cpu.state.x[0] = 0
        default: cpu.state.x[0] = Era.stubError
        }
        back(cpu)
    }

    private func giveBack(_ cpu: ScriptedVCPU) {
        cpu.set(.sctlrEL2, 0x30c5_0830)
        cpu.set(.vbarEL2, Self.stub)
    }

    private func finalise(_ cpu: ScriptedVCPU) {
        let hasVHE = cpu[.idAA64Mmfr1EL1] != 0
        guard hasVHE || faults.contains(.finaliseMovesWithoutVHE) else {
            cpu.state.x[0] = Era.stubError
            return
        }
        cpu.set(.hcrEL2, faults.contains(.finaliseForgetsE2H) ? 0x8800_0000 : 0x4_8800_0000)
        cpu.state.sp = cpu[.spEL1]
        let moved: [(SystemRegisterID, SystemRegisterID)] = [
            (.tpidrEL2, .tpidrEL1), (.vbarEL2, .vbarEL1), (.tcrEL2, .tcrEL1),
            (.ttbr0EL2, .ttbr0EL1), (.ttbr1EL2, .ttbr1EL1), (.mairEL2, .mairEL1),
        ]
        for pair in moved { cpu.set(pair.0, cpu[pair.1]) }
        let control = cpu[.sctlrEL1]
        cpu.set(.sctlrEL2, control)
        cpu.set(.sctlrEL1, 0x30d0_0800)
        cpu[.spsrEL2] = cpu[.spsrEL2] & ~0xf | 0x9
        cpu.state.x[0] = 0
    }

    // MARK: - The kernel

    /// A run through every owner of an arm64 kernel without VHE, then a restart out of each.
    func runEverything() {
        let cpu = cpus[0]
        boot(cpu)
        call(cpu, 2)
        call(cpu, 0x77)
        call(cpu, 0x77, immediate: 5)
        call(cpu, ~0)
        call(cpu, 1 << 32 | 2)
        call(cpu, 4)
        call(cpu, 3)
        guard ending == .exited(code: 0), cpu.state.el == .el1 else { return }
        call(cpu, 0, [Self.temporary])
        call(cpu, 2)
        call(cpu, 0, [Self.stub])
        call(cpu, 0, [Self.initVectors + 8])
        call(cpu, 0xc600_00ff)
        call(cpu, 3)
        call(cpu, 2)
        call(cpu, 0, [Self.initVectors])
        call(cpu, Self.kvmInit, [0x4005_1000])
        call(cpu, 0xc600_0001, [2, 3])
        call(cpu, 0, [Self.stub])
        call(cpu, 3)
        call(cpu, 4)
        call(cpu, 2)
        call(cpu, 2)
        call(cpu, 0xc600_0001, [2, 3])
        call(cpu, 0, [Self.initVectors])
        call(cpu, Self.kvmInit, [0x4005_1000])
        restart(cpu)
        call(cpu, 0, [Self.initVectors])
        restart(cpu)
        restart(cpu)
    }

    func restart(_ cpu: ScriptedVCPU) {
        guard ending == .exited(code: 0) else { return }
        call(cpu, 1, [Self.payload, 0xd7b0_0000, 0x22, 0x33])
        guard ending == .exited(code: 0) else { return }
        if cpu.state.el == .el2 { boot(cpu) }
    }
}
