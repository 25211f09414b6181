// SIMD and floating-point instructions on registers, spelled as `llvm-objdump` does.

/// A V register in one of its shapes.
private struct VectorText {
    static let letters = ["b", "h", "s", "d", "q"]

    /// "h3"
    static func scalar(_ n: UInt32, _ size: UInt32) -> String { "\(letters[Int(size)])\(n)" }

    /// "v3.8h", or "v3.4h" if not full.
    static func vector(_ n: UInt32, _ size: UInt32, _ isFull: Bool) -> String {
        "v\(n).\((isFull ? 16 : 8) >> size)\(letters[Int(size)])"
    }

    /// "v3.h[5]"
    static func element(_ n: UInt32, _ size: UInt32, _ index: UInt32) -> String {
        "v\(n).\(letters[Int(size)])[\(index)]"
    }

    static func list(_ first: UInt32, _ count: UInt32, _ size: UInt32, _ isFull: Bool) -> String {
        let names = (0..<count).map { vector((first + $0) & 31, size, isFull) }
        return "{ \(names.joined(separator: ", ")) }"
    }
}

extension A64Disassembler {
    private typealias V = VectorText

    /// Mnemonic and operands.
    func vectorText(_ i: A64Instruction, at address: UInt64) -> String {
        let (suffix, operands) = vectorOperands(i, at: address)
        if suffix.hasPrefix("=") { return "\(suffix.dropFirst()) \(operands)" }
        return "\(i.row.mnemonic)\(suffix) \(operands)"
    }

