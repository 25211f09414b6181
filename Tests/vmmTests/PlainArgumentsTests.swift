import ArgumentParser
import Testing

@testable import vmm

/// `vmm run` reads plain arguments itself. What it makes of them must be what ArgumentParser makes.
@Suite struct PlainArgumentsTests {
    @Test(
        arguments: [
            "a.bin", "--no-check a.bin --backend software", "--memory 1G --cpus 4 a.bin",
            "--cpu cortex-a57 --e2h none --gic 2 a.bin", "--cpu max --cpu v8.2 a.bin",
            "--initrd b --append console=ttyAMA0 a.bin", "a.bin --engine interpreter --el 1",
            "--timeout 10s --max-instructions 0x10 --seed 7 --reset zero a.bin",
            "--format json a.bin --no-reboot --console virtio --testdev --no-input",
            "--cpus +2 a.bin", "--atags a.bin", "--seed 1_000 ./--memory",
        ])
    func same(line: String) throws {
        let arguments = line.split(separator: " ").map(String.init)
        let full = try #require(try Run.parseAsRoot(arguments) as? Run)
        guard let plain = Run(plain: arguments) else {
            // A name that is there twice.
            #expect(Set(arguments).count < arguments.count)
            return
        }
        let expected = values(of: full)
        #expect(values(of: plain) == expected)
        // Looking into the wrappers finds something.
        #expect(expected.contains("_engine value: \(full.engine)"))
    }

    /// All of these are for ArgumentParser to read, or to say what is wrong with them.
    @Test(
        arguments: [
            "", "a b", "--help", "-h a", "--version", "a --memory", "--memory --cpus a",
            "--memory 1X a", "--memory 1 a", "--cpus 9 a", "--cpus x a", "--cpu help a",
            "--cpu none a", "--trace all a", "--load a@1 b", "--unknown a", "--memory=1G a",
            "-- a", "-", "--append -x a", "--no-check", "--no-check --no-check a", "--kernel a",
            "--generate-completion-script", "--dump-dtb x", "--experimental-dump-help",
        ])
    func leftAlone(line: String) {
        #expect(Run(plain: line.split(separator: " ").map(String.init)) == nil)
        #expect(Run(plain: line.split(separator: " ").map(String.init) + [""]) == nil)
    }

    @Test func name() { #expect(Run._commandName == "run") }

    /// Each property and what it holds, through the property wrappers. One that was never set shows
    /// as its definition, which no parsed command has.
    private func values(of arguments: some ParsableArguments) -> [String] {
        Mirror(reflecting: arguments).children.flatMap { label, wrapper -> [String] in
            let parsed = Mirror(reflecting: wrapper).children.first { $0.label == "_parsedValue" }
            guard let parsed, let held = Mirror(reflecting: parsed.value).children.first else {
                return ["\(label ?? "?"): nothing"]
            }
            let name = "\(label ?? "?") \(held.label ?? "?")"
            if let group = held.value as? any ParsableArguments {
                return values(of: group).map { "\(name).\($0)" }
            }
            return ["\(name): \(held.value)"]
        }
    }
}
