// VFP and Advanced SIMD: the title has the type, in which <size> and its kin stand for what the
// word says; the format has the operands.

extension AArch32Disassembler.Line {
    mutating func floatingPointOperands() -> String {
        if let dot = mnemonic.firstIndex(of: ".") {
            suffix = Self.fill(String(mnemonic[dot...]), i)
            mnemonic = String(mnemonic[..<dot])
        }
        return numberOperands() ?? transferOperands() ?? vectorOperands()
    }

    /// A type with its placeholders filled in. Source: SIMDRow.swift.
    private static func fill(_ type: String, _ i: AArch32Instruction) -> String {
        guard let open = type.firstIndex(of: "<"), let close = type.firstIndex(of: ">") else {
            return type
        }
        let bits = 8 << i.simdSizeLog2
        let filled: String
        switch type[type.index(after: open)..<close] {
        case "size": filled = i.simd.isImmediate ? "\(immediateBits(i))" : "\(bits)"
        case "2size": filled = "\(bits * 2)"
        case "half": filled = "\(bits / 2)"
        case "s": filled = i.isDouble ? "64" : "32"
        case "fixed": filled = "\(i.fixedPoint.width)"
        case "sign": filled = isSigned(i) ? "s" : "u"
        case "lane": filled = lane(i)
        case "core": filled = "\(8 << i.duplicatedSizeLog2)"
        default: filled = "\(8 << (i.structure?.sizeLog2 ?? 0))"
        }
        let rest = String(type[type.index(after: close)...])
        return String(type[..<open]) + filled + fill(rest, i)
    }

    /// Bit 7 of VCVTA and its kin: signed in VFP, unsigned in Advanced SIMD.
    private static func isSigned(_ i: AArch32Instruction) -> Bool {
        i.simdWord[bit: 7] == (i.simdFormat == .toInteger)
    }

    /// The type of VMOV and VDUP with an element.
    private static func lane(_ i: AArch32Instruction) -> String {
        if i.simdFormat == .duplicateScalar { return "\(8 << (i.duplicatedLane?.sizeLog2 ?? 0))" }
        let size = i.coreLane?.sizeLog2 ?? 0
        let isSigned = i.simdFormat == .moveFromScalar && size < 2
        return (isSigned ? (i.simdWord[bit: 23] ? "u" : "s") : "") + "\(8 << size)"
    }

    // MARK: Registers

    private static func single(_ n: UInt32) -> String { "s\(n)" }
    private static func double(_ n: UInt32) -> String { "d\(n)" }
    private static func quad(_ n: UInt32) -> String { "q\(n >> 1)" }

    /// S or D by sz.
    private func numbers(_ operands: KeyPath<AArch32Instruction, UInt32>...) -> String {
        let letter = i.isDouble ? "d" : "s"
        return operands.map { "\(letter)\(i[keyPath: $0])" }.joined(separator: ", ")
    }

    /// D or Q by Q.
    private func vectors(_ numbers: UInt32...) -> String {
        numbers.map { i.isQuad ? Self.quad($0) : Self.double($0) }.joined(separator: ", ")
    }

    // MARK: VFP

    private mutating func numberOperands() -> String? {
        let isDouble = i.isDouble
        let d = isDouble ? Self.double(i.dd) : Self.single(i.sd)
        let m = isDouble ? Self.double(i.dm) : Self.single(i.sm)
        switch i.simdFormat {
        case .threeNumbers, .selectNumber:
            return isDouble ? numbers(\.dd, \.dn, \.dm) : numbers(\.sd, \.sn, \.sm)
        case .twoNumbers: return "\(d), \(m)"
        case .compareZero: return "\(d), #0"
        case .numberImmediate: return "\(d), \(A64Disassembler.float(i.numberImmediate))"
        case .convertPrecision:
            return isDouble
                ? "\(Self.single(i.sd)), \(m)" : "\(Self.double(i.dd)), \(Self.single(i.sm))"
        case .convertHalf:
            let toHalf = i.simdWord[bit: 16]
            return "\(toHalf ? Self.single(i.sd) : d), \(toHalf ? m : Self.single(i.sm))"
        case .fromInteger: return "\(d), \(Self.single(i.sm))"
        case .toInteger: return "\(Self.single(i.sd)), \(m)"
        case .fixedPoint: return "\(d), \(d), #\(i.fixedPoint.fraction)"
        default: return nil
        }
    }

    // MARK: Between register files, memory

