// The options that say what the processor is: shared by the commands that boot something.

import ArgumentParser
import SwiftVMM

struct ProcessorOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The processor; help lists them.", valueName: "model"))
    var cpu = CPUChoice(model: .max)

    @Option(
        help: ArgumentHelp(
            "HCR_EL2.E2H: always 0 (no VHE), as software likes, or always 1; default: the model's.",
            valueName: "none|writable|res1"))
    var e2h: E2HChoice?

    @Option(
        help: ArgumentHelp(
            "Forgive nothing, and report each use of what the architecture does not promise: "
                + "\(HazardChoice.names).", valueName: "kinds"))
    var hazards: HazardChoice?

    func validate() throws {
        if cpu.model == nil { throw CleanExit.message(CPUChoice.list) }
    }

    func apply(to configuration: inout MachineConfiguration) {
        if let model = cpu.model { configuration.cpuModel = model }
        configuration.e2h = e2h?.personality
        configuration.hazards = hazards?.kinds ?? []
    }
}
