// Which bits of a vCPU's state are UNKNOWN, and what becomes of them in an operation.
//
// A set bit says that the architecture promises nothing about that bit of the slot. Moves, logic,
// shifts and fields are followed exactly; what mixes bits makes all of its result UNKNOWN. Where
// that would go too far, known bits decide: AND with a known zero is a known zero.

final class UnknownBits {
    /// One mask for each slot.
    private let masks: UnsafeMutablePointer<UInt64>
    /// Stored values, by the PA of their eight bytes; zero masks are not kept.
    private var memory: [UInt64: UInt64] = [:]
    /// A bit for the pages that may have some, by their numbers modulo the bits.
    private let pages: UnsafeMutablePointer<UInt64>
    private static let pageWords = 1024

    init() {
        masks = .allocate(capacity: Slot.count)
        masks.initialize(repeating: 0, count: Slot.count)
        pages = .allocate(capacity: Self.pageWords)
        pages.initialize(repeating: 0, count: Self.pageWords)
    }

    deinit {
        masks.deallocate()
        pages.deallocate()
    }

    /// Keeps all of it; the closure puts it back.
    func capture() -> Restoration {
        let masks = Array(UnsafeBufferPointer(start: masks, count: Slot.count))
        let pages = Array(UnsafeBufferPointer(start: pages, count: Self.pageWords))
        let memory = memory
        return { [self] in
            self.masks.update(from: masks, count: Slot.count)
            self.pages.update(from: pages, count: Self.pageWords)
            self.memory = memory
        }
    }

    subscript(slot: UInt16) -> UInt64 {
        get { masks[Int(slot)] }
        set {
            // Nothing is ever UNKNOWN about XZR, nor about what nobody reads. Stack pointers are
            // not followed: they change places with PSTATE.
            if slot != Slot.zero && slot != Slot.discard && slot != Slot.sp {
                masks[Int(slot)] = newValue
            }
        }
    }

    subscript(register: SystemRegisterID) -> UInt64 {
        get { self[Slot.of(register)] }
        set { self[Slot.of(register)] = newValue }
    }

    // MARK: Reset

    /// What a Warm reset leaves UNKNOWN; the values are drawn from the seed.
    func reset(model: CPUModel, hasEL2: Bool) {
        masks.update(repeating: 0, count: Slot.count)
        for n in Slot.x0...Slot.x30 { self[n] = ~0 }
        for n in 0..<64 as Range<UInt16> { self[Slot.v0 + n] = ~0 }
        guard hasEL2 else { return }
        for row in SystemRegister.table {
            switch row.reset {
            case .value, .identification: break
            case .unknown: self[row.id] = model.writable(row.id) & ~model.fixedOnes(row.id)
            case .partial(let known, _):
                self[row.id] = model.writable(row.id) & ~model.fixedOnes(row.id) & ~known
            }
        }
    }

    // MARK: Memory

    /// The mask of `count` bytes, at most eight, at a PA.
    func loaded(_ physical: UInt64, count: Int) -> UInt64 {
        guard count <= 8, mayHold(physical) || mayHold(physical &+ 7) else { return 0 }
        let shift = 8 * (physical & 7)
        var mask = (memory[physical & ~7] ?? 0) >> shift
        if shift != 0 { mask |= (memory[physical & ~7 &+ 8] ?? 0) << (64 - shift) }
        return count == 8 ? mask : mask & (1 << UInt64(8 * count) - 1)
    }

    func store(_ mask: UInt64, _ physical: UInt64, count: Int) {
        if mask == 0 || count > 8 { return clear(physical, count: count) }
        for address in [physical, physical &+ 7] {
            pages[Int(address >> 18 & 1023)] |= 1 << (address >> 12 & 63)
        }
        for index in 0..<count {
            let address = physical &+ UInt64(index)
            let shift = 8 * (address & 7)
            let byte = mask >> UInt64(8 * index) & 0xff
            let word = (memory[address & ~7] ?? 0) & ~(0xff << shift) | byte << shift
            memory[address & ~7] = word == 0 ? nil : word
        }
    }

