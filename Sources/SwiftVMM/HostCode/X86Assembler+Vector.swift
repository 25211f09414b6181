// Vector instructions of the host.

#if arch(x86_64)
    extension X86Assembler {
        static let movups = X86Opcode(0, 1, 0x10)
        static let movaps = X86Opcode(0, 1, 0x28)
        /// MOVQ, which clears the upper half.
        static let movq = X86Opcode(0xf3, 1, 0x7e)
        /// Between general-purpose and vector registers: from and to the former.
        static let movdIn = X86Opcode(0x66, 1, 0x6e)
        static let movdOut = X86Opcode(0x66, 1, 0x7e)
        static let movss = X86Opcode(0xf3, 1, 0x10)
        static let pxor = X86Opcode(0x66, 1, 0xef)
        static let por = X86Opcode(0x66, 1, 0xeb)
        static let pand = X86Opcode(0x66, 1, 0xdb)
        static let pandn = X86Opcode(0x66, 1, 0xdf)
        /// 32-bit lanes.
        static let paddd = X86Opcode(0x66, 1, 0xfe)
        static let pcmpgtd = X86Opcode(0x66, 1, 0x66)
        static let punpcklqdq = X86Opcode(0x66, 1, 0x6c)
        /// To memory: 8 and 4 bytes.
        static let movqOut = X86Opcode(0x66, 1, 0xd6)
        static let movssOut = X86Opcode(0xf3, 1, 0x11)

        mutating func storeVector(_ to: X86Memory, _ from: X86Vector) {
            encode(X86Opcode(0, 1, 0x11), wide: false, reg: from.number, .memory(to))
        }

        /// With a general-purpose register as the ModRM operand.
        mutating func vector(
            _ opcode: X86Opcode, _ vector: X86Vector, _ register: X86Register, wide: Bool
        ) {
            encode(opcode, wide: wide, reg: vector.number, .register(register))
        }

        /// With 16 bytes at an executable address within 2 GiB.
        mutating func vector(_ opcode: X86Opcode, _ to: X86Vector, absolute target: Int) {
            if opcode.prefix != 0 { byte(opcode.prefix) }
            if to.number >= 8 { byte(0x44) }
            byte(0x0f)
            if opcode.map == 2 { byte(0x38) }
            byte(opcode.byte)
            byte((to.number & 7) << 3 | 5)
            word32(Int32(truncatingIfNeeded: target &- (here &+ 4)))
        }

        /// PSLLx, PSRLx, PSRAx by a constant: the opcode's extension says which.
        mutating func vectorShift(
            _ byte: UInt8, _ group: UInt8, _ a: X86Vector, by count: UInt8
        ) {
            encode(
                X86Opcode(0x66, 1, byte), wide: false, reg: group,
                .register(X86Register(rawValue: a.number).unsafelyUnwrapped))
            self.byte(count)
        }

        /// The three-operand form of AVX.
        mutating func vectorVEX(
            _ opcode: X86Opcode, _ to: X86Vector, _ a: X86Vector, _ b: X86Vector
        ) {
            encodeVEX(
                opcode, wide: false, reg: to.number, extra: a.number,
                .register(X86Register(rawValue: b.number).unsafelyUnwrapped))
        }

        /// PEXTRx, to a general-purpose register: 2^sizeLog2 bytes.
        mutating func extractElement(
            _ to: X86Register, _ from: X86Vector, _ lane: UInt8, sizeLog2: Int
        ) {
            let opcode = X86Opcode(0x66, 3, [0x14, 0x15, 0x16, 0x16][sizeLog2])
            vector(opcode, from, to, wide: sizeLog2 == 3)
            byte(lane)
        }

        /// PINSRx
        mutating func insertElement(
            _ to: X86Vector, _ from: X86Register, _ lane: UInt8, sizeLog2: Int
        ) {
            let opcode =
                sizeLog2 == 1
                ? X86Opcode(0x66, 1, 0xc4)
                : X86Opcode(0x66, 3, sizeLog2 == 0 ? 0x20 : 0x22)
            vector(opcode, to, from, wide: sizeLog2 == 3)
            byte(lane)
        }

        /// FMA: to = a * b ± to, negated or not, as the opcode says.
        mutating func fused(
            _ byte: UInt8, _ to: X86Vector, _ a: X86Vector, _ b: X86Vector, wide: Bool
        ) {
            encodeVEX(
                X86Opcode(0x66, 2, byte), wide: wide, reg: to.number, extra: a.number,
                .register(X86Register(rawValue: b.number).unsafelyUnwrapped))
        }
    }
#endif
