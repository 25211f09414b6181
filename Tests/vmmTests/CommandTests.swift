import Testing

@testable import SwiftVMM
@testable import vmm

/// Tiny guests, each a few words of A64.
private enum Guest {
    static func bytes(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    /// Prints `text`, then ends with `code`.
    static func exiting(_ code: UInt32, printing text: String = "") -> [UInt8] {
        // movz x1, #0x900, lsl #16
        var words: [UInt32] = [0xd2a1_2001]
        for byte in text.utf8 {
            // movz w2, #byte; str w2, [x1]
            words += [0x5280_0002 | UInt32(byte) << 5, 0xb900_0022]
        }
        // movz x1, #0x700, lsl #16; movz w2, #code; str w2, [x1, #8]; b .
        words += [0xd2a0_e001, 0x5280_0002 | code << 5, 0xb900_0822, 0x1400_0000]
        return bytes(words)
    }

    /// add x0, x0, #1; b .-4
    static let endless = bytes([0x9100_0400, 0x17ff_ffff])
    /// movz x1, #0x900, lsl #16; str w1, [x1]; add x0, x0, #1; b .-4
    static let printingForEver = bytes([0xd2a1_2001, 0xb900_0021, 0x9100_0400, 0x17ff_ffff])
    /// wfi; b .-4
    static let waiting = bytes([0xd503_207f, 0x17ff_ffff])
    /// movz x0, #8; movk x0, #0x8400, lsl #16; smc #0
    static let poweringOff = bytes([0xd280_0100, 0xf2b0_8000, 0xd400_0003])
}

@Suite struct CommandTests {
    private let folder = TemporaryFolder()

    private func image(_ bytes: [UInt8], _ name: String = "guest.bin") -> String {
        folder.file(name, bytes)
    }

    // MARK: Help and usage

    @Test func noArgumentsPrintHelp() {
        let result = Command.run()
        #expect(result.status == 0)
        #expect(result.standardOutput.contains("EXAMPLES:"))
        #expect(result.standardError == "")
    }

    @Test func helpOfRunListsEveryExitCode() {
        let result = Command.run("run", "--help")
        #expect(result.status == 0)
        let text = result.standardOutput.split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
        for status in ExitStatus.allCases {
            #expect(text.contains("\(status.rawValue) \(status.meaning)"))
        }
    }

    @Test(arguments: [
        ["fly"], ["run"], ["run", "x", "y"], ["run", "--cpus", "0", "x"],
        ["run", "--cpus", "9", "x"], ["run", "--memory", "5", "x"],
        ["run", "--memory", "lots", "x"],
        ["run", "--el", "3", "x"], ["run", "--timeout", "10", "x"], ["run", "--trace", "all", "x"],
        ["run", "--trace-file", "t", "x"], ["run", "--era", "new", "x"],
        ["run", "--load", "x", "x"], ["run", "--format", "yaml", "x"], ["explain", "nonsense"],
    ])
    func nonsenseIsAUsageError(arguments: [String]) {
        let result = Command.run(arguments)
        #expect(result.status == 64)
        #expect(result.standardOutput == "")
        #expect(!result.standardError.isEmpty)
    }

    // MARK: Input files

    @Test func missingFilesAreNamed() {
        let result = Command.run("run", "/nonexistent/guest.bin")
        #expect(result.status == 66)
        #expect(result.standardError.contains("/nonexistent/guest.bin"))
        let other = Command.run("run", "--symbols", "/nonexistent/elf", image(Guest.endless))
        #expect(other.status == 66)
    }

    @Test func badImagesAreRefused() {
        #expect(Command.run("run", "/tmp").status == 65)
        #expect(Command.run("run", image([])).status == 65)
        #expect(Command.run("run", image([0x1f, 0x8b, 8, 0])).status == 65)
        #expect(Command.run("run", image([0x7f, 0x45, 0x4c, 0x46])).status == 65)
        let large = image([UInt8](repeating: 0, count: 2 << 20))
        #expect(Command.run("run", "--memory", "1M", large).status == 65)
    }

    @Test func unreadableFilesAreNoPermission() {
        let path = image(Guest.exiting(0))
        let result = Command.run("run", path, shell: "chmod 000 \(path); \"$@\"")
        // The superuser may read anything.
        #expect(result.status == (isSuperuser ? 0 : 77))
    }

    private var isSuperuser: Bool { Command.run(shell: "exit $(id -u)").status == 0 }

    // MARK: Ends of a run

    @Test func consoleIsStdoutAndReportIsStderr() {
        let result = Command.run("run", image(Guest.exiting(0, printing: "hi\n")))
        #expect(result.status == 0)
        #expect(result.standardOutput == "hi\n")
        #expect(result.standardError.contains("exited with code 0"))
    }

