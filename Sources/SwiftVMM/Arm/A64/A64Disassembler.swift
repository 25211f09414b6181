// Text for one word, spelled as `llvm-objdump` does: preferred aliases, hex immediates, branch
// targets as addresses. The mnemonic and the operand format come from the table; aliases are in
// A64Disassembler+Aliases.swift.

public struct A64Disassembler: Sendable {
    public init() {}

    /// Assembly text, mnemonic and operands separated by one space.
    ///
    /// A word that is UNDEFINED is `.inst`, which assembles back, or `udf` where it is that.
    ///
    /// - Parameter address: Where the word is, for labels.
    public func text(_ word: UInt32, at address: UInt64) -> String {
        guard let instruction = A64Decoder.decode(word) else {
            return word < 0x1_0000 ? "udf #\(word.hex())" : ".inst \(word.fullHex)"
        }
        return text(instruction, at: address)
    }

    public func text(_ i: A64Instruction, at address: UInt64) -> String {
        if let alias = alias(of: i) { return alias }
        let row = i.row
        let mnemonic = "\(row.mnemonic)"
        switch row.format {
        // Their operands are not spelled out yet.
        case _ where i.isFloatingPoint: return ".inst \(i.word.fullHex) // \(mnemonic)"
        case .pointerCode, .genericCode, .branchAuthenticated, .returnAuthenticated,
            .loadAuthenticated, .pointerHint:
            return pointerAuthentication(i)
        case .conditionalBranch: return "b.\(Text.condition(i.word & 15)) \(target(i, address))"
        case .atomic, .compareAndSwap, .compareAndSwapPair:
            return "\(orderedMnemonic(i)) \(operands(i, row.format, at: address))"
        default: break
        }
        let operands = operands(i, row.format, at: address)
        return operands.isEmpty ? mnemonic : "\(mnemonic) \(operands)"
    }

    private func operands(_ i: A64Instruction, _ format: A64Format, at address: UInt64) -> String {
        let x = i.sf
        let d = Text.register(i.rd, x)
        let n = Text.register(i.rn, x)
        let m = Text.register(i.rm, x)
        let a = Text.register(i.ra, x)
        switch format {
        // Data processing, immediate
        case .address:
            let label = address &+ UInt64(bitPattern: i.imm21)
            return "\(Text.register(i.rd, true)), \(label.hex())"
        case .pageAddress:
            let label = address.alignedDown(to: 4096) &+ UInt64(bitPattern: i.imm21 << 12)
            return "\(d), \(label.hex())"
        case .addSubtractImmediate:
            return "\(Text.registerOrSP(i.rd, x)), \(Text.registerOrSP(i.rn, x)), \(Text.imm12(i))"
        case .addSubtractImmediateFlags:
            return "\(d), \(Text.registerOrSP(i.rn, x)), \(Text.imm12(i))"
        case .logicalImmediate:
            return "\(Text.registerOrSP(i.rd, x)), \(n), \(Text.hex(i.bitMask ?? 0))"
        case .logicalImmediateFlags: return "\(d), \(n), \(Text.hex(i.bitMask ?? 0))"
        case .moveWide:
            return "\(d), \(Text.hex(i.imm16))" + (i.hw == 0 ? "" : ", lsl #\(i.hw * 16)")
        case .bitfield: return "\(d), \(n), #\(i.immr), #\(i.imms)"
        case .extract: return "\(d), \(n), \(m), \(Text.hex(i.imms))"
        // Data processing, register
        case .oneWord: return n
        case .rotateIntoFlags:
            return
                "\(Text.register(i.rn, true)), \(Text.hex(i.word[bits: 15..<21])), \(Text.hex(i.nzcv))"
        case .twoRegisters: return "\(d), \(n)"
        case .threeRegisters, .multiplyHigh: return "\(d), \(n), \(m)"
        case .checksum:
            return
                [i.rd, i.rn, i.rm].map { Text.register($0, false) }.joined(separator: ", ")
        case .checksumX:
            return "\(Text.register(i.rd, false)), \(Text.register(i.rn, false)), \(m)"
        case .logicalShifted, .addSubtractShifted: return "\(d), \(n), \(m)\(Text.shift(i))"
        case .addSubtractExtended:
            return
                "\(Text.registerOrSP(i.rd, x)), \(Text.registerOrSP(i.rn, x)), "
                + Text.extendedRegister(i, hasSP: i.rd == 31 || i.rn == 31)
        case .addSubtractExtendedFlags:
            return "\(d), \(Text.registerOrSP(i.rn, x)), "
                + Text.extendedRegister(i, hasSP: i.rn == 31)
        case .conditionalCompareImmediate:
            return
                "\(n), \(Text.hex(i.imm5)), \(Text.hex(i.nzcv)), \(Text.condition(i.cond))"
        case .conditionalCompareRegister:
            return "\(n), \(m), \(Text.hex(i.nzcv)), \(Text.condition(i.cond))"
        case .conditionalSelect: return "\(d), \(n), \(m), \(Text.condition(i.cond))"
        case .multiplyAdd: return "\(d), \(n), \(m), \(a)"
        case .multiplyAddLong:
            return "\(d), \(Text.register(i.rn, false)), \(Text.register(i.rm, false)), \(a)"
        // Branches and exceptions
        case .branch, .conditionalBranch: return target(i, address)
        case .compareAndBranch: return "\(d), \(target(i, address))"
        case .testAndBranch:
            let register = Text.register(i.rd, i.testedBit >= 32)
            return "\(register), \(Text.hex(i.testedBit)), \(target(i, address))"
        case .branchRegister: return n
        case .return_: return i.rn == 30 ? "" : n
        case .none: return ""
        case .exception: return i.imm16 == 0 ? "#0" : Text.hex(i.imm16)
        case .debugChange: return i.imm16 == 0 ? "" : Text.hex(i.imm16)
        // System
        case .hint: return Text.hex(i.word[bits: 5..<12])
        case .clearExclusive: return i.crm == 15 ? "" : Text.hex(i.crm)
        case .barrier: return Text.barrier(i.crm)
        case .instructionBarrier: return i.crm == 15 ? "" : "#\(i.crm)"
        case .pstateField:
            let name = A64PSTATEField(op1: i.op1, op2: i.op2)?.name ?? "?"
            return "\(name), \(Text.hex(i.crm))"
        case .systemInstruction:
            return Text.systemOperands(i) + (i.rd == 31 ? "" : ", \(Text.register(i.rd, true))")
        case .systemInstructionResult:
            return "\(Text.register(i.rd, true)), \(Text.systemOperands(i))"
        case .writeRegister:
            return "\(Text.systemRegister(i, except: .readOnly)), \(Text.register(i.rd, true))"
        case .readRegister:
            return "\(Text.register(i.rd, true)), \(Text.systemRegister(i, except: .writeOnly))"
        default: return memoryOperands(i, format, at: address)
        }
    }

