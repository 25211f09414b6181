// Integer operations.

#if arch(x86_64)
    extension BlockCompiler {
        var wide: Bool { op.width == .w64 }

        mutating func emitOperation() {
            if usesSlots(op) { return emitCall() }
            switch op.opcode {
            case .constant: emitConstant()
            case .move: emitMove()
            case .add: emitAdd()
            case .subtract: emitSubtract()
            case .and:
                if emitTestNegativeZero() { return }
                emitCommutative(.and)
            case .or: emitCommutative(.or)
            case .exclusiveOr: emitCommutative(.xor)
            case .andNot: emitInverted(.and)
            case .orNot: emitInverted(.or)
            case .exclusiveOrNot: emitInverted(.xor)
            case .addWithCarry, .subtractWithCarry, .addWithCarrySetFlags,
                .subtractWithCarrySetFlags:
                emitCarry()
            case .multiply: emitMultiply()
            case .multiplyHighUnsigned, .multiplyHighSigned: emitMultiplyHigh()
            case .divideUnsigned: emitDivideUnsigned()
            case .divideSigned: emitDivideSigned()
            case .shiftLeft: emitShift(.shl)
            case .shiftRight: emitShift(.shr)
            case .shiftRightArithmetic: emitShift(.sar)
            case .rotateRight: emitShift(.ror)
            case .extractPair: emitExtractPair()
            case .extractUnsigned where op.isCarryExtract: emitCarryExtract()
            case .extractUnsigned, .extractSigned: emitExtract()
            case .deposit: emitDeposit()
            case .countLeadingZeros, .countLeadingSigns: emitCount()
            case .reverseBytes16: emitReverse16()
            case .reverseBytes32, .reverseBytes64: emitReverse()
            case .addSetFlags: emitFlags(.add)
            case .subtractSetFlags: emitFlags(.sub)
            case .andSetFlags: emitFlags(.and)
            case .andNotSetFlags: emitAndNotFlags()
            case .conditionalCompareAdd, .conditionalCompareSubtract: emitConditionalCompare()
            case .select: emitSelect()
            case .testCondition: emitTestCondition()
            case .isZero: emitIsZero()
            case .setNegativeZero: emitNegativeZero()
            case .skipUnless, .skipIfZero: emitSkip()
            case .checkStackAlignment: emitStackCheck()
            case .load, .store:
                if !emitMultiple() { emitAccess() }
            case .loadPair, .storePair, .loadVector, .storeVector: emitAccess()
            case .float: emitFloat()
            case .vectorFloat: emitVectorFloat()
            case .vector: emitVector()
            case .transfer: emitTransfer()
            default: preconditionFailure("an operation without code")
            }
        }

        // MARK: Moves

        private mutating func emitConstant() {
            let value = op.constant
            if isZeroAlready() || op.destination == upperDone {
                upperDone = nil
                hasWrittenVector = true
                return
            }
            if startsVectorConstant { return emitVectorConstant() }
            if Temporaries.isTemporary(op.destination), !temporaries.mustBeInSlot(op.destination) {
                temporaries.set(op.destination, .constant(value))
                return
            }
            storeConstant(value)
        }

        private mutating func storeConstant(_ value: UInt64) {
            if op.destination == Slot.discard { return }
            if let pin = HostRegisters.pin(op.destination) {
                assembler.constant(pin, value)
            } else if let short = Int32(exactly: Int64(bitPattern: value)) {
                assembler.store(HostRegisters.memory(op.destination), constant: short)
            } else {
                let register = scratch()
                assembler.constant(register, value)
                finish(register)
            }
        }

        private mutating func emitMove() {
            if emitNumberMove() { return }
            let a = place(op.a)
            if case .constant(let value) = a {
                return storeOrKeep(wide ? value : value & 0xffff_ffff)
            }
            let register = target()
            load(register, a, wide: wide)
            finish(register)
        }

        private mutating func storeOrKeep(_ value: UInt64) {
            if Temporaries.isTemporary(op.destination), !temporaries.mustBeInSlot(op.destination) {
                temporaries.set(op.destination, .constant(value))
            } else {
                storeConstant(value)
            }
        }

        // MARK: Sums and logic

        /// LEA where both are in registers, which leaves the flags alone.
        private mutating func emitAdd() {
            let a = place(op.a)
            let b = placeB()
            if case .register(let x) = a {
                let isInPlace = HostRegisters.pin(op.destination) == x && flags.host == .none
                switch b {
                case .constant(let value):
                    let low = Int32(truncatingIfNeeded: value)
                    if !isInPlace, !wide || UInt64(bitPattern: Int64(low)) == value {
                        let register = target()
                        assembler.address(register, X86Memory(x, low), wide: wide)
                        return finish(register)
                    }
                case .register(let y):
                    if !isInPlace {
                        let register = target()
                        assembler.address(register, X86Memory(x, index: y), wide: wide)
                        return finish(register)
                    }
                default: break
                }
            }
            emitCommutative(.add)
        }

        private mutating func emitSubtract() {
            let a = place(op.a)
            let b = placeB()
            // LEA for a constant, for the sake of the flags.
            if flags.host != .none, case .register(let x) = a, case .constant(let value) = b {
                let negated = 0 &- Int64(bitPattern: value)
                if let low = Int32(exactly: negated) {
                    let register = target()
                    assembler.address(register, X86Memory(x, low), wide: wide)
                    return finish(register)
                }
            }
            // CSNEG's operand: flags stay by NOT and LEA.
            if case .constant(0) = a, flags.host != .none {
                let register = scratch()
                load(register, b, wide: wide)
                assembler.not(register, wide: wide)
                assembler.address(register, X86Memory(register, 1), wide: wide)
                return finish(register)
            }
            clobberFlags()
            if updateSlot(.sub, a, b) { return }
            let register = target(avoiding: b)
            copy(register, a)
            alu(.sub, register, b, wide: wide)
            finish(register)
        }

        private mutating func emitCommutative(_ operation: X86ALU) {
            let a = place(op.a)
            let b = placeB()
            clobberFlags()
            if updateSlot(operation, a, b) { return }
            if let pin = HostRegisters.pin(op.destination), isRegister(b, pin) {
                alu(operation, pin, a, wide: wide)
                return finish(pin)
            }
            let register = target(avoiding: b)
            copy(register, a)
            alu(operation, register, b, wide: wide)
            finish(register)
        }

        /// 64-bit `operation [slot], b` when the destination is operand a and has no register.
        private mutating func updateSlot(_ operation: X86ALU, _ a: Place, _ b: Place) -> Bool {
            guard wide, op.destination == op.a, !Temporaries.isTemporary(op.a),
                case .memory(let memory) = a
            else { return false }
            switch b {
            case .register(let register):
                assembler.alu(operation, memory, register, wide: true)
            case .constant(let value):
                guard let low = Int32(exactly: Int64(bitPattern: value)) else { return false }
                assembler.alu(operation, .memory(memory), constant: low, wide: true)
            case .memory: return false
            }
            return true
        }

        private mutating func emitInverted(_ operation: X86ALU) {
            let a = place(op.a)
            let b = placeB()
            if case .constant(0) = a, operation == .or || operation == .xor {
                // MVN
                let register = target()
                load(register, b, wide: wide)
                assembler.not(register, wide: wide)
                return finish(register)
            }
            clobberFlags()
            if case .constant(let value) = b {
                let register = target()
                copy(register, a)
                alu(operation, register, .constant(~value), wide: wide)
                return finish(register)
            }
            let register = scratch()
            load(register, b, wide: wide)
            assembler.not(register, wide: wide)
            alu(operation, register, a, wide: wide)
            finish(register)
        }

        /// ADC, SBC and their forms that set flags.
        private mutating func emitCarry() {
            let isAddition = op.opcode == .addWithCarry || op.opcode == .addWithCarrySetFlags
            let setsFlags =
                op.opcode == .addWithCarrySetFlags || op.opcode == .subtractWithCarrySetFlags
            needFlags()
            if !setsFlags && flags.recipe == nil && flagsLiveBefore[index + 1] { saveFlags() }
            let a = place(op.a)
            let b = placeB()
            // Carry as the host wants it: C for ADC, its inverse for SBB.
            if isAddition != (flags.host == .addition) { assembler.complementCarry() }
            let register = target(avoiding: b)
            copy(register, a)
            alu(isAddition ? .adc : .sbb, register, b, wide: wide)
            if setsFlags {
                flagsSet(isAddition ? .addition : .subtraction)
            } else {
                flags.host = .none
            }
            finish(register)
        }

        // MARK: Products and quotients

        private mutating func emitMultiply() {
            let a = place(op.a)
            let b = placeB()
            clobberFlags()
            if let pin = HostRegisters.pin(op.destination), isRegister(b, pin) {
                let other = source(a)
                assembler.multiply(pin, other, wide: wide)
                return finish(pin)
            }
            let register = target(avoiding: b)
            let other = source(b)
            copy(register, a)
            assembler.multiply(register, other, wide: wide)
            finish(register)
        }

        private mutating func emitMultiplyHigh() {
            clobberFlags()
            _ = scratch(.rax)
            _ = scratch(.rdx)
            load(.rax, place(op.a))
            let b = source(placeB())
            assembler.wideArithmetic(op.opcode == .multiplyHighUnsigned ? 4 : 5, b, wide: true)
            finish(.rdx)
        }

        private mutating func emitDivideUnsigned() {
            clobberFlags()
            _ = scratch(.rax)
            _ = scratch(.rdx)
            let divisor = scratch()
            load(divisor, placeB(), wide: wide)
            assembler.move(.rax, divisor, wide: false)
            assembler.test(divisor, divisor, wide: wide)
            let isZero = assembler.jump(.e)
            load(.rax, place(op.a), wide: wide)
            assembler.alu(.xor, .rdx, .register(.rdx), wide: false)
            assembler.wideArithmetic(6, .register(divisor), wide: wide)
            assembler.bind(isZero)
            finish(.rax)
        }

        /// Dividing by -1 is negating, which the host's division would trap on once.
        private mutating func emitDivideSigned() {
            clobberFlags()
            _ = scratch(.rax)
            _ = scratch(.rdx)
            let divisor = scratch()
            load(divisor, placeB(), wide: wide)
            assembler.move(.rax, divisor, wide: false)
            assembler.test(divisor, divisor, wide: wide)
            let isZero = assembler.jump(.e)
            load(.rax, place(op.a), wide: wide)
            assembler.alu(.cmp, .register(divisor), constant: -1, wide: wide)
            let isMinusOne = assembler.jump(.e)
            assembler.signToRDX(wide: wide)
            assembler.wideArithmetic(7, .register(divisor), wide: wide)
            let done = assembler.jump()
            assembler.bind(isMinusOne)
            assembler.negate(.rax, wide: wide)
            assembler.bind(done)
            assembler.bind(isZero)
            finish(.rax)
        }

        // MARK: Counts

        private mutating func emitCount() {
            clobberFlags()
            let isSigns = op.opcode == .countLeadingSigns
            if isSigns {
                let value = scratch()
                let sign = scratch()
                load(value, place(op.a), wide: wide)
                assembler.move(sign, value, wide: wide)
                assembler.shift(.sar, sign, by: wide ? 63 : 31, wide: wide)
                assembler.alu(.xor, value, .register(sign), wide: wide)
                assembler.countLeadingZeros(value, .register(value), wide: wide)
                assembler.alu(.sub, .register(value), constant: 1, wide: false)
                return finish(value)
            }
            let from = source(place(op.a))
            let register = target()
            assembler.countLeadingZeros(register, from, wide: wide)
            finish(register)
        }

        private mutating func emitReverse() {
            let register = target()
            load(register, place(op.a), wide: wide)
            if op.opcode == .reverseBytes32 && wide {
                clobberFlags()
                assembler.swapBytes(register, wide: true)
                assembler.shift(.ror, register, by: 32, wide: true)
            } else {
                assembler.swapBytes(register, wide: op.opcode == .reverseBytes64 || wide)
            }
            finish(register)
        }

        private mutating func emitReverse16() {
            clobberFlags()
            let high = scratch()
            let low = scratch()
            load(high, place(op.a), wide: wide)
            assembler.move(low, high, wide: wide)
            assembler.shift(.shr, high, by: 8, wide: wide)
            let mask = Place.constant(0x00ff_00ff_00ff_00ff)
            alu(.and, high, mask, wide: wide)
            alu(.and, low, mask, wide: wide)
            assembler.shift(.shl, low, by: 8, wide: wide)
            assembler.alu(.or, low, .register(high), wide: wide)
            finish(low)
        }
    }
#endif