    /// What follows the mnemonic, or "=" and another mnemonic; and the operands.
    private func vectorOperands(_ i: A64Instruction, at address: UInt64) -> (String, String) {
        let (d, n, m) = (i.rd, i.rn, i.rm)
        let isFull = i.word[bit: 30]
        let size = i.word[bits: 22..<24]
        let upper = isFull ? "2" : ""
        func vectors(_ size: UInt32, _ registers: UInt32...) -> String {
            registers.map { V.vector($0, size, isFull) }.joined(separator: ", ")
        }
        func scalars(_ size: UInt32, _ registers: UInt32...) -> String {
            registers.map { V.scalar($0, size) }.joined(separator: ", ")
        }
        switch i.row.format {
        // Three and two registers of one shape
        case .vectorThree, .vectorThreeBHS, .vectorThreeHS, .vectorThreeB:
            return ("", vectors(size, d, n, m))
        case .vectorBitwise:
            return i.opcode == .orrVector && n == m
                ? ("=mov", vectors(0, d, n)) : ("", vectors(0, d, n, m))
        case .scalarThree, .scalarThreeHS: return ("", scalars(size, d, n, m))
        case .vectorTwoB: return (i.opcode == .notVector ? "=mvn" : "", vectors(0, d, n))
        case .vectorTwo, .vectorTwoBHS, .vectorTwoBH: return ("", vectors(size, d, n))
        case .vectorEstimate: return ("", vectors(2, d, n))
        case .vectorTwoZero: return ("", vectors(size, d, n) + ", #0")
        case .scalarTwo: return ("", scalars(size, d, n))
        case .scalarTwoZero: return ("", scalars(size, d, n) + ", #0")
        // Widening and narrowing
        case .vectorLong, .vectorLongHS:
            return (upper, V.vector(d, size + 1, true) + ", " + vectors(size, n, m))
        case .vectorPolynomialLong:
            let wide = size == 3 ? "v\(d).1q" : V.vector(d, size + 1, true)
            return (upper, wide + ", " + vectors(size, n, m))
        case .vectorWide:
            let wide = "\(V.vector(d, size + 1, true)), \(V.vector(n, size + 1, true))"
            return (upper, wide + ", " + vectors(size, m))
        case .vectorPairsLong: return ("", vectors(size + 1, d) + ", " + vectors(size, n))
        case .vectorThreeNarrow:
            let wide = "\(V.vector(n, size + 1, true)), \(V.vector(m, size + 1, true))"
            return (upper, vectors(size, d) + ", " + wide)
        case .vectorNarrow: return (upper, vectors(size, d) + ", " + V.vector(n, size + 1, true))
        case .scalarNarrow: return ("", "\(V.scalar(d, size)), \(V.scalar(n, size + 1))")
        case .scalarLongHS: return ("", "\(V.scalar(d, size + 1)), " + scalars(size, n, m))
        case .vectorShiftLong:
            let shift = ", #\(8 << size)"
            return (upper, V.vector(d, size + 1, true) + ", " + vectors(size, n) + shift)
        // Across
        case .vectorAcross: return ("", "\(V.scalar(d, size)), " + vectors(size, n))
        case .vectorAcrossLong: return ("", "\(V.scalar(d, size + 1)), " + vectors(size, n))
        case .scalarPair: return ("", "\(V.scalar(d, 3)), \(V.vector(n, 3, true))")
        // Tables and bytes
        case .vectorTable:
            let count = i.word[bits: 13..<15] + 1
            let operands = [vectors(0, d), V.list(n, count, 0, true), vectors(0, m)]
            return ("", operands.joined(separator: ", "))
        case .vectorExtract:
            return ("", vectors(0, d, n, m) + ", \(Text.hex(i.word[bits: 11..<15]))")
        // Cryptography
        case .cryptographicAES: return ("", "\(V.vector(d, 0, true)), \(V.vector(n, 0, true))")
        case .cryptographicSHA1Hash:
            return ("", "\(V.scalar(d, 4)), \(V.scalar(n, 2)), \(V.vector(m, 2, true))")
        case .cryptographicSHA256Hash:
            return ("", "\(V.scalar(d, 4)), \(V.scalar(n, 4)), \(V.vector(m, 2, true))")
        case .cryptographicSHA1Rotate: return ("", scalars(2, d, n))
        case .cryptographicTwo: return ("", "\(V.vector(d, 2, true)), \(V.vector(n, 2, true))")
        case .cryptographicSHA512Hash:
            return ("", "\(V.scalar(d, 4)), \(V.scalar(n, 4)), \(V.vector(m, 3, true))")
        case .cryptographicTwoDoublewords:
            return ("", "\(V.vector(d, 3, true)), \(V.vector(n, 3, true))")
        case .cryptographicThreeDoublewords:
            return ("", [d, n, m].map { V.vector($0, 3, true) }.joined(separator: ", "))
        case .cryptographicRotate:
            let registers = [d, n, m].map { V.vector($0, 3, true) }.joined(separator: ", ")
            return ("", "\(registers), \(Text.hex(i.word[bits: 10..<16]))")
        case .cryptographicFour:
            return ("", [d, n, m, i.ra].map { V.vector($0, 0, true) }.joined(separator: ", "))
        case .vectorDot: return ("", vectors(2, d) + ", " + vectors(0, n, m))
        case .vectorDotElement:
            let index = i.word[bits: 11..<12] << 1 | i.word[bits: 21..<22]
            return ("", vectors(2, d) + ", " + vectors(0, n) + ", v\(m).4b[\(index)]")
        case .vectorComplexMultiply:
            return ("", vectors(size, d, n, m) + ", #\(i.word[bits: 11..<13] * 90)")
        case .vectorComplexAdd:
            return ("", vectors(size, d, n, m) + ", #\(i.word[bit: 12] ? 270 : 90)")
        case .vectorComplexElement:
            let element = V.element(m, 2, i.word[bits: 11..<12])
            return ("", vectors(2, d, n) + ", \(element), #\(i.word[bits: 13..<15] * 90)")
        case .cryptographicThree:
            return ("", [d, n, m].map { V.vector($0, 2, true) }.joined(separator: ", "))
        default: break
        }
        if let result = floatOperands(i) { return result }
        if let result = shiftOperands(i) { return result }
        if let result = elementOperands(i) { return result }
        return vectorMemoryOperands(i, at: address)
    }

    // MARK: Floating point

