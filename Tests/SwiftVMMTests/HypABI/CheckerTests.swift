import Testing

@testable import SwiftVMM

@Suite struct CheckerTests {
    /// Runs the model and returns what the checker says.
    static func report(
        _ faults: Set<Fault> = [], _ observation: Observation = .engine, cpus: Int = 1,
        era: Era? = nil, run: (ModelKernel) -> Void = { $0.runEverything() }
    ) -> HypABIReport {
        let checker = HypABIChecker(
            declaration: ModelKernel.declaration, era: era, observation: observation)
        let kernel = ModelKernel(checker, cpus: cpus, faults: faults)
        run(kernel)
        return checker.finish(kernel.ending)
    }

    static func report(_ fault: Fault, _ observation: Observation) -> HypABIReport {
        report([fault], observation, cpus: 2) { kernel in
            if fault == .finaliseForgetsE2H { return runFinalise(kernel) }
            kernel.runEverything()
            guard fault == .secondaryStartsWithKVM || fault == .callChangesNeighbour else { return }
            runSecondary(kernel)
        }
    }

    static func runFinalise(_ kernel: ModelKernel) {
        let cpu = kernel.cpus[0]
        cpu[.idAA64Mmfr1EL1] = 0x100
        cpu[.sctlrEL1] = 0x30d0_180d
        kernel.boot(cpu)
        kernel.call(cpu, 3)
    }

    static func runSecondary(_ kernel: ModelKernel) {
        let first = kernel.cpus[0]
        let second = kernel.cpus[1]
        kernel.call(first, 0, [ModelKernel.initVectors])
        kernel.call(first, ModelKernel.kvmInit)
        kernel.boot(second)
        if kernel.faults.contains(.secondaryStartsWithKVM) { second[.vbarEL2] = ModelKernel.host }
        kernel.call(second, 0x77)
        kernel.call(second, 0, [ModelKernel.initVectors])
        kernel.call(second, ModelKernel.kvmInit)
        kernel.call(second, 0xc600_0001, [2, 3])
    }

    @Test(arguments: [Observation.engine, .probe])
    func faultlessRunIsClean(observation: Observation) {
        let report = Self.report([], observation)
        #expect(report.findings == [])
        #expect(report.callCount == 29)
        #expect(report.restarts.map(\.owner) == [.kf64, .ki64, .is64])
        for id in [
            "HYP-2", "HYP-3", "HYP-6", "HYP-18", "HYP-20", "HYP-21", "HYP-22", "HYP-23", "HYP-24",
            "HYP-26", "HYP-27", "HYP-28", "HYP-30", "HYP-31", "HYP-32", "HYP-33", "HYP-34",
            "HYP-35", "HYP-36", "HYP-38", "HYP-39", "HYP-44", "HYP-45", "HYP-47", "HYP-48",
            "HYP-63", "HYP-66",
        ] {
            #expect(report[rule: id]?.verdict == .held, "\(id)")
        }
    }

    @Test func engineEventsShowTheMachineAndTheBootToo() {
        let report = Self.report()
        for id in ["HYP-1", "HYP-43", "HYP-68"] {
            #expect(report[rule: id]?.verdict == .held, "\(id)")
        }
    }

    @Test(arguments: Fault.allCases, [Observation.engine, .probe])
    func eachFaultBreaksExactlyItsRule(fault: Fault, observation: Observation) {
        let rule = Rule.find(fault.rule)!
        let report = Self.report(fault, observation)
        let broken = Set(report.findings.map(\.rule))
        if observation == .probe && rule.needsEngineEvents {
            #expect(broken == [])
        } else {
            #expect(broken == [fault.rule], "\(report.text(symbols: ModelKernel.symbols))")
        }
    }

