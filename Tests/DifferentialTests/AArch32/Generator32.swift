// Random sequences of A32 and T32 from the tables.

@testable import SwiftVMM

/// An instruction of either table, ready to be placed.
struct Candidate32 {
    var instruction: AArch32Instruction
    var row: String

    var halfwords: [UInt16] {
        let word = instruction.word
        if instruction.isThumb {
            return instruction.lengthBytes == 2
                ? [UInt16(word)] : [UInt16(word >> 16), UInt16(truncatingIfNeeded: word)]
        }
        return [UInt16(truncatingIfNeeded: word), UInt16(word >> 16)]
    }
}

struct Generator32 {
    var random: SeededGenerator
    let isThumb: Bool
    /// Rows of Armv8 may be asked for.
    let isArmv8: Bool

    init(seed: UInt64, isThumb: Bool, isArmv8: Bool = false) {
        random = SeededGenerator(seed: seed)
        self.isThumb = isThumb
        self.isArmv8 = isArmv8
    }

    static func titles(isThumb: Bool) -> [String] {
        let all =
            isThumb
            ? T32Table.rows.filter { !$0.isArmv8 }.map { ($0.opcode, "\($0.title)") }
            : A32Table.rows.filter { !$0.isArmv8 }.map { ($0.opcode, "\($0.title)") }
        return all.filter { Exclusions32.reason($0.0) == nil }.map(\.1)
    }

    // MARK: One instruction

    /// A random valid instruction of a row.
    mutating func candidate(row number: Int, itState: UInt8 = 0) -> Candidate32? {
        let picture = isThumb ? T32Table.rows[number].picture : A32Table.rows[number].picture
        for _ in 0..<400 {
            let word = word(of: picture)
            let found: AArch32Instruction?
            let title: String
            if isThumb {
                guard
                    let (row, _) = T32Decoder.match(word, itState: itState, isArmv8: isArmv8),
                    "\(row.title)" == "\(T32Table.rows[number].title)"
                else { continue }
                found = T32Decoder.decode(word, itState: itState, isArmv8: isArmv8)
                title = "\(row.title)"
            } else {
                guard let (row, _) = A32Decoder.match(word, isArmv8: isArmv8),
                    "\(row.title)" == "\(A32Table.rows[number].title)"
                else { continue }
                found = A32Decoder.decode(word, isArmv8: isArmv8)
                title = "\(row.title)"
            }
            guard let found, !Exclusions32.isExcluded(found) else { continue }
            return Candidate32(instruction: found, row: title)
        }
        return nil
    }

    private mutating func word(of picture: BitPicture) -> UInt32 {
        var word = picture.value
        for field in picture.fields {
            let ones: UInt32 = (1 << UInt32(field.width)) - 1
            let value: UInt32
            switch field.letter {
            case "c": value = UInt32.random(in: 0..<3, using: &random) == 0 ? next(15) : 14
            case "d", "n", "m", "a": value = next(ones + 1)
            default: value = number(upTo: ones)
            }
            word |= (value & ones) << UInt32(field.lsb)
        }
        return word
    }

    private mutating func next(_ bound: UInt32) -> UInt32 {
        UInt32.random(in: 0..<bound, using: &random)
    }

    private mutating func number(upTo ones: UInt32) -> UInt32 {
        let edges = [0, 1, ones, ones &- 1, ones / 2, ones / 2 + 1]
        guard next(3) == 0 else { return UInt32.random(in: 0...ones, using: &random) }
        return edges.randomElement(using: &random)! & ones
    }

    // MARK: Sequences

    mutating func state() -> MachineState32 {
        var state = MachineState32()
        for n in 0..<15 { state[n] = EdgeValues.next(using: &random) & 0xffff_ffff }
        for n in 0..<32 {
            state[MachineState32.vectorIndex + n] = EdgeValues.next(using: &random)
        }
        var cpsr = UInt64(UInt32(truncatingIfNeeded: random.next()) & 0xf80f_0000) | 0x1d3
        if isThumb { cpsr |= UInt64(CPSR.t) }
        state[MachineState32.cpsrIndex] = cpsr
        // NZCV, QC, AHP, DN, FZ, RMode and the exceptions.
        if next(2) == 0 { state[MachineState32.fpscrIndex] = random.next() & 0xffc0_009f }
        return state
    }

    /// A sequence around one row: a few others may come first.
    mutating func sequence(row number: Int, isAlone: Bool) -> Sequence32? {
        var result = Sequence32(isThumb: isThumb, halfwords: [], state: state())
        guard let target = candidate(row: number) else { return nil }
        // IT governs what follows: `addConditionalBlock` has that.
        if target.instruction.opcode == .it && !isAlone { return nil }
        if Exclusions32.isBranch(target.instruction) {
            result.isSingle = true
            place(target, into: &result, singly: true)
            return result
        }
        if !isAlone {
            for _ in 0..<next(10) { addRandom(to: &result) }
        }
        place(target, into: &result, singly: false)
        // The page boundary before the end should be crossed now and then.
        if !isAlone, next(4) == 0 { for _ in 0..<next(24) { addRandom(to: &result) } }
        return result
    }

