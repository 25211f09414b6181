// Loads and stores.

extension AArch32Disassembler.Line {
    mutating func memoryOperands() -> String? {
        let t = Self.register(i.rd)
        switch i.opcode {
        case .ldr, .ldrb, .ldrh, .ldrsb, .ldrsh, .str, .strb, .strh:
            mnemonic = "\(i.opcode)" + (i.isUnprivileged ? "t" : "")
            // A mnemonic ends in the size; T is of the access.
            if mayNeedWidth, i.isUnprivileged || i.writesBack || !i.adds {
                mayNeedWidth = isLiteral
            }
            return "\(t), \(memory)"
        case .ldrd, .strd: return "\(Self.registers(i.rd, i.ra)), \(memory)"
        case .ldrex, .ldrexb, .ldrexh: return "\(t), [\(Self.register(i.rn))\(plainOffset)]"
        case .ldrexd: return "\(Self.registers(i.rd, i.ra)), [\(Self.register(i.rn))]"
        case .strex, .strexb, .strexh:
            return "\(Self.registers(i.rd, i.rm)), [\(Self.register(i.rn))\(plainOffset)]"
        case .strexd: return "\(Self.registers(i.rd, i.rm, i.ra)), [\(Self.register(i.rn))]"
        case .lda, .ldab, .ldah: return "\(t), [\(Self.register(i.rn))]"
        case .stl, .stlb, .stlh: return "\(Self.register(i.rm)), [\(Self.register(i.rn))]"
        case .ldm, .stm, .ldmUser, .stmUser, .ldmReturn: return blockOperands()
        case .srs, .rfe:
            mnemonic =
                "\(i.opcode)\(i.adds ? (i.isIndexed ? "ib" : "ia") : i.isIndexed ? "db" : "da")"
            let back = i.writesBack ? "!" : ""
            return i.opcode == .rfe
                ? Self.register(i.rn) + back : "sp\(back), \(Self.number(i.immediate))"
        case .tableBranch:
            mnemonic = i.shiftAmount == 0 ? "tbb" : "tbh"
            let scale = i.shiftAmount == 0 ? "" : ", lsl #1"
            return "[\(Self.registers(i.rn, i.rm))\(scale)]"
        case .preload: return preloadOperands()
        default: return nil
        }
    }

    private var isLiteral: Bool { i.rn == 15 && i.operand == .immediate }

    /// LDREX and STREX of T32 have one.
    private var plainOffset: String {
        i.isThumb && i.immediate != 0 ? ", \(Self.number(i.immediate))" : ""
    }

    /// Base and offset in one of the three forms.
    private var memory: String {
        mutating get {
            let sign = i.adds ? "" : "-"
            var offset = ""
            if i.operand == .immediate {
                // Without an offset there still are two of them: U tells them apart.
                let isNeeded = i.immediate != 0 || !i.adds || i.writesBack
                offset = isNeeded ? "#\(sign)\(i.immediate.hex())" : ""
                if isLiteral {
                    let distance = Int64(i.immediate)
                    comment = label(i.adds ? distance : -distance, isAligned: true)
                }
            } else {
                offset = sign + Self.register(i.rm)
                if i.shift == .rrx {
                    offset += ", rrx"
                } else if i.shiftAmount != 0 {
                    offset += ", \(i.shift) #\(i.shiftAmount)"
                }
            }
            let base = Self.register(i.rn)
            let isPostIndexed = i.isIndexed == false || i.isUnprivileged && !i.isThumb
            if isPostIndexed { return "[\(base)], \(offset)" }
            let inside = offset.isEmpty ? base : "\(base), \(offset)"
            return "[\(inside)]" + (i.writesBack ? "!" : "")
        }
    }

    private mutating func blockOperands() -> String {
        let isLoad = i.opcode != .stm && i.opcode != .stmUser
        let isPlain = i.opcode == .ldm || i.opcode == .stm
        let registers = Self.list(i.immediate)
        if isPlain, i.rn == 13, i.writesBack, i.immediate.nonzeroBitCount > 1 || i.isThumb {
            if isLoad && !i.isIndexed && i.adds {
                mnemonic = "pop"
                return registers
            }
            if !isLoad && i.isIndexed && !i.adds {
                mnemonic = "push"
                return registers
            }
        }
        mnemonic = isLoad ? "ldm" : "stm"
        suffixByDirection()
        let back = i.writesBack ? "!" : ""
        return "\(Self.register(i.rn))\(back), \(registers)" + (isPlain ? "" : " ^")
    }

    private mutating func suffixByDirection() {
        switch (i.isIndexed, i.adds) {
        case (false, true): break
        case (true, true): mnemonic += "ib"
        case (false, false): mnemonic += "da"
        case (true, false):
            mnemonic += "db"
            mayNeedWidth = false
        }
    }

    /// PLD, PLDW and PLI, whose operands the decoders leave in the word.
    private mutating func preloadOperands() -> String {
        let word = i.word
        mayNeedWidth = false
        let n = word[bits: 16..<20]
        let isRegister: Bool
        var isAdded = word[bit: 23]
        var offset = word & 0xfff
        if i.isThumb {
            let isInstruction = word[bit: 24]
            mnemonic = isInstruction ? "pli" : word[bit: 21] && n != 15 ? "pldw" : "pld"
            if isInstruction && word[bit: 21] { mnemonic = "nop" }
            isRegister = !word[bit: 23] && n != 15 && word[bits: 6..<12] == 0
            if !word[bit: 23] && n != 15 { offset = word & 0xff }
        } else {
            mnemonic = !word[bit: 24] ? "pli" : word[bit: 22] ? "pld" : "pldw"
            // 0100x001 are hints that name nothing.
            if !word[bit: 24] && !word[bit: 22] { mnemonic = "nop" }
            isRegister = word[bit: 25]
        }
        if mnemonic == "nop" { return "" }
        let base = Self.register(n)
        if isRegister {
            var shifted = i
            if i.isThumb {
                isAdded = true
                shifted.setShift(type: 0, amount: word[bits: 4..<6])
            } else {
                shifted.setShift(type: word[bits: 5..<7], amount: word[bits: 7..<12])
            }
            let m = (isAdded ? "" : "-") + Self.register(word & 15)
            if shifted.shift == .rrx { return "[\(base), \(m), rrx]" }
            let amount = shifted.shiftAmount
            return "[\(base), \(m)" + (amount == 0 ? "]" : ", \(shifted.shift) #\(amount)]")
        }
        if n == 15 {
            comment = label(isAdded ? Int64(offset) : -Int64(offset), isAligned: true)
        }
        if offset == 0 && isAdded { return "[\(base)]" }
        return "[\(base), #\(isAdded ? "" : "-")\(offset.hex())]"
    }
}
