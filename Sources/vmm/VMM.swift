// The root command.

import ArgumentParser
import SwiftVMM

@main
struct VMM: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vmm",
        abstract: "Run and check code that starts at Arm EL2.",
        discussion: """
            EXAMPLES:
              vmm run hyp-stub.bin                    run it, judge every hypercall, report
              vmm run --trace exceptions stub.elf     and show each exception on the way
              vmm run --format json stub.bin          the report as data on stdout
              vmm check Image                         try every rule on a live kernel
              vmm explain HYP-21                      what a rule or register means
              vmm doctor                              what this host can do
            """,
        version: "vmm 0.1.0",
        subcommands: subcommands
    )

    private static let subcommands: [any ParsableCommand.Type] = [
        Run.self, Check.self, Explore.self, Lab.self, Compare.self, Disassemble.self, Explain.self,
        Doctor.self,
    ]

    static func main() {
        Signals.ignoreBrokenPipe()
        Signals.reportBugs()
        main(nil)
    }
}
