// Where the temporaries of the instruction being compiled are.

#if arch(x86_64)
    /// A temporary is in its slot unless it was given a scratch register, which it has until its
    /// last use.
    struct Temporaries {
        enum Place: Equatable {
            case slot
            case register(X86Register)
            case constant(UInt64)
        }

        private struct Entry {
            var place = Place.slot
            var lastUse = -1
            /// An operation reads or writes it through its slot.
            var mustBeInSlot = false
        }

        private static let tracked = Int(Slot.temporaryCount)
        private var entries: [Entry] = Array(repeating: Entry(), count: tracked)
        /// How many the instruction uses.
        private var used = 0

        private static func number(_ slot: UInt16) -> Int? {
            slot >= Slot.temporaries && slot < Slot.temporaries + Slot.temporaryCount
                ? Int(slot - Slot.temporaries) : nil
        }

        static func isTemporary(_ slot: UInt16) -> Bool { number(slot) != nil }

        mutating func begin() {
            for number in 0..<used { entries[number] = Entry() }
            used = 0
        }

        mutating func noteUse(_ slot: UInt16, at index: Int) {
            guard let number = Self.number(slot) else { return }
            used = max(used, number + 1)
            entries[number].lastUse = max(entries[number].lastUse, index)
        }

        mutating func pinToSlot(_ slot: UInt16) {
            guard let number = Self.number(slot) else { return }
            used = max(used, number + 1)
            entries[number].mustBeInSlot = true
        }

        func lastUse(_ slot: UInt16) -> Int {
            Self.number(slot).map { entries[$0].lastUse } ?? .max
        }

        func mustBeInSlot(_ slot: UInt16) -> Bool {
            Self.number(slot).map { entries[$0].mustBeInSlot } ?? true
        }

        func place(of slot: UInt16) -> Place {
            Self.number(slot).map { entries[$0].place } ?? .slot
        }

        mutating func set(_ slot: UInt16, _ place: Place) {
            guard let number = Self.number(slot) else { return }
            entries[number].place = place
        }

        mutating func moveToSlot(_ slot: UInt16) { set(slot, .slot) }

        /// The temporary that is in a register.
        func held(in register: X86Register) -> UInt16? {
            for number in 0..<used where entries[number].place == .register(register) {
                return Slot.temporaries + UInt16(number)
            }
            return nil
        }

        /// Registers of temporaries that are not used after an operation become free.
        mutating func release(after index: Int) {
            for number in 0..<used where entries[number].lastUse <= index {
                if case .register = entries[number].place { entries[number].place = .slot }
            }
        }
    }
#endif
