// Registers, addresses and opcodes of x86-64. Source: AMD64 Architecture Programmer's Manual,
// volume 3, "Instruction Encoding".

/// A general-purpose register by its number.
enum X86Register: UInt8, Sendable {
    case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi
    case r8, r9, r10, r11, r12, r13, r14, r15
}

/// A vector register by its number.
struct X86Vector: Equatable, Sendable {
    let number: UInt8
    init(_ number: UInt8) { self.number = number }
}

/// base + index * 2^scale + displacement
struct X86Memory: Sendable {
    var base: X86Register
    var index: X86Register?
    var scale: UInt8 = 0
    var displacement: Int32 = 0

    init(_ base: X86Register, _ displacement: Int32 = 0) {
        self.base = base
        self.displacement = displacement
    }

    init(_ base: X86Register, index: X86Register, scale: UInt8 = 0, _ displacement: Int32 = 0) {
        self.base = base
        self.index = index
        self.scale = scale
        self.displacement = displacement
    }
}

/// What the ModRM byte names besides a register.
enum X86Operand: Sendable {
    case register(X86Register)
    case memory(X86Memory)
}

/// An opcode: mandatory prefix (0, 0x66, 0xf3, 0xf2), map (0, 1 = 0F, 2 = 0F38, 3 = 0F3A), byte.
struct X86Opcode: Sendable {
    var prefix: UInt8
    var map: UInt8
    var byte: UInt8

    init(_ byte: UInt8) {
        self.init(0, 0, byte)
    }
    init(_ prefix: UInt8, _ map: UInt8, _ byte: UInt8) {
        self.prefix = prefix
        self.map = map
        self.byte = byte
    }
}

/// The arithmetic group: number in ModRM for immediates, and the opcode of `r, r/m` is 8n + 3.
enum X86ALU: UInt8, Sendable {
    case add, or, adc, sbb, and, sub, xor, cmp
}

/// The shift group, by its number in ModRM.
enum X86Shift: UInt8, Sendable {
    case rol = 0
    case ror = 1
    case shl = 4
    case shr = 5
    case sar = 7
}

/// Condition codes as in Jcc, SETcc and CMOVcc.
enum X86Condition: UInt8, Sendable {
    case o, no, b, ae, e, ne, be, a, s, ns, p, np, l, ge, le, g

    var inverted: X86Condition { X86Condition(rawValue: rawValue ^ 1).unsafelyUnwrapped }
}
