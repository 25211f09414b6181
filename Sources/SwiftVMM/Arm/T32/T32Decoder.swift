// From one or two T32 halfwords to operands.

public enum T32Decoder {
    /// Whether a halfword is the first of two.
    @inlinable
    public static func isWide(_ halfword: UInt16) -> Bool { halfword >> 11 >= 0b11101 }

    /// The instruction that halfwords encode, or nil for one that is UNDEFINED or UNPREDICTABLE,
    /// which executes as UNDEFINED.
    ///
    /// - Parameters:
    ///   - word: The first halfword in bits 31...16, the second, where there is one, below it.
    ///   - itState: IT of the instruction, which gives its condition, and without which the narrow
    ///     data-processing instructions set flags.
    public static func decode(
        _ word: UInt32, itState: UInt8 = 0, isArmv8: Bool = false
    ) -> AArch32Instruction? {
        guard let (row, instruction) = match(word, itState: itState, isArmv8: isArmv8),
            !instruction.isUnpredictable(row.format, itState: itState)
        else { return nil }
        return instruction
    }

    static func match(_ word: UInt32, itState: UInt8 = 0, isArmv8: Bool = false)
        -> (T32Row, AArch32Instruction)?
    {
        guard let number = index.find(word, where: { isArmv8 || !T32Table.rows[$0].isArmv8 }),
            T32Table.rows[number].isNarrow != isWide(UInt16(word >> 16))
        else { return nil }
        let row = T32Table.rows[number]
        var i = AArch32Instruction(row.opcode, row.isNarrow ? word >> 16 : word)
        i.isThumb = true
        i.lengthBytes = row.isNarrow ? 2 : 4
        i.condition = itState == 0 ? 14 : itState >> 4
        if row.isNarrow {
            narrowOperands(&i, row.format, setsFlags: itState == 0)
        } else {
            wideOperands(&i, row.format)
        }
        if row.format == .floatingPoint { i.setSIMD(row.simd) }
        return (row, i)
    }

    private static let index = PictureIndex(T32Table.rows.map(\.picture))

    // MARK: 16 bits

    private static func narrowOperands(
        _ i: inout AArch32Instruction, _ format: T32Format, setsFlags: Bool
    ) {
        let word = i.word
        i.rd = word & 7
        i.rn = word[bits: 3..<6]
        i.rm = word[bits: 6..<9]
        let high = word[bits: 8..<11]
        let byte = word & 0xff
        switch format {
        case .shiftImmediate:
            i.rm = i.rn
            i.setShift(type: word[bits: 11..<13], amount: word[bits: 6..<11])
            i.setsFlags = setsFlags
        case .threeLow:
            i.operand = .register
            i.setsFlags = setsFlags
        case .immediate3:
            i.immediate = i.rm
            i.setsFlags = setsFlags
        case .immediate8:
            i.rd = high
            i.rn = high
            i.immediate = byte
            i.setsFlags = setsFlags || i.opcode == .cmp
        case .twoLow:
            i.rm = i.rn
            i.rn = i.rd
            i.operand = .register
            i.setsFlags = setsFlags || [.tst, .cmp, .cmn].contains(i.opcode)
        case .twoLowPlain, .extendLow:
            i.rm = i.rn
            i.rn = 15
        case .shiftRegister:
            i.ra = i.rn
            i.rm = i.rd
            i.operand = .shiftedByRegister
            // LSL 2, LSR 3, ASR 4, ROR 7 of the operation field.
            let operation = word[bits: 6..<10]
            i.shift =
                operation == 2 ? .lsl : operation == 3 ? .lsr : operation == 4 ? .asr : .ror
            i.setsFlags = setsFlags
        case .negate: i.setsFlags = setsFlags
        case .multiplyLow:
            i.rm = i.rd
            i.setsFlags = setsFlags
        case .twoHigh:
            i.rd = word & 7 | word[bits: 7..<8] << 3
            i.rn = i.rd
            i.rm = word[bits: 3..<7]
            i.operand = .register
            i.setsFlags = i.opcode == .cmp
        case .branchRegister: i.rm = word[bits: 3..<7]
        case .literal8:
            i.rd = high
            i.rn = 15
            i.immediate = byte << 2
        case .registerOffset: i.operand = .register
        case .offset5Word: i.immediate = word[bits: 6..<11] << 2
        case .offset5Byte: i.immediate = word[bits: 6..<11]
        case .offset5Half: i.immediate = word[bits: 6..<11] << 1
        case .offset8SP, .addSP8:
            i.rd = high
            i.rn = 13
            i.immediate = byte << 2
        case .address8:
            i.rd = high
            i.immediate = byte << 2
        case .adjustSP:
            i.rd = 13
            i.rn = 13
            i.immediate = (word & 0x7f) << 2
        case .compareBranch:
            i.rn = i.rd
            i.immediate = word[bits: 3..<8] << 1 | word[bits: 9..<10] << 6
            i.shiftAmount = word[bits: 11..<12]
        case .push:
            i.rn = 13
            i.immediate = byte | word[bits: 8..<9] << 14
            (i.isIndexed, i.adds, i.writesBack) = (true, false, true)
        case .pop:
            i.rn = 13
            i.immediate = byte | word[bits: 8..<9] << 15
            (i.isIndexed, i.adds, i.writesBack) = (false, true, true)
        case .blockLow:
            i.rn = high
            i.immediate = byte
            (i.isIndexed, i.adds) = (false, true)
            i.writesBack = i.opcode == .stm || !byte[bit: Int(high)]
        case .setEndianness: i.immediate = word[bits: 3..<4]
        case .changeState16:
            i.immediate = (word[bit: 4] ? 3 : 2) << 9 | (word & 7) << 5
        case .exception6: i.immediate = word & 0x3f
        case .exception8, .ifThen: i.immediate = byte
        case .branch8:
            i.condition = UInt8(word[bits: 8..<12])
            i.offset = Int32(Int8(truncatingIfNeeded: word)) << 1
        case .branch11: i.offset = Int32(bitPattern: word << 21) >> 20
        default: break
        }
    }

