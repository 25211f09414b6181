// Writes x86-64 instructions to memory, one call each.
//
// The cursor is in the writable view; addresses in instructions are those of the executable one.
// The caller makes sure that there is room: one instruction takes at most fifteen bytes.

struct X86Assembler {
    private(set) var cursor: UnsafeMutablePointer<UInt8>
    /// Executable address minus writable address.
    let delta: Int

    init(at cursor: UnsafeMutablePointer<UInt8>, delta: Int) {
        self.cursor = cursor
        self.delta = delta
    }

    /// Executable address of the next instruction.
    var here: Int { Int(bitPattern: cursor) &+ delta }

    // MARK: Bytes

    @inline(__always)
    mutating func byte(_ value: UInt8) {
        cursor.pointee = value
        cursor += 1
    }

    @inline(__always)
    mutating func word32(_ value: Int32) {
        UnsafeMutableRawPointer(cursor).storeBytes(of: value.littleEndian, as: Int32.self)
        cursor += 4
    }

    @inline(__always)
    mutating func word64(_ value: UInt64) {
        UnsafeMutableRawPointer(cursor).storeBytes(of: value.littleEndian, as: UInt64.self)
        cursor += 8
    }

    mutating func align(to alignment: Int) {
        while Int(bitPattern: cursor) & (alignment - 1) != 0 { byte(0xcc) }
    }

    // MARK: Encoding

    /// Prefix, REX, opcode, ModRM.
    ///
    /// - Parameters:
    ///   - wide: REX.W.
    ///   - reg: The register field of ModRM, or the opcode's extension.
    ///   - byteRegister: An operand is a byte register, whose numbers 4...7 need a REX.
    mutating func encode(
        _ opcode: X86Opcode, wide: Bool, reg: UInt8, _ operand: X86Operand,
        byteRegister: Bool = false
    ) {
        if opcode.prefix != 0 { byte(opcode.prefix) }
        var rex: UInt8 = (wide ? 8 : 0) | (reg >= 8 ? 4 : 0)
        var needsREX = byteRegister && (4..<8).contains(reg)
        switch operand {
        case .register(let register):
            if register.rawValue >= 8 { rex |= 1 }
            if byteRegister && (4..<8).contains(register.rawValue) { needsREX = true }
        case .memory(let memory):
            if memory.base.rawValue >= 8 { rex |= 1 }
            if let index = memory.index, index.rawValue >= 8 { rex |= 2 }
        }
        if rex != 0 || needsREX { byte(0x40 | rex) }
        if opcode.map != 0 { byte(0x0f) }
        if opcode.map == 2 { byte(0x38) }
        if opcode.map == 3 { byte(0x3a) }
        byte(opcode.byte)
        modRM(reg, operand)
    }

    /// The three-byte VEX form.
    ///
    /// - Parameters:
    ///   - extra: VEX.vvvv, the second source.
    ///   - long: 256 bits.
    mutating func encodeVEX(
        _ opcode: X86Opcode, wide: Bool, long: Bool = false, reg: UInt8, extra: UInt8,
        _ operand: X86Operand
    ) {
        var first: UInt8 = opcode.map | 0xe0
        if reg >= 8 { first &= ~0x80 }
        switch operand {
        case .register(let register):
            if register.rawValue >= 8 { first &= ~0x20 }
        case .memory(let memory):
            if memory.base.rawValue >= 8 { first &= ~0x20 }
            if let index = memory.index, index.rawValue >= 8 { first &= ~0x40 }
        }
        let pp: UInt8 =
            switch opcode.prefix {
            case 0x66: 1
            case 0xf3: 2
            case 0xf2: 3
            default: 0
            }
        byte(0xc4)
        byte(first)
        byte((wide ? 0x80 : 0) | (~extra & 15) << 3 | (long ? 4 : 0) | pp)
        byte(opcode.byte)
        modRM(reg, operand)
    }