    private mutating func transferOperands() -> String? {
        let isRead = i.simdWord[bit: 20]
        let t = Self.register(i.rd)
        func ordered(_ core: String, _ vector: String) -> String {
            isRead ? "\(core), \(vector)" : "\(vector), \(core)"
        }
        switch i.simdFormat {
        case .moveSingle: return ordered(t, Self.single(i.sn))
        case .moveTwoSingles:
            return ordered(
                Self.registers(i.rd, i.rn), "\(Self.single(i.sm)), \(Self.single(i.sm + 1))")
        case .moveDouble: return ordered(Self.registers(i.rd, i.rn), Self.double(i.dm))
        case .moveToScalar, .moveFromScalar:
            return ordered(t, "\(Self.double(i.dn))[\(i.coreLane?.index ?? 0)]")
        case .duplicateCore: return "\(vectors(i.dn)), \(t)"
        case .writeStatus: return "\(Self.statusName(i.rn)), \(t)"
        case .readStatus: return "\(i.rd == 15 ? "apsr_nzcv" : t), \(Self.statusName(i.rn))"
        case .loadStore:
            let offset = (i.simdWord & 0xff) << 2
            let isAdded = i.simdWord[bit: 23]
            if i.rn == 15 {
                comment = label(isAdded ? Int64(offset) : -Int64(offset), isAligned: true)
            }
            let inside = offset == 0 && isAdded ? "" : ", #\(isAdded ? "" : "-")\(offset.hex())"
            let d = i.isDouble ? Self.double(i.dd) : Self.single(i.sd)
            return "\(d), [\(Self.register(i.rn))\(inside)]"
        case .loadStoreMultiple: return multipleOperands(isRead)
        case .structures, .structureLane, .structureAllLanes: return structureOperands()
        default: return nil
        }
    }

    private static func statusName(_ n: UInt32) -> String {
        switch n {
        case 0: "fpsid"
        case 1: "fpscr"
        case 5: "mvfr2"
        case 6: "mvfr1"
        case 7: "mvfr0"
        default: "fpexc"
        }
    }

    private mutating func multipleOperands(_ isLoad: Bool) -> String {
        let first = i.isDouble ? i.dd : i.sd
        let names = (first..<first + i.registerCount).map {
            i.isDouble ? Self.double($0) : Self.single($0)
        }
        let list = "{" + names.joined(separator: ", ") + "}"
        let writesBack = i.simdWord[bit: 21]
        let isBefore = i.simdWord[bit: 24]
        // An odd count of words: the form that older compilers saved unknown contents with.
        if i.isDouble, i.simdWord[bit: 0] {
            mnemonic = "\(isLoad ? "fldm" : "fstm")\(isBefore ? "dbx" : "iax")"
        } else if i.rn == 13 && writesBack && isLoad != isBefore {
            mnemonic = isLoad ? "vpop" : "vpush"
            return list
        }
        return "\(Self.register(i.rn))\(writesBack ? "!" : ""), \(list)"
    }

    private mutating func structureOperands() -> String {
        guard let form = i.structure else { return "" }
        mnemonic = (i.simd == .vld ? "vld" : "vst") + "\(form.elements)"
        var numbers: [UInt32] = []
        if form.kind == .multiple {
            for repetition in 0..<form.repeats {
                for element in 0..<form.elements {
                    numbers.append(i.dd + element * form.spacing + repetition)
                }
            }
            numbers.sort()
        } else {
            for register in 0..<form.elements * form.repeats {
                numbers.append(i.dd + register * form.spacing)
            }
        }
        let place = form.kind == .multiple ? "" : form.kind == .allLanes ? "[]" : "[\(form.lane)]"
        let list = numbers.map { Self.double($0) + place }.joined(separator: ", ")
        let alignment = form.alignmentLog2 == 0 ? "" : ":\(8 << form.alignmentLog2)"
        let m = i.simdWord & 15
        let back = m == 15 ? "" : m == 13 ? "!" : ", \(Self.register(m))"
        return "{\(list)}, [\(Self.register(i.rn))\(alignment)]\(back)"
    }

    // MARK: Advanced SIMD

