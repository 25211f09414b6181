// The interpreter's side of SIMD and floating point: operands from the state block to the units,
// results and exceptions back.

extension EmulatedVCPU {
    private func gather(_ flags: FloatFlags) {
        if !flags.isEmpty { state[.fpsr] |= UInt64(flags.rawValue) }
    }

    func executeFloat(_ op: Operation) {
        let v = state.slots
        let shape = VectorShape(rawValue: op.detail)
        var unit = FloatUnit(fpcr: state[.fpcr], shape)
        let format = FloatFormat(sizeLog2: shape.sizeLog2)
        let operation = FloatOperation(rawValue: op.modifier).unsafelyUnwrapped
        let result = unit.apply(
            operation, format, v[Int(op.a)] & format.mask, v[Int(op.b)] & format.mask,
            v[Int(op.c)] & format.mask, immediate: Int(op.immediate))
        v[Int(op.destination)] = result
        if !shape.isHalf { v[Int(op.destination) + 1] = 0 }
        gather(unit.flags)
    }

    @inline(__always)
    private func write(_ result: VectorValue, _ op: Operation, _ shape: VectorShape) {
        if shape.isHalf {
            state.slots[Int(op.destination)] = result.low
        } else {
            result.write(to: state.slots, op.destination)
        }
    }

    /// Operand b, or one element of it in all places.
    private func operandB(_ op: Operation, sizeLog2: Int) -> VectorValue {
        let b = VectorValue(state.slots, op.b)
        guard op.modifier & VectorOperation.byElement != 0 else { return b }
        return .repeating(b[Int(op.immediate), sizeLog2], sizeLog2: sizeLog2)
    }

    func executeVectorFloat(_ op: Operation) {
        let v = state.slots
        let shape = VectorShape(rawValue: op.detail)
        var unit = FloatUnit(fpcr: state[.fpcr], shape)
        let operation = FloatOperation(rawValue: op.modifier & 0xfff).unsafelyUnwrapped
        let a = VectorValue(v, op.a)
        let isComplex = operation.isComplex
        let b = operandB(op, sizeLog2: shape.sizeLog2 + (isComplex ? 1 : 0))
        let result: VectorValue
        if isComplex {
            result = unit.complex(operation, shape, d: VectorValue(v, op.destination), a: a, b: b)
        } else if op.modifier & FloatOperation.pairs != 0 {
            result = unit.applyToPairs(operation, shape, a, b)
        } else if op.modifier & FloatOperation.across != 0 {
            result = unit.applyAcross(operation, a)
        } else {
            result = unit.apply(
                operation, shape, d: VectorValue(v, op.destination), a: a, b: b,
                immediate: Int(op.immediate))
        }
        write(result, op, shape)
        gather(unit.flags)
    }

    func executeVector(_ op: Operation) {
        let v = state.slots
        let shape = VectorShape(rawValue: op.detail)
        let d = VectorValue(v, op.destination)
        let result: VectorValue
        switch VectorOperation(rawValue: op.modifier & 0xfff).unsafelyUnwrapped {
        case .duplicateGeneral:
            var value = VectorValue.repeating(v[Int(op.a)], sizeLog2: shape.sizeLog2)
            if !shape.isFull { value.high = 0 }
            result = value
        case .insertGeneral:
            var value = d
            value[Int(op.immediate), shape.sizeLog2] = v[Int(op.a)]
            result = value
        case .tableLookup:
            result = VectorUnit.lookUp(
                shape, first: op.a, registers: Int(op.immediate),
                indexes: VectorValue(v, op.b), old: nil, v)
        case .tableExtension:
            result = VectorUnit.lookUp(
                shape, first: op.a, registers: Int(op.immediate),
                indexes: VectorValue(v, op.b), old: d, v)
        case .floatWiden, .floatNarrow, .floatNarrowOdd:
            var unit = FloatUnit(fpcr: state[.fpcr], shape)
            let a = VectorValue(v, op.a)
            if op.modifier == VectorOperation.floatWiden.rawValue {
                result = unit.widen(shape, a)
            } else {
                let isOdd = op.modifier == VectorOperation.floatNarrowOdd.rawValue
                result = unit.narrow(shape, d: d, a, isOdd ? .odd : unit.rounding)
            }
            gather(unit.flags)
        case let operation:
            var isSaturated = false
            result = VectorUnit.apply(
                operation, shape, d: d, a: VectorValue(v, op.a),
                b: operandB(op, sizeLog2: shape.sizeLog2), immediate: Int(op.immediate),
                isSaturated: &isSaturated)
            if isSaturated { gather(.saturation) }
        }
        write(result, op, shape)
    }