    private func floatOperands(_ i: A64Instruction) -> (String, String)? {
        let (d, n, m) = (i.rd, i.rn, i.rm)
        let isFull = i.word[bit: 30]
        // Single or double, by bit 22; type 3 is half.
        let size: UInt32 = i.word[bits: 22..<24] == 3 ? 1 : i.word[bit: 22] ? 3 : 2
        let vectorSize: UInt32 = i.word[bit: 22] ? 3 : 2
        func scalars(_ registers: UInt32...) -> String {
            registers.map { V.scalar($0, size) }.joined(separator: ", ")
        }
        func elements(_ registers: UInt32...) -> String {
            registers.map { V.scalar($0, vectorSize) }.joined(separator: ", ")
        }
        func vectors(_ registers: UInt32...) -> String {
            registers.map { V.vector($0, vectorSize, isFull) }.joined(separator: ", ")
        }
        let condition = Text.condition(i.cond)
        let fraction = ", \(Text.hex(64 - i.word[bits: 10..<16]))"
        switch i.row.format {
        case .float1: return ("", scalars(d, n))
        case .float2: return ("", scalars(d, n, m))
        case .float3: return ("", scalars(d, n, m, i.ra))
        case .floatSelect: return ("", scalars(d, n, m) + ", \(condition)")
        case .floatCompare: return ("", scalars(n, m))
        case .floatCompareZero: return ("", scalars(n) + ", #0.0")
        case .floatConditionalCompare:
            return ("", scalars(n, m) + ", \(Text.hex(i.nzcv)), \(condition)")
        case .floatImmediate:
            return ("", scalars(d) + ", \(Self.float(i.word[bits: 13..<21]))")
        case .floatConvert:
            let to: UInt32 = i.opc15 == 3 ? 1 : i.opc15 + 2
            return ("", "\(V.scalar(d, to)), \(V.scalar(n, size))")
        case .floatToInteger: return ("", "\(Text.register(d, i.sf)), " + scalars(n))
        case .floatToFixed: return ("", "\(Text.register(d, i.sf)), " + scalars(n) + fraction)
        case .integerToFloat: return ("", scalars(d) + ", \(Text.register(n, i.sf))")
        case .fixedToFloat: return ("", scalars(d) + ", \(Text.register(n, i.sf))" + fraction)
        case .moveToGeneral: return ("", "\(Text.register(d, i.sf)), " + scalars(n))
        case .moveFromGeneral: return ("", scalars(d) + ", \(Text.register(n, i.sf))")
        case .moveTopToGeneral: return ("", "\(Text.register(d, true)), v\(n).d[1]")
        case .moveTopFromGeneral: return ("", "v\(d).d[1], \(Text.register(n, true))")
        case .vectorFloat3: return ("", vectors(d, n, m))
        case .vectorFloat2: return ("", vectors(d, n))
        case .vectorFloatZero: return ("", vectors(d, n) + ", #0.0")
        case .vectorFloatAcross: return ("", "s\(d), \(V.vector(n, 2, isFull))")
        case .scalarFloat3: return ("", elements(d, n, m))
        case .scalarFloat2: return ("", elements(d, n))
        case .scalarFloatZero: return ("", elements(d, n) + ", #0.0")
        case .scalarFloatPair:
            return ("", elements(d) + ", \(V.vector(n, vectorSize, vectorSize == 3))")
        case .vectorFloatNarrow:
            let narrow = V.vector(d, vectorSize - 1, isFull)
            return (isFull ? "2" : "", "\(narrow), \(V.vector(n, vectorSize, true))")
        case .vectorFloatWiden:
            let narrow = V.vector(n, vectorSize - 1, isFull)
            return (isFull ? "2" : "", "\(V.vector(d, vectorSize, true)), \(narrow)")
        case .scalarFloatNarrow: return ("", "s\(d), d\(n)")
        default: return nil
        }
    }

    /// An eight-bit float, with eight decimal places as printf writes them: all are exact.
    static func float(_ imm8: UInt32) -> String {
        let sign = imm8 >> 7 != 0 ? "-" : ""
        // NOT(b6):b5:b4 less 3 is the exponent; the fraction has four bits.
        let exponent = Int((imm8 >> 4 & 7) ^ 4) - 3
        let sixteenths = UInt64(16 + (imm8 & 15))
        let scaled = sixteenths * 100_000_000
        let value =
            exponent >= 0 ? (scaled << UInt64(exponent)) / 16 : (scaled >> UInt64(-exponent)) / 16
        let fraction = String(value % 100_000_000)
        let zeros = String(repeating: "0", count: 8 - fraction.count)
        return "#\(sign)\(value / 100_000_000).\(zeros)\(fraction)"
    }

    // MARK: Shifts

