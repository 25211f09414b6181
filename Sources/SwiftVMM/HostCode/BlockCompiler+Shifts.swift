// Shifts, and fields of bits.

#if arch(x86_64)
    extension BlockCompiler {
        mutating func emitShift(_ kind: X86Shift) {
            let a = place(op.a)
            let b = placeB()
            if case .constant(let value) = b {
                let count = UInt8(value & (wide ? 63 : 31))
                if kind == .ror && features.hasBMI2 && count != 0 {
                    let from = source(a)
                    let register = target()
                    assembler.rotateVEX(register, from, by: count, wide: wide)
                    return finish(register)
                }
                if count != 0 { clobberFlags() }
                let register = target()
                if count == 0 {
                    load(register, a, wide: wide)
                } else {
                    copy(register, a)
                    assembler.shift(kind, register, by: count, wide: wide)
                }
                return finish(register)
            }
            if features.hasBMI2 && kind != .ror {
                let count = register(b)
                let from = source(a)
                let register = target()
                assembler.shiftVEX(kind, register, from, by: count, wide: wide)
                return finish(register)
            }
            clobberFlags()
            _ = scratch(.rcx)
            load(.rcx, placeB())
            let register = target()
            copy(register, place(op.a))
            assembler.shift(kind, register, wide: wide)
            finish(register)
        }

        /// EXTR: a is the high half.
        mutating func emitExtractPair() {
            clobberFlags()
            let high = place(op.a)
            let low = place(op.b)
            let count = UInt8(op.immediate)
            let result = scratch()
            load(result, low, wide: wide)
            if count != 0 {
                let from = register(high, wide: wide)
                assembler.shiftPair(result, from, by: count, wide: wide)
            }
            finish(result)
        }

        mutating func emitExtract() {
            let lsb = UInt8(op.immediate & 0xff)
            let length = Int(op.immediate >> 8)
            let isSigned = op.opcode == .extractSigned
            let a = place(op.a)
            let sizeLog2: Int? =
                switch length {
                case 8: 0
                case 16: 1
                case 32: 2
                default: nil
                }
            if lsb == 0, let sizeLog2 {
                // Byte registers: without a REX, number 4 up are others; `extend` adds it.
                let from = source(a)
                let register = target()
                assembler.extend(
                    register, from, sizeLog2: sizeLog2, signed: isSigned, wide: wide)
                return finish(register)
            }
            clobberFlags()
            let register = target()
            if isSigned {
                let above = UInt8(64 - Int(lsb) - length)
                load(register, a)
                if above != 0 { assembler.shift(.shl, register, by: above, wide: true) }
                let down = UInt8(64 - length)
                if down != 0 { assembler.shift(.sar, register, by: down, wide: true) }
                if !wide { assembler.move(register, register, wide: false) }
                return finish(register)
            }
            if Int(lsb) + length <= 32 {
                load(register, a, wide: false)
                if lsb != 0 { assembler.shift(.shr, register, by: lsb, wide: false) }
                if Int(lsb) + length < 32 {
                    let mask = Int32((UInt32(1) << UInt32(length)) &- 1)
                    assembler.alu(.and, .register(register), constant: mask, wide: false)
                }
                return finish(register)
            }
            load(register, a)
            if length < 32 {
                if lsb != 0 { assembler.shift(.shr, register, by: lsb, wide: true) }
                let mask = Int32((UInt32(1) << UInt32(length)) &- 1)
                assembler.alu(.and, .register(register), constant: mask, wide: false)
            } else {
                let above = UInt8(64 - Int(lsb) - length)
                if above != 0 { assembler.shift(.shl, register, by: above, wide: true) }
                let down = UInt8(64 - length)
                if down != 0 { assembler.shift(.shr, register, by: down, wide: true) }
                if !wide { assembler.move(register, register, wide: false) }
            }
            finish(register)
        }

        /// d = a with bits [lsb, lsb + length) from the low bits of b.
        mutating func emitDeposit() {
            let lsb = UInt8(op.immediate & 0xff)
            let length = UInt64(op.immediate >> 8)
            let field: UInt64 = length >= 64 ? ~0 : (1 << length) - 1
            let mask = field << UInt64(lsb)
            let a = place(op.a)
            let b = place(op.b)
            clobberFlags()
            if case .constant(let value) = b {
                // MOVT
                let register = target()
                load(register, a, wide: wide)
                alu(.and, register, .constant(~mask), wide: wide)
                let ones = (value & field) << UInt64(lsb)
                if ones != 0 { alu(.or, register, .constant(ones), wide: wide) }
                return finish(register)
            }
            let part = scratch()
            load(part, b)
            if length == 32 {
                assembler.move(part, part, wide: false)
            } else if length < 32 {
                let low = Int32(bitPattern: UInt32(field))
                assembler.alu(.and, .register(part), constant: low, wide: false)
            } else if length < 64 {
                assembler.shift(.shl, part, by: UInt8(64 - length), wide: true)
                assembler.shift(.shr, part, by: UInt8(64 - length), wide: true)
            }
            if lsb != 0 { assembler.shift(.shl, part, by: lsb, wide: true) }
            if case .constant(let value) = a {
                let kept = value & ~mask
                if kept != 0 { alu(.or, part, .constant(kept), wide: true) }
            } else {
                let rest = scratch()
                load(rest, a)
                alu(.and, rest, .constant(~mask), wide: true)
                assembler.alu(.or, part, .register(rest), wide: true)
            }
            if !wide { assembler.move(part, part, wide: false) }
            finish(part)
        }
    }
#endif
