// Translation tables in a dictionary, for tests.

@testable import SwiftVMM

/// Sparse memory of doublewords. Unwritten words of a known page are zero; unknown pages abort.
final class TableMemory: PhysicalMemory {
    var words: [UInt64: UInt64] = [:]
    var pages: Set<UInt64> = []
    var readCount = 0

    func readDescriptor(at address: GuestPhysicalAddress) -> UInt64? {
        readCount += 1
        if let word = words[address.value] { return word }
        return pages.contains(address.value >> 12) ? 0 : nil
    }

    func updateDescriptor(at address: GuestPhysicalAddress, to value: UInt64) {
        words[address.value] = value
    }

    func store(_ word: UInt64, at address: UInt64) {
        words[address] = word
        pages.insert(address >> 12)
    }

    /// Makes `bytes` from `address` answer as zeros.
    func clear(_ address: UInt64, bytes: UInt64 = 0x1000) {
        for page in address >> 12...(address + bytes - 1) >> 12 { pages.insert(page) }
    }
}

/// Builds a tree of tables below one root, allocating tables upwards from `next`.
final class TableBuilder {
    let memory: TableMemory
    let granule: TranslationGranule
    let startLevel: Int
    let root: UInt64
    private(set) var next: UInt64
    /// Bits set in every table descriptor made.
    var tableBits: UInt64 = 0
    var isBigEndian = false

    init(
        _ memory: TableMemory, _ granule: TranslationGranule = .size4KB, inputBits: Int = 48,
        startLevel: Int? = nil, root: UInt64
    ) {
        self.memory = memory
        self.granule = granule
        let page = granule.pageShift
        self.startLevel = startLevel ?? 3 - (inputBits - 1 - page) / granule.stride
        self.root = root
        // Room for 16 concatenated tables.
        next = root + 16 << UInt64(page)
        memory.clear(root, bytes: 16 << UInt64(page))
    }

    /// Address of the descriptor for `address` at `level`, making the tables above it.
    func slot(for address: UInt64, level: Int) -> UInt64 {
        var table = root
        var here = startLevel
        while true {
            let shift = granule.entryShift(level: here)
            let index =
                here == startLevel
                ? (address & 0xffff_ffff_ffff) >> UInt64(shift)
                    & ((16 << UInt64(granule.stride)) - 1)
                : address[bits: shift..<shift + granule.stride]
            let place = table + index * 8
            if here == level { return place }
            let old = read(place)
            if old & 3 == 3 {
                table = old & 0xffff_ffff_f000
            } else {
                table = next
                next += 1 << UInt64(granule.pageShift)
                memory.clear(table, bytes: 1 << UInt64(granule.pageShift))
                write(table | tableBits | 3, at: place)
            }
            here += 1
        }
    }

    func map(_ address: UInt64, to output: UInt64, level: Int = 3, bits: UInt64) {
        set(address, level: level, descriptor: output | bits | (level == 3 ? 3 : 1))
    }

    func set(_ address: UInt64, level: Int, descriptor: UInt64) {
        // The index above the input size is not part of the table: mask as the walk does.
        write(descriptor, at: slot(for: address, level: level))
    }

    private func read(_ address: UInt64) -> UInt64 {
        let word = memory.words[address] ?? 0
        return isBigEndian ? word.byteSwapped : word
    }

    private func write(_ word: UInt64, at address: UInt64) {
        memory.store(isBigEndian ? word.byteSwapped : word, at: address)
    }
}

/// Descriptor bits.
enum Bits {
    static let af: UInt64 = 1 << 10
    static let ng: UInt64 = 1 << 11
    static let user: UInt64 = 1 << 6
    static let readOnly: UInt64 = 1 << 7
    static let pxn: UInt64 = 1 << 53
    static let uxn: UInt64 = 1 << 54
    static func attribute(_ index: UInt64) -> UInt64 { index << 2 }
    /// Inner Shareable.
    static let inner: UInt64 = 3 << 8
    /// Stage 2: read and write, Normal Write-Back, accessed.
    static let stageTwo: UInt64 = 3 << 6 | 0xf << 2 | 1 << 10 | 3 << 8
}

extension TranslationControls {
    /// MAIR: 0 Device-nGnRnE, 1 Device-nGnRE, 2 Normal NC, 3 Normal WB, 4 Normal WT.
    static let mairValue: UInt64 = 0xaa_ff44_0400

    /// A regime with stage 1 on, C and I set, 48-bit input and output on each side.
    static func tables(
        _ regime: TranslationRegime = .el10, granule: TranslationGranule = .size4KB,
        inputBits: Int = 48, ttbr0: UInt64, ttbr1: UInt64 = 0
    ) -> TranslationControls {
        let size = UInt64(64 - inputBits)
        let tg0: UInt64 = granule == .size4KB ? 0 : granule == .size64KB ? 1 : 2
        let tg1: UInt64 = granule == .size4KB ? 2 : granule == .size64KB ? 3 : 1
        let tcr: UInt64 =
            regime == .el2
            ? size | tg0 << 14 | 5 << 16
            : size | tg0 << 14 | size << 16 | tg1 << 30 | 5 << 32 | 1 << 36
        return TranslationControls(
            regime: regime, sctlr: 1 | 1 << 2 | 1 << 12, tcr: tcr, ttbr0: ttbr0, ttbr1: ttbr1,
            mair: mairValue, hcr: 1 << 31)
    }

    /// Adds stage 2.
    mutating func enableStageTwo(
        granule: TranslationGranule = .size4KB, inputBits: Int = 48, startLevel: Int,
        vttbr: UInt64
    ) {
        let tg0: UInt64 = granule == .size4KB ? 0 : granule == .size64KB ? 1 : 2
        let sl0 = UInt64((granule == .size4KB ? 2 : 3) - startLevel)
        vtcr = UInt64(64 - inputBits) | sl0 << 6 | tg0 << 14 | 5 << 16 | 1 << 19 | 1 << 31
        self.vttbr = vttbr
        hcr |= 1
    }

    /// The outcome as a value.
    func attempt(
        _ address: UInt64, _ kind: AccessDescriptor.Kind = .read, at el: ExceptionLevel? = nil,
        aligned: Bool = true, in memory: TableMemory
    ) -> Result<Translation, MMUFault> {
        let access = AccessDescriptor(kind, at: el ?? regime.privilegedEL, isAligned: aligned)
        do throws(MMUFault) {
            return .success(try translate(VirtualAddress(address), for: access, memory: memory))
        } catch {
            return .failure(error)
        }
    }
}

extension Result<Translation, MMUFault> {
    var physical: UInt64? { try? get().physicalAddress.value }
    var fault: MMUFault? {
        if case .failure(let fault) = self { fault } else { nil }
    }
    /// "translation 2", "permission 3 s2", "accessFlag 1 s1ptw", or "ok".
    var summary: String {
        guard let fault else { return "ok" }
        let stage = fault.isOnTableWalk ? " s1ptw" : fault.stage == .two ? " s2" : ""
        return "\(fault.kind) \(fault.level)\(stage)"
    }
}