    @Test(arguments: Fault.allCases)
    func bothObservationsGiveTheSameVerdicts(fault: Fault) {
        let byEvents = Self.report(fault, .engine)
        let byCheckpoints = Self.report(fault, .probe)
        for (a, b) in zip(byEvents.rules, byCheckpoints.rules) where !a.rule.needsEngineEvents {
            #expect(a.verdict == b.verdict && a.held == b.held, "\(a.rule.id)")
        }
        #expect(
            byEvents.findings.filter { !Rule.find($0.rule)!.needsEngineEvents }.map(\.seen)
                == byCheckpoints.findings.map(\.seen))
    }

    @Test(arguments: [Observation.engine, .probe])
    func upgradeToVHEIsJudged(observation: Observation) {
        let report = Self.report([], observation, run: Self.runFinalise)
        #expect(report.findings == [])
        #expect(report[rule: "HYP-62"]?.verdict == .held)
        #expect(report.records[0].outcome == .movedToEL2)
    }

    @Test(arguments: [Observation.engine, .probe])
    func secondCPUMeetsTheStubFirst(observation: Observation) {
        let report = Self.report([], observation, cpus: 2) { kernel in
            kernel.boot(kernel.cpus[0])
            Self.runSecondary(kernel)
        }
        #expect(report.findings == [])
        #expect(report[rule: "HYP-75"]?.verdict == .held)
        #expect(report[rule: "HYP-5"]?.verdict == .held)
    }

    @Test func lostArgumentNamesItsBug() {
        let report = Self.report(.kvmRestartLosesX0, .engine)
        #expect(report.findings.count == 1)
        #expect(report.findings.first?.bugs == ["B21"])
        #expect(report.findings.first?.aspect == "x0")
    }

    @Test func lostArgumentIsExpectedOfOldKernels() {
        let report = Self.report([.kvmRestartLosesX0], era: Era(4, 12)) { kernel in
            let cpu = kernel.cpus[0]
            kernel.boot(cpu)
            cpu[.vbarEL2] = ModelKernel.host
            kernel.restart(cpu)
        }
        #expect(report.findings == [])
        #expect(report[rule: "HYP-37"]?.verdict == .held)
    }

    @Test func vectorAddressWithLowBitsIsJudgedOnce() {
        let report = Self.report(.vectorsKeepLowBits, .engine)
        #expect(report.findings.map(\.seen) == ["0x40001008"])
    }

    @Test func failureAfterAFindingIsAConsequence() {
        let report = Self.report([.kvmAcceptsSet]) { kernel in
            let cpu = kernel.cpus[0]
            kernel.boot(cpu)
            kernel.call(cpu, 0, [ModelKernel.initVectors])
            kernel.call(cpu, ModelKernel.kvmInit)
            kernel.call(cpu, 0, [0x4444_0000])
            cpu.checkpoint(.fail, 0x0203)
            kernel.call(cpu, 2)
        }
        #expect(Set(report.findings.map(\.rule)) == ["HYP-20"])
        #expect(report.guestFailures == [])
        #expect(report.consequences.count == 3)
        #expect(report.consequences.allSatisfy { $0.of == "HYP-20" })
    }

    @Test func failureWithoutAFindingIsTheGuests() {
        let report = Self.report([]) { $0.cpus[0].checkpoint(.fail, 7) }
        #expect(report.isClean)
        #expect(report.guestFailures.map(\.value) == [7])
    }

    @Test func withoutADeclarationTheFirstVectorsAreTheStub() {
        let checker = HypABIChecker(era: Era(6, 6))
        let kernel = ModelKernel(checker)
        kernel.boot(kernel.cpus[0])
        kernel.call(kernel.cpus[0], 0x77)
        kernel.call(kernel.cpus[0], 0, [ModelKernel.initVectors])
        kernel.call(kernel.cpus[0], ModelKernel.kvmInit)
        let report = checker.finish(.poweredOff)
        #expect(report.records.map(\.owner) == [.is64, .is64, .unknown])
        #expect(report.findings == [])
    }

    @Test func restartWithoutBreakpointsIsSeenByItsCheckpoint() {
        let report = Self.report([]) { kernel in
            let cpu = kernel.cpus[0]
            cpu.capabilities = .observesExceptions
            kernel.boot(cpu)
            kernel.restart(cpu)
        }
        #expect(report.findings == [])
        #expect(report[rule: "HYP-35"]?.verdict == .held)
    }

    @Test func breakpointsAreTakenBack() {
        let checker = HypABIChecker(declaration: ModelKernel.declaration)
        let kernel = ModelKernel(checker)
        kernel.runEverything()
        #expect(kernel.cpus[0].breakpoints == [])
        #expect(!checker.vcpu(kernel.cpus[0], reached: ModelKernel.payload))
    }
}
