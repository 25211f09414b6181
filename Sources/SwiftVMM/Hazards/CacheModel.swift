// Which bytes are where: in the caches, in memory, and in the instruction caches.
//
// RAM of the machine holds what cacheable accesses see. A line is *divergent* while memory, at the
// point of coherency, differs from that: it is dirty in a cache, or it was written past a cache
// that holds it. What memory holds of such a line is kept beside RAM. For instructions a line is
// *written* until it is cleaned to the point of unification, then *cleaned* until the instruction
// caches are invalidated.
//
// The caches are the least forgiving ones: nothing is ever written back or evicted on its own.
// Source: Arm ARM, "The AArch64 application level memory model", "Caches and memory hierarchy".

struct CacheModel {
    typealias Place = Hazard.Place

    /// CTR_EL0.DminLine and IminLine of every CPU model.
    static let lineBytes = 64
    static let lineMask: UInt64 = 63

    /// The 64 lines of a 4 KiB page, one bit each.
    private struct Page {
        let number: UInt64
        var cached: UInt64 = 0
        var dirty: UInt64 = 0
        var divergent: UInt64 = 0
        var written: UInt64 = 0
        var cleaned: UInt64 = 0
        /// Who stored last, by line; empty before the first store.
        var writers: [Place?] = []
        /// By line, the words stored to since fetches last saw the line: data may stand beside
        /// instructions.
        var words: [UInt16] = []
        /// Bytes in memory of the divergent lines; empty before the first.
        var memory: [UInt8] = []

        mutating func keep(_ line: UnsafeRawPointer, at index: Int) {
            if memory.isEmpty { memory = Array(repeating: 0, count: 4096) }
            memory.withUnsafeMutableBytes {
                ($0.baseAddress.unsafelyUnwrapped + index * lineBytes)
                    .copyMemory(from: line, byteCount: lineBytes)
            }
        }
    }

    /// What a read finds.
    enum View: Equatable {
        /// The bytes in RAM, as it should be.
        case coherent
        /// The bytes in RAM, but memory has newer ones.
        case staleInCache(writer: Place?)
        /// Older bytes than those in RAM.
        case uncleaned(writer: Place?)
        /// Bytes of memory that differ from those in RAM, as they should.
        case memory
    }

    /// For each page of RAM its place in `pages`; -1 for one that nobody has touched.
    private var numbers: [Int32]
    private let firstPage: UInt64
    private var pages: ContiguousArray<Page> = []
    /// Lines cleaned by each vCPU since its last DSB, and pages with lines that are cleaned.
    private var unfinished: [[UInt64]] = []
    private var cleanedPages: Set<Int> = []

    /// - Parameter pages: Those of RAM.
    init(pages: Range<UInt64>) {
        firstPage = pages.lowerBound
        numbers = Array(repeating: -1, count: pages.count)
    }

    // MARK: Data

    /// A store of `count` bytes within one line, which has happened. A line that memory and cache
    /// must not share is parted: then RAM gets its old bytes back.
    ///
    /// - Parameters:
    ///   - line: The line in RAM.
    ///   - old: What the bytes were before.
    /// - Returns: For a Non-cacheable store to a dirty line, who made it dirty.
    mutating func noteStore(
        line: UnsafeMutableRawPointer, physical: UInt64, count: Int, old: UnsafeRawPointer,
        isCacheable: Bool, by place: Place
    ) -> Place? {
        let number = number(ofPage: physical >> 12)
        let index = Int(physical >> 6 & 63)
        let bit: UInt64 = 1 << UInt64(index)
        let offset = Int(physical & Self.lineMask)
        let previous = pages[number].writers.isEmpty ? nil : pages[number].writers[index]
        var underDirty: Place?
        if isCacheable {
            if pages[number].divergent & bit == 0 {
                keepOld(line, old, offset, count, number, index)
                pages[number].divergent |= bit
            }
            pages[number].dirty |= bit
            pages[number].cached |= bit
        } else if (pages[number].divergent | pages[number].cached) & bit != 0 {
            if pages[number].dirty & bit != 0 { underDirty = previous }
            if pages[number].divergent & bit == 0 {
                keepOld(line, old, offset, count, number, index)
                pages[number].divergent |= bit
            }
            pages[number].memory.withUnsafeMutableBytes {
                ($0.baseAddress.unsafelyUnwrapped + index * Self.lineBytes + offset)
                    .copyMemory(from: line + offset, byteCount: count)
            }
            (line + offset).copyMemory(from: old, byteCount: count)
        }
        pages[number].written |= bit
        pages[number].cleaned &= ~bit
        if pages[number].writers.isEmpty {
            pages[number].writers = Array(repeating: nil, count: 64)
            pages[number].words = Array(repeating: 0, count: 64)
        }
        for word in offset / 4...(offset + count - 1) / 4 {
            pages[number].words[index] |= 1 << UInt16(word)
        }
        pages[number].writers[index] = place
        // Past the caches it is on its way to where fetches see it.
        if !isCacheable { finishLater(physical, place.vcpu) }
        return underDirty
    }