    private func shiftOperands(_ i: A64Instruction) -> (String, String)? {
        let immh = i.word[bits: 19..<23]
        guard immh != 0 else { return nil }
        let size = UInt32(31 - immh.leadingZeroBitCount)
        let value = i.word[bits: 16..<23]
        let isFull = i.word[bit: 30]
        let right = ", \(Text.hex((16 << size) &- value))"
        let amount = value &- (8 << size)
        func vector(_ n: UInt32) -> String { V.vector(n, size, isFull) }
        func scalar(_ n: UInt32) -> String { V.scalar(n, size) }
        let upper = isFull ? "2" : ""
        switch i.row.format {
        case .vectorShiftRight, .vectorFixed:
            return ("", "\(vector(i.rd)), \(vector(i.rn))\(right)")
        case .vectorShiftLeft: return ("", "\(vector(i.rd)), \(vector(i.rn)), \(Text.hex(amount))")
        case .vectorShiftNarrow:
            return (upper, "\(vector(i.rd)), \(V.vector(i.rn, size + 1, true))\(right)")
        case .vectorShiftLeftLong:
            let operands = "\(V.vector(i.rd, size + 1, true)), \(vector(i.rn))"
            return (upper, "\(operands), \(Text.hex(amount))")
        case .scalarShiftRight, .scalarFixed:
            return ("", "\(scalar(i.rd)), \(scalar(i.rn))\(right)")
        case .scalarShiftLeft: return ("", "\(scalar(i.rd)), \(scalar(i.rn)), \(Text.hex(amount))")
        case .scalarShiftNarrow:
            return ("", "\(scalar(i.rd)), \(V.scalar(i.rn, size + 1))\(right)")
        default: return nil
        }
    }

    // MARK: Elements

    private func elementOperands(_ i: A64Instruction) -> (String, String)? {
        let (d, n) = (i.rd, i.rn)
        let isFull = i.word[bit: 30]
        switch i.row.format {
        case .vectorElement, .vectorElementLong, .vectorFloatElement, .scalarElement,
            .scalarElementLong, .scalarFloatElement:
            return byElementOperands(i)
        case .vectorImmediate: return immediateOperands(i)
        default: break
        }
        let imm5 = i.word[bits: 16..<21]
        let size = UInt32(imm5.trailingZeroBitCount)
        let index = imm5 >> (size + 1)
        switch i.row.format {
        case .vectorDuplicateElement:
            return ("", "\(V.vector(d, size, isFull)), \(V.element(n, size, index))")
        case .scalarDuplicate:
            return ("=mov", "\(V.scalar(d, size)), \(V.element(n, size, index))")
        case .vectorDuplicateGeneral:
            return ("", "\(V.vector(d, size, isFull)), \(Text.register(n, size == 3))")
        case .vectorInsertGeneral:
            return ("=mov", "\(V.element(d, size, index)), \(Text.register(n, size == 3))")
        case .vectorInsertElement:
            let source = i.word[bits: 11..<15] >> size
            return ("=mov", "\(V.element(d, size, index)), \(V.element(n, size, source))")
        case .vectorMoveSigned:
            return ("", "\(Text.register(d, isFull)), \(V.element(n, size, index))")
        case .vectorMoveUnsigned:
            return (
                size >= 2 ? "=mov" : "",
                "\(Text.register(d, isFull)), \(V.element(n, size, index))"
            )
        default: return nil
        }
    }

    private func byElementOperands(_ i: A64Instruction) -> (String, String) {
        let isFloat =
            i.row.format == .vectorFloatElement || i.row.format == .scalarFloatElement
        let size: UInt32 = isFloat ? (i.word[bit: 22] ? 3 : 2) : i.word[bits: 22..<24]
        let h = i.word[bits: 11..<12]
        let l = i.word[bits: 21..<22]
        let m = i.word[bits: 20..<21]
        let isFull = i.word[bit: 30]
        let element =
            size == 1
            ? V.element(i.rm & 15, 1, h << 2 | l << 1 | m)
            : V.element(i.rm, size, size == 2 ? h << 1 | l : h)
        switch i.row.format {
        case .vectorElement, .vectorFloatElement:
            let registers = "\(V.vector(i.rd, size, isFull)), \(V.vector(i.rn, size, isFull))"
            return ("", "\(registers), \(element)")
        case .vectorElementLong:
            let registers = "\(V.vector(i.rd, size + 1, true)), \(V.vector(i.rn, size, isFull))"
            return (isFull ? "2" : "", "\(registers), \(element)")
        case .scalarElementLong:
            return ("", "\(V.scalar(i.rd, size + 1)), \(V.scalar(i.rn, size)), \(element)")
        default: return ("", "\(V.scalar(i.rd, size)), \(V.scalar(i.rn, size)), \(element)")
        }
    }