    func executeTransfer(_ op: Operation) {
        let v = state.slots
        let shape = VectorShape(rawValue: op.detail)
        let size = shape.sizeLog2
        let d = Int(op.destination)
        let index = Int(op.immediate)
        switch FloatTransfer(rawValue: op.modifier).unsafelyUnwrapped {
        case .moveUnsigned: v[d] = VectorValue(v, op.a)[index, size]
        case .moveSigned64: v[d] = VectorValue(v, op.a).signed(index, size)
        case .moveSigned32: v[d] = VectorValue(v, op.a).signed(index, size) & 0xffff_ffff
        case .compare: compare(op, size, signals: false)
        case .compareSignalling: compare(op, size, signals: true)
        case .conditionalCompare, .conditionalCompareSignalling:
            if Condition.holds(UInt8(op.immediate >> 4 & 15), nzcv: v[d]) {
                let signalling = FloatTransfer.conditionalCompareSignalling.rawValue
                compare(op, size, signals: op.modifier == signalling)
            } else {
                v[d] = UInt64(op.immediate & 15) << 28
            }
        case .toInteger:
            var unit = FloatUnit(fpcr: state[.fpcr], shape)
            let format = FloatFormat(sizeLog2: size)
            let operation = FloatOperation(rawValue: UInt16(op.immediate >> 16)).unsafelyUnwrapped
            v[d] = unit.toInteger(
                operation, v[Int(op.a)] & format.mask, format,
                fractionBits: Int(op.immediate & 0x7f), width: integerWidth(op))
            gather(unit.flags)
        case .fromSigned, .fromUnsigned:
            var unit = FloatUnit(fpcr: state[.fpcr], shape)
            v[d] = unit.fromFixed(
                v[Int(op.a)], FloatFormat(sizeLog2: size),
                fractionBits: Int(op.immediate & 0x7f), width: integerWidth(op),
                isUnsigned: op.modifier == FloatTransfer.fromUnsigned.rawValue)
            if !shape.isHalf { v[d + 1] = 0 }
            gather(unit.flags)
        case .toIntegerJavaScript:
            var unit = FloatUnit(fpcr: state[.fpcr], shape)
            let (value, isExact) = unit.toJavaScriptInteger(v[Int(op.a)])
            v[d] = value
            state[Slot.nzcv] = isExact ? 1 << 30 : 0
            gather(unit.flags)
        case .convert:
            var unit = FloatUnit(fpcr: state[.fpcr], shape)
            let source = FloatFormat(sizeLog2: size)
            v[d] = unit.convert(
                v[Int(op.a)] & source.mask, from: source, to: FloatFormat(sizeLog2: index))
            if !shape.isHalf { v[d + 1] = 0 }
            gather(unit.flags)
        }
    }

    private func integerWidth(_ op: Operation) -> Int {
        op.immediate & 512 != 0 ? 16 : op.immediate & 256 != 0 ? 64 : 32
    }

    private func compare(_ op: Operation, _ sizeLog2: Int, signals: Bool) {
        let v = state.slots
        var unit = FloatUnit(fpcr: state[.fpcr])
        let format = FloatFormat(sizeLog2: sizeLog2)
        v[Int(op.destination)] = unit.compare(
            v[Int(op.a)] & format.mask, v[Int(op.b)] & format.mask, format, signalsNaNs: signals)
        gather(unit.flags)
    }
}

// MARK: - Access control

extension EmulatedVCPU {
    /// An instruction that uses V registers while they are not there or trapped.
    func refuseFloatingPoint() {
        guard state.hasFloatingPoint, let target = state.floatingPointTrap else {
            takeUndefined()
            return
        }
        // Traps to EL1 that HCR_EL2.TGE sends to EL2 arrive there as unknown.
        if target == .el1 && system.hasEL2 && state.tge {
            takeSynchronous(.unknown, to: .el2)
        } else {
            takeSynchronous(.simdFPAccess, to: target)
        }
    }
}

extension ProcessorState {
    /// ID_AA64PFR0_EL1.FP: 0xf means there is none.
    var hasFloatingPoint: Bool { self[.idAA64Pfr0EL1][bits: 16..<20] != 0xf }

    /// Where SIMD and floating-point instructions trap to at the current Exception level; nil if
    /// they do not. Source: Arm ARM, `AArch64.CheckFPAdvSIMDEnabled`, `CheckFPAdvSIMDTrap`.
    var floatingPointTrap: ExceptionLevel? {
        let el = self.el
        let isInHost = el == .el2 || (el == .el0 && e2h && tge)
        if !isInHost {
            // CPACR_EL1.FPEN: 3 allows all, 1 only EL1.
            let enable = self[.cpacrEL1][bits: 20..<22]
            if enable != 3 && !(enable == 1 && el == .el1) { return .el1 }
        }
        let cptr = self[.cptrEL2]
        guard e2h else { return cptr[bit: 10] ? .el2 : nil }
        switch cptr[bits: 20..<22] {
        case 3: return nil
        case 1: return el == .el0 && tge ? .el2 : nil
        default: return .el2
        }
    }
}
