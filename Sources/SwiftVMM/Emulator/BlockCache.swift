// Translated blocks by what they were translated from.
//
// A block is valid for one physical start, one virtual start (PC-relative values are constants in
// it) and one mode. Blocks live in raw memory that is reused only when the whole cache is dropped,
// so a pointer stays good while its block is being executed even if a store invalidates it.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A block ready to execute.
public struct CodeBlock {
    var physicalStart: UInt64
    var virtualStart: UInt64
    var mode: BlockMode
    var instructionCount: UInt16
    var operationCount: UInt16
    /// Cleared when a store hits the bytes it came from.
    var isValid: Bool
    var operations: UnsafeMutablePointer<Operation>
    /// Index of each instruction's first operation.
    var instructionStarts: UnsafeMutablePointer<UInt16>
    /// T32: where each instruction ends, in bytes from the start; nil where each has four bytes.
    var instructionEnds: UnsafeMutablePointer<UInt16>?
    var terminal: Terminal
    /// Address of its host code; 0 while it has none.
    var code: UInt = 0
    /// Address of earlier code, which leads to the dispatcher now.
    var staleCode: UInt = 0
    /// How often its code may still run before it is compiled again, which the code counts; the
    /// greatest number if it never is.
    var runsLeft = Int32.max
    /// Instructions that its code takes from the budget at the entry.
    var codeCharge: UInt16 = 0
    /// Where its code includes other blocks: what bytes all come from, by offset in the page.
    var regionLow: UInt16 = 0
    var regionLength: UInt16 = 0
    /// Such bytes have changed, and it is compiled alone from then on.
    var isRewritten = false
    /// How often it was interpreted, up to the number after which it is compiled.
    var heat: UInt16 = 0
    /// Next block with the same hash, and next block of the same physical page.
    var nextInBucket: UnsafeMutablePointer<CodeBlock>?
    var nextInPage: UnsafeMutablePointer<CodeBlock>?

    /// Bytes from the start to instruction number `index`, which may be one past the last.
    @inline(__always)
    func offset(of index: Int) -> UInt64 {
        guard let instructionEnds else { return UInt64(index) &* 4 }
        return index == 0 ? 0 : UInt64(instructionEnds[index &- 1])
    }

    /// A T32 instruction begins on one page and ends on the next.
    var crossesPage: Bool {
        instructionEnds != nil && (physicalStart & 0xfff) &+ lengthBytes > 0x1000
    }

    var lengthBytes: UInt64 { offset(of: Int(instructionCount)) }

    @inline(__always)
    func isAt(physical: UInt64, virtual: UInt64, mode: BlockMode) -> Bool {
        isValid && physicalStart == physical && virtualStart == virtual && self.mode == mode
    }

    /// Address of `runsLeft`.
    static func runsLeft(of block: UnsafeMutablePointer<CodeBlock>) -> UInt {
        let offset = MemoryLayout<CodeBlock>.offset(of: \.runsLeft)!
        return UInt(bitPattern: block) + UInt(offset)
    }

    /// Its code is good no more if a block in it changes.
    fileprivate mutating func dropRegion(
        ifAnyOf physical: UInt64, _ count: UInt64, _ hostCode: HostCodeEngine?
    ) {
        guard regionLength != 0 else { return }
        let start = physicalStart & ~0xfff | UInt64(regionLow)
        guard physical < start + UInt64(regionLength) && physical + count > start else { return }
        hostCode?.invalidate(code)
        (staleCode, code, regionLength, isRewritten) = (code, 0, 0, true)
    }

    /// One branch to itself, and nothing else.
    var isSelfBranch: Bool {
        instructionCount == 1 && operationCount == 0 && terminal == .jump(virtualStart)
    }
}

extension CodeBlock {
    /// Its first instruction is a Load-Exclusive, which a step reports.
    var isLoadExclusive: Bool {
        let end = instructionCount > 1 ? instructionStarts[1] : operationCount
        return (0..<Int(end)).contains {
            operations[$0].opcode == .loadExclusive || operations[$0].opcode == .loadExclusivePair
        }
    }
}