    /// Known bytes have been stored.
    func clear(_ physical: UInt64, count: Int) {
        let last = physical &+ UInt64(count) &- 1
        guard mayHold(physical) || mayHold(last) else { return }
        for word in stride(from: physical & ~7, through: last, by: 8) {
            guard let mask = memory[word] else { continue }
            let start = physical > word ? 8 * (physical - word) : 0
            let end = last &- word < 7 ? 8 * (last - word + 1) : 64
            let kept = mask & ~(~0 << start & ~0 >> (64 - end))
            memory[word] = kept == 0 ? nil : kept
        }
    }

    @inline(__always)
    private func mayHold(_ physical: UInt64) -> Bool {
        pages[Int(physical >> 18 & 1023)] >> (physical >> 12 & 63) & 1 != 0
    }

    // MARK: Operations

    /// Whether an operation only computes, and neither reads nor overwrites anything UNKNOWN.
    @inline(__always)
    func isUntouched(by op: Operation) -> Bool {
        // These come first; what follows them in the list of opcodes accesses memory or calls.
        guard op.opcode.rawValue < Opcode.skipUnless.rawValue, masks[Int(Slot.nzcv)] == 0 else {
            return false
        }
        var sources = masks[Int(op.destination)]
        if op.opcode != .constant {
            sources |= masks[Int(op.a)]
            if op.b != Slot.immediate { sources |= masks[Int(op.b)] }
        }
        return sources == 0
    }

    /// Follows one operation that only computes; `values` are the slots before it.
    func follow(_ op: Operation, _ values: UnsafeMutablePointer<UInt64>) {
        // A constant has its bits where others have operands.
        if op.opcode == .constant {
            self[op.destination] = 0
            return
        }
        let a = self[op.a]
        let b = op.b == Slot.immediate ? 0 : self[op.b]
        let isSame = op.a == op.b
        let valueA = values[Int(op.a)]
        switch op.opcode {
        case .move: self[op.destination] = op.narrow(a)
        case .and:
            self[op.destination] = op.narrow(Self.and(a, valueA, b, op.operandB(values)))
        case .andNot:
            self[op.destination] = op.narrow(Self.and(a, valueA, b, ~op.operandB(values)))
        case .or:
            self[op.destination] = op.narrow(Self.or(a, valueA, b, op.operandB(values)))
        case .orNot:
            self[op.destination] = op.narrow(Self.or(a, valueA, b, ~op.operandB(values)))
        case .exclusiveOr, .exclusiveOrNot:
            self[op.destination] = isSame ? 0 : op.narrow(a | b)
        case .add: self[op.destination] = op.narrow(Self.sum(a | b))
        case .subtract: self[op.destination] = isSame ? 0 : op.narrow(Self.sum(a | b))
        case .shiftLeft: self[op.destination] = shifted(op, b) { op.narrow(a &<< $0) }(values)
        case .shiftRight: self[op.destination] = shifted(op, b) { op.narrow(a) &>> $0 }(values)
        case .shiftRightArithmetic:
            self[op.destination] =
                shifted(op, b) {
                    op.narrow(UInt64(bitPattern: op.signed(a) &>> Int64($0)))
                }(values)
        case .rotateRight:
            self[op.destination] = shifted(op, b) { op.rotateRight(a, by: $0) }(values)
        case .extractPair: self[op.destination] = op.extractPair(a, b)
        case .extractUnsigned: self[op.destination] = op.narrow(op.field(of: a))
        case .extractSigned:
            self[op.destination] = op.narrow(op.field(of: a).signExtended(from: op.fieldLength))
        case .deposit: self[op.destination] = op.deposit(b, into: a)
        case .reverseBits:
            self[op.destination] = op.width == .w64 ? a.bitsReversed : a.bitsReversed >> 32
        case .reverseBytes64: self[op.destination] = a.byteSwapped
        case .addSetFlags, .subtractSetFlags:
            let isZero = op.opcode == .subtractSetFlags && isSame
            self[op.destination] = isZero ? 0 : op.narrow(Self.sum(a | b))
            self[Slot.nzcv] = isZero || op.narrow(a | b) == 0 ? 0 : Self.flags
        case .andSetFlags:
            setLogical(
                op, Self.and(a, valueA, b, op.operandB(values)), valueA & op.operandB(values))
        case .andNotSetFlags:
            setLogical(
                op, Self.and(a, valueA, b, ~op.operandB(values)), valueA & ~op.operandB(values))
        case .conditionalCompareAdd, .conditionalCompareSubtract:
            let decides = unknownCondition(op.modifier & 15)
            self[Slot.nzcv] = decides || op.narrow(a | b) != 0 ? Self.flags : 0
        case .select:
            if unknownCondition(op.modifier & 15) {
                self[op.destination] = op.narrow(~0)
            } else {
                let holds = Condition.holds(
                    UInt8(truncatingIfNeeded: op.modifier), nzcv: values[Int(Slot.nzcv)])
                self[op.destination] = op.narrow(holds ? a : b)
            }
        case .testCondition: self[op.destination] = unknownCondition(op.modifier & 15) ? 1 : 0
        case .isZero:
            // A known one decides.
            self[op.destination] =
                op.narrow(a) != 0 && op.narrow(valueA & ~a) == 0 ? 1 : 0
        default: followWhole(op, a | b)
        }
    }

