// Random code from the rows of the A64 table, made so that every run ends: branches go forward, and
// memory accesses stay in the data region.
//
// x20...x23 and SP are bases, x24 and x25 indexes, x26 and x27 targets of indirect branches; while
// a sequence uses them so, nothing else writes them.

@testable import SwiftVMM

/// A sequence and the state it starts from.
struct RandomSequence {
    var words: [UInt32]
    var state: MachineState
    /// It may write memory.
    var touchesMemory: Bool
    /// Its last word is not an instruction.
    var endsUndefined = false

    /// Where it is, if not right before the end.
    var place: UInt64?

    var start: UInt64 { place ?? Layout.end - UInt64(words.count * 4) }
}

struct SequenceGenerator {
    var random: SeededGenerator
    private var words: [UInt32] = []
    private var state = MachineState()
    private var usesMemory = false
    private var stack = StackUse.free

    /// What SP is in this sequence.
    private enum StackUse { case free, alignedBase, walkingBase }

    /// More than this many instructions never come out.
    static let longest = 60
    private static let shortestCode = 1...48
    private static let firstTarget: UInt32 = 26
    private static let secondTarget: UInt32 = 27
    private static let reserved: ClosedRange<UInt32> = 20...27

    static let rows = A64Opcode.allCases.filter { Exclusions.reason($0) == nil }
    private static let computingRows = rows.filter { !isMemory(A64Table[$0].format, $0) }

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func chance(_ outOf: Int) -> Bool {
        Int.random(in: 0..<outOf, using: &random) == 0
    }

    mutating func next() -> RandomSequence {
        begin(usesMemory: !chance(4))
        let length = Int.random(in: Self.shortestCode, using: &random)
        let rows = usesMemory ? Self.rows : Self.computingRows
        while words.count < length { append(rows.randomElement(using: &random)!) }
        let undefined = chance(10)
        if undefined { words.append(UndefinedWords.next(using: &random)) }
        return finish(endsUndefined: undefined)
    }

    /// One instruction of a row, or the few that make an exclusive access.
    mutating func single(_ opcode: A64Opcode) -> RandomSequence {
        let format = A64Table[opcode].format
        let needsBases =
            Self.isMemory(format, opcode) || format == .branchRegister || format == .return_
        begin(usesMemory: needsBases || chance(2))
        append(opcode)
        return finish(endsUndefined: false)
    }

    /// Given words, from a random state with the usual bases.
    mutating func fixed(_ code: [UInt32], usesMemory: Bool = true) -> RandomSequence {
        begin(usesMemory: usesMemory)
        words = code
        setUpState()
        return RandomSequence(words: words, state: state, touchesMemory: usesMemory)
    }

    private mutating func begin(usesMemory: Bool) {
        words.removeAll(keepingCapacity: true)
        self.usesMemory = usesMemory
        stack =
            usesMemory ? [.free, .alignedBase, .walkingBase].randomElement(using: &random)! : .free
    }

    private mutating func finish(endsUndefined: Bool) -> RandomSequence {
        setUpState()
        // Not the UNDEFINED word: it goes as it is.
        linkBranches(count: words.count - (endsUndefined ? 1 : 0))
        return RandomSequence(
            words: words, state: state, touchesMemory: usesMemory, endsUndefined: endsUndefined)
    }

    // MARK: Instructions

    private mutating func append(_ opcode: A64Opcode) {
        let format = A64Table[opcode].format
        switch format {
        case .storeExclusive, .storeExclusivePair: appendExclusive(store: opcode)
        case .loadExclusivePair: appendExclusive(load: opcode)
        case .ordered where Self.isLoadExclusive(opcode): appendExclusive(load: opcode)
        default: words.append(word(opcode))
        }
    }

    private static let exclusives: [(loads: [A64Opcode], stores: [A64Opcode])] = [
        ([.ldxrb, .ldaxrb], [.stxrb, .stlxrb]), ([.ldxrh, .ldaxrh], [.stxrh, .stlxrh]),
        ([.ldxr, .ldaxr], [.stxr, .stlxr]), ([.ldxp, .ldaxp], [.stxp, .stlxp]),
    ]

