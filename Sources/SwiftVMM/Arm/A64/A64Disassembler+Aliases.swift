// The preferred spellings: "mov" for ORR with XZR and the like. Source: the "Alias conditions"
// tables of the Arm ARM's instruction pages.

extension A64Disassembler {
    /// The whole text if an alias is preferred for this word.
    func alias(of i: A64Instruction) -> String? {
        switch i.row.format {
        case .addSubtractImmediate, .addSubtractImmediateFlags, .addSubtractShifted,
            .addSubtractExtendedFlags, .threeRegisters:
            arithmeticAlias(i)
        case .logicalImmediate, .logicalImmediateFlags, .logicalShifted: logicalAlias(i)
        case .moveWide: moveWideAlias(i)
        case .bitfield, .extract: bitfieldAlias(i)
        case .conditionalSelect: conditionalSelectAlias(i)
        case .multiplyAdd, .multiplyAddLong: multiplyAlias(i)
        case .hint, .barrier, .systemInstruction: systemAlias(i)
        case .atomic: atomicAlias(i)
        default: nil
        }
    }

    private func arithmeticAlias(_ i: A64Instruction) -> String? {
        let x = i.sf
        let (d, n, m) = registers(i)
        let nSP = Text.registerOrSP(i.rn, x)
        switch i.opcode {
        case .addImmediate:
            guard (i.rd == 31 || i.rn == 31) && i.imm12 == 0 && !i.word[bit: 22] else { return nil }
            return "mov \(Text.registerOrSP(i.rd, x)), \(nSP)"
        case .addsImmediate where i.rd == 31: return "cmn \(nSP), \(Text.imm12(i))"
        case .subsImmediate where i.rd == 31: return "cmp \(nSP), \(Text.imm12(i))"
        case .addsShifted where i.rd == 31: return "cmn \(n), \(m)\(Text.shift(i))"
        case .subsShifted where i.rd == 31: return "cmp \(n), \(m)\(Text.shift(i))"
        case .subShifted where i.rn == 31: return "neg \(d), \(m)\(Text.shift(i))"
        case .subsShifted where i.rn == 31: return "negs \(d), \(m)\(Text.shift(i))"
        case .addsExtended where i.rd == 31:
            return "cmn \(nSP), \(Text.extendedRegister(i, hasSP: i.rn == 31))"
        case .subsExtended where i.rd == 31:
            return "cmp \(nSP), \(Text.extendedRegister(i, hasSP: i.rn == 31))"
        case .sbc where i.rn == 31: return "ngc \(d), \(m)"
        case .sbcs where i.rn == 31: return "ngcs \(d), \(m)"
        default: return nil
        }
    }

    private func logicalAlias(_ i: A64Instruction) -> String? {
        let (d, n, m) = registers(i)
        switch i.opcode {
        case .orrImmediate:
            guard i.rn == 31, let mask = i.bitMask, !isMoveWide(mask, i.sf) else { return nil }
            return "mov \(Text.registerOrSP(i.rd, i.sf)), \(signed(mask, i.sf))"
        case .andsImmediate where i.rd == 31: return "tst \(n), \(Text.hex(i.bitMask ?? 0))"
        case .orrShifted where i.rn == 31 && i.shift == 0 && i.imms == 0: return "mov \(d), \(m)"
        case .ornShifted where i.rn == 31: return "mvn \(d), \(m)\(Text.shift(i))"
        case .andsShifted where i.rd == 31: return "tst \(n), \(m)\(Text.shift(i))"
        default: return nil
        }
    }

    private func moveWideAlias(_ i: A64Instruction) -> String? {
        let d = Text.register(i.rd, i.sf)
        let shifted = UInt64(i.imm16) << UInt64(i.hw * 16)
        let isZeroShifted = i.imm16 == 0 && i.hw != 0
        switch i.opcode {
        case .movz: return isZeroShifted ? nil : "mov \(d), \(signed(shifted, i.sf))"
        case .movn:
            let value = i.sf ? ~shifted : ~shifted & 0xffff_ffff
            guard !isZeroShifted && !isMoveZero(value) else { return nil }
            return "mov \(d), \(signed(value, i.sf))"
        default: return nil
        }
    }