    /// Operations of which every bit depends on every bit.
    private func followWhole(_ op: Operation, _ sources: UInt64) {
        switch op.opcode {
        case .addWithCarry, .subtractWithCarry:
            let all = sources | self[Slot.nzcv] & Self.carry
            self[op.destination] = all == 0 ? 0 : op.narrow(~0)
        case .addWithCarrySetFlags, .subtractWithCarrySetFlags:
            let all = op.narrow(sources) | self[Slot.nzcv] & Self.carry
            self[op.destination] = all == 0 ? 0 : op.narrow(~0)
            self[Slot.nzcv] = all == 0 ? 0 : Self.flags
        case .multiply, .multiplyHighUnsigned, .multiplyHighSigned, .divideUnsigned,
            .divideSigned, .countLeadingZeros, .countLeadingSigns, .reverseBytes16,
            .reverseBytes32, .crc32:
            self[op.destination] = sources == 0 ? 0 : op.narrow(~0)
        default:
            // Loads come with their own masks; vectors are not followed.
            self[op.destination] = 0
        }
    }

    private static let flags: UInt64 = 0xf000_0000
    private static let carry: UInt64 = 1 << 29

    private static func and(_ a: UInt64, _ x: UInt64, _ b: UInt64, _ y: UInt64) -> UInt64 {
        (a | b) & (a | x) & (b | y)
    }

    private static func or(_ a: UInt64, _ x: UInt64, _ b: UInt64, _ y: UInt64) -> UInt64 {
        (a | b) & (a | ~x) & (b | ~y)
    }

    /// Carries spread upwards from the lowest UNKNOWN bit.
    private static func sum(_ mask: UInt64) -> UInt64 {
        mask == 0 ? 0 : ~0 << UInt64(mask.trailingZeroBitCount)
    }

    private func shifted(
        _ op: Operation, _ amount: UInt64, _ shift: @escaping (UInt64) -> UInt64
    ) -> (UnsafeMutablePointer<UInt64>) -> UInt64 {
        { values in
            amount & op.shiftMask != 0
                ? op.narrow(~0) : shift(op.operandB(values) & op.shiftMask)
        }
    }

    private func setLogical(_ op: Operation, _ mask: UInt64, _ result: UInt64) {
        let mask = op.narrow(mask)
        self[op.destination] = mask
        let sign = op.width == .w64 ? mask >> 63 : mask >> 31 & 1
        let isZeroUnknown = mask != 0 && op.narrow(result) & ~mask == 0
        self[Slot.nzcv] = sign << 31 | (isZeroUnknown ? 1 << 30 : 0)
    }

    /// Whether a condition reads an UNKNOWN flag. Source: Arm ARM, `ConditionHolds`.
    private func unknownCondition(_ condition: UInt16) -> Bool {
        let n: UInt64 = 1 << 31
        let (z, c, v): (UInt64, UInt64, UInt64) = (1 << 30, 1 << 29, 1 << 28)
        let read: UInt64 =
            switch condition >> 1 {
            case 0: z
            case 1: c
            case 2: n
            case 3: v
            case 4: c | z
            case 5: n | v
            case 6: n | v | z
            default: 0
            }
        return self[Slot.nzcv] & read != 0
    }
}
