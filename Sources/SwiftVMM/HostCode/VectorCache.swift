// Which V registers are also in host vector registers.

#if arch(x86_64)
    /// Copies of V registers, good until the end of the block or until something else writes them.
    /// Every write goes to the slots at once, so forgetting a copy costs nothing but a load.
    struct VectorCache {
        /// Registers below are scratch.
        static let first: UInt8 = 4
        private static let count = 12

        struct Entry: Equatable {
            /// Low slot of the V register; `none` when free.
            var slot: UInt16
            /// How many of its bytes the host register has: 4, 8, 16.
            var bytes: UInt8
            /// Bytes of the host register above these are zero.
            var used: UInt8 = 16
            static let none: UInt16 = 0
        }

        private(set) var entries = [Entry](
            repeating: Entry(slot: Entry.none, bytes: 0), count: count)
        private var next = 0
        private(set) var isEmpty = true

        private static func isVector(_ slot: UInt16) -> Bool {
            slot >= Slot.v0 && slot < Slot.v0 + 64
        }

        func find(_ slot: UInt16, bytes: UInt8) -> X86Vector? {
            for index in 0..<Self.count
            where entries[index].slot == slot && entries[index].bytes >= bytes {
                return X86Vector(Self.first + UInt8(index))
            }
            return nil
        }

        /// A register that none of the operands is in.
        mutating func take(except: [X86Vector?]) -> X86Vector {
            for index in 0..<Self.count where entries[index].slot == Entry.none {
                let register = X86Vector(Self.first + UInt8(index))
                if !except.contains(register) { return register }
            }
            while true {
                next = next == Self.count - 1 ? 0 : next + 1
                let register = X86Vector(Self.first + UInt8(next))
                if except.contains(register) { continue }
                entries[next].slot = Entry.none
                return register
            }
        }

        mutating func set(_ register: X86Vector, _ slot: UInt16, bytes: UInt8, used: UInt8 = 16) {
            forget(slot)
            let entry = Entry(slot: slot & ~1, bytes: bytes, used: min(used, bytes))
            entries[Int(register.number - Self.first)] = entry
            isEmpty = false
        }

        /// Whether a register has nothing but zeros above so many bytes.
        func isZero(_ register: X86Vector, above bytes: UInt8) -> Bool {
            guard register.number >= Self.first else { return false }
            let entry = entries[Int(register.number - Self.first)]
            return entry.slot != Entry.none && entry.used <= bytes
        }

        /// The V register of a slot, either half, has another value.
        mutating func forget(_ slot: UInt16) {
            if isEmpty || !Self.isVector(slot) { return }
            let low = slot & ~1
            // A D register of AArch32 may be copied from its odd slot on.
            for index in 0..<Self.count where entries[index].slot != Entry.none {
                let first = entries[index].slot
                if first &+ 1 >= low && first <= low &+ 1 { entries[index].slot = Entry.none }
            }
        }

        mutating func removeAll() {
            if isEmpty { return }
            for index in 0..<Self.count { entries[index].slot = Entry.none }
            isEmpty = true
        }
    }

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