    @Test func jsonReportIsAllOfStdout() {
        let result = Command.run(
            "run", "--format", "json", image(Guest.exiting(7, printing: "hi\n")))
        #expect(result.status == 1)
        #expect(
            result.standardOutput.hasPrefix("{\n  \"format\": \"swiftvmm-run\",\n  \"version\": 1,")
        )
        #expect(result.standardOutput.contains("\"code\": 7"))
        #expect(result.standardOutput.contains("\"exitCode\": 1"))
        #expect(result.standardError == "hi\n")
    }

    @Test func guestFailureIsOne() {
        #expect(Command.run("run", image(Guest.exiting(200))).status == 1)
    }

    @Test func poweringOffEndsWell() {
        #expect(Command.run("run", "--no-check", image(Guest.poweringOff)).status == 0)
    }

    @Test func waitingForNothingIsStuck() {
        let result = Command.run("run", image(Guest.waiting))
        #expect(result.status == 3)
        #expect(result.standardError.contains("stuck"))
    }

    @Test func budgetAndTimeoutEndTheRun() {
        let path = image(Guest.endless)
        let budget = Command.run("run", "--max-instructions", "1000", path)
        #expect(budget.status == 124)
        #expect(budget.standardError.contains("1000 instructions"))
        #expect(Command.run("run", "--timeout", "100ms", path).status == 124)
    }

    /// Sends a signal to a run once its guest has printed something.
    private func run(signalling signal: String) -> CommandResult {
        let file = folder.path + "/console"
        return Command.run(
            "run", "--timeout", "60s", image(Guest.printingForEver),
            shell: """
                "$@" >\(file) & until [ -s \(file) ]; do sleep 0.05; done; \
                kill -\(signal) $!; wait $!
                """)
    }

    @Test func interruptEndsTheRunWithAReport() {
        // A shell starts its background jobs with SIGINT ignored; vmm still catches it.
        let result = run(signalling: "INT")
        #expect(result.status == 130)
        #expect(result.standardError.contains("interrupted"))
    }

    @Test func aTrapOfOursIsSeventy() {
        let result = run(signalling: "TRAP")
        #expect(result.status == 70)
        #expect(result.standardError.contains("bug in vmm"))
    }

    #if !arch(arm64)
        @Test func kvmOfAnotherArchitectureIsUnavailable() {
            let result = Command.run("run", "--backend", "kvm", image(Guest.endless))
            #expect(result.status == 69)
            #expect(result.standardError.contains("cannot run Arm guests"))
        }

        @Test func autoSaysWhyItTookTheSoftwareCPU() {
            let result = Command.run("run", "--backend", "auto", image(Guest.exiting(0)))
            #expect(result.status == 0)
            #expect(result.standardError.contains("backend software: "))
            #expect(result.standardError.contains("cannot run Arm guests"))
        }
    #endif

    // MARK: Options

    @Test func entryMayBeAnAddressOrASymbol() {
        let code = Guest.endless + Guest.exiting(0)
        let path = image(code)
        #expect(Command.run("run", "--entry", "0x40000008", path).status == 0)
        #expect(Command.run("run", "--entry", "nowhere", path).status == 64)
        #expect(Command.run("run", "--entry", "0x40000002", path).status == 65)
        #expect(Command.run("run", "--entry", "0x10", path).status == 65)
    }