    private func immediateOperands(_ i: A64Instruction) -> (String, String) {
        let imm8 = i.word[bits: 16..<19] << 5 | i.word[bits: 5..<10]
        let cmode = i.word[bits: 12..<16]
        let isFull = i.word[bit: 30]
        func vector(_ size: UInt32) -> String { V.vector(i.rd, size, isFull) }
        switch cmode >> 1 {
        case 0, 1, 2, 3, 4, 5:
            let isHalf = cmode >> 1 >= 4
            let shift = (cmode >> 1 & (isHalf ? 1 : 3)) * 8
            let text = "\(vector(isHalf ? 1 : 2)), \(Text.hex(imm8))"
            return ("", shift == 0 ? text : "\(text), lsl #\(shift)")
        case 6: return ("", "\(vector(2)), \(Text.hex(imm8)), msl #\(cmode & 1 == 0 ? 8 : 16)")
        default:
            if cmode & 1 != 0 {
                return ("", "\(vector(i.word[bit: 29] ? 3 : 2)), \(Self.float(imm8))")
            }
            guard i.word[bit: 29] else { return ("", "\(vector(0)), \(Text.hex(imm8))") }
            let register = isFull ? V.vector(i.rd, 3, true) : V.scalar(i.rd, 3)
            return ("", "\(register), #\(i.vectorImmediate.hex(digits: 14))")
        }
    }

    // MARK: Loads and stores

    private func vectorMemoryOperands(_ i: A64Instruction, at address: UInt64)
        -> (String, String)
    {
        let base = Text.registerOrSP(i.rn, true)
        // opc<1> of one register: 128 bits.
        let size: UInt32 = i.word[bit: 23] ? 4 : i.size
        let t = V.scalar(i.rd, size)
        let pairSize = min(i.size + 2, 4)
        let pair = "\(V.scalar(i.rd, pairSize)), \(V.scalar(i.ra, pairSize))"
        let pairOffset = Int64(i.imm7) << Int64(pairSize)
        switch i.row.format {
        case .vectorLiteral:
            let label = address &+ UInt64(bitPattern: i.imm19Offset)
            return ("", "\(V.scalar(i.rd, pairSize)), \(label.hex())")
        case .vectorUnsignedOffset:
            return ("", "\(t), [\(base)\(Text.offset(Int64(i.imm12 << size)))]")
        case .vectorUnscaledOffset: return ("", "\(t), [\(base)\(Text.offset(Int64(i.imm9)))]")
        case .vectorPostIndex: return ("", "\(t), [\(base)], \(Text.signedHex(Int64(i.imm9)))")
        case .vectorPreIndex: return ("", "\(t), [\(base), \(Text.signedHex(Int64(i.imm9)))]!")
        case .vectorRegisterOffset:
            return ("", "\(t), [\(base), \(Text.index(i, amount: size))]")
        case .vectorPairOffset: return ("", "\(pair), [\(base)\(Text.offset(pairOffset))]")
        case .vectorPairPostIndex: return ("", "\(pair), [\(base)], \(Text.signedHex(pairOffset))")
        case .vectorPairPreIndex: return ("", "\(pair), [\(base), \(Text.signedHex(pairOffset))]!")
        default: return structureOperands(i, base)
        }
    }

    private func structureOperands(_ i: A64Instruction, _ base: String) -> (String, String) {
        let isFull = i.word[bit: 30]
        var size = i.word[bits: 10..<12]
        let selected = (i.word[bits: 13..<14] << 1 | i.word[bits: 21..<22]) + 1
        var list: String
        var bytes: UInt32
        switch i.row.format {
        case .vectorMultiple, .vectorMultiplePostIndex:
            let counts: [UInt32] = [4, 0, 4, 0, 3, 0, 3, 1, 2, 0, 2, 0, 0, 0, 0, 0]
            let count = counts[Int(i.word[bits: 12..<16])]
            list = V.list(i.rd, count, size, isFull)
            bytes = count * (isFull ? 16 : 8)
        case .vectorReplicate, .vectorReplicatePostIndex:
            list = V.list(i.rd, selected, size, isFull)
            bytes = selected << size
        default:
            let place = (isFull ? 8 : 0) | i.word[bits: 12..<13] << 2 | size
            size = i.word[bits: 14..<16]
            var index = place >> size
            if size == 2 && place & 1 != 0 {
                size = 3
                index = place >> 3
            }
            let names = (0..<selected).map { "v\((i.rd + $0) & 31).\(V.letters[Int(size)])" }
            list = "{ \(names.joined(separator: ", ")) }[\(index)]"
            bytes = selected << size
        }
        guard i.word[bit: 23] else { return ("", "\(list), [\(base)]") }
        let step = i.rm == 31 ? "#\(bytes)" : Text.register(i.rm, true)
        return ("", "\(list), [\(base)], \(step)")
    }
}