    private static func isLoadExclusive(_ opcode: A64Opcode) -> Bool {
        exclusives.contains { $0.loads.contains(opcode) }
    }

    private mutating func appendExclusive(load: A64Opcode? = nil, store: A64Opcode? = nil) {
        let family = Self.exclusives.first { family in
            load.map { family.loads.contains($0) } ?? family.stores.contains(store!)
        }!
        let load = load ?? family.loads.randomElement(using: &random)!
        let store = store ?? family.stores.randomElement(using: &random)!
        let loadWord = word(load)
        words.append(loadWord)
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            var opcode = A64Opcode.adr
            repeat {
                opcode = Self.computingRows.randomElement(using: &random)!
            } while Self.isBranch(A64Table[opcode].format)
            words.append(word(opcode))
        }
        var storeWord = word(store)
        // The same size always: bit 30 where the row leaves it open.
        storeWord = storeWord & ~(1 << 30) | loadWord & (1 << 30)
        if !chance(4) {
            let base = loadWord >> 5 & 31
            if Self.alignedBases.contains(base) || base == 31 {
                storeWord = storeWord.replacing(5, 5, base)
            }
        }
        words.append(storeWord)
        words.append(0xd503_3f5f)
    }

    /// A word of a row with its registers and immediates brought into the rules above.
    private mutating func word(_ opcode: A64Opcode) -> UInt32 {
        let row = A64Table[opcode]
        var word: UInt32
        repeat {
            word = A64Generator.word(of: opcode, using: &random)!
        } while Exclusions.isNarrowSignedMinimumOrMaximum(opcode, word)
        word = aimSystemAccess(word, row.format)
        if usesMemory { word = aimMemoryAccess(word, row.format, opcode) }
        for position in Self.destinations(row.format, word) {
            var number = word >> position & 31
            if usesMemory {
                if Self.reserved.contains(number)
                    || (row.format == .compareAndSwapPair && Self.reserved.contains(number + 1))
                {
                    number = UInt32.random(in: 0..<20, using: &random)
                }
                if number == 31, stack != .free, Self.writesStackPointer(row.format) { number = 7 }
                if row.format == .compareAndSwapPair { number &= ~1 }
            }
            word = word.replacing(position, 5, number)
        }
        if usesMemory, Self.isWriteback(row.format), chance(12) {
            // The base as its own data: CONSTRAINED UNPREDICTABLE, and our choice is QEMU's.
            word = word.replacing(0, 5, word >> 5 & 31)
        }
        return word
    }

    // MARK: Memory

    private static let walkingBases: [UInt32] = [20, 21]
    private static let alignedBases: [UInt32] = [22, 23]

    private mutating func aimMemoryAccess(_ word: UInt32, _ format: A64Format, _ opcode: A64Opcode)
        -> UInt32
    {
        guard Self.isMemory(format, opcode) else { return word }
        var bases: [UInt32]
        switch format {
        case .literal, .vectorLiteral, .systemInstruction: return word
        case _ where Self.isWriteback(format):
            bases = Self.walkingBases
            if stack == .walkingBase { bases.append(31) }
        case .ordered, .orderedOffset, .storeExclusive, .loadExclusivePair, .storeExclusivePair,
            .compareAndSwap,
            .compareAndSwapPair, .atomic:
            bases = Self.alignedBases
            if stack == .alignedBase { bases.append(31) }
            let isOrdered =
                (format == .ordered || format == .orderedOffset) && !Self.isLoadExclusive(opcode)
            let isStore = format == .storeExclusive || format == .storeExclusivePair
            // Now and then an Alignment fault, which both take.
            if !isOrdered, !isStore, chance(64) { bases = Self.walkingBases }
        default:
            bases = Self.walkingBases + Self.alignedBases
            if stack != .free { bases.append(31) }
        }
        var result = word.replacing(5, 5, bases.randomElement(using: &random)!)
        // imm9 from an aligned base, by a multiple of the size.
        if format == .orderedOffset { result &= ~(((1 << (word >> 30)) - 1) << 12) }
        if format == .vectorUnsignedOffset {
            // Sixteen bytes times 4095 would leave the region.
            result &= ~(1 << 21)
        }
        if Self.isStructurePostIndex(format) {
            result = result.replacing(16, 5, chance(2) ? 31 : 25)
        }
        if format == .registerOffset || format == .vectorRegisterOffset {
            // x24 has a small index in its low half only, x25 a signed one.
            let option = word >> 13 & 7
            let index: UInt32 =
                chance(8) ? 31 : option == 2 ? 24 : option == 6 && chance(2) ? 24 : 25
            result = result.replacing(16, 5, index)
        }
        return result
    }

    /// MSR and MRS of NZCV and TPIDR_EL0, MSR of DAIF, DC ZVA and maintenance.
    private mutating func aimSystemAccess(_ word: UInt32, _ format: A64Format) -> UInt32 {
        switch format {
        case .writeRegister, .readRegister:
            let encoding =
                chance(2)
                ? SystemRegisterEncoding(3, 3, 4, 2, 0) : SystemRegisterEncoding(3, 3, 13, 0, 2)
            return word & 0xffe0_001f | UInt32(encoding.packed & 0xffff) << 5 & 0x1f_ffe0
                | word & 0x20_0000
        case .pstateField:
            // op1 3, op2 6 or 7
            return (0xd503_401f | word & 0xf00) | (chance(2) ? 6 : 7) << 5
        case .systemInstruction:
            let address = UInt32.random(in: 20...23, using: &random)
            // DC ZVA, DC CVAC, DC CVAU, DC CIVAC, IC IVAU with an address; IC IALLU, TLBI VMALLE1.
            let choices: [UInt32] = [
                0xd50b_7420 | address, 0xd50b_7a20 | address, 0xd50b_7b20 | address,
                0xd50b_7e20 | address, 0xd50b_7520 | address, 0xd508_751f, 0xd508_871f,
            ]
            return choices.randomElement(using: &random)!
        default: return word
        }
    }

    // MARK: Branches and labels

    private func address(of index: Int) -> UInt64 {
        Layout.end - UInt64((words.count - index) * 4)
    }

    private mutating func linkBranches(count: Int) {
        let total = words.count
        let first = Int.random(in: 1...total, using: &random)
        let second = Int.random(in: first...total, using: &random)
        if usesMemory {
            state[Int(Self.firstTarget)] = address(of: first)
            state[Int(Self.secondTarget)] = address(of: second)
        }
        for index in 0..<count {
            guard let instruction = A64Decoder.decode(words[index]) else { continue }
            let format = instruction.row.format
            switch format {
            case .branchRegister, .return_:
                if usesMemory, index < second {
                    let isFirst = index < first && !chance(4)
                    words[index] = words[index].replacing(
                        5, 5, isFirst ? Self.firstTarget : Self.secondTarget)
                } else {
                    words[index] = 0x1400_0000 | forward(from: index)
                }
            case .branch: words[index] = words[index].replacing(0, 26, forward(from: index))
            case .conditionalBranch, .compareAndBranch:
                words[index] = words[index].replacing(5, 19, forward(from: index))
            case .testAndBranch:
                words[index] = words[index].replacing(5, 14, forward(from: index))
            case .literal, .vectorLiteral:
                let places = UInt64(Layout.codeLength / 4 - 4)
                let label = Layout.codeBase + 4 * UInt64.random(in: 0...places, using: &random)
                let distance = UInt32(truncatingIfNeeded: (label &- address(of: index)) >> 2)
                words[index] = words[index].replacing(5, 19, distance)
            default: break
            }
        }
    }

    /// Distance in instructions to a later one, or to the end.
    private mutating func forward(from index: Int) -> UInt32 {
        let limit = chance(3) ? words.count : min(words.count, index + 5)
        return UInt32(Int.random(in: index + 1...limit, using: &random) - index)
    }

    // MARK: State

    private mutating func setUpState() {
        for index in 0...MachineState.spIndex { state[index] = EdgeValues.next(using: &random) }
        state[MachineState.nzcvIndex] = (random.next() & 15) << 28
        state[MachineState.tpidrIndex] = EdgeValues.next(using: &random)
        for index in MachineState.vectorIndex..<MachineState.pcIndex {
            state[index] = FloatValues.next(using: &random)
        }
        // AHP, DN, FZ, RMode; QC, IDC, IXC, UFC, OFC, DZC, IOC
        state[MachineState.fpcrIndex] = chance(3) ? 0 : random.next() & 0x07c0_0000
        state[MachineState.fpsrIndex] = chance(2) ? 0 : random.next() & 0x0800_009f
        state.pc = Layout.end - UInt64(words.count * 4)
        guard usesMemory else { return }
        state[20] = walkingAddress()
        state[21] = walkingAddress()
        state[22] = walkingAddress().alignedDown(to: 16)
        state[23] = chance(2) ? state[22] : walkingAddress().alignedDown(to: 16)
        state[24] = random.next() << 32 | random.next() & 0xff
        state[25] = UInt64(bitPattern: Int64.random(in: -256...255, using: &random))
        switch stack {
        case .free: break
        case .alignedBase: state[MachineState.spIndex] = walkingAddress().alignedDown(to: 16)
        case .walkingBase: state[MachineState.spIndex] = walkingAddress()
        }
    }

    /// Within 4 KiB of the middle of the region; half of them next to a page boundary.
    private mutating func walkingAddress() -> UInt64 {
        let near = Int64.random(in: -16...16, using: &random)
        let far = Int64.random(in: -4096...4096, using: &random)
        let page: Int64 = [-4096, 0, 4096].randomElement(using: &random)!
        return Layout.dataMiddle &+ UInt64(bitPattern: chance(2) ? page + near : far)
    }
}

