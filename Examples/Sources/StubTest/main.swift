import SwiftVMM

// Describe a machine and load an image.
var configuration = MachineConfiguration()
configuration.cpuCount = 1
configuration.entryLevel = .el2
let machine = try VirtualMachine(configuration)
try machine.load(Image(contentsOf: CommandLine.arguments[1]))
let checker = try machine.makeChecker()

// Run until the stub leaves EL2 for the kernel, then read registers by name.
let leavesEL2 = StopEvent(.exceptions) { event in
    if case .exceptionReturn(from: .el2, to: .el1, _, _) = event.detail { true } else { false }
}
let atKernel = machine.run(RunLimits(instructions: 1_000_000, stopEvent: leavesEL2))
precondition(atKernel == .event, "the stub never entered the kernel: \(atKernel)")
let vectors = machine.vcpus[0].read(Register(named: "VBAR_EL2")!)!
precondition(vectors % 2048 == 0, "vectors at \(vectors.hex()) are not 2 KiB aligned")

// Run to the end and assert on the report.
let ending = machine.run(RunLimits(instructions: 10_000_000))
let report = checker.finish(RunEnding(ending))
precondition(ending == .exited(code: 0), "\(ending)")
precondition(report.isClean, report.text())
print("vectors at \(vectors.hex()), \(report.callCount) calls, every rule held")
