// Branches, exceptions, status registers, coprocessors.

extension AArch32Disassembler.Line {
    mutating func systemOperands() -> String? {
        switch i.opcode {
        case .b, .bl: return label(Int64(i.offset))
        case .blxImmediate: return label(Int64(i.offset), isAligned: true)
        case .bx, .blxRegister, .bxj: return Self.register(i.rm)
        case .cbz:
            mnemonic = i.shiftAmount == 0 ? "cbz" : "cbnz"
            return "\(Self.register(i.rn)), \(label(Int64(i.immediate)))"
        case .it: return ifThen()
        case .svc, .hvc, .smc, .bkpt, .hlt, .udf: return Self.number(i.immediate)
        case .eret: return isReturnBySubtraction ? "pc, lr, \(Self.number(i.immediate))" : ""
        case .nop where mnemonic == "hint": return hint()
        case .nop, .yield, .wfe, .wfi, .sev, .sevl, .clrex: return ""
        case .dmb, .dsb: return Self.barrier(i.immediate)
        case .isb: return i.immediate == 15 ? "sy" : Self.number(i.immediate)
        case .setend: return i.immediate != 0 ? "be" : "le"
        case .cps: return changeState()
        case .mrs: return "\(Self.register(i.rd)), \(i.immediate != 0 ? "spsr" : "cpsr")"
        case .msr:
            if i.operand == .immediate {
                return "\(Self.status(i.rd)), \(immediate)"
            }
            return "\(Self.status(i.immediate)), \(Self.register(i.rm))"
        case .mrsBanked: return "\(Self.register(i.rd)), \(Self.banked(i.immediate))"
        case .msrBanked: return "\(Self.banked(i.immediate)), \(Self.register(i.rm))"
        case .mcr, .mrc, .mcrr, .mrrc, .ldc: return coprocessorOperands()
        default: return nil
        }
    }

    /// The other instructions of an IT block are T or E by the low bit of their condition.
    private mutating func ifThen() -> String {
        let mask = i.immediate & 15
        let first = i.immediate >> 4
        let count = 3 - mask.trailingZeroBitCount
        for index in 0..<max(0, count) {
            mnemonic += mask[bit: 3 - index] == first[bit: 0] ? "t" : "e"
        }
        return Condition(rawValue: UInt8(first))?.mnemonic ?? ""
    }

    private mutating func hint() -> String {
        let number = i.isThumb && i.lengthBytes == 2 ? i.word[bits: 4..<8] : i.word & 0xff
        guard number < 0xf0 else {
            mnemonic = "dbg"
            return Self.number(number & 15)
        }
        return Self.number(number)
    }

    private static func barrier(_ option: UInt32) -> String {
        let domains = ["osh", "nsh", "ish", ""]
        let domain = domains[Int(option >> 2 & 3)]
        switch option & 3 {
        case 1: return domain.isEmpty ? "ld" : domain + "ld"
        case 2: return domain.isEmpty ? "st" : domain + "st"
        case 3: return domain.isEmpty ? "sy" : domain
        default: return number(option)
        }
    }

    private mutating func changeState() -> String {
        let imod = i.immediate >> 9
        let mode = Self.number(i.immediate & 31)
        guard imod >= 2 else { return mode }
        mnemonic += imod == 2 ? "ie" : "id"
        let bits = i.immediate >> 5 & 7
        let flags = (bits & 4 != 0 ? "a" : "") + (bits & 2 != 0 ? "i" : "")
        let all = flags + (bits & 1 != 0 ? "f" : "")
        let masks = all.isEmpty ? "none" : all
        if i.immediate[bit: 8] { mayNeedWidth = false }
        return i.immediate[bit: 8] ? "\(masks), \(mode)" : masks
    }

    /// Fields in bits 3...0, SPSR in bit 4.
    private static func status(_ fields: UInt32) -> String {
        let letters = [(8, "f"), (4, "s"), (2, "x"), (1, "c")] as [(UInt32, String)]
        let named = letters.filter { fields & $0.0 != 0 }.map { $0.1 }.joined()
        return (fields & 16 != 0 ? "spsr_" : "cpsr_") + named
    }

    /// R in bit 5, SYSm below it.
    private static func banked(_ place: UInt32) -> String {
        let number = place & 31
        guard let register = BankedRegister(isStatus: place & 32 != 0, number: number) else {
            return number.hex()
        }
        let owner = register.owner?.name ?? "usr"
        switch register {
        case .elrHyp: return "elr_hyp"
        case .status: return "spsr_\(owner)"
        case .general:
            switch number {
            case 0...6: return name(number + 8) + "_usr"
            case 8...14: return name(number) + "_fiq"
            // LR comes before SP.
            default: return (number & 1 == 0 ? "lr_" : "sp_") + owner
            }
        }
        func name(_ n: UInt32) -> String { Self.register(n) }
    }

    private mutating func coprocessorOperands() -> String {
        let word = i.word
        let coprocessor = "p\(word[bits: 8..<12])"
        let encoding = CoprocessorEncoding(word: word)
        if i.opcode == .ldc { return debugTransfer(coprocessor) }
        comment = CP15Register.find(encoding)?.name
        if encoding.isDouble {
            return "\(coprocessor), \(encoding.opc1), \(Self.registers(i.rd, i.rn)),"
                + " c\(encoding.crm)"
        }
        let t = i.opcode == .mrc && i.rd == 15 ? "apsr_nzcv" : Self.register(i.rd)
        return "\(coprocessor), \(encoding.opc1), \(t), c\(encoding.crn), c\(encoding.crm),"
            + " \(encoding.opc2)"
    }

    /// LDC and STC of CP14 c5.
    private mutating func debugTransfer(_ coprocessor: String) -> String {
        let word = i.word
        mnemonic = word[bit: 20] ? "ldc" : "stc"
        let sign = word[bit: 23] ? "" : "-"
        let base = Self.register(word[bits: 16..<20])
        let offset = "#\(sign)\(((word & 0xff) << 2).hex())"
        let start = "\(coprocessor), c\(word[bits: 12..<16])"
        switch (word[bit: 24], word[bit: 21]) {
        case (true, let back): return "\(start), [\(base), \(offset)]" + (back ? "!" : "")
        case (false, true): return "\(start), [\(base)], \(offset)"
        case (false, false): return "\(start), [\(base)], {\(word & 0xff)}"
        }
    }
}