// MARK: - Facts about formats

extension SequenceGenerator {
    static func isBranch(_ format: A64Format) -> Bool {
        switch format {
        case .branch, .conditionalBranch, .compareAndBranch, .testAndBranch, .branchRegister,
            .return_:
            true
        default: false
        }
    }

    static func isMemory(_ format: A64Format, _ opcode: A64Opcode) -> Bool {
        switch format {
        case .literal, .unsignedOffset, .unscaledOffset, .postIndex, .preIndex, .registerOffset,
            .pairOffset, .pairPostIndex, .pairPreIndex, .ordered, .orderedOffset, .storeExclusive,
            .loadExclusivePair, .storeExclusivePair, .compareAndSwap, .compareAndSwapPair,
            .atomic, .systemInstruction, .vectorLiteral, .vectorUnsignedOffset,
            .vectorUnscaledOffset, .vectorPostIndex, .vectorPreIndex, .vectorRegisterOffset,
            .vectorPairOffset, .vectorPairPostIndex, .vectorPairPreIndex, .vectorMultiple,
            .vectorMultiplePostIndex, .vectorReplicate, .vectorReplicatePostIndex, .vectorSingle,
            .vectorSinglePostIndex:
            true
        default: false
        }
    }

    static func isWriteback(_ format: A64Format) -> Bool {
        switch format {
        case .postIndex, .preIndex, .pairPostIndex, .pairPreIndex, .vectorPostIndex,
            .vectorPreIndex, .vectorPairPostIndex, .vectorPairPreIndex:
            true
        default: isStructurePostIndex(format)
        }
    }