    private func memoryOperands(
        _ i: A64Instruction, _ format: A64Format, at address: UInt64
    ) -> String {
        let base = Text.registerOrSP(i.rn, true)
        let t = Text.transferred(i)
        let scaled = Text.offset(Int64(i.imm12 << i.size))
        let unscaled = Text.offset(Int64(i.imm9))
        switch format {
        case .literal:
            let register = Text.register(i.rd, i.word[bit: 30] || i.opcode == .ldrswLiteral)
            return "\(register), \(target(i, address))"
        case .prefetchLiteral: return "\(Text.prefetch(i.rd)), \(target(i, address))"
        case .unsignedOffset: return "\(t), [\(base)\(scaled)]"
        case .prefetchUnsignedOffset: return "\(Text.prefetch(i.rd)), [\(base)\(scaled)]"
        case .unscaledOffset, .orderedOffset: return "\(t), [\(base)\(unscaled)]"
        case .prefetchUnscaledOffset: return "\(Text.prefetch(i.rd)), [\(base)\(unscaled)]"
        case .postIndex: return "\(t), [\(base)], \(Text.signedHex(Int64(i.imm9)))"
        case .preIndex: return "\(t), [\(base), \(Text.signedHex(Int64(i.imm9)))]!"
        case .registerOffset: return "\(t), [\(base), \(Text.index(i))]"
        case .prefetchRegisterOffset: return "\(Text.prefetch(i.rd)), [\(base), \(Text.index(i))]"
        case .pairOffset: return "\(Text.pair(i)), [\(base)\(Text.offset(Text.pairOffset(i)))]"
        case .pairPostIndex:
            return "\(Text.pair(i)), [\(base)], \(Text.signedHex(Text.pairOffset(i)))"
        case .pairPreIndex:
            return "\(Text.pair(i)), [\(base), \(Text.signedHex(Text.pairOffset(i)))]!"
        case .ordered: return "\(Text.register(i.rd, i.size == 3)), [\(base)]"
        case .storeExclusive:
            let status = Text.register(i.rs, false)
            return "\(status), \(Text.register(i.rd, i.size == 3)), [\(base)]"
        case .loadExclusivePair:
            let x = i.size == 3
            return "\(Text.register(i.rd, x)), \(Text.register(i.ra, x)), [\(base)]"
        case .storeExclusivePair:
            let x = i.size == 3
            let status = Text.register(i.rs, false)
            return "\(status), \(Text.register(i.rd, x)), \(Text.register(i.ra, x)), [\(base)]"
        case .compareAndSwap, .atomic:
            let x = i.size == 3
            return "\(Text.register(i.rs, x)), \(Text.register(i.rd, x)), [\(base)]"
        case .compareAndSwapPair:
            let x = i.word[bit: 30]
            let registers = [i.rs, i.rs + 1, i.rd, i.rd + 1].map { Text.register($0, x) }
            return registers.joined(separator: ", ") + ", [\(base)]"
        default: return ""
        }
    }

    private func target(_ i: A64Instruction, _ address: UInt64) -> String {
        let offset =
            switch i.row.format {
            case .branch: i.imm26Offset
            case .testAndBranch: i.imm14Offset
            default: i.imm19Offset
            }
        return (address &+ UInt64(bitPattern: offset)).hex()
    }

    /// The mnemonic of an atomic with its order and size: "ldadd" to "ldaddalb".
    func orderedMnemonic(_ i: A64Instruction) -> String {
        let isPair = i.row.format == .compareAndSwapPair
        let isSwap = isPair || i.row.format == .compareAndSwap
        let acquire = i.word[bit: isSwap ? 22 : 23]
        let release = i.word[bit: isSwap ? 15 : 22]
        let size = isPair ? "" : Text.sizeSuffix(i.size)
        return "\(i.row.mnemonic)\(acquire ? "a" : "")\(release ? "l" : "")\(size)"
    }
}
