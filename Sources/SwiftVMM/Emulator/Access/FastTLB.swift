// A small direct-mapped cache in front of the TLB: from the page of a virtual address straight to
// the host address of RAM.
//
// One instance exists for each translation context in use (regime, tables, controls, privilege), so
// that going back and forth between Exception levels is a change of pointer. An instance holds only
// what the TLB holds: what leaves the TLB, by invalidation or for want of room, leaves all of them.

/// A translation context in use.
struct FastTLBInstance {
    /// Everything that decides translations and permissions besides the TLB's contents.
    var key: TranslationContextKey
    /// Unique for the life of a vCPU; jump cache entries compare it. 0 while unused.
    var id: UInt64
    var lastUse: UInt64
    /// Tags and addends as FastTLBLayout says; nil until the first use.
    var words: UnsafeMutablePointer<UInt64>?
    /// Host address minus VA of the pages with linear tags, and what finds their flags.
    var linearAddend = 0
    var linearFlags = 0
    /// Pages filled since the instance was empty: at the linear distance, and, of the others, those
    /// at one other distance less those at none of the two.
    var linearCount = 0
    var otherCount = 0
    var otherAddend = 0
    /// The first entries filled since the instance was empty.
    let filled: UnsafeMutablePointer<UInt16>
    var filledCount = 0
    /// Pages of devices; `deviceCount` is 0 if all are empty.
    let devices: UnsafeMutablePointer<DevicePage>
    var deviceCount = 0

    /// Makes it the one that generated code uses.
    @inline(__always)
    func publish(to words: UnsafeMutablePointer<UInt64>) {
        words[EngineWord.fastTLB] = UInt64(UInt(bitPattern: self.words))
        words[EngineWord.linearAddend] = UInt64(UInt(bitPattern: linearAddend))
        words[EngineWord.linearFlags] = UInt64(UInt(bitPattern: linearFlags))
        words[EngineWord.contextID] = id
    }
}

/// A page that translates to a device's window, for reads, for writes or for both.
struct DevicePage {
    /// VA of the page; all ones while there is none.
    var base = UInt64.max
    var physicalBase: UInt64 = 0
    /// Offset of the page's first byte in the device's window.
    var offset: UInt64 = 0
    var lengthBytes: UInt64 = 0
    var isReadable = false
    var isWritable = false
    // SAFETY: the bus never lets go of a device.
    unowned(unsafe) var device: (any Device)?

    static let count = 8

    @inline(__always)
    static func index(_ address: UInt64) -> Int {
        let page = address >> 12
        return Int(truncatingIfNeeded: page ^ page >> 4 ^ page >> 8 ^ page >> 12) & (count - 1)
    }

    /// Whether an aligned access lands in the device's window.
    @inline(__always)
    func covers(_ address: UInt64, sizeBytes: Int, isWrite: Bool) -> Bool {
        address & ~0xfff == base && (isWrite ? isWritable : isReadable)
            && address & UInt64(sizeBytes &- 1) == 0
            && offset &+ (address & 0xfff) &+ UInt64(sizeBytes) <= lengthBytes
    }
}

extension FastTLBInstance {
    /// Remembers that an access of a kind reaches a device.
    mutating func fillDevice(
        _ address: UInt64, _ device: any Device, offset: UInt64, physical: UInt64, isWrite: Bool
    ) {
        let inPage = address & 0xfff
        // A window that begins inside the page has no offset to count from.
        guard offset >= inPage else { return }
        let entry = devices + DevicePage.index(address)
        let base = address & ~0xfff
        if entry.pointee.base != base || entry.pointee.physicalBase != physical & ~0xfff {
            entry.pointee = DevicePage(
                base: base, physicalBase: physical & ~0xfff, offset: offset - inPage,
                lengthBytes: device.lengthBytes, device: device)
            deviceCount += 1
        }
        if isWrite { entry.pointee.isWritable = true } else { entry.pointee.isReadable = true }
    }

    func forgetDevices() {
        for index in 0..<DevicePage.count { devices[index].base = .max }
    }
}

/// The register values that decide a translation.
struct TranslationContextKey: Equatable {
    var el: UInt64
    var pan: UInt64
    var sctlr: UInt64
    var tcr: UInt64
    var ttbr0: UInt64
    var ttbr1: UInt64
    var mair: UInt64
    var hcr: UInt64
    var vtcr: UInt64
    var vttbr: UInt64
    /// What AArch32 adds.
    var format: TranslationFormat
    var asid: UInt16
    var dacr: UInt32
    /// BlockMode, whose blocks the jump cache keeps by context.
    var mode: UInt32
    /// What debug does, and with which of the vCPU's settings of the comparators; 0 for nothing.
    var debug: UInt64 = 0

