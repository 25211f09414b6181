// From an A32 word to operands.

public enum A32Decoder {
    /// The instruction that a word encodes, or nil for one that is UNDEFINED or UNPREDICTABLE,
    /// which executes as UNDEFINED.
    ///
    /// - Parameter isArmv8: Whether the additions of Armv8 count.
    public static func decode(_ word: UInt32, isArmv8: Bool = false) -> AArch32Instruction? {
        guard let (row, instruction) = match(word, isArmv8: isArmv8) else { return nil }
        return instruction.isUnpredictable(row.format) ? nil : instruction
    }

    /// The row whose picture fits, and the operands, UNPREDICTABLE or not.
    static func match(_ word: UInt32, isArmv8: Bool = false) -> (A32Row, AArch32Instruction)? {
        let number =
            word >> 28 == 15
            ? unconditional.find(word) { isArmv8 || !A32Table.rows[$0].isArmv8 }
            : conditional.find(word) { isArmv8 || !A32Table.rows[$0].isArmv8 }
        guard let number else { return nil }
        let row = A32Table.rows[number]
        return (row, operands(of: word, row))
    }

    /// Rows that start with a condition match no unconditional word, and the other way round.
    private static let conditional = PictureIndex(
        A32Table.rows.map { $0.picture.hasNoCondition ? nil : $0.picture })
    private static let unconditional = PictureIndex(
        A32Table.rows.map { $0.picture.hasNoCondition ? $0.picture : nil })