    /// As `noteStore`, for a cacheable store to a line that is dirty already, as most are: false if
    /// it is not. The store may still be to come.
    mutating func noteRepeatedStore(physical: UInt64, count: Int, by place: () -> Place) -> Bool {
        let offset = Int(physical & Self.lineMask)
        guard offset + count <= Self.lineBytes,
            let number = number(ofKnownPage: physical >> 12)
        else { return false }
        let index = Int(physical >> 6 & 63)
        let bit: UInt64 = 1 << UInt64(index)
        guard pages[number].dirty & pages[number].divergent & bit != 0 else { return false }
        pages[number].cached |= bit
        pages[number].written |= bit
        pages[number].cleaned &= ~bit
        let words = 2 << ((offset + count - 1) / 4) - 1 << (offset / 4)
        pages[number].words[index] |= UInt16(truncatingIfNeeded: words)
        pages[number].writers[index] = place()
        return true
    }

    private mutating func keepOld(
        _ line: UnsafeMutableRawPointer, _ old: UnsafeRawPointer, _ offset: Int, _ count: Int,
        _ number: Int, _ index: Int
    ) {
        pages[number].keep(line, at: index)
        pages[number].memory.withUnsafeMutableBytes {
            ($0.baseAddress.unsafelyUnwrapped + index * Self.lineBytes + offset)
                .copyMemory(from: old, byteCount: count)
        }
    }

    /// A read of `count` bytes within one line.
    mutating func noteRead(
        line: UnsafeRawPointer, physical: UInt64, count: Int, isCacheable: Bool
    ) -> View {
        guard isCacheable || number(ofKnownPage: physical >> 12) != nil else { return .coherent }
        let number = number(ofPage: physical >> 12)
        let index = Int(physical >> 6 & 63)
        let bit: UInt64 = 1 << UInt64(index)
        if isCacheable { pages[number].cached |= bit }
        guard pages[number].divergent & bit != 0 else { return .coherent }
        let isDirty = pages[number].dirty & bit != 0
        if isCacheable && isDirty { return .coherent }
        let offset = Int(physical & Self.lineMask)
        let isEqual = pages[number].memory.withUnsafeBytes { bytes in
            (0..<count).allSatisfy {
                bytes[index * Self.lineBytes + offset + $0]
                    == line.load(fromByteOffset: offset + $0, as: UInt8.self)
            }
        }
        if isEqual { return .coherent }
        let writer = pages[number].writers[index]
        if isCacheable { return .staleInCache(writer: writer) }
        return isDirty ? .uncleaned(writer: writer) : .memory
    }

    /// As `noteRead` of a cacheable read, where that is known to be coherent at once.
    func isCoherentRead(physical: UInt64, count: Int) -> Bool {
        guard let number = number(ofKnownPage: physical >> 12) else { return false }
        let first: UInt64 = 1 << (physical >> 6 & 63)
        let last: UInt64 = 1 << ((physical &+ UInt64(count) &- 1) >> 6 & 63)
        let lines = first | last
        let held = pages[number].cached & (pages[number].dirty | ~pages[number].divergent)
        return held & lines == lines && count <= Self.lineBytes
    }

    /// Bytes that memory holds, where they differ from RAM: whole lines, for `noteRead`'s answer.
    func copyMemory(
        physical: UInt64, count: Int, ram: UnsafeRawPointer, to target: UnsafeMutableRawPointer
    ) {
        for position in 0..<count {
            let address = physical &+ UInt64(position)
            var byte = ram.load(fromByteOffset: position, as: UInt8.self)
            if let number = number(ofKnownPage: address >> 12),
                pages[number].divergent >> (address >> 6 & 63) & 1 != 0
            {
                byte = pages[number].memory[Int(address & 0xfff)]
            }
            target.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
        }
    }

    // MARK: Maintenance by address

    /// DC CVAC, CVAP, CIVAC: memory gets what a cache holds of the line.
    mutating func clean(_ physical: UInt64, invalidates: Bool, by vcpu: Int) -> Bool {
        guard let number = number(ofKnownPage: physical >> 12) else { return false }
        let bit: UInt64 = 1 << (physical >> 6 & 63)
        if pages[number].dirty & bit != 0 {
            pages[number].dirty &= ~bit
            pages[number].divergent &= ~bit
        }
        finishLater(physical, vcpu)
        return invalidates && invalidate(physical)
    }

    /// DC CVAU: for instruction fetches only.
    mutating func cleanToUnification(_ physical: UInt64, by vcpu: Int) {
        if number(ofKnownPage: physical >> 12) != nil { finishLater(physical, vcpu) }
    }

    private mutating func finishLater(_ physical: UInt64, _ vcpu: Int) {
        while unfinished.count <= vcpu { unfinished.append([]) }
        unfinished[vcpu].append(physical & ~Self.lineMask)
    }

