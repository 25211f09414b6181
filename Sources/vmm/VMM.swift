// The root command.

import ArgumentParser
import SwiftVMM

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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
        runDirectly(Array(CommandLine.arguments.dropFirst()))
        main(nil)
    }

    /// `vmm run`, without the tree of all commands, which takes longer to build than a small guest
    /// to run. Returns if there is anything to say about the arguments: the root says it.
    private static func runDirectly(_ arguments: [String]) {
        guard arguments.first == "run" else { return }
        let arguments = Array(arguments.dropFirst())
        guard let command = Run(plain: arguments) ?? (try? Run.parseAsRoot(arguments) as? Run)
        else { return }
        do {
            try command.run()
        } catch let code as ExitCode {
            leave(code.rawValue)
        } catch {
            Run.exit(withError: error)
        }
        leave(ExitStatus.success.rawValue)
    }
}

/// `exit`, which is something else inside a command.
private func leave(_ status: Int32) -> Never { exit(status) }
