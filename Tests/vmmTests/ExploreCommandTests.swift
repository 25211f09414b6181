// `vmm explore`, `vmm lab` and the moments of `vmm run` as a user calls them.

import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

@testable import vmm

@Suite struct ExploreCommandTests {
    private static let firmware: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/") + "/Firmware/arm64"
    }()
    private static let image = firmware + "/hyp-init.bin"
    private static let window = ["--from", "mark:3", "--to", "mark:4"]

    @Test func interruptsThatAreMaskedDoNothing() {
        let result = Command.run(
            ["explore", Self.image] + Self.window + ["--inject", "irq", "--patience", "2000"])
        #expect(result.status == 0)
        #expect(result.standardOutput.contains("nothing found"))
    }

    @Test func aFindingComesWithItsCommandLine() throws {
        let result = Command.run(
            ["explore", Self.image] + Self.window + ["--inject", "hvc:0", "--patience", "2000"])
        let all = Command.run(
            ["explore", Self.image] + ["--from", "mark:2", "--to", "mark:3"]
                + ["--inject", "hvc:2", "--patience", "2000"])
        #expect(result.status == 0)
        #expect(all.status == 2)
        let line = try #require(
            all.standardOutput.split(separator: "\n").first { $0.contains("replay: ") })
        let words = line.split(separator: " ").drop { $0 != "explore" }.map(String.init)
        #expect(words.contains("--replay"))
        let again = Command.run(words)
        #expect(again.status == 2)
        #expect(again.standardOutput.contains("guest failure"))
    }

    @Test func theCatalogueIsListedShownAndRun() {
        #expect(Command.run("lab", "list").standardOutput.contains("B21"))
        let story = Command.run("lab", "show", "B45")
        #expect(story.status == 0)
        #expect(story.standardOutput.contains("tlbi"))
        let run = Command.run("lab", "run", "B21", "B54")
        #expect(run.status == 0)
        #expect(run.standardOutput.contains("2 of 2 scenes"))
    }

    @Test(
        "nonsense is one clear error",
        arguments: [
            ["lab", "show", "B99"], ["lab", "run"], ["explore", image],
            ["explore", image, "--inject", "nmi"],
            ["explore", image, "--inject", "irq", "--from", "x"],
            ["explore", image, "--schedules", "3", "--cpus", "1"],
            ["run", image, "--snapshot-at", "mark:2"],
            ["run", image, "--trace-around", "mark:99"],
        ])
    func nonsense(_ words: [String]) {
        let result = Command.run(words)
        #expect(result.status == 64, "\(words): \(result.standardError)")
        #expect(!result.standardError.isEmpty)
    }

    @Test func aSnapshotGoesOnWhereItWasTaken() throws {
        let folder = TemporaryFolder()
        let file = folder.path + "/moment"
        let options = ["--cpus", "2", "--backend", "software", Self.image]
        let whole = Command.run(
            ["run", "--snapshot-at", "mark:7", "--snapshot", file] + options)
        #expect(whole.status == 0)
        let rest = Command.run(["run", "--restore", file] + options)
        #expect(rest.status == 0)
        #expect(whole.standardOutput.hasSuffix(rest.standardOutput))
        #expect(rest.standardOutput.count < whole.standardOutput.count)
        let other = Command.run(["run", "--restore", file, "--seed", "2"] + options)
        #expect(other.status == 64)
        #expect(other.standardError.contains("--seed"))
    }

    @Test func aTraceEndsAtItsMoment() {
        let result = Command.run(
            "run", "--backend", "software", "--cpus", "2", "--trace-around", "mark:3", "-n", "20",
            Self.image)
        #expect(result.status == 0)
        #expect(result.standardError.contains("first_kernel"))
    }
}