    /// Matches no context.
    static let none = TranslationContextKey(
        el: .max, pan: 0, sctlr: 0, tcr: 0, ttbr0: 0, ttbr1: 0, mair: 0, hcr: 0, vtcr: 0, vttbr: 0,
        format: .aarch64, asid: 0, dacr: 0, mode: 0)
}

/// The instances of one vCPU.
struct FastTLB {
    private static let instanceCount = 8
    /// Emptying an instance visits so many entries one by one, or all.
    private static let listedCount = 64

    private let instances: UnsafeMutablePointer<FastTLBInstance>
    /// The identity to give next, and how many times an instance was selected.
    private let counters: UnsafeMutablePointer<(nextID: UInt64, uses: UInt64)>

    init() {
        counters = .allocate(capacity: 1)
        counters.initialize(to: (nextID: 1, uses: 0))
        instances = .allocate(capacity: Self.instanceCount)
        for index in 0..<Self.instanceCount {
            (instances + index).initialize(
                to: FastTLBInstance(
                    key: .none, id: 0, lastUse: 0, words: nil,
                    filled: .allocate(capacity: Self.listedCount),
                    devices: .allocate(capacity: DevicePage.count)))
            instances[index].devices.initialize(
                repeating: DevicePage(), count: DevicePage.count)
        }
    }

    func deallocate() {
        for index in 0..<Self.instanceCount {
            instances[index].words?.deallocate()
            instances[index].filled.deallocate()
            instances[index].devices.deallocate()
        }
        instances.deallocate()
        counters.deallocate()
    }

    /// The instance of a context, made empty if it is new.
    func select(_ key: TranslationContextKey) -> UnsafeMutablePointer<FastTLBInstance> {
        counters.pointee.uses += 1
        let useCounter = counters.pointee.uses
        var victim = instances
        for index in 0..<Self.instanceCount {
            let instance = instances + index
            if instance.pointee.id != 0 && instance.pointee.key == key {
                instance.pointee.lastUse = useCounter
                return instance
            }
            if instance.pointee.lastUse < victim.pointee.lastUse { victim = instance }
        }
        victim.pointee.key = key
        victim.pointee.lastUse = useCounter
        if victim.pointee.words == nil {
            let words = UnsafeMutablePointer<UInt64>.allocate(capacity: FastTLBLayout.wordCount)
            words.initialize(repeating: FastTLBLayout.emptyTag, count: FastTLBLayout.wordCount)
            victim.pointee.words = words
        }
        clear(victim)
        rename(victim)
        return victim
    }

    /// Empties every instance and gives it a new identity; contexts must be selected again.
    func removeAll() {
        for index in 0..<Self.instanceCount where instances[index].id != 0 {
            clear(instances + index)
            rename(instances + index)
        }
    }

    /// Empties every instance. What was fetched stays.
    func removeData() {
        for index in 0..<Self.instanceCount where instances[index].id != 0 {
            clear(instances + index)
        }
    }

    /// Empties the entries of one page, whatever its tag.
    func removeData(page: UInt64) {
        let number = Int(truncatingIfNeeded: page) & (FastTLBLayout.entryCount - 1)
        for index in 0..<Self.instanceCount where instances[index].id != 0 {
            let device = instances[index].devices + DevicePage.index(page << 12)
            if device.pointee.base == page << 12 { device.pointee.base = .max }
            guard let words = instances[index].words else { continue }
            words[number] = FastTLBLayout.emptyTag
            words[FastTLBLayout.writeTags + number] = FastTLBLayout.emptyTag
        }
    }

    private func rename(_ instance: UnsafeMutablePointer<FastTLBInstance>) {
        instance.pointee.id = counters.pointee.nextID
        counters.pointee.nextID += 1
    }

    private func clear(_ instance: UnsafeMutablePointer<FastTLBInstance>) {
        if instance.pointee.deviceCount != 0 {
            instance.pointee.forgetDevices()
            instance.pointee.deviceCount = 0
        }
        guard let words = instance.pointee.words else { return }
        let count = instance.pointee.filledCount
        if count <= Self.listedCount {
            for index in 0..<count {
                let number = Int(instance.pointee.filled[index])
                words[number] = FastTLBLayout.emptyTag
                words[FastTLBLayout.writeTags + number] = FastTLBLayout.emptyTag
            }
        } else {
            words.update(repeating: FastTLBLayout.emptyTag, count: FastTLBLayout.addends)
        }
        instance.pointee.filledCount = 0
        instance.pointee.linearCount = 0
        instance.pointee.otherCount = 0
    }