    private mutating func vectorOperands() -> String {
        let (d, n, m) = (i.dd, i.dn, i.dm)
        switch i.simdFormat {
        case .three, .threeNarrow, .threeHalves, .threeBits, .threePairs, .threeCryptographic:
            return vectors(d, n, m)
        case .threeShift: return vectors(d, m, n)
        case .long, .longHalves: return "\(Self.quad(d)), \(Self.double(n)), \(Self.double(m))"
        case .wide: return "\(Self.quad(d)), \(Self.quad(n)), \(Self.double(m))"
        case .narrow: return "\(Self.double(d)), \(Self.quad(n)), \(Self.quad(m))"
        case .scalar, .scalarFloat, .scalarLong:
            let scalar = i.scalarOperand
            let first =
                i.simdFormat == .scalarLong
                ? "\(Self.quad(d)), \(Self.double(n))" : vectors(d, n)
            return "\(first), d\(scalar.d)[\(scalar.index)]"
        case .shiftRight, .shiftLeft, .shiftNarrow, .shiftLong, .fixedVector:
            return shiftOperands(d, m)
        case .immediate: return immediateOperands(d)
        case .two, .twoFixed: return vectors(d, m) + (i.simd.comparesWithZero ? ", #0" : "")
        case .reverse, .permute: return vectors(d, m)
        case .twoNarrow: return "\(Self.double(d)), \(Self.quad(m))"
        case .twoLong:
            let amount = i.simd == .vshllMaximum ? ", #\(8 << i.simdSizeLog2)" : ""
            return "\(Self.quad(d)), \(Self.double(m))\(amount)"
        case .twoCryptographic: return "\(Self.quad(d)), \(Self.quad(m))"
        case .extract: return vectors(d, n, m) + ", #\(i.simdWord[bits: 8..<12])"
        case .table:
            let list = (n...n + i.simdWord[bits: 8..<10]).map(Self.double).joined(separator: ", ")
            return "\(Self.double(d)), {\(list)}, \(Self.double(m))"
        case .duplicateScalar:
            return "\(vectors(d)), \(Self.double(m))[\(i.duplicatedLane?.index ?? 0)]"
        default: return ""
        }
    }

    private mutating func shiftOperands(_ d: UInt32, _ m: UInt32) -> String {
        let field = i.shiftField
        let bits = UInt32(8) << i.simdSizeLog2
        switch i.simdFormat {
        case .shiftLeft: return "\(vectors(d, m)), #\(field &- bits)"
        case .shiftNarrow: return "\(Self.double(d)), \(Self.quad(m)), #\(2 * bits &- field)"
        case .shiftLong:
            let operands = "\(Self.quad(d)), \(Self.double(m))"
            if field != bits { return "\(operands), #\(field &- bits)" }
            mnemonic = "vmovl"
            return operands
        case .fixedVector: return "\(vectors(d, m)), #\(64 &- i.simdWord[bits: 16..<22])"
        default: return "\(vectors(d, m)), #\(2 * bits &- field)"
        }
    }

    /// Source: Arm ARM, `AdvSIMDExpandImm`.
    private mutating func immediateOperands(_ d: UInt32) -> String {
        let byte = i.vectorImmediate8
        let cmode = i.simdWord[bits: 8..<12]
        var value = UInt64(byte)
        switch cmode >> 1 {
        case 0...3: value <<= UInt64(cmode >> 1) * 8
        case 4, 5: value <<= UInt64(cmode >> 1 & 1) * 8
        case 6: value = cmode & 1 == 0 ? value << 8 | 0xff : value << 16 | 0xffff
        default:
            if cmode & 1 != 0 {
                suffix = ".f32"
                return "\(vectors(d)), \(A64Disassembler.float(byte))"
            }
            if i.simdWord[bit: 5] {
                value = (0..<8).filter { byte[bit: $0] }.reduce(0) { $0 | 0xff << ($1 * 8) }
            }
        }
        return "\(vectors(d)), #\(value.hex())"
    }

    /// The bits of an element, by cmode.
    private static func immediateBits(_ i: AArch32Instruction) -> Int {
        switch i.simdWord[bits: 9..<12] {
        case 4, 5: 16
        case 7: 8
        default: 32
        }
    }
}

extension SIMDOpcode {
    fileprivate var isImmediate: Bool {
        switch self {
        case .vmovI, .vmvnI, .vorrI, .vbicI: true
        default: false
        }
    }

    fileprivate var comparesWithZero: Bool {
        switch self {
        case .vcgtZero, .vcgeZero, .vceqZero, .vcleZero, .vcltZero, .vcgtFZero, .vcgeFZero,
            .vceqFZero, .vcleFZero, .vcltFZero:
            true
        default: false
        }
    }
}