    private func bitfieldAlias(_ i: A64Instruction) -> String? {
        let (d, n, _) = registers(i)
        if i.opcode == .extr {
            return i.rn == i.rm ? "ror \(d), \(n), \(Text.hex(i.imms))" : nil
        }
        let (r, s) = (i.immr, i.imms)
        let bits: UInt32 = i.sf ? 64 : 32
        if i.opcode == .bfm {
            return s < r
                ? "bfi \(d), \(n), #\(bits - r), #\(s + 1)"
                : "bfxil \(d), \(n), #\(r), #\(s - r + 1)"
        }
        let isSigned = i.opcode == .sbfm
        let sign = isSigned ? "s" : "u"
        if r == 0 && (isSigned || !i.sf) && (s == 7 || s == 15) {
            return "\(sign)xt\(s == 7 ? "b" : "h") \(d), \(Text.register(i.rn, false))"
        }
        if r == 0 && isSigned && i.sf && s == 31 {
            return "sxtw \(d), \(Text.register(i.rn, false))"
        }
        if s == bits - 1 { return "\(isSigned ? "asr" : "lsr") \(d), \(n), #\(r)" }
        if !isSigned && s + 1 == r { return "lsl \(d), \(n), #\(bits - r)" }
        return s < r
            ? "\(sign)bfiz \(d), \(n), #\(bits - r), #\(s + 1)"
            : "\(sign)bfx \(d), \(n), #\(r), #\(s - r + 1)"
    }

    private func conditionalSelectAlias(_ i: A64Instruction) -> String? {
        guard i.rn == i.rm && i.cond < 14 else { return nil }
        let (d, n, _) = registers(i)
        let inverse = Text.condition(i.cond ^ 1)
        switch i.opcode {
        case .csinc: return i.rn == 31 ? "cset \(d), \(inverse)" : "cinc \(d), \(n), \(inverse)"
        case .csinv: return i.rn == 31 ? "csetm \(d), \(inverse)" : "cinv \(d), \(n), \(inverse)"
        case .csneg: return "cneg \(d), \(n), \(inverse)"
        default: return nil
        }
    }

    private func multiplyAlias(_ i: A64Instruction) -> String? {
        guard i.ra == 31 else { return nil }
        let (d, n, m) = registers(i)
        let long = "\(d), \(Text.register(i.rn, false)), \(Text.register(i.rm, false))"
        switch i.opcode {
        case .madd: return "mul \(d), \(n), \(m)"
        case .msub: return "mneg \(d), \(n), \(m)"
        case .smaddl: return "smull \(long)"
        case .smsubl: return "smnegl \(long)"
        case .umaddl: return "umull \(long)"
        case .umsubl: return "umnegl \(long)"
        default: return nil
        }
    }

    private func systemAlias(_ i: A64Instruction) -> String? {
        switch i.opcode {
        case .hint: return Text.hint(i.word[bits: 5..<12])
        case .dsb: return i.crm == 0 ? "ssbb" : i.crm == 4 ? "pssbb" : nil
        case .sys:
            let encoding = SystemRegisterEncoding(packed: i.systemEncoding)
            guard let named = A64SystemInstruction.find(encoding) else { return nil }
            return "\(named.name)"
                + (named.takesRegister ? ", \(Text.register(i.rd, true))" : "")
        default: return nil
        }
    }

    /// LDADD and its kin without a result and without acquire are STADD.
    private func atomicAlias(_ i: A64Instruction) -> String? {
        guard i.rd == 31 && !i.word[bit: 23] && i.opcode.isLoadOperation else { return nil }
        let operands = "\(Text.register(i.rs, i.size == 3)), [\(Text.registerOrSP(i.rn, true))]"
        return "st\(orderedMnemonic(i).dropFirst(2)) \(operands)"
    }

    // MARK: Helpers

    /// Rd, Rn, Rm in the width of sf.
    private func registers(_ i: A64Instruction) -> (String, String, String) {
        (Text.register(i.rd, i.sf), Text.register(i.rn, i.sf), Text.register(i.rm, i.sf))
    }

    /// The immediate of a MOV, as a signed number of the register's width.
    private func signed(_ value: UInt64, _ isX: Bool) -> String {
        Text.signedHex(Int64(bitPattern: isX ? value : value.signExtended(from: 32)))
    }

    /// Whether one MOVZ makes the value.
    private func isMoveZero(_ value: UInt64) -> Bool {
        (0..<4).contains { value & ~(0xffff << UInt64($0 * 16)) == 0 }
    }

    /// Whether one MOVZ or MOVN makes the value: those are preferred to ORR, `MoveWidePreferred`.
    private func isMoveWide(_ value: UInt64, _ isX: Bool) -> Bool {
        isMoveZero(value) || isMoveZero(isX ? ~value : ~value & 0xffff_ffff)
    }
}

extension A64Opcode {
    /// LDADD to LDUMIN of every size, which have ST aliases; not SWP.
    fileprivate var isLoadOperation: Bool {
        (A64Opcode.ldaddb.rawValue...A64Opcode.ldumin.rawValue).contains(rawValue)
    }
}