    private static func operands(of word: UInt32, _ row: A32Row) -> AArch32Instruction {
        var i = AArch32Instruction(row.opcode, word)
        i.condition = word >> 28 == 15 ? 14 : UInt8(word >> 28)
        i.rn = word[bits: 16..<20]
        i.rd = word[bits: 12..<16]
        i.ra = word[bits: 8..<12]
        i.rm = word & 15
        let shiftType = word[bits: 5..<7]
        let shiftAmount = word[bits: 7..<12]
        switch row.format {
        case .dataImmediate, .moveImmediate:
            i.setsFlags = word[bit: 20]
            i.setA32Immediate(word & 0xfff)
        case .compareImmediate:
            i.setsFlags = true
            i.setA32Immediate(word & 0xfff)
        case .dataRegister, .moveRegister:
            i.setsFlags = word[bit: 20]
            i.setShift(type: shiftType, amount: shiftAmount)
        case .compareRegister:
            i.setsFlags = true
            i.setShift(type: shiftType, amount: shiftAmount)
        case .dataRegisterShift, .moveRegisterShift, .compareRegisterShift:
            i.setsFlags = word[bit: 20]
            i.operand = .shiftedByRegister
            i.shift = RegisterShift(rawValue: UInt8(shiftType)) ?? .lsl
        case .wideImmediate: i.immediate = word[bits: 16..<20] << 12 | word & 0xfff
        case .multiply, .multiplyAccumulate, .multiplyLong, .halfMultiply, .divide, .usada8:
            setMultiplyOperands(&i, setsFlags: row.format != .halfMultiply && word[bit: 20])
        case .saturatingAdd, .twoRegisters: break
        case .threeRegisters:
            if row.opcode == .parallel {
                let prefix = word[bits: 20..<23]
                i.immediate = (prefix < 4 ? prefix - 1 : prefix - 2) << 3 | word[bits: 5..<8]
            }
        case .checksum: i.immediate = word[bits: 21..<23] | word[bits: 9..<10] << 4
        case .saturate:
            i.immediate = word[bits: 16..<21]
            // Only LSL and ASR: bit 6 tells them apart.
            i.setShift(type: word[bit: 6] ? 2 : 0, amount: shiftAmount)
        case .saturate16: i.immediate = word[bits: 16..<20]
        case .pack: i.setShift(type: word[bit: 6] ? 2 : 0, amount: shiftAmount)
        case .extend: i.shiftAmount = word[bits: 10..<12] * 8
        case .bitfieldInsert, .bitfieldExtract:
            i.immediate = word[bits: 16..<21]
            i.shiftAmount = shiftAmount
            i.rn = word & 15
        case .branch: i.offset = Int32(bitPattern: word << 8) >> 6
        case .branchExchange:
            i.offset = Int32(bitPattern: word << 8) >> 6 | (word[bit: 24] ? 2 : 0)
        case .branchRegister: break
        case .wordImmediate:
            setIndexing(&i)
            i.immediate = word & 0xfff
        case .wordRegister:
            setIndexing(&i)
            i.setShift(type: shiftType, amount: shiftAmount)
        case .extraImmediate:
            setIndexing(&i)
            i.immediate = word[bits: 8..<12] << 4 | word & 15
        case .extraRegister:
            setIndexing(&i)
            i.operand = .register
        case .dualImmediate:
            setIndexing(&i)
            i.immediate = word[bits: 8..<12] << 4 | word & 15
            i.ra = i.rd + 1
        case .dualRegister:
            setIndexing(&i)
            i.operand = .register
            i.ra = i.rd + 1
        case .loadExclusive, .loadAcquire:
            i.isOrdered = !word[bit: 8]
            i.ra = i.rd + 1
        case .storeExclusive:
            i.isOrdered = !word[bit: 8]
            // Rd is the status, Rt the low register; Rt2 follows it.
            i.ra = i.rm + 1
        case .storeRelease: i.isOrdered = true
        case .block, .blockUser, .blockReturn, .returnState:
            i.isIndexed = word[bit: 24]
            i.adds = word[bit: 23]
            i.writesBack = word[bit: 21]
            i.immediate = word & 0xffff
        case .saveState:
            i.isIndexed = word[bit: 24]
            i.adds = word[bit: 23]
            i.writesBack = word[bit: 21]
            i.immediate = word & 31
        case .readStatus: i.immediate = word[bits: 22..<23]
        case .writeStatus:
            i.operand = .register
            i.immediate = word[bits: 16..<20] | word[bits: 22..<23] << 4
        case .writeStatusImmediate:
            i.setA32Immediate(word & 0xfff)
            i.rd = word[bits: 16..<20] | word[bits: 22..<23] << 4
        case .readBanked, .writeBanked:
            i.immediate = word[bits: 22..<23] << 5 | word[bits: 8..<9] << 4 | word[bits: 16..<20]
        case .changeState:
            // imod, M, A:I:F, mode as in the word.
            i.immediate = word[bits: 18..<20] << 9 | word[bits: 17..<18] << 8
            i.immediate |= word[bits: 6..<9] << 5 | word & 31
        case .setEndianness: i.immediate = word[bits: 9..<10]
        case .exception16: i.immediate = word[bits: 8..<20] << 4 | word & 15
        case .exception24: i.immediate = word & 0xff_ffff
        case .exception4: i.immediate = word & 15
        case .none: i.immediate = word & 15
        case .coprocessor, .coprocessorDouble: break
        case .floatingPoint: i.setSIMD(row.simd)
        }
        return i
    }

    /// Rd in bits 19...16, Ra or RdLo in 15...12, Rm in 11...8, Rn in 3...0.
    private static func setMultiplyOperands(_ i: inout AArch32Instruction, setsFlags: Bool) {
        let word = i.word
        i.rd = word[bits: 16..<20]
        i.ra = word[bits: 12..<16]
        i.rm = word[bits: 8..<12]
        i.rn = word & 15
        switch i.opcode {
        case .mul, .mla, .umull, .umlal, .smull, .smlal: i.setsFlags = setsFlags
        case .smlaHalf, .smlaWide, .smulWide, .smulHalf, .smlalHalf: i.immediate = word[bits: 5..<7]
        default: i.immediate = word[bits: 5..<6]
        }
    }

    /// P, U and W of a load or store of one or two registers.
    private static func setIndexing(_ i: inout AArch32Instruction) {
        let p = i.word[bit: 24]
        let w = i.word[bit: 21]
        i.isIndexed = p
        i.adds = i.word[bit: 23]
        i.writesBack = !p || w
        i.isUnprivileged = !p && w
    }
}

extension BitPicture {
    /// The first four bits are 1111.
    var hasNoCondition: Bool { mask >> 28 == 15 && value >> 28 == 15 }
}