    private mutating func modRM(_ reg: UInt8, _ operand: X86Operand) {
        let field = (reg & 7) << 3
        switch operand {
        case .register(let register): byte(0xc0 | field | register.rawValue & 7)
        case .memory(let memory):
            let base = memory.base.rawValue & 7
            let displacement = memory.displacement
            // rbp and r13 as bases always have a displacement.
            let mode: UInt8 =
                displacement == 0 && base != 5 ? 0 : (Int8(exactly: displacement) != nil ? 1 : 2)
            if let index = memory.index {
                byte(mode << 6 | field | 4)
                byte(memory.scale << 6 | (index.rawValue & 7) << 3 | base)
            } else if base == 4 {
                byte(mode << 6 | field | 4)
                byte(0x24)
            } else {
                byte(mode << 6 | field | base)
            }
            if mode == 1 { byte(UInt8(bitPattern: Int8(displacement))) }
            if mode == 2 { word32(displacement) }
        }
    }

    // MARK: Moves

    mutating func move(_ to: X86Register, _ from: X86Register, wide: Bool = true) {
        encode(X86Opcode(0x8b), wide: wide, reg: to.rawValue, .register(from))
    }

    mutating func load(_ to: X86Register, _ from: X86Memory, wide: Bool = true) {
        encode(X86Opcode(0x8b), wide: wide, reg: to.rawValue, .memory(from))
    }

    mutating func store(_ to: X86Memory, _ from: X86Register, wide: Bool = true) {
        encode(X86Opcode(0x89), wide: wide, reg: from.rawValue, .memory(to))
    }

    mutating func store8(_ to: X86Memory, _ from: X86Register) {
        encode(
            X86Opcode(0x88), wide: false, reg: from.rawValue, .memory(to), byteRegister: true)
    }

    mutating func store16(_ to: X86Memory, _ from: X86Register) {
        encode(X86Opcode(0x66, 0, 0x89), wide: false, reg: from.rawValue, .memory(to))
    }

    /// A sign-extended constant to memory.
    mutating func store(_ to: X86Memory, constant: Int32, wide: Bool = true) {
        encode(X86Opcode(0xc7), wide: wide, reg: 0, .memory(to))
        word32(constant)
    }

    mutating func storeByte(_ to: X86Memory, constant: UInt8) {
        encode(X86Opcode(0xc6), wide: false, reg: 0, .memory(to))
        byte(constant)
    }

    /// A register gets a constant; flags stay.
    mutating func constant(_ to: X86Register, _ value: UInt64) {
        let high: UInt8 = to.rawValue >= 8 ? 1 : 0
        if value >> 32 == 0 {
            if high != 0 { byte(0x41) }
            byte(0xb8 | to.rawValue & 7)
            word32(Int32(truncatingIfNeeded: value))
        } else if Int64(bitPattern: value) == Int64(Int32(truncatingIfNeeded: value)) {
            encode(X86Opcode(0xc7), wide: true, reg: 0, .register(to))
            word32(Int32(truncatingIfNeeded: value))
        } else {
            byte(0x48 | high)
            byte(0xb8 | to.rawValue & 7)
            word64(value)
        }
    }

    mutating func address(_ to: X86Register, _ of: X86Memory, wide: Bool = true) {
        encode(X86Opcode(0x8d), wide: wide, reg: to.rawValue, .memory(of))
    }

    /// Zero- or sign-extends 2^sizeLog2 bytes, 0...2, to 32 or 64 bits.
    mutating func extend(
        _ to: X86Register, _ from: X86Operand, sizeLog2: Int, signed: Bool, wide: Bool
    ) {
        switch sizeLog2 {
        case 0:
            encode(
                X86Opcode(0, 1, signed ? 0xbe : 0xb6), wide: wide && signed, reg: to.rawValue, from,
                byteRegister: true)
        case 1:
            encode(
                X86Opcode(0, 1, signed ? 0xbf : 0xb7), wide: wide && signed, reg: to.rawValue, from)
        default:
            // MOVSXD, or a plain 32-bit move.
            encode(
                X86Opcode(signed && wide ? 0x63 : 0x8b), wide: signed && wide, reg: to.rawValue,
                from)
        }
    }

    // MARK: Arithmetic

    mutating func alu(_ operation: X86ALU, _ to: X86Register, _ from: X86Operand, wide: Bool) {
        encode(X86Opcode(operation.rawValue << 3 | 3), wide: wide, reg: to.rawValue, from)
    }

    mutating func alu(_ operation: X86ALU, _ to: X86Memory, _ from: X86Register, wide: Bool) {
        encode(X86Opcode(operation.rawValue << 3 | 1), wide: wide, reg: from.rawValue, .memory(to))
    }