public final class BlockCache {
    typealias BlockPointer = UnsafeMutablePointer<CodeBlock>

    private static let bucketCount = 1 << 16
    /// Bytes of blocks after which everything is dropped.
    private static let capacityBytes = 64 << 20

    private let buckets: UnsafeMutablePointer<BlockPointer?>
    /// Own table, not a Dictionary: iteration order and speed both matter. Indexed by
    /// page of memory, from `GuestMemory.firstPage` on.
    private let pages: UnsafeMutablePointer<BlockPointer?>
    private let memory: GuestMemory
    /// Makes host code of blocks, if the machine wants any.
    let hostCode: HostCodeEngine?
    private var arenas: [UnsafeMutableRawPointer] = []
    private var arenaUsed = 0
    private static let arenaBytes = 1 << 18
    /// Grows whenever all blocks are dropped; who keeps block pointers compares it.
    private(set) var generation: UInt64 = 1

    init(memory: GuestMemory, hostCode: HostCodeEngine?) {
        self.memory = memory
        self.hostCode = hostCode
        // Zero-filled lazily by the host: what is not used costs nothing.
        let table = calloc(Self.bucketCount, MemoryLayout<BlockPointer?>.stride)!
        buckets = table.assumingMemoryBound(to: BlockPointer?.self)
        let pageCount = Int(memory.lengthBytes >> GuestMemory.pageShift) - memory.firstPage
        // The same for a large guest.
        let raw = calloc(pageCount, MemoryLayout<BlockPointer?>.stride)!
        pages = raw.assumingMemoryBound(to: BlockPointer?.self) - memory.firstPage
    }

    deinit {
        free(buckets)
        free(pages + memory.firstPage)
        for arena in arenas { arena.deallocate() }
    }

    /// Stands for "no block yet": never executed, only its fields are read.
    // SAFETY: never written after this, and never freed.
    nonisolated(unsafe) static let noBlock: BlockPointer = {
        let block = BlockPointer.allocate(capacity: 1)
        block.initialize(
            to: CodeBlock(
                physicalStart: 0, virtualStart: 0, mode: BlockMode(rawValue: 0),
                instructionCount: 0, operationCount: 0, isValid: false,
                operations: .allocate(capacity: 1), instructionStarts: .allocate(capacity: 1),
                instructionEnds: nil, terminal: .diverted, nextInBucket: nil, nextInPage: nil))
        return block
    }()

    private static func bucket(_ physical: UInt64, _ virtual: UInt64, _ mode: BlockMode) -> Int {
        let mixed = (physical >> 1) ^ (virtual >> 12) &* 0x9e37_79b1 ^ UInt64(mode.rawValue) << 7
        let hash = (mixed &* 0x9e37_79b9_7f4a_7c15) >> 40
        return Int(truncatingIfNeeded: hash) & (bucketCount - 1)
    }

    func find(physical: UInt64, virtual: UInt64, mode: BlockMode) -> BlockPointer? {
        // Invalid blocks are unlinked on the way, so that rewriting code does not grow the chain.
        var link = buckets + Self.bucket(physical, virtual, mode)
        while let block = link.pointee {
            if !block.pointee.isValid {
                link.pointee = block.pointee.nextInBucket
                continue
            }
            if block.pointee.isAt(physical: physical, virtual: virtual, mode: mode) {
                return block
            }
            link = Self.nextInBucketField(of: block)
        }
        return nil
    }