    private mutating func addRandom(to result: inout Sequence32) {
        if isThumb && next(5) == 0 { return addConditionalBlock(to: &result) }
        guard let candidate = randomCandidate(itState: 0) else { return }
        place(candidate, into: &result, singly: false)
    }

    private mutating func randomCandidate(itState: UInt8) -> Candidate32? {
        let count = isThumb ? T32Table.rows.count : A32Table.rows.count
        for _ in 0..<50 {
            let number = Int.random(in: 0..<count, using: &random)
            let opcode = isThumb ? T32Table.rows[number].opcode : A32Table.rows[number].opcode
            let isArmv8 = isThumb ? T32Table.rows[number].isArmv8 : A32Table.rows[number].isArmv8
            if isArmv8 || Exclusions32.reason(opcode) != nil || opcode == .it { continue }
            guard let candidate = candidate(row: number, itState: itState),
                !Exclusions32.isBranch(candidate.instruction)
            else { continue }
            if itState != 0,
                Exclusions32.accessesMemory(candidate.instruction)
                    || Exclusions32.writesFloatingPointStatus(candidate.instruction)
            {
                continue
            }
            return candidate
        }
        return nil
    }

    /// IT and the instructions it governs.
    private mutating func addConditionalBlock(to result: inout Sequence32) {
        let condition = next(14)
        var mask = next(15) + 1
        if mask == 0 { mask = 8 }
        var it = UInt8(condition << 4 | mask)
        var body: [Candidate32] = []
        while it != 0 {
            guard let candidate = randomCandidate(itState: it) else { return }
            body.append(candidate)
            it = CPSR.advanced(itState: it)
        }
        result.halfwords.append(UInt16(0xbf00 | condition << 4 | mask))
        for candidate in body {
            result.halfwords += candidate.halfwords
            result.rows.append(candidate.row)
            prepareStatus(candidate.instruction, &result)
        }
    }

    /// FPSCR.RMode is zero where the engines would round differently.
    private func prepareStatus(_ i: AArch32Instruction, _ result: inout Sequence32) {
        if Exclusions32.roundsToNearest(i) {
            result.state[MachineState32.fpscrIndex] &= ~(3 << 22)
        }
    }

    /// Places an instruction; one that accesses memory gets a base, and an index, that reach the
    /// data region.
    private mutating func place(
        _ candidate: Candidate32, into result: inout Sequence32, singly: Bool
    ) {
        let i = candidate.instruction
        result.rows.append(candidate.row)
        prepareStatus(i, &result)
        if Exclusions32.writesFloatingPointStatus(i) {
            load(UInt32(truncatingIfNeeded: random.next()) & 0xff00_009f, i.rd, &result)
        }
        guard Exclusions32.accessesMemory(i), i.rn != 15 else {
            result.halfwords += candidate.halfwords
            return
        }
        result.touchesMemory = true
        let needsWord = Exclusions32.needsAlignment(i)
        var base = UInt32(Layout.dataMiddle) + next(512)
        if needsWord != 0 { base &= ~(needsWord - 1) }
        // Zero stays zero however it is shifted.
        let isScaled = i.operand == .register && (i.shift != .lsl || i.shiftAmount > 3)
        let index = isScaled ? 0 : next(64) * (needsWord == 0 ? 1 : needsWord)
        if singly {
            result.state[Int(i.rn)] = UInt64(base)
            if i.operand == .register { result.state[Int(i.rm)] = UInt64(index) }
        } else {
            if i.operand == .register && i.rm != i.rn && i.rm != 15 { load(index, i.rm, &result) }
            load(base, i.rn, &result)
        }
        result.halfwords += candidate.halfwords
        // The monitor is not left open.
        if i.opcode.isExclusive {
            result.halfwords += isThumb ? [0xf3bf, 0x8f2f] : [0xf01f, 0xf57f]
        }
    }

    /// MOVW, MOVT.
    private func load(_ value: UInt32, _ register: UInt32, _ result: inout Sequence32) {
        for (half, isTop) in [(value & 0xffff, false), (value >> 16, true)] {
            if isThumb {
                let first = 0xf240 | (isTop ? 0x80 : 0) | (half >> 11 & 1) << 10 | half >> 12
                let second = (half >> 8 & 7) << 12 | register << 8 | half & 0xff
                result.halfwords += [UInt16(first), UInt16(second)]
            } else {
                let word =
                    0xe300_0000 | (isTop ? 0x40_0000 : 0) | (half >> 12) << 16
                    | register << 12 | half & 0xfff
                result.halfwords += [UInt16(truncatingIfNeeded: word), UInt16(word >> 16)]
            }
        }
    }
}

extension AArch32Opcode {
    var isExclusive: Bool {
        switch self {
        case .ldrex, .ldrexb, .ldrexh, .ldrexd, .strex, .strexb, .strexh, .strexd: true
        default: false
        }
    }
}