    mutating func alu(_ operation: X86ALU, _ to: X86Operand, constant: Int32, wide: Bool) {
        if let short = Int8(exactly: constant) {
            encode(X86Opcode(0x83), wide: wide, reg: operation.rawValue, to)
            byte(UInt8(bitPattern: short))
        } else {
            encode(X86Opcode(0x81), wide: wide, reg: operation.rawValue, to)
            word32(constant)
        }
    }

    mutating func compareByte(_ memory: X86Memory, constant: UInt8) {
        encode(X86Opcode(0x80), wide: false, reg: 7, .memory(memory))
        byte(constant)
    }

    mutating func test(_ a: X86Register, _ b: X86Register, wide: Bool) {
        encode(X86Opcode(0x85), wide: wide, reg: a.rawValue, .register(b))
    }

    mutating func test(_ a: X86Operand, constant: Int32, wide: Bool) {
        encode(X86Opcode(0xf7), wide: wide, reg: 0, a)
        word32(constant)
    }

    /// TEST of the low byte.
    mutating func testByte(_ a: X86Operand, constant: UInt8) {
        encode(X86Opcode(0xf6), wide: false, reg: 0, a, byteRegister: true)
        byte(constant)
    }

    /// BT, BTS by a constant: group 8, 4 and 5.
    mutating func bitTest(_ a: X86Operand, _ bit: UInt8, sets: Bool = false, wide: Bool) {
        encode(X86Opcode(0, 1, 0xba), wide: wide, reg: sets ? 5 : 4, a)
        byte(bit)
    }

    mutating func not(_ a: X86Register, wide: Bool) {
        encode(X86Opcode(0xf7), wide: wide, reg: 2, .register(a))
    }

    mutating func negate(_ a: X86Register, wide: Bool) {
        encode(X86Opcode(0xf7), wide: wide, reg: 3, .register(a))
    }

    mutating func multiply(_ to: X86Register, _ from: X86Operand, wide: Bool) {
        encode(X86Opcode(0, 1, 0xaf), wide: wide, reg: to.rawValue, from)
    }

    /// rdx:rax = rax * a (4 MUL, 5 IMUL), or quotient and remainder of rdx:rax (6 DIV, 7 IDIV).
    mutating func wideArithmetic(_ group: UInt8, _ a: X86Operand, wide: Bool) {
        encode(X86Opcode(0xf7), wide: wide, reg: group, a)
    }

    /// CDQ, CQO: rdx = the sign of rax.
    mutating func signToRDX(wide: Bool) {
        if wide { byte(0x48) }
        byte(0x99)
    }

    mutating func shift(_ kind: X86Shift, _ a: X86Register, by count: UInt8, wide: Bool) {
        encode(X86Opcode(0xc1), wide: wide, reg: kind.rawValue, .register(a))
        byte(count)
    }

    /// By CL.
    mutating func shift(_ kind: X86Shift, _ a: X86Register, wide: Bool) {
        encode(X86Opcode(0xd3), wide: wide, reg: kind.rawValue, .register(a))
    }

    /// BMI2: to = from shifted by a register, flags untouched.
    mutating func shiftVEX(
        _ kind: X86Shift, _ to: X86Register, _ from: X86Operand, by count: X86Register, wide: Bool
    ) {
        let prefix: UInt8 = kind == .shl ? 0x66 : (kind == .shr ? 0xf2 : 0xf3)
        encodeVEX(
            X86Opcode(prefix, 2, 0xf7), wide: wide, reg: to.rawValue, extra: count.rawValue, from)
    }

    /// BMI2 RORX.
    mutating func rotateVEX(_ to: X86Register, _ from: X86Operand, by count: UInt8, wide: Bool) {
        encodeVEX(X86Opcode(0xf2, 3, 0xf0), wide: wide, reg: to.rawValue, extra: 0, from)
        byte(count)
    }

    /// SHRD: to = (from:to) shifted right.
    mutating func shiftPair(_ to: X86Register, _ from: X86Register, by count: UInt8, wide: Bool) {
        encode(X86Opcode(0, 1, 0xac), wide: wide, reg: from.rawValue, .register(to))
        byte(count)
    }

    mutating func countLeadingZeros(_ to: X86Register, _ from: X86Operand, wide: Bool) {
        encode(X86Opcode(0xf3, 1, 0xbd), wide: wide, reg: to.rawValue, from)
    }

