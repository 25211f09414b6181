// The options that say what the processor and its interrupts are: shared by the commands that
// boot something.

import ArgumentParser
import SwiftVMM

struct ProcessorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The processor; help lists them. Default: max, cortex-a15 for a 32-bit image.",
            valueName: "model"))
    var cpu: CPUChoice?

    @Option(
        help: ArgumentHelp(
            "HCR_EL2.E2H: always 0 (no VHE), as software likes, or always 1; default: the model's.",
            valueName: "none|writable|res1"))
    var e2h: E2HChoice?

    @Option(help: ArgumentHelp("Architecture of the interrupt controller.", valueName: "2|3"))
    var gic: GICChoice = .v3

    @Option(
        help: ArgumentHelp(
            "Forgive nothing, and report each use of what the architecture does not promise: "
                + "\(HazardChoice.names).", valueName: "kinds"))
    var hazards: HazardChoice?

    func validate() throws {
        if let cpu, cpu.model == nil { throw CleanExit.message(CPUChoice.list) }
    }

    /// - Parameter image: Decides where the user did not, if it says what it is for.
    func apply(to configuration: inout MachineConfiguration, for image: Image? = nil) {
        if let model = cpu?.model {
            configuration.cpuModel = model
        } else if image?.isAArch32 == true {
            configuration.cpuModel = .cortexA15
        }
        configuration.e2h = e2h?.personality
        // GICv3's CPU interface is not part of Armv7.
        let isOld = gic == .v2 || configuration.cpuModel.isAArch32Only
        configuration.gicVersion = isOld ? .v2 : .v3
        configuration.hazards = hazards?.kinds ?? []
    }
}