    /// Remembers a page of RAM for reads or for writes.
    ///
    /// - Parameters:
    ///   - address: VA of the access.
    ///   - host: Its host address.
    ///   - usesLinearPages: Whether tags may say that a page is at the linear distance.
    func fill(
        _ instance: UnsafeMutablePointer<FastTLBInstance>, _ address: UInt64,
        host: UnsafeMutableRawPointer, isWrite: Bool, memory: GuestMemory,
        usesLinearPages: Bool
    ) {
        guard let words = instance.pointee.words else { return }
        let page = address >> 12
        let number = Int(truncatingIfNeeded: page) & (FastTLBLayout.entryCount - 1)
        let addend = Int(bitPattern: host) &- Int(truncatingIfNeeded: address)
        let pageOfMemory = (host - memory.host) >> 12
        let flags = Int(bitPattern: memory.pageFlags) &+ pageOfMemory
        let linearFlags = flags &- Int(truncatingIfNeeded: page)
        if instance.pointee.linearCount == 0
            || instance.pointee.otherCount > 16 + 2 * instance.pointee.linearCount
                && instance.pointee.otherAddend == addend
        {
            // The first page decides, until most are elsewhere.
            if instance.pointee.filledCount != 0 { clear(instance) }
            instance.pointee.linearAddend = addend
            instance.pointee.linearFlags = linearFlags
        }
        // Both, because VAs wrap and the flags of their pages do not.
        let isLinear =
            usesLinearPages && addend == instance.pointee.linearAddend
            && linearFlags == instance.pointee.linearFlags
        if isLinear {
            instance.pointee.linearCount += 1
        } else if addend == instance.pointee.otherAddend {
            instance.pointee.otherCount += 1
        } else if instance.pointee.otherCount > 0 {
            instance.pointee.otherCount -= 1
        } else {
            instance.pointee.otherAddend = addend
            instance.pointee.otherCount = 1
        }
        let tag = isLinear ? page : page | FastTLBLayout.nonlinear
        let write = FastTLBLayout.writeTags + number
        let addends = FastTLBLayout.addends + number
        if Int(bitPattern: UInt(words[addends])) != addend
            || (words[number] != tag && words[write] != tag)
        {
            words[number] = FastTLBLayout.emptyTag
            words[write] = FastTLBLayout.emptyTag
            words[addends] = UInt64(UInt(bitPattern: addend))
        }
        words[isWrite ? write : number] = tag
        let count = instance.pointee.filledCount
        if count < Self.listedCount { instance.pointee.filled[count] = UInt16(number) }
        instance.pointee.filledCount = count + 1
    }
}

/// The contexts last selected at each Exception level, so that coming back to one takes no look at
/// its registers. Whoever changes a register that decides translation empties it.
struct LevelContexts {
    struct Kept {
        /// Nil while there is none.
        var instance: UnsafeMutablePointer<FastTLBInstance>?
        /// The identity of the instance then; another means that it was emptied or given away.
        var id: UInt64 = 0
    }

    private static let count = 6
    private let entries: UnsafeMutablePointer<Kept>
    private let controls: UnsafeMutablePointer<TranslationControls>

    init() {
        entries = .allocate(capacity: Self.count)
        entries.initialize(repeating: Kept(), count: Self.count)
        controls = .allocate(capacity: Self.count)
        controls.initialize(repeating: TranslationControls(regime: .el2), count: Self.count)
    }

    func deallocate() {
        entries.deallocate()
        controls.deallocate()
    }

    @inline(__always)
    private static func index(_ level: UInt64, _ pan: UInt64) -> Int {
        min(Int(truncatingIfNeeded: level &+ (pan != 0 ? 3 : 0)), count - 1)
    }

    @inline(__always)
    func find(level: UInt64, pan: UInt64) -> UnsafeMutablePointer<FastTLBInstance>? {
        let kept = entries + Self.index(level, pan)
        guard let instance = kept.pointee.instance, instance.pointee.id == kept.pointee.id
        else { return nil }
        return instance
    }

    /// What goes with `find`.
    func controls(level: UInt64, pan: UInt64) -> TranslationControls {
        controls[Self.index(level, pan)]
    }

    func set(
        level: UInt64, pan: UInt64, _ it: TranslationControls,
        _ instance: UnsafeMutablePointer<FastTLBInstance>
    ) {
        let index = Self.index(level, pan)
        entries[index] = Kept(instance: instance, id: instance.pointee.id)
        controls[index] = it
    }

    func removeAll() {
        for index in 0..<Self.count { entries[index].instance = nil }
    }
}