    /// Adds a block whose code is at `physical` in RAM or ROM.
    func insert(_ translated: TranslatedBlock, physical: UInt64) -> BlockPointer {
        let operationBytes = translated.operations.count * MemoryLayout<Operation>.stride
        let startBytes = translated.instructionStarts.count * MemoryLayout<UInt16>.stride
        let headBytes = MemoryLayout<CodeBlock>.stride
        let endCount = translated.instructionEnds.count
        let raw = allocate(
            headBytes + operationBytes + startBytes + endCount * MemoryLayout<UInt16>.stride)
        let operations = (raw + headBytes).bindMemory(
            to: Operation.self, capacity: translated.operations.count)
        let starts = (raw + headBytes + operationBytes).bindMemory(
            to: UInt16.self, capacity: translated.instructionStarts.count)
        for (index, operation) in translated.operations.enumerated() {
            (operations + index).initialize(to: operation)
        }
        for (index, start) in translated.instructionStarts.enumerated() {
            (starts + index).initialize(to: start)
        }
        var ends: UnsafeMutablePointer<UInt16>?
        if endCount > 0 {
            let first = (raw + headBytes + operationBytes + startBytes).bindMemory(
                to: UInt16.self, capacity: endCount)
            for (index, end) in translated.instructionEnds.enumerated() {
                (first + index).initialize(to: end)
            }
            ends = first
        }
        let bucket = Self.bucket(physical, translated.virtualStart, translated.mode)
        let page = memory.page(of: physical)
        let block = raw.bindMemory(to: CodeBlock.self, capacity: 1)
        block.initialize(
            to: CodeBlock(
                physicalStart: physical, virtualStart: translated.virtualStart,
                mode: translated.mode, instructionCount: UInt16(translated.instructionCount),
                operationCount: UInt16(translated.operations.count), isValid: true,
                operations: operations, instructionStarts: starts, instructionEnds: ends,
                terminal: translated.terminal,
                nextInBucket: buckets[bucket], nextInPage: pages[page]))
        buckets[bucket] = block
        pages[page] = block
        memory.pageFlags[page] |= GuestMemory.PageFlags.holdsCode.rawValue
        return block
    }

    /// Invalidates blocks that overlap [physical, physical + count). True if there were any.
    func invalidate(physical: UInt64, count: UInt64) -> Bool {
        let page = memory.page(of: physical)
        var hit = false
        var kept: BlockPointer?
        var candidate = pages[page]
        while let block = candidate {
            candidate = block.pointee.nextInPage
            let start = block.pointee.physicalStart
            let end = start + block.pointee.lengthBytes
            if physical < end && physical + count > start {
                block.pointee.isValid = false
                if block.pointee.code != 0 { hostCode?.invalidate(block.pointee.code) }
                hit = true
            } else {
                block.pointee.dropRegion(ifAnyOf: physical, count, hostCode)
                block.pointee.nextInPage = kept
                kept = block
            }
        }
        pages[page] = kept
        if kept == nil { memory.pageFlags[page] &= ~GuestMemory.PageFlags.holdsCode.rawValue }
        return hit
    }

    /// Whether it is time to call `removeAll`, which is safe only while no block executes.
    var isFull: Bool { arenas.count * Self.arenaBytes >= Self.capacityBytes }

    func removeAll() {
        hostCode?.removeAll()
        for arena in arenas { arena.deallocate() }
        arenas.removeAll()
        arenaUsed = 0
        buckets.update(repeating: nil, count: Self.bucketCount)
        let pageCount = Int(memory.lengthBytes >> GuestMemory.pageShift)
        for page in memory.firstPage..<pageCount where pages[page] != nil {
            pages[page] = nil
            memory.pageFlags[page] &= ~GuestMemory.PageFlags.holdsCode.rawValue
        }
        generation += 1
    }

    private static func nextInBucketField(of block: BlockPointer)
        -> UnsafeMutablePointer<BlockPointer?>
    {
        let offset = MemoryLayout<CodeBlock>.offset(of: \.nextInBucket)!
        return (UnsafeMutableRawPointer(block) + offset).assumingMemoryBound(to: BlockPointer?.self)
    }

    private func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
        let rounded = (bytes + 15) & ~15
        precondition(rounded <= Self.arenaBytes, "a block is larger than an arena")
        if arenas.isEmpty || arenaUsed + rounded > Self.arenaBytes {
            arenas.append(.allocate(byteCount: Self.arenaBytes, alignment: 16))
            arenaUsed = 0
        }
        defer { arenaUsed += rounded }
        return arenas[arenas.count - 1] + arenaUsed
    }
}
