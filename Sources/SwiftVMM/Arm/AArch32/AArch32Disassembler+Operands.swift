// Operands by what the instruction does. Aliases: shifts for MOV, PUSH and POP, BFC, SXTB.

extension AArch32Disassembler.Line {
    /// - Parameters:
    ///   - isWideImmediate: MOVW and MOVT.
    ///   - isTwoOperand: A narrow form that names Rd and Rn once.
    func text(isWideImmediate: Bool, isTwoOperand: Bool) -> String {
        var line = self
        if isWideImmediate {
            line.mnemonic = i.opcode == .mov ? "movw" : "movt"
            return line.finish("\(Self.register(i.rd)), \(Self.number(i.immediate))")
        }
        if let operands = line.dataOperands(isTwoOperand) ?? line.arithmeticOperands()
            ?? line.memoryOperands() ?? line.systemOperands()
        {
            return line.finish(operands)
        }
        return line.finish(line.floatingPointOperands())
    }

    // MARK: Data processing

    /// Rm and its shift.
    private var shiftedRegister: String {
        let m = Self.register(i.rm)
        if i.operand == .shiftedByRegister { return "\(m), \(i.shift) \(Self.register(i.ra))" }
        if i.shift == .rrx { return "\(m), rrx" }
        return i.shiftAmount == 0 ? m : "\(m), \(i.shift) #\(i.shiftAmount)"
    }

    private var secondOperand: String { i.operand == .immediate ? immediate : shiftedRegister }

    /// Of several A32 encodings of a number an assembler takes the one with the least rotation; the
    /// others are written as byte and rotation, for they leave another carry.
    var immediate: String {
        guard !i.isThumb else { return Self.number(i.immediate) }
        let rotation = i.word[bits: 8..<12] * 2
        var least: UInt32 = 0
        while least < rotation {
            let byte = i.immediate << least | i.immediate >> (32 - least)
            if byte < 256 { break }
            least += 2
        }
        if least == rotation { return Self.number(i.immediate) }
        return "\(Self.number(i.word & 0xff)), #\(rotation)"
    }

    private mutating func dataOperands(_ isTwoOperand: Bool) -> String? {
        let d = Self.register(i.rd)
        switch i.opcode {
        case .and, .eor, .sub, .rsb, .add, .adc, .sbc, .rsc, .orr, .bic, .orn:
            // ADD Rd, SP, Rd: the narrow form with SP as the second register.
            if i.lengthBytes == 2, i.operand == .register, i.rm == 13, i.rd != 13, i.rn == i.rd {
                return "\(d), sp, \(d)"
            }
            let n = isTwoOperand ? "" : ", \(Self.register(i.rn))"
            return "\(d)\(n), \(secondOperand)"
        case .tst, .teq, .cmp, .cmn: return "\(Self.register(i.rn)), \(secondOperand)"
        case .mvn: return "\(d), \(secondOperand)"
        case .mov: return moveOperands(d, isTwoOperand)
        case .adr:
            let offset = Int64(i.immediate)
            return "\(d), \(label(i.adds ? offset : -offset, isAligned: true))"
        default: return nil
        }
    }

    /// MOV with a shift has the shift's name.
    private mutating func moveOperands(_ d: String, _ isTwoOperand: Bool) -> String {
        let m = Self.register(i.rm)
        switch i.operand {
        case .immediate:
            mnemonic = "mov"
            return "\(d), \(immediate)"
        case .shiftedByRegister:
            mnemonic = "\(i.shift)"
            return isTwoOperand
                ? "\(d), \(Self.register(i.ra))" : "\(d), \(m), \(Self.register(i.ra))"
        case .register where i.shift == .rrx:
            mnemonic = "rrx"
            return "\(d), \(m)"
        case .register where i.shiftAmount == 0:
            mnemonic = "mov"
            return "\(d), \(m)"
        case .register:
            mnemonic = "\(i.shift)"
            return "\(d), \(m), #\(i.shiftAmount)"
        }
    }

    // MARK: Multiplies, media