    mutating func swapBytes(_ a: X86Register, wide: Bool) {
        let rex: UInt8 = (wide ? 8 : 0) | (a.rawValue >= 8 ? 1 : 0)
        if rex != 0 { byte(0x40 | rex) }
        byte(0x0f)
        byte(0xc8 | a.rawValue & 7)
    }

    mutating func set(_ condition: X86Condition, _ a: X86Register) {
        encode(
            X86Opcode(0, 1, 0x90 | condition.rawValue), wide: false, reg: 0, .register(a),
            byteRegister: true)
    }

    mutating func moveIf(
        _ condition: X86Condition, _ to: X86Register, _ from: X86Operand, wide: Bool
    ) {
        encode(X86Opcode(0, 1, 0x40 | condition.rawValue), wide: wide, reg: to.rawValue, from)
    }

    // MARK: Flags

    mutating func lahf() { byte(0x9f) }
    mutating func sahf() { byte(0x9e) }
    mutating func complementCarry() { byte(0xf5) }

    // MARK: Control

    /// A place in an instruction that holds a 32-bit distance to a target not yet known.
    struct Patch {
        fileprivate let at: UnsafeMutablePointer<UInt8>
        /// The writable address of the distance.
        var address: UnsafeMutablePointer<UInt8> { at }
    }

    mutating func jump() -> Patch {
        byte(0xe9)
        return distance()
    }

    mutating func jump(_ condition: X86Condition) -> Patch {
        byte(0x0f)
        byte(0x80 | condition.rawValue)
        return distance()
    }

    private mutating func distance() -> Patch {
        defer { word32(0) }
        return Patch(at: cursor)
    }

    /// Makes a jump lead here.
    func bind(_ patch: Patch) { bind(patch, to: here) }

    func bind(_ patch: Patch, to target: Int) {
        let next = Int(bitPattern: patch.at) &+ delta &+ 4
        UnsafeMutableRawPointer(patch.at).storeBytes(
            of: Int32(truncatingIfNeeded: target &- next), as: Int32.self)
    }

    mutating func jump(to target: Int) { bind(jump(), to: target) }
    mutating func jump(_ condition: X86Condition, to target: Int) {
        bind(jump(condition), to: target)
    }

    mutating func call(_ target: Int) {
        byte(0xe8)
        bind(distance(), to: target)
    }

    mutating func jump(through operand: X86Operand) {
        encode(X86Opcode(0xff), wide: false, reg: 4, operand)
    }

    mutating func call(through operand: X86Operand) {
        encode(X86Opcode(0xff), wide: false, reg: 2, operand)
    }

    mutating func ret() { byte(0xc3) }

    mutating func push(_ a: X86Register) {
        if a.rawValue >= 8 { byte(0x41) }
        byte(0x50 | a.rawValue & 7)
    }

    mutating func pop(_ a: X86Register) {
        if a.rawValue >= 8 { byte(0x41) }
        byte(0x58 | a.rawValue & 7)
    }

    /// to = 64 bits at an executable address within 2 GiB.
    mutating func load(_ to: X86Register, absolute target: Int) {
        byte(to.rawValue >= 8 ? 0x4c : 0x48)
        byte(0x8b)
        byte((to.rawValue & 7) << 3 | 5)
        bind(distance(), to: target)
    }

    /// to = an executable address within 2 GiB, not yet known.
    mutating func addressAbsolute(_ to: X86Register) -> Patch {
        byte(to.rawValue >= 8 ? 0x4c : 0x48)
        byte(0x8d)
        byte((to.rawValue & 7) << 3 | 5)
        return distance()
    }

    // MARK: Vectors

    /// An SSE instruction with register and operand, of which a register is a vector register of
    /// that number.
    mutating func vector(
        _ opcode: X86Opcode, _ to: X86Vector, _ from: X86Vector, wide: Bool = false
    ) {
        encode(
            opcode, wide: wide, reg: to.number,
            .register(X86Register(rawValue: from.number).unsafelyUnwrapped))
    }

    mutating func vector(
        _ opcode: X86Opcode, _ to: X86Vector, _ from: X86Memory, wide: Bool = false
    ) {
        encode(opcode, wide: wide, reg: to.number, .memory(from))
    }
}