extension AArch32Instruction {
    /// Operand combinations that the manual calls UNPREDICTABLE; they execute as UNDEFINED here.
    func isUnpredictable(_ format: A32Format) -> Bool {
        func isPC(_ registers: UInt32...) -> Bool { registers.contains(15) }
        switch format {
        case .dataRegisterShift: return isPC(rd, rn, rm, ra)
        case .compareRegisterShift: return isPC(rn, rm, ra)
        case .moveRegisterShift: return isPC(rd, rm, ra)
        case .wideImmediate: return isPC(rd)
        case .multiply, .divide, .usada8: return isPC(rd, rn, rm)
        case .multiplyAccumulate: return isPC(rd, rn, rm, ra)
        case .multiplyLong: return isPC(rd, rn, rm, ra) || rd == ra
        case .halfMultiply:
            switch opcode {
            case .smlad, .smlsd, .smmla, .smulHalf, .smulWide: return isPC(rd, rn, rm)
            case .smlalHalf, .smlald, .smlsld: return isPC(rd, rn, rm, ra) || rd == ra
            default: return isPC(rd, rn, rm, ra)
            }
        case .saturatingAdd, .threeRegisters, .pack:
            if opcode == .parallel, (5...6).contains(word[bits: 5..<8]) { return true }
            return isPC(rd, rn, rm)
        case .checksum: return isPC(rd, rn, rm) || word[bits: 21..<23] == 3 || condition != 14
        case .saturate, .saturate16, .twoRegisters: return isPC(rd, rm)
        case .extend: return isPC(rd, rm)
        case .bitfieldInsert: return isPC(rd) || immediate < shiftAmount
        case .bitfieldExtract: return isPC(rd, rn) || immediate + shiftAmount > 31
        case .branchRegister: return opcode == .blxRegister && rm == 15
        case .wordImmediate, .wordRegister, .extraImmediate, .extraRegister:
            return isUnpredictableAccess
        case .dualImmediate, .dualRegister:
            if rd & 1 != 0 || rd == 14 || isUnprivileged { return true }
            if writesBack && (rn == 15 || rn == rd || rn == ra) { return true }
            return operand == .register && (rm == 15 || opcode == .ldrd && (rm == rd || rm == ra))
        case .loadExclusive:
            return isPC(rd, rn) || opcode == .ldrexd && (rd & 1 != 0 || rd == 14)
        case .storeExclusive:
            if isPC(rd, rn, rm) || rd == rn || rd == rm { return true }
            return opcode == .strexd && (rm & 1 != 0 || rm == 14 || rd == ra)
        case .loadAcquire: return isPC(rd, rn)
        case .storeRelease: return isPC(rm, rn)
        case .block:
            if rn == 15 || immediate == 0 { return true }
            return opcode == .ldm && writesBack && immediate[bit: Int(rn)]
        case .blockUser: return rn == 15 || immediate == 0
        case .blockReturn: return rn == 15 || writesBack && immediate[bit: Int(rn)]
        case .returnState: return rn == 15
        case .readStatus, .readBanked: return isPC(rd)
        case .writeStatus: return isPC(rm) || immediate & 15 == 0
        case .writeStatusImmediate: return rd & 15 == 0
        case .writeBanked: return isPC(rm)
        case .changeState:
            let imod = immediate >> 9
            let m = immediate[bit: 8]
            if imod == 1 || imod == 0 && !m { return true }
            return imod & 2 != 0 && immediate >> 5 & 7 == 0 || imod == 0 && immediate >> 5 & 7 != 0
                || !m && immediate & 31 != 0
        case .exception16:
            return opcode != .udf && condition != 14
        case .floatingPoint: return isUndefinedSIMD
        default: return false
        }
    }

    /// Loads and stores of one register.
    private var isUnpredictableAccess: Bool {
        if writesBack && (rn == 15 || rn == rd) { return true }
        if operand == .register && rm == 15 { return true }
        if isUnprivileged { return rd == 15 }
        switch opcode {
        case .ldr, .str: return false
        default: return rd == 15
        }
    }
}
