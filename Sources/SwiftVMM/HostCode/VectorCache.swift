// Which V registers are also in host vector registers.

#if arch(x86_64)
    /// Copies of V registers, good until the end of the block or until something else writes them.
    /// A result may be in the copy alone: it is `dirty`, and goes to its slots before anyone else
    /// looks there, which is on every way out of host code.
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
            /// The slots have an older value. Only of whole V registers.
            var isDirty = false
            static let none: UInt16 = 0
        }

        private(set) var entries = [Entry](
            repeating: Entry(slot: Entry.none, bytes: 0), count: count)
        private var next = 0
        private(set) var isEmpty = true

        static func isVector(_ slot: UInt16) -> Bool {
            slot >= Slot.v0 && slot < Slot.v0 + 64
        }

        func find(_ slot: UInt16, bytes: UInt8) -> X86Vector? {
            for index in 0..<Self.count
            where entries[index].slot == slot && entries[index].bytes >= bytes {
                return X86Vector(Self.first + UInt8(index))
            }
            return nil
        }

        /// A register that none of the operands is in, and what was in it.
        ///
        /// - Parameter reserved: Bit n: rather not register n.
        mutating func take(
            except: [X86Vector?], reserved: UInt16 = 0
        ) -> (register: X86Vector, was: Entry) {
            let empty = Entry(slot: Entry.none, bytes: 0)
            for avoided in [reserved, 0] {
                for index in 0..<Self.count where entries[index].slot == Entry.none {
                    let register = X86Vector(Self.first + UInt8(index))
                    if avoided & 1 << UInt16(register.number) != 0 { continue }
                    if !except.contains(register) { return (register, empty) }
                }
            }
            while true {
                next = next == Self.count - 1 ? 0 : next + 1
                let register = X86Vector(Self.first + UInt8(next))
                if except.contains(register) { continue }
                let was = entries[next]
                entries[next].slot = Entry.none
                return (register, was)
            }
        }

        mutating func set(
            _ register: X86Vector, _ slot: UInt16, bytes: UInt8, used: UInt8 = 16,
            isDirty: Bool = false
        ) {
            forget(slot)
            let entry = Entry(
                slot: Self.low(slot), bytes: bytes, used: min(used, bytes), isDirty: isDirty)
            entries[Int(register.number - Self.first)] = entry
            isEmpty = false
        }

        /// Every dirty copy, with its register.
        var dirty: [(register: X86Vector, slot: UInt16)] {
            if isEmpty { return [] }
            return entries.enumerated().compactMap { number, entry in
                entry.slot != Entry.none && entry.isDirty
                    ? (X86Vector(Self.first + UInt8(number)), entry.slot) : nil
            }
        }

        /// The slots of a V register have its value too.
        mutating func clean(_ register: X86Vector) {
            entries[Int(register.number - Self.first)].isDirty = false
        }

        /// A temporary of two slots is known by its first, which may be odd.
        private static func low(_ slot: UInt16) -> UInt16 { isVector(slot) ? slot & ~1 : slot }

        /// Temporaries do not outlive their instruction.
        mutating func forgetTemporaries() {
            if isEmpty { return }
            for index in 0..<Self.count where entries[index].slot >= Slot.temporaries {
                entries[index].slot = Entry.none
            }
        }

        /// The entry of a V register, either half.
        func entry(_ slot: UInt16) -> (register: X86Vector, entry: Entry)? {
            if isEmpty { return nil }
            for index in 0..<Self.count where entries[index].slot == Self.low(slot) {
                return (X86Vector(Self.first + UInt8(index)), entries[index])
            }
            return nil
        }

        func isFree(_ register: X86Vector) -> Bool {
            entries[Int(register.number - Self.first)].slot == Entry.none
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
#endif
