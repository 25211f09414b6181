import Foundation
import Testing

@testable import SwiftVMM

@Suite struct SteadyFileTests {
    private func path() -> String {
        NSTemporaryDirectory() + "steady-\(UUID().uuidString)"
    }

    @Test func anotherFileInItsPlaceChangesNothing() throws {
        let (path, other) = (path(), path())
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileContents.write([1, 2, 3], to: path)
        let file = try #require(SteadyFile(path))
        #expect(file.lengthBytes == 3)
        #expect(try file.read() == [1, 2, 3])
        try FileContents.write([4], to: other)
        #expect(rename(other, path) == 0)
        #expect(try file.read() == [1, 2, 3])
    }

    @Test func writingToItIsNoticed() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileContents.write([1, 2, 3], to: path)
        let file = try #require(SteadyFile(path))
        try FileContents.write([1, 2, 3, 4], to: path)
        do throws(VMMError) {
            _ = try file.read()
            Issue.record("the change went unnoticed")
        } catch {
            #expect(error.code == .badData)
            #expect(error.message.contains(path))
        }
    }

    @Test func whatHasNoContentsOfItsOwnIsNone() {
        #expect(SteadyFile("/dev/zero") == nil)
        #expect(SteadyFile("/") == nil)
        #expect(SteadyFile("/nowhere/at/all") == nil)
    }
}