    // MARK: 32 bits

    private static func wideOperands(_ i: inout AArch32Instruction, _ format: T32Format) {
        let word = i.word
        i.rn = word[bits: 16..<20]
        i.rd = word[bits: 8..<12]
        i.ra = word[bits: 12..<16]
        i.rm = word & 15
        let imm3 = word[bits: 12..<15]
        let imm12 = word[bits: 26..<27] << 11 | imm3 << 8 | word & 0xff
        let position = imm3 << 2 | word[bits: 6..<8]
        switch format {
        case .dataImmediate, .moveImmediate:
            i.setsFlags = word[bit: 20]
            i.setT32Immediate(imm12)
        case .dataRegister, .moveRegister:
            i.setsFlags = word[bit: 20]
            i.setShift(type: word[bits: 4..<6], amount: position)
        case .pack: i.setShift(type: word[bits: 4..<6], amount: position)
        case .address12:
            i.immediate = imm12
            i.adds = !word[bit: 23]
        case .plainImmediate: i.immediate = imm12
        case .wideImmediate: i.immediate = i.rn << 12 | imm12
        case .saturate:
            i.rm = i.rn
            i.immediate = word & 31
            i.setShift(type: word[bit: 21] ? 2 : 0, amount: position)
        case .saturate16:
            i.rm = i.rn
            i.immediate = word & 15
        case .bitfieldExtract, .bitfieldInsert:
            i.immediate = word & 31
            i.shiftAmount = position
        case .shiftRegisterWide:
            i.ra = i.rm
            i.rm = i.rn
            i.operand = .shiftedByRegister
            i.shift = RegisterShift(rawValue: UInt8(word[bits: 21..<23])) ?? .lsl
            i.setsFlags = word[bit: 20]
        case .extend: i.shiftAmount = word[bits: 4..<6] * 8
        case .parallel:
            // U and the two bits beside it: plain, saturating, halving; signed, then unsigned.
            let prefix = word[bits: 6..<7] * 3 + word[bits: 4..<6]
            let operations: [UInt32] = [4, 0, 1, 5, 7, 3, 2, 5]
            i.immediate = prefix << 3 | operations[Int(word[bits: 20..<23])]
        case .threeRegisters, .twoRegisters, .multiply, .divide: break
        case .checksum: i.immediate = word[bits: 4..<6] | word[bits: 20..<21] << 4
        case .halfMultiply, .multiplyLong:
            let x = word[bits: 5..<6]
            let y = word[bits: 4..<5]
            switch i.opcode {
            case .smlaHalf, .smulHalf, .smlalHalf: i.immediate = x | y << 1
            case .smlaWide, .smulWide: i.immediate = y << 1
            default: i.immediate = y
            }
        // RdLo and RdHi: low in `ra`, high in `rd`, as they stand.
        default: memoryAndSystemOperands(&i, format)
        }
    }

