// RAM as it was: while a snapshot is held, a page is copied before its first change.
//
// The flag that says so is one of those every store looks at anyway, so a held snapshot costs
// nothing but one slow store and one copy for each page that changes, and going back costs one copy
// for each of those.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The pages that changed since a snapshot, as they were.
final class UndoLog {
    /// Page numbers within the RAM, in the order they changed first.
    private(set) var pages: [Int] = []
    /// Copies of pages; the first `pages.count` are in use.
    private var copies: [UnsafeMutableRawPointer] = []

    deinit {
        for copy in copies { copy.deallocate() }
    }

    func append(page: Int, from source: UnsafeRawPointer) {
        let size = Int(GuestMemory.pageSizeBytes)
        if copies.count == pages.count {
            copies.append(.allocate(byteCount: size, alignment: 64))
        }
        copies[pages.count].copyMemory(from: source, byteCount: size)
        pages.append(page)
    }

    func copy(at index: Int) -> UnsafeRawPointer { UnsafeRawPointer(copies[index]) }

    func removeAll() { pages.removeAll(keepingCapacity: true) }
}

extension GuestMemory {
    private var pageCount: Int { Int(lengthBytes >> Self.pageShift) }

    /// Starts to hold on to RAM as it is now, in place of what was held before.
    func beginUndo() {
        undoLog = UndoLog()
        for page in 0..<pageCount { pageFlags[page] |= PageFlags.unsaved.rawValue }
    }

    /// RAM is again what it was at `beginUndo`, which stays in force.
    func undo() {
        guard let undoLog else { return }
        let size = Self.pageSizeBytes
        for (index, page) in undoLog.pages.enumerated() {
            let (target, copy) = (host + page * Int(size), undoLog.copy(at: index))
            // Translations of code that did not change stay good.
            if pageFlags[page] != 0, memcmp(target, copy, Int(size)) != 0 {
                willChange(base.value + UInt64(page) * size, size)
            }
            target.copyMemory(from: copy, byteCount: Int(size))
            pageFlags[page] |= PageFlags.unsaved.rawValue
        }
        undoLog.removeAll()
    }

    /// RAM stays as it is, and what it was is forgotten.
    func endUndo() {
        undoLog = nil
        for page in 0..<pageCount { pageFlags[page] &= ~PageFlags.unsaved.rawValue }
    }

    /// Copies a page that is about to change for the first time.
    func save(page: Int) {
        pageFlags[page] &= ~PageFlags.unsaved.rawValue
        undoLog?.append(page: page, from: host + page * Int(Self.pageSizeBytes))
    }

    /// Bytes that changed since the snapshot was taken, in whole pages; 0 while none is held.
    var changedBytes: UInt64 { UInt64(undoLog?.pages.count ?? 0) * Self.pageSizeBytes }

    /// The host is about to change `count` bytes at `address`, which are RAM.
    func noteChange(at address: UInt64, count: UInt64) {
        guard count > 0 else { return }
        let first = page(of: address)
        let last = page(of: address &+ (count - 1))
        for page in first...last where pageFlags[page] != 0 {
            if PageFlags(rawValue: pageFlags[page]).contains(.unsaved) { save(page: page) }
            let pageStart = base.value &+ UInt64(bitPattern: Int64(page)) << Self.pageShift
            let start = max(address, pageStart)
            let end = min(address + count, pageStart + Self.pageSizeBytes)
            if pageFlags[page] != 0 { willChange(start, end - start) }
        }
    }
}