    @Test func filesLoadWhereAskedButNotOverEachOther() {
        let path = image(Guest.endless)
        let other = image(Guest.exiting(0), "other.bin")
        #expect(
            Command.run(
                "run", "--load", "\(other)@0x41000000", "--entry", "0x41000000", path
            ).status == 0)
        #expect(Command.run("run", "--load", "\(other)@0x40000004", path).status == 65)
    }

    @Test func theLevelOfEntryIsTheOneAskedFor() {
        // mrs x2, CurrentEL; lsr w2, w2, #2; movz x1, #0x700, lsl #16; str w2, [x1, #8]
        let path = image(Guest.bytes([0xd538_4242, 0x5302_7c42, 0xd2a0_e001, 0xb900_0822]))
        for level in ["1", "2"] {
            let result = Command.run("run", "--no-check", "--el", level, path)
            #expect(result.standardError.contains("exited with code \(level)"))
        }
    }

    // MARK: Traces and broken outputs

    @Test func tracesGoWhereAskedAndRepeat() {
        let path = image(Guest.exiting(0))
        func trace(_ name: String) -> String {
            let file = folder.path + "/" + name
            let result = Command.run(
                "run", "--trace", "instructions,mmio", "--trace-file", file, path)
            #expect(result.status == 0)
            return Command.read(file)
        }
        let first = trace("first")
        #expect(first.split(separator: "\n").count >= 4)
        #expect(first == trace("second"))
    }

    @Test func outputsThatCannotBeWrittenAreErrors() {
        let path = image(Guest.exiting(0, printing: "x"))
        let trace = Command.run(
            "run", "--trace", "instructions", "--trace-file", "/dev/full", path)
        #expect(trace.status == 71)
        #expect(trace.standardError.contains("/dev/full"))
        #expect(Command.run("run", path, shell: "\"$@\" >/dev/full").status == 71)
        #expect(Command.run("doctor", shell: "\"$@\" >/dev/full").status == 71)
        let missing = Command.run(
            "run", "--trace", "mmio", "--trace-file", "/nonexistent/t", path)
        #expect(missing.status == 71)
    }

    @Test func aReaderThatLeavesIsNoError() {
        let path = image(Guest.exiting(0, printing: "x"))
        let result = Command.run("run", path, shell: "{ \"$@\"; echo $? >&2; } | true")
        #expect(result.standardError.hasSuffix("0\n"))
        #expect(!result.standardError.contains("error"))
    }

    // MARK: Other commands

    @Test func doctorNamesTheBackend() {
        #expect(Command.run("doctor").standardOutput.contains("auto picks"))
        let json = Command.run("doctor", "--format", "json").standardOutput
        #expect(json.contains("\"automatic\": "))
        #if !arch(arm64)
            #expect(json.contains("\"automatic\": \"software\""))
            #expect(json.contains("cannot run Arm guests"))
            #expect(Command.run("doctor", "--registers").status == 69)
            let compare = Command.run(
                "compare", "--backends", "kvm,software", image(Guest.exiting(0)))
            #expect(compare.status == 69)
        #endif
        #expect(Diagnosis(kvmPath: "/nonexistent").text.contains("/nonexistent does not exist"))
    }

    @Test func compareOfABackendWithItselfFindsNothing() {
        let path = image(Guest.exiting(3))
        let result = Command.run("compare", "--backends", "software,software", path)
        #expect(result.status == 0)
        #expect(result.standardOutput.contains("0 suspect"))
        #expect(Command.run("compare", "--backends", "software", path).status == 64)
        #expect(Command.run("compare", "--backends", "software,fast", path).status == 64)
    }

    @Test func disassembleReadsWordsAndImages() {
        #expect(
            Command.run("disassemble", "--word", "0xd503201f").standardOutput == "d503201f  nop\n")
        let result = Command.run(
            "disassemble", "--from", "0x40000004", "--count", "1", image(Guest.waiting))
        #expect(result.standardOutput == "  0x40000004  17ffffff  b 0x40000000\n")
        #expect(
            Command.run("disassemble", "--set", "a32", "--word", "0xe1a00001").standardOutput
                == "e1a00001  mov r0, r1\n")
        #expect(
            Command.run(
                "disassemble", "--set", "t32", "--word", "0xbf08", "--word", "0x4770",
                "--word", "0xf7e08000"
            ).standardOutput == "bf08  it eq\n4770  bxeq lr\nf7e08000  hvc #0x0\n")
        #expect(Command.run("disassemble").status == 64)
        #expect(Command.run("disassemble", "--word", "0x100000000").status == 64)
        #expect(Command.run("disassemble", "/nonexistent/image").status == 66)
    }

    @Test func explainKnowsExitCodesAndRegisters() {
        for status in ExitStatus.allCases {
            #expect(Explain.text(for: "\(status.rawValue)")?.contains(status.meaning) == true)
        }
        for register in SystemRegister.table {
            #expect(Explain.text(for: register.name.lowercased())?.isEmpty == false)
        }
        #expect(Command.run("explain").status == 0)
    }

    // MARK: Device trees

    @Test(arguments: ["1", "4", "8"])
    func theDeviceTreeIsOneThatTheCompilerHasNoComplaintAbout(cpus: String) {
        let tree = folder.path + "/\(cpus).dtb"
        let result = Command.run("run", "--dump-dtb", tree, "--cpus", cpus, "--append", "quiet")
        #expect(result.status == 0, "\(result.standardError)")
        // Status 77 where dtc is not installed.
        let compiler = Command.run(
            tree, shell: "command -v dtc >/dev/null || exit 77; shift; dtc -I dtb -O dts \"$1\"")
        if compiler.status == 77 { return }
        #expect(compiler.status == 0)
        #expect(compiler.standardError == "")
        #expect(compiler.standardOutput.contains("bootargs = \"quiet\";"))
        #expect(compiler.standardOutput.contains("cpu@\(Int(cpus)! - 1) {"))
    }

    @Test func aBrokenDeviceTreeIsOneClearError() {
        let tree = folder.file("broken.dtb", [1, 2, 3, 4, 5])
        let result = Command.run("run", image(Guest.exiting(0)), "--dtb", tree)
        #expect(result.status == 65)
        #expect(result.standardError.contains("malformed device tree blob: magic at offset 0x0"))
    }

    @Test func anImageIsNamedOnce() {
        let path = image(Guest.exiting(0))
        #expect(Command.run("run", "--kernel", path).status == 0)
        #expect(Command.run("run", path, "--kernel", path).status == 64)
        #expect(Command.run("run").status == 64)
    }
}
