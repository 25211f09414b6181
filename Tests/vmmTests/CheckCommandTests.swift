// `vmm check` as a user calls it.

import Testing

@testable import vmm

@Suite struct CheckCommandTests {
    private static let firmware: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/") + "/Firmware/arm64"
    }()

    @Test func soundFirmwareIsClean() {
        let result = Command.run("check", "--verbose", Self.firmware + "/hyp-init.bin")
        #expect(result.status == 0)
        #expect(result.standardOutput.contains("Verdict: the hyp ABI was kept."))
        #expect(result.standardOutput.contains("stale EL2 translations at init"))
    }

    @Test func theReportIsDataOnRequest() {
        let result = Command.run("check", "--format", "json", Self.firmware + "/hyp-init.bin")
        #expect(result.status == 0)
        #expect(result.standardOutput.hasPrefix("{"))
        #expect(result.standardOutput.contains("\"format\": \"hyp-abi-check\""))
    }

    @Test func aCheckThatRanOutOfTimeIsNoSuccess() {
        let result = Command.run("check", "--timeout", "1ms", Self.firmware + "/hyp-init.bin")
        #expect(result.status == 124)
    }

    @Test func nonsenseIsOneClearError() {
        let missing = Command.run("check", "/nonexistent/Image")
        #expect(missing.status == 66)
        #expect(missing.standardError.contains("/nonexistent/Image"))
        let mode = Command.run("check", "--modes", "sideways", Self.firmware + "/hyp-init.bin")
        #expect(mode.status == 64)
        #expect(mode.standardError.contains("sideways"))
    }
}
