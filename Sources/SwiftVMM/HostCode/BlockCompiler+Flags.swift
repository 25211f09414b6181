// Operations on NZCV.

#if arch(x86_64)
    extension BlockCompiler {
        /// ADDS, SUBS, ANDS.
        mutating func emitFlags(_ operation: X86ALU) {
            let a = place(op.a)
            let b = placeB()
            clobberFlags()
            defer {
                flagsSet(operation == .sub ? .subtraction : .addition)
                noteRecipe(operation, a, b)
            }
            if op.destination == Slot.discard {
                if operation == .sub { return compare(a, b, wide: wide) }
                if operation == .and { return test(a, b, wide: wide) }
            }
            let register = target(avoiding: b)
            copy(register, a)
            alu(operation, register, b, wide: wide)
            finish(register)
        }

        /// CMP.
        mutating func compare(_ a: Place, _ b: Place, wide: Bool) {
            if case .memory(let memory) = a {
                switch b {
                case .register(let register):
                    return assembler.alu(.cmp, memory, register, wide: wide)
                case .constant(let value):
                    let low = Int32(truncatingIfNeeded: value)
                    if !wide || UInt64(bitPattern: Int64(low)) == value {
                        return assembler.alu(.cmp, .memory(memory), constant: low, wide: wide)
                    }
                case .memory: break
                }
            }
            alu(.cmp, register(a, wide: wide), b, wide: wide)
        }

        /// TST.
        mutating func test(_ a: Place, _ b: Place, wide: Bool) {
            if case .constant(let value) = b {
                let low = Int32(truncatingIfNeeded: value)
                if !wide || UInt64(bitPattern: Int64(low)) == value {
                    return assembler.test(source(a), constant: low, wide: wide)
                }
            }
            let x = register(a, wide: wide)
            assembler.test(x, register(b, wide: wide), wide: wide)
        }

        /// BICS.
        mutating func emitAndNotFlags() {
            let a = place(op.a)
            let b = placeB()
            clobberFlags()
            let register = scratch()
            load(register, b, wide: wide)
            assembler.not(register, wide: wide)
            alu(.and, register, a, wide: wide)
            flagsSet(.addition)
            finish(register)
        }

        /// CCMP, CCMN.
        mutating func emitConditionalCompare() {
            let isAddition = op.opcode == .conditionalCompareAdd
            let holds = op.modifier & 15
            needFlags()
            _ = scratch(.rax)
            let a = place(op.a)
            let b = placeB()
            let fails = holds < 14 ? assembler.jump(condition(holds).inverted) : nil
            if isAddition {
                load(.rax, a, wide: wide)
                alu(.add, .rax, b, wide: wide)
                assembler.complementCarry()
            } else {
                // The other path must find no register changed that a place relies on.
                compare(a, b, wide: wide)
            }
            if let fails {
                let done = assembler.jump()
                assembler.bind(fails)
                let nzcv = UInt64(op.modifier >> 4 & 15)
                let signAndZero = (nzcv >> 2) << 14
                let borrow: UInt64 = nzcv & 2 == 0 ? 0x100 : 0
                assembler.constant(.rax, signAndZero | borrow | nzcv & 1)
                restoreFlagsFromRAX()
                assembler.bind(done)
            }
            flagsSet(.subtraction)
        }

        mutating func emitSelect() {
            if emitNumberSelect() { return }
            let number = op.modifier
            if number >= 14 {
                let register = target()
                load(register, place(op.a), wide: wide)
                return finish(register)
            }
            needFlags()
            let holds = condition(number)
            let a = place(op.a)
            let b = placeB()
            if let pin = HostRegisters.pin(op.destination), isRegister(a, pin) {
                assembler.moveIf(holds.inverted, pin, source(b), wide: wide)
                return
            }
            let register = target(avoiding: a)
            let from = source(a)
            copy(register, b)
            assembler.moveIf(holds, register, from, wide: wide)
            finish(register)
        }

        /// CSET.
        mutating func emitTestCondition() {
            let register = scratch()
            if op.modifier >= 14 {
                assembler.constant(register, 1)
                return finish(register)
            }
            needFlags(for: op.modifier)
            assembler.set(condition(op.modifier), register)
            assembler.extend(register, .register(register), sizeLog2: 0, signed: false, wide: false)
            finish(register)
        }

        mutating func emitIsZero() {
            clobberFlags()
            let a = register(place(op.a), wide: wide)
            let result = scratch()
            assembler.test(a, a, wide: wide)
            assembler.set(.e, result)
            assembler.extend(result, .register(result), sizeLog2: 0, signed: false, wide: false)
            finish(result)
        }
    }
#endif
