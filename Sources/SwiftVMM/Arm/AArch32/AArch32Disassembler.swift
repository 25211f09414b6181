// Text for an instruction of A32 or T32, from the rows that the CPU decodes by: the mnemonic is
// the row's title, the operands are those that the decoders put into one form for both sets.
//
// Spelled as assemblers read it, in the unified syntax: numbers in hex, branch targets as
// addresses, `.w` where a narrow instruction of the same name exists. A comment names the CP15
// register of a coprocessor access and the address of a literal.

public struct AArch32Disassembler: Sendable {
    /// The additions of Armv8 count.
    public let isArmv8: Bool

    public init(isArmv8: Bool = true) { self.isArmv8 = isArmv8 }

    /// One A32 instruction; `.inst` where it is UNDEFINED or UNPREDICTABLE.
    ///
    /// - Parameter address: Where the word is, for labels.
    public func text(_ word: UInt32, at address: UInt64) -> String {
        guard let (row, i) = A32Decoder.match(word, isArmv8: isArmv8),
            !i.isUnpredictable(row.format), !i.namesNoBankedRegister
        else { return ".inst \(word.fullHex)" }
        let line = Line(i, Self.firstWord(row.title), address: address)
        return line.text(isWideImmediate: row.format == .wideImmediate, isTwoOperand: false)
    }

    /// One T32 instruction; `.inst.n` or `.inst.w` where it is UNDEFINED or UNPREDICTABLE.
    ///
    /// - Parameters:
    ///   - word: A halfword, or two, the first in bits 31...16.
    ///   - itState: IT as the instruction finds it.
    public func thumbText(_ word: UInt32, itState: UInt8, at address: UInt64) -> String {
        let isWide = T32Decoder.isWide(UInt16(truncatingIfNeeded: word >> 16))
        let placed = isWide ? word : word << 16
        guard let (row, i) = T32Decoder.match(placed, itState: itState, isArmv8: isArmv8),
            !i.isUnpredictable(row.format, itState: itState), !i.namesNoBankedRegister
        else { return isWide ? ".inst.w \(word.fullHex)" : ".inst.n \(word.hex(digits: 4))" }
        var line = Line(i, Self.firstWord(row.title), address: address)
        if isWide && row.format != .floatingPoint { line.mayNeedWidth = true }
        let isTwoOperand: Bool
        switch row.format {
        case .twoLow, .immediate8, .adjustSP, .shiftRegister: isTwoOperand = true
        case .twoHigh: isTwoOperand = i.rm != 13 || i.rd == 13
        default: isTwoOperand = false
        }
        switch row.format {
        case .plainImmediate: line.mnemonic += "w"
        case .branch8, .branchConditional: line.condition = i.condition
        case .returnException:
            line.mnemonic = i.immediate == 0 ? "eret" : "subs"
            line.isReturnBySubtraction = i.immediate != 0
        default: break
        }
        return line.text(isWideImmediate: row.format == .wideImmediate, isTwoOperand: isTwoOperand)
    }

    /// "STRB (immediate)" to "strb", "SXTAB, SXTB" to "sxtab".
    private static func firstWord(_ title: StaticString) -> String {
        "\(title)".lowercased().prefix { $0 != " " && $0 != "," }.description
    }
}

extension AArch32Instruction {
    fileprivate var namesNoBankedRegister: Bool {
        guard opcode == .mrsBanked || opcode == .msrBanked else { return false }
        return BankedRegister(isStatus: immediate & 32 != 0, number: immediate & 31) == nil
    }
}

extension AArch32Disassembler {
    /// An instruction on its way to text.
    struct Line {
        let i: AArch32Instruction
        let address: UInt64
        var mnemonic: String
        /// 14 writes nothing.
        var condition: UInt8
        /// What follows the condition: ".f32".
        var suffix = ""
        var setsFlags: Bool
        var mayNeedWidth = false
        /// SUBS PC, LR, #imm of T32, whose row is ERET's.
        var isReturnBySubtraction = false
        var comment: String?

        init(_ i: AArch32Instruction, _ mnemonic: String, address: UInt64) {
            self.i = i
            self.mnemonic = mnemonic
            self.address = address
            condition = i.condition
            setsFlags = i.setsFlags
            switch i.opcode {
            case .tst, .teq, .cmp, .cmn: setsFlags = false
            // Never conditional, or their condition is no part of the name.
            case .it, .cbz, .cps, .setend, .bkpt, .hlt, .udf: condition = 14
            default: break
            }
        }

        mutating func finish(_ operands: String) -> String {
            var name = mnemonic + (setsFlags ? "s" : "")
            if condition < 14 { name += Condition(rawValue: condition)?.mnemonic ?? "" }
            name += suffix
            if mayNeedWidth, Self.narrowNames.contains(mnemonic) { name += ".w" }
            let line = operands.isEmpty ? name : "\(name) \(operands)"
            return comment.map { "\(line)  @ \($0)" } ?? line
        }

        /// Names that a narrow instruction has too.
        private static let narrowNames = Set(
            T32Table.narrow.map { AArch32Disassembler.firstWord($0.title) }
        )
        .union(["lsl", "lsr", "asr", "ror", "push", "pop", "sxtb", "sxth", "uxtb", "uxth"])
        .subtracting(["bx", "blx", "hlt", "setend", "it", "bkpt", "svc", "cbz"])

        // MARK: Operands that several kinds have

        static func register(_ n: UInt32) -> String {
            switch n {
            case 13: "sp"
            case 14: "lr"
            case 15: "pc"
            default: "r\(n)"
            }
        }

        static func registers(_ numbers: UInt32...) -> String {
            numbers.map(register).joined(separator: ", ")
        }

        /// LDM and its kin: every register by name.
        static func list(_ mask: UInt32) -> String {
            let names = (0..<UInt32(16)).filter { mask[bit: Int($0)] }.map(register)
            return "{" + names.joined(separator: ", ") + "}"
        }

        static func number(_ value: UInt32) -> String { "#\(value.hex())" }

        /// PC as the instruction reads it.
        var programCounter: UInt64 { address &+ (i.isThumb ? 4 : 8) }

        func label(_ offset: Int64, isAligned: Bool = false) -> String {
            let base = isAligned ? programCounter & ~3 : programCounter
            return ((base &+ UInt64(bitPattern: offset)) & 0xffff_ffff).hex()
        }
    }
}