    static func isStructurePostIndex(_ format: A64Format) -> Bool {
        switch format {
        case .vectorMultiplePostIndex, .vectorReplicatePostIndex, .vectorSinglePostIndex: true
        default: false
        }
    }

    private static func writesStackPointer(_ format: A64Format) -> Bool {
        switch format {
        case .addSubtractImmediate, .addSubtractExtended, .logicalImmediate: true
        default: false
        }
    }

    /// Positions of the fields that name a register which the instruction writes. Bases that a
    /// writeback changes are not among them.
    private static func destinations(_ format: A64Format, _ word: UInt32) -> [UInt32] {
        switch format {
        case .address, .pageAddress, .addSubtractImmediate, .addSubtractImmediateFlags,
            .logicalImmediate, .logicalImmediateFlags, .moveWide, .bitfield, .extract,
            .twoRegisters, .threeRegisters, .checksum, .checksumX, .logicalShifted,
            .addSubtractShifted, .addSubtractExtended, .addSubtractExtendedFlags,
            .conditionalSelect, .multiplyAdd, .multiplyAddLong, .multiplyHigh, .readRegister,
            .literal, .atomic, .moveToGeneral, .moveTopToGeneral, .floatToInteger, .floatToFixed,
            .vectorMoveSigned, .vectorMoveUnsigned:
            [0]
        case .unsignedOffset, .unscaledOffset, .postIndex, .preIndex, .registerOffset,
            .orderedOffset:
            word >> 22 & 3 == 0 ? [] : [0]
        case .pairOffset, .pairPostIndex, .pairPreIndex: word >> 22 & 1 == 0 ? [] : [0, 10]
        // LDAPR has no L.
        case .ordered: word >> 22 & 1 == 0 && word >> 29 & 1 == 0 ? [] : [0]
        case .loadExclusivePair: [0, 10]
        case .storeExclusive, .storeExclusivePair, .compareAndSwap, .compareAndSwapPair: [16]
        default: []
        }
    }
}