    private mutating func arithmeticOperands() -> String? {
        let half = ["bb", "tb", "bt", "tt"]
        switch i.opcode {
        case .mul, .sdiv, .udiv, .sel: return Self.registers(i.rd, i.rn, i.rm)
        case .mla, .mls: return Self.registers(i.rd, i.rn, i.rm, i.ra)
        case .umaal, .umull, .umlal, .smull, .smlal: return Self.registers(i.ra, i.rd, i.rn, i.rm)
        case .smlaHalf:
            mnemonic = "smla" + half[Int(i.immediate & 3)]
            return Self.registers(i.rd, i.rn, i.rm, i.ra)
        case .smulHalf:
            mnemonic = "smul" + half[Int(i.immediate & 3)]
            return Self.registers(i.rd, i.rn, i.rm)
        case .smlalHalf:
            mnemonic = "smlal" + half[Int(i.immediate & 3)]
            return Self.registers(i.ra, i.rd, i.rn, i.rm)
        case .smlaWide:
            mnemonic = i.immediate & 2 != 0 ? "smlawt" : "smlawb"
            return Self.registers(i.rd, i.rn, i.rm, i.ra)
        case .smulWide:
            mnemonic = i.immediate & 2 != 0 ? "smulwt" : "smulwb"
            return Self.registers(i.rd, i.rn, i.rm)
        case .smlad, .smlsd: return dualMultiply(i.opcode == .smlad ? "ad" : "sd", swap: "x")
        case .smlald, .smlsld:
            if i.immediate & 1 != 0 { mnemonic += "x" }
            return Self.registers(i.ra, i.rd, i.rn, i.rm)
        case .smmla:
            mnemonic = (i.ra == 15 ? "smmul" : "smmla") + (i.immediate & 1 != 0 ? "r" : "")
            return i.ra == 15
                ? Self.registers(i.rd, i.rn, i.rm) : Self.registers(i.rd, i.rn, i.rm, i.ra)
        case .smmls:
            if i.immediate & 1 != 0 { mnemonic += "r" }
            return Self.registers(i.rd, i.rn, i.rm, i.ra)
        case .usada8:
            mnemonic = i.ra == 15 ? "usad8" : "usada8"
            return i.ra == 15
                ? Self.registers(i.rd, i.rn, i.rm) : Self.registers(i.rd, i.rn, i.rm, i.ra)
        case .qadd, .qsub, .qdadd, .qdsub: return Self.registers(i.rd, i.rm, i.rn)
        case .parallel:
            let prefixes = ["s", "q", "sh", "u", "uq", "uh"]
            let names = ["add16", "asx", "sax", "sub16", "add8", "", "", "sub8"]
            mnemonic = prefixes[Int(min(i.immediate >> 3, 5))] + names[Int(i.immediate & 7)]
            return Self.registers(i.rd, i.rn, i.rm)
        case .crc32:
            let sizes = ["b", "h", "w", "?"]
            mnemonic = (i.immediate & 16 != 0 ? "crc32c" : "crc32") + sizes[Int(i.immediate & 3)]
            return Self.registers(i.rd, i.rn, i.rm)
        default: return mediaOperands()
        }
    }

    private mutating func dualMultiply(_ kind: String, swap: String) -> String {
        mnemonic = (i.ra == 15 ? "smu" : "sml") + kind + (i.immediate & 1 != 0 ? swap : "")
        return i.ra == 15
            ? Self.registers(i.rd, i.rn, i.rm) : Self.registers(i.rd, i.rn, i.rm, i.ra)
    }

    private mutating func mediaOperands() -> String? {
        let d = Self.register(i.rd)
        switch i.opcode {
        case .ssat, .usat:
            let bound = i.opcode == .ssat ? i.immediate + 1 : i.immediate
            return "\(d), \(Self.number(bound)), \(shiftedRegister)"
        case .ssat16, .usat16:
            let bound = i.opcode == .ssat16 ? i.immediate + 1 : i.immediate
            return "\(d), \(Self.number(bound)), \(Self.register(i.rm))"
        case .pkh:
            mnemonic = i.shift == .asr ? "pkhtb" : "pkhbt"
            return "\(d), \(Self.register(i.rn)), \(shiftedRegister)"
        case .sxtab, .sxtab16, .sxtah, .uxtab, .uxtab16, .uxtah:
            let rotation = i.shiftAmount == 0 ? "" : ", ror #\(i.shiftAmount)"
            mnemonic = "\(i.opcode)"
            guard i.rn == 15 else { return Self.registers(i.rd, i.rn, i.rm) + rotation }
            mnemonic.remove(at: mnemonic.index(mnemonic.startIndex, offsetBy: 3))
            return Self.registers(i.rd, i.rm) + rotation
        case .rev, .rev16, .revsh, .rbit, .clz: return Self.registers(i.rd, i.rm)
        case .bfi:
            let width = Int(i.immediate) - Int(i.shiftAmount) + 1
            let place = "#\(i.shiftAmount), #\(width)"
            if i.rn == 15 { mnemonic = "bfc" }
            return i.rn == 15 ? "\(d), \(place)" : "\(d), \(Self.register(i.rn)), \(place)"
        case .sbfx, .ubfx:
            return "\(Self.registers(i.rd, i.rn)), #\(i.shiftAmount), #\(i.immediate + 1)"
        default: return nil
        }
    }
}