    private static func memoryAndSystemOperands(_ i: inout AArch32Instruction, _ format: T32Format)
    {
        let word = i.word
        let byte = word & 0xff
        switch format {
        case .literal12:
            i.rd = i.ra
            i.immediate = word & 0xfff
            i.adds = word[bit: 23]
        case .offset12:
            i.rd = i.ra
            i.immediate = word & 0xfff
        case .offset8:
            i.rd = i.ra
            i.immediate = byte
            i.isIndexed = word[bit: 10]
            i.adds = word[bit: 9]
            i.writesBack = word[bit: 8]
        case .unprivileged:
            i.rd = i.ra
            i.immediate = byte
            i.isUnprivileged = true
        case .registerShifted:
            i.rd = i.ra
            i.setShift(type: 0, amount: word[bits: 4..<6])
        case .exclusiveWord:
            i.immediate = byte << 2
            if i.opcode == .strex { i.rm = i.ra } else { i.rd = i.ra }
        case .storeExclusive:
            (i.rd, i.rm, i.ra) = (word & 15, word[bits: 12..<16], word[bits: 8..<12])
            i.isOrdered = word[bit: 7]
        case .loadExclusive:
            (i.rd, i.ra) = (word[bits: 12..<16], word[bits: 8..<12])
            i.isOrdered = word[bit: 7]
        case .ordered:
            i.rd = word[bits: 12..<16]
            i.rm = i.rd
            i.isOrdered = true
        case .tableBranch:
            i.operand = .register
            i.shiftAmount = word[bits: 4..<5]
        case .dual:
            (i.rd, i.ra) = (word[bits: 12..<16], word[bits: 8..<12])
            i.immediate = byte << 2
            i.isIndexed = word[bit: 24]
            i.adds = word[bit: 23]
            i.writesBack = word[bit: 21]
        case .block:
            i.immediate = word & 0xffff
            i.isIndexed = word[bit: 24]
            i.adds = word[bit: 23]
            i.writesBack = word[bit: 21]
        case .saveState, .returnState:
            // There are DB and IA only, and bits 24 and 23 are alike.
            i.immediate = format == .saveState ? word & 31 : word & 0xffff
            i.adds = word[bit: 23]
            i.isIndexed = !i.adds
            i.writesBack = word[bit: 21]
        case .branchConditional:
            i.condition = UInt8(word[bits: 22..<26])
            var offset = word[bits: 26..<27] << 20 | word[bits: 11..<12] << 19
            offset |= word[bits: 13..<14] << 18 | word[bits: 16..<22] << 12 | (word & 0x7ff) << 1
            i.offset = Int32(bitPattern: offset << 11) >> 11
        case .branch24:
            let s = word[bits: 26..<27]
            let i1 = (word[bits: 13..<14] ^ s) ^ 1
            let i2 = (word[bits: 11..<12] ^ s) ^ 1
            var offset = s << 24 | i1 << 23 | i2 << 22
            offset |= word[bits: 16..<26] << 12 | (word & 0x7ff) << 1
            i.offset = Int32(bitPattern: offset << 7) >> 7
        case .writeStatus:
            i.operand = .register
            i.rm = i.rn
            i.immediate = word[bits: 8..<12] | word[bits: 20..<21] << 4
        case .writeBanked:
            i.rm = i.rn
            i.immediate = word[bits: 20..<21] << 5 | word[bits: 4..<5] << 4 | word[bits: 8..<12]
        case .readStatus: i.immediate = word[bits: 20..<21]
        case .readBanked:
            i.immediate = word[bits: 20..<21] << 5 | word[bits: 4..<5] << 4 | word[bits: 16..<20]
        case .changeState32:
            i.immediate = word[bits: 9..<11] << 9 | word[bits: 8..<9] << 8 | word & 0xff
        case .branchJazelle: i.rm = i.rn
        case .returnException: i.immediate = byte
        case .exception16: i.immediate = i.rn << 12 | word & 0xfff
        case .exception4: i.immediate = i.rn
        case .coprocessor:
            i.rd = word[bits: 12..<16]
            i.ra = word[bits: 8..<12]
        default: i.immediate = word & 15
        }
    }
}

