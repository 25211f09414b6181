// Every scene of the laboratory: the faulty form is caught with what is expected, the fixed form is
// clean.

import Testing

@testable import SwiftVMM

@Suite struct LabTests {
    static let scenes = LabEntry.table.filter { $0.reason == nil }.map(\.id)

    @Test("faulty is caught, fixed is clean", arguments: Effort.sample(scenes))
    func scene(_ id: String) throws {
        let entry = try #require(LabEntry.find(id))
        let result = try #require(try entry.run())
        #expect(result.isCaught, "\(id) faulty: \(result.faulty.map(\.text))")
        #expect(result.isClean, "\(id) fixed: \(result.fixed.map(\.text))")
    }

    @Test func everyEntryIsInTheCatalogueOnce() {
        let ids = LabEntry.table.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids { #expect(KnownBug.find(id)?.id == id) }
    }

    @Test("the forms differ where the story says", arguments: Effort.sample(scenes))
    func story(_ id: String) throws {
        let entry = try #require(LabEntry.find(id))
        for site in try entry.sites() { #expect(site.fixed != site.faulty) }
        let story = try entry.story()
        #expect(story.hasPrefix(id))
        #expect(story.contains("Fixed: nothing found"))
        #expect(story.contains("Fix: "))
    }

    @Test func scenesRepeatExactly() throws {
        for id in ["B01", "B07", "B36"] {
            let entry = try #require(LabEntry.find(id))
            let (first, second) = (try entry.run(), try entry.run())
            #expect(first?.faulty == second?.faulty)
            #expect(first?.runs == second?.runs)
        }
    }

    /// What is embedded is what Firmware/build.sh makes; FreshnessTests hold the files to it.
    @Test func theEmbeddedImagesAreFresh() throws {
        for (name, _) in LabImages.packed {
            let embedded = try LabImages.image(name)
            let folder = FirmwareImages.folder + (name.hasPrefix("arm/") ? "/../" : "/")
            let file = try Image(contentsOf: folder + name + ".bin")
            #expect(embedded.segments == file.segments, "run Firmware/embed.sh: \(name) differs")
        }
    }
}
