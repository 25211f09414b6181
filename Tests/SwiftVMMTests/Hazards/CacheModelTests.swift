// What fetches meet in lines that were stored to, cleaned, or filled from outside.

import Testing

@testable import SwiftVMM

@Suite struct CacheModelTests {
    private static let place = Hazard.Place(vcpu: 0, time: 7, pc: 0x1000, el: .el1)

    /// A cacheable store of a word to the page's first line.
    private static func stored(_ cache: inout CacheModel, at physical: UInt64) {
        var line = [UInt8](repeating: 0, count: CacheModel.lineBytes)
        let old = line
        line[0] = 0x14
        _ = line.withUnsafeMutableBytes { new in
            old.withUnsafeBytes { old in
                cache.noteStore(
                    line: new.baseAddress!, physical: physical, count: 4, old: old.baseAddress!,
                    isCacheable: true, by: place)
            }
        }
    }

    @Test func aFetchBehindAStoreMeetsWhatWasNotCleaned() {
        var cache = CacheModel(pages: 0x40000..<0x40004)
        Self.stored(&cache, at: 0x4000_1000)
        let met = cache.noteFetch(physical: 0x4000_1000, count: 4, isCacheable: true)
        #expect(met?.0 == .uncleanedInstruction)
        #expect(met?.1 == Self.place)
    }

    @Test func cleanedAndInvalidatedItMeetsNothing() {
        var cache = CacheModel(pages: 0x40000..<0x40004)
        Self.stored(&cache, at: 0x4000_1000)
        cache.cleanToUnification(0x4000_1000, by: 0)
        cache.complete(by: 0)
        let isChanged = cache.invalidateInstructions(0x4000_1000)
        #expect(isChanged)
        let met = cache.noteFetch(physical: 0x4000_1000, count: 4, isCacheable: true)
        #expect(met?.0 == nil)
    }

    /// What `vmm explore` puts into RAM for a soft restart to lead to is not the guest's to clean.
    @Test func whatIsPlacedFromOutsideIsSeenByAll() {
        var cache = CacheModel(pages: 0x40000..<0x40004)
        Self.stored(&cache, at: 0x4000_1000)
        Self.stored(&cache, at: 0x4000_1040)
        cache.forget(0x4000_1000)
        for isCacheable in [true, false] {
            let met = cache.noteFetch(physical: 0x4000_1000, count: 4, isCacheable: isCacheable)
            #expect(met?.0 == nil)
        }
        // The next line is as it was.
        let next = cache.noteFetch(physical: 0x4000_1040, count: 4, isCacheable: true)
        #expect(next?.0 == .uncleanedInstruction)
    }
}