extension AArch32Instruction {
    /// Operand combinations that the manual calls UNPREDICTABLE; they execute as UNDEFINED here.
    /// The stack pointer counts as a register like any other, as it does in Armv8.
    func isUnpredictable(_ format: T32Format, itState: UInt8) -> Bool {
        func isPC(_ registers: UInt32...) -> Bool { registers.contains(15) }
        let isInside = itState != 0
        // Branches end their block.
        let isBeforeLast = isInside && itState & 15 != 8
        switch format {
        case .twoHigh:
            if opcode == .cmp { return isPC(rn, rm) || rn < 8 && rm < 8 }
            return opcode == .add && rd == 15 && rm == 15 || rd == 15 && isBeforeLast
        case .branchRegister:
            return isBeforeLast || opcode == .blxRegister && rm == 15
        case .compareBranch, .setEndianness, .changeState16, .changeState32, .ifThen:
            if format == .ifThen {
                let first = immediate >> 4
                if first == 15 || first == 14 && (immediate & 15).nonzeroBitCount != 1 {
                    return true
                }
            }
            if format == .changeState32 {
                let imod = immediate >> 9
                let m = immediate[bit: 8]
                if imod == 1 || imod & 2 != 0 && immediate >> 5 & 7 == 0 { return true }
                if imod == 0 && (immediate >> 5 & 7 != 0 || !m) { return true }
                if !m && immediate & 31 != 0 { return true }
            }
            return isInside
        case .pop: return immediate == 0 || immediate[bit: 15] && isBeforeLast
        case .push, .blockLow: return immediate == 0 || format == .blockLow && storesLateBase
        case .branch8, .branchConditional: return isInside || condition >= 14
        case .branch11, .branch24: return isBeforeLast
        case .dataImmediate, .dataRegister:
            return rn == 15 || rd == 15 && !isComparison || operand == .register && rm == 15
        case .moveImmediate: return rd == 15
        case .moveRegister: return rd == 15 || rm == 15
        case .pack, .threeRegisters, .parallel:
            return isPC(rd, rn, rm) || format == .parallel && immediate & 7 == 5
                || format == .parallel && word[bits: 4..<6] == 3
        case .twoRegisters: return isPC(rd, rm) || rn != rm
        case .address12, .wideImmediate: return rd == 15
        case .plainImmediate: return isPC(rd)
        case .saturate:
            // ASR by 32 does not exist: its place is that of SSAT16 and USAT16.
            return isPC(rd, rm) || shift == .asr && shiftAmount == 32
        case .saturate16: return isPC(rd, rm)
        case .bitfieldExtract: return isPC(rd, rn) || immediate + shiftAmount > 31
        case .bitfieldInsert: return isPC(rd) || immediate < shiftAmount
        case .shiftRegisterWide: return isPC(rd, rm, ra)
        case .extend: return isPC(rd, rm)
        case .checksum: return isPC(rd, rn, rm) || immediate & 15 == 3 || isInside
        case .multiply, .halfMultiply:
            if isPC(rd, rn, rm) { return true }
            return ra == 15
                && (opcode == .mls || opcode == .smlaHalf || opcode == .smlaWide
                    || opcode == .smmls)
        case .multiplyLong: return isPC(rd, rn, rm, ra) || rd == ra
        case .divide: return isPC(rd, rn, rm)
        case .literal12, .offset12, .offset8, .unprivileged, .registerShifted:
            return isUnpredictableAccess(format, isBeforeLast: isBeforeLast)
        case .exclusiveWord:
            if opcode == .ldrex { return isPC(rd, rn) }
            return isPC(rd, rn, rm) || rd == rn || rd == rm
        case .storeExclusive:
            if isPC(rd, rn, rm) || rd == rn || rd == rm { return true }
            return opcode == .strexd && (ra == 15 || rd == ra)
        case .loadExclusive:
            return isPC(rd, rn) || opcode == .ldrexd && (ra == 15 || ra == rd)
        case .ordered: return isPC(rd, rn)
        case .tableBranch: return rm == 15 || rn == 13 || isBeforeLast
        case .dual:
            if rd == 15 || ra == 15 || opcode == .ldrd && rd == ra { return true }
            if rn == 15 { return writesBack || opcode == .strd }
            return writesBack && (rn == rd || rn == ra)
        case .block:
            if rn == 15 || immediate.nonzeroBitCount < 2 { return true }
            if writesBack && immediate[bit: Int(rn)] { return true }
            return opcode == .ldm
                && (immediate >> 14 == 3 || immediate[bit: 15] && isBeforeLast)
        case .returnState: return rn == 15 || isBeforeLast
        case .readStatus, .readBanked: return rd == 15
        case .writeStatus: return rm == 15 || immediate & 15 == 0
        case .writeBanked: return rm == 15
        case .branchJazelle: return isPC(rm) || isBeforeLast
        case .returnException: return isBeforeLast
        case .exception16: return opcode == .hvc && isInside
        case .floatingPoint: return isUndefinedSIMD
        default: return false
        }
    }

    private var isComparison: Bool {
        switch opcode {
        case .tst, .teq, .cmp, .cmn: true
        default: false
        }
    }

    /// STM with the base in the list but not first: the value stored is UNKNOWN.
    private var storesLateBase: Bool {
        opcode == .stm && writesBack && immediate[bit: Int(rn)]
            && immediate.trailingZeroBitCount != Int(rn)
    }

    private func isUnpredictableAccess(_ format: T32Format, isBeforeLast: Bool) -> Bool {
        let isStore = opcode == .str || opcode == .strb || opcode == .strh
        if rn == 15 && (isStore || format != .literal12) { return true }
        if writesBack && rn == rd { return true }
        if format == .offset8 && !isIndexed && !writesBack { return true }
        if operand == .register && rm == 15 { return true }
        if rd == 15 { return opcode != .ldr || isUnprivileged || isBeforeLast }
        return false
    }
}