extension UInt32 {
    /// The word with `width` bits at `position` replaced.
    func replacing(_ position: UInt32, _ width: UInt32, _ value: UInt32) -> UInt32 {
        let mask: UInt32 = ((1 << width) - 1) << position
        return self & ~mask | value << position & mask
    }
}

/// Register values where mistakes live.
enum EdgeValues {
    private static let edges: [UInt64] = [
        0, 1, 2, .max, .max - 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff,
        0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000,
        0xffff_ffff_8000_0000, 0xffff_ffff_7fff_ffff, 0x5555_5555_5555_5555,
        0xaaaa_aaaa_aaaa_aaaa, 0x0101_0101_0101_0101, 31, 32, 33, 63, 64, 65, 0xfff, 0x1000,
        0x1001, Layout.dataBase, Layout.dataMiddle - 1, 0xffff_8000_0000_0000,
    ]

    static func next(using random: inout some RandomNumberGenerator) -> UInt64 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: random.next()
        case 1: random.next() >> UInt64.random(in: 0..<64, using: &random)
        default: edges.randomElement(using: &random)!
        }
    }
}

/// Contents of V registers: numbers of all formats where rounding and special cases live.
enum FloatValues {
    private static let doubles: [UInt64] = [
        0, 1, 2, 3, 0x000f_ffff_ffff_ffff, 0x0010_0000_0000_0000, 0x0010_0000_0000_0001,
        0x3cb0_0000_0000_0000, 0x3fe0_0000_0000_0000, 0x3fdf_ffff_ffff_ffff,
        0x3ff0_0000_0000_0000, 0x3ff0_0000_0000_0001, 0x3fef_ffff_ffff_ffff,
        0x3ff8_0000_0000_0000, 0x4000_0000_0000_0000, 0x4004_0000_0000_0000,
        0x41df_ffff_ffc0_0000, 0x41e0_0000_0000_0000, 0x41ef_ffff_fff0_0000,
        0x43e0_0000_0000_0000, 0x43ef_ffff_ffff_ffff, 0x43f0_0000_0000_0000,
        0x36a0_0000_0000_0000, 0x380f_ffff_ffff_ffff, 0x3810_0000_0000_0000,
        0x47ef_ffff_e000_0000, 0x47ef_ffff_f000_0000, 0x40ef_fc00_0000_0000,
        0x3f00_0000_0000_0000, 0x3e70_0000_0000_0000, 0x7fef_ffff_ffff_ffff,
        0x7ff0_0000_0000_0000, 0x7ff0_0000_0000_0001, 0x7ff4_0000_dead_beef,
        0x7ff8_0000_0000_0000, 0x7ff8_1234_5678_9abc, 0x7fff_ffff_ffff_ffff,
        0x7fd0_0000_0000_0000, 0x0060_0000_0000_0000, 0x001c_0000_0000_0000,
    ]
    private static let singles: [UInt32] = [
        0, 1, 2, 0x007f_ffff, 0x0080_0000, 0x0080_0001, 0x3380_0000, 0x3f00_0000, 0x3eff_ffff,
        0x3f80_0000, 0x3f80_0001, 0x3f7f_ffff, 0x3fc0_0000, 0x4000_0000, 0x4020_0000, 0x4b00_0001,
        0x4eff_ffff, 0x4f00_0000, 0x4f7f_ffff, 0x4f80_0000, 0x5f00_0000, 0x5f80_0000, 0x3300_0000,
        0x3880_0000, 0x477f_e000, 0x477f_f000, 0x7f7f_ffff, 0x7f80_0000, 0x7f80_0001, 0x7fa0_beef,
        0x7fc0_0000, 0x7fc1_2345, 0x7fff_ffff, 0x7e80_0000, 0x0030_0000, 0x0020_0000,
    ]
    private static let halves: [UInt16] = [
        0, 1, 0x3ff, 0x400, 0x3800, 0x3c00, 0x3c01, 0x7bff, 0x7c00, 0x7c01, 0x7e00, 0x7fff, 0x7d55,
    ]