    /// DC IVAC: the line leaves the caches, whatever they held. True if RAM must be loaded with
    /// what memory holds, by `reload`.
    mutating func invalidate(_ physical: UInt64) -> Bool {
        guard let number = number(ofKnownPage: physical >> 12) else { return false }
        let bit: UInt64 = 1 << (physical >> 6 & 63)
        pages[number].cached &= ~bit
        pages[number].dirty &= ~bit
        return pages[number].divergent & bit != 0
    }

    mutating func reload(_ physical: UInt64, line: UnsafeMutableRawPointer) {
        guard let number = number(ofKnownPage: physical >> 12) else { return }
        let index = Int(physical >> 6 & 63)
        pages[number].divergent &= ~(1 << UInt64(index))
        pages[number].memory.withUnsafeBytes {
            line.copyMemory(
                from: $0.baseAddress.unsafelyUnwrapped + index * Self.lineBytes,
                byteCount: Self.lineBytes)
        }
    }

    /// The line is as at the start: what is in RAM is in memory, and no cache has anything else.
    mutating func forget(_ physical: UInt64) {
        guard let number = number(ofKnownPage: physical >> 12) else { return }
        let index = Int(physical >> 6 & 63)
        let others: UInt64 = ~(1 << UInt64(index))
        pages[number].cached &= others
        pages[number].dirty &= others
        pages[number].divergent &= others
        pages[number].written &= others
        pages[number].cleaned &= others
        if !pages[number].words.isEmpty { pages[number].words[index] = 0 }
    }

    /// DSB: maintenance of the vCPU is complete.
    mutating func complete(by vcpu: Int) {
        guard vcpu < unfinished.count, !unfinished[vcpu].isEmpty else { return }
        for line in unfinished[vcpu] {
            guard let number = number(ofKnownPage: line >> 12) else { continue }
            let bit: UInt64 = 1 << (line >> 6 & 63)
            guard pages[number].written & bit != 0 else { continue }
            pages[number].written &= ~bit
            pages[number].cleaned |= bit
            cleanedPages.insert(number)
        }
        unfinished[vcpu].removeAll(keepingCapacity: true)
    }

    // MARK: Instructions

    /// IC IVAU. True if something changed that the PEs must synchronize with.
    mutating func invalidateInstructions(_ physical: UInt64) -> Bool {
        guard let number = number(ofKnownPage: physical >> 12) else { return false }
        let bit: UInt64 = 1 << (physical >> 6 & 63)
        guard pages[number].cleaned & bit != 0 else { return false }
        pages[number].cleaned &= ~bit
        pages[number].words[Int(physical >> 6 & 63)] = 0
        return true
    }

    /// IC IALLU, IALLUIS: the lines that had been cleaned.
    mutating func invalidateAllInstructions() -> [UInt64] {
        var result: [UInt64] = []
        for number in cleanedPages {
            for index in 0..<64 where pages[number].cleaned >> UInt64(index) & 1 != 0 {
                result.append(pages[number].number << 12 | UInt64(index) << 6)
                pages[number].words[index] = 0
            }
            pages[number].cleaned = 0
        }
        cleanedPages.removeAll()
        return result
    }

    /// What a fetch of `count` bytes of one line may meet; the line counts as mended afterwards.
    mutating func noteFetch(physical: UInt64, count: Int, isCacheable: Bool) -> (
        Hazard.Cause, Place?
    )? {
        guard let number = number(ofKnownPage: physical >> 12), !pages[number].words.isEmpty else {
            return nil
        }
        let index = Int(physical >> 6 & 63)
        let bit: UInt64 = 1 << UInt64(index)
        let first = Int(physical & Self.lineMask) / 4
        var fetched: UInt16 = 0
        for word in first...first + (count - 1) / 4 { fetched |= 1 << UInt16(word) }
        guard pages[number].words[index] & fetched != 0 else { return nil }
        let cause: Hazard.Cause
        if pages[number].written & bit != 0 || !isCacheable && pages[number].dirty & bit != 0 {
            cause = .uncleanedInstruction
        } else if pages[number].cleaned & bit != 0 {
            cause = .staleInstruction
        } else {
            return nil
        }
        pages[number].words[index] = 0
        return (cause, pages[number].writers[index])
    }

    // MARK: Pages

    private mutating func number(ofPage page: UInt64) -> Int {
        if let known = number(ofKnownPage: page) { return known }
        pages.append(Page(number: page))
        numbers[Int(page &- firstPage)] = Int32(pages.count - 1)
        return pages.count - 1
    }

    @inline(__always)
    private func number(ofKnownPage page: UInt64) -> Int? {
        let index = Int(truncatingIfNeeded: page &- firstPage)
        guard numbers.indices.contains(index), numbers[index] >= 0 else { return nil }
        return Int(numbers[index])
    }
}