    private static func chance(_ outOf: Int, _ random: inout some RandomNumberGenerator) -> Bool {
        Int.random(in: 0..<outOf, using: &random) == 0
    }

    private static func single(using random: inout some RandomNumberGenerator) -> UInt64 {
        var value = singles.randomElement(using: &random)!
        if chance(3, &random) {
            // A number near others, so that sums cancel and quotients are close to halfway.
            value = 0x3f00_0000 &+ UInt32.random(in: 0...0x01ff_ffff, using: &random)
        }
        if chance(2, &random) { value |= 1 << 31 }
        return UInt64(value)
    }

    static func next(using random: inout some RandomNumberGenerator) -> UInt64 {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return EdgeValues.next(using: &random)
        case 1: return random.next()
        case 2, 3:
            var value = doubles.randomElement(using: &random)!
            if chance(2, &random) { value |= 1 << 63 }
            return value
        case 4:
            let value = 0x3fe0_0000_0000_0000 &+ random.next() >> 10
            return chance(2, &random) ? value | 1 << 63 : value
        case 5:
            var value: UInt64 = 0
            for place in 0..<UInt64(4) {
                let sign: UInt64 = chance(2, &random) ? 0x8000 : 0
                value |= (UInt64(halves.randomElement(using: &random)!) | sign) << (16 * place)
            }
            return value
        default: return single(using: &random) | single(using: &random) << 32
        }
    }
}

/// Words that our decoder refuses, or that it gives to the helper for UNDEFINED.
enum UndefinedWords {
    private static let debugOnly: [A64Opcode] = [.hlt, .dcps1, .dcps2, .dcps3, .drps]

    static func next(using random: inout some RandomNumberGenerator) -> UInt32 {
        if Int.random(in: 0..<50, using: &random) == 0 {
            return A64Generator.word(
                of: debugOnly.randomElement(using: &random)!, using: &random)!
        }
        while true {
            let word = candidate(using: &random)
            if A64Decoder.decode(word) == nil && !Exclusions.isExtensionOfMax(word) { return word }
        }
    }

    /// A random word, or a valid one with up to three bits changed.
    static func candidate(using random: inout some RandomNumberGenerator) -> UInt32 {
        if Int.random(in: 0..<4, using: &random) == 0 {
            return UInt32(truncatingIfNeeded: random.next())
        }
        let opcode = SequenceGenerator.rows.randomElement(using: &random)!
        var word = A64Generator.word(of: opcode, using: &random)!
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            word ^= 1 << UInt32.random(in: 0..<32, using: &random)
        }
        return word
    }
}
