// FEAT_PAuth with an algorithm of our own (FEAT_PACIMP). Source: Arm ARM, `AddPAC`, `Auth`,
// `Strip`, `CalculateTBI`, `CalculateBottomPACBit`, and `AddPACIA` and its kin for what enables and
// traps.

/// What one key does, and the registers that hold it.
private struct PointerKey {
    let low: SystemRegisterID
    let high: SystemRegisterID
    /// Of SCTLR_ELx: EnIA, EnIB, EnDA, EnDB.
    let enableBit: Int
    let isData: Bool

    static let all = [
        PointerKey(low: .apiaKeyLoEL1, high: .apiaKeyHiEL1, enableBit: 31, isData: false),
        PointerKey(low: .apibKeyLoEL1, high: .apibKeyHiEL1, enableBit: 30, isData: false),
        PointerKey(low: .apdaKeyLoEL1, high: .apdaKeyHiEL1, enableBit: 27, isData: true),
        PointerKey(low: .apdbKeyLoEL1, high: .apdbKeyHiEL1, enableBit: 13, isData: true),
    ]
}

extension EmulatedVCPU {
    /// d = the operation on a with the modifier b.
    func pointerAuthentication(_ op: Operation) -> ExecutionStatus {
        let operation = PointerOperation(rawValue: op.immediate).unsafelyUnwrapped
        guard
            let result = authenticate(
                operation, state.slots[Int(op.a)], modifier: state.slots[Int(op.b)])
        else { return .diverted }
        state.slots[Int(op.destination)] = result
        return .proceed
    }

    /// Nil after a trap to EL2.
    private func authenticate(
        _ operation: PointerOperation, _ pointer: UInt64, modifier: UInt64
    ) -> UInt64? {
        if contextIsStale { selectContext() }
        switch operation {
        case .stripInstruction: return pointerLayout(pointer, isData: false).original
        case .stripData: return pointerLayout(pointer, isData: true).original
        case .generic:
            if trapsPointerAuthentication() { return nil }
            let code = PointerCode.compute(
                pointer, modifier, state[.apgaKeyLoEL1], state[.apgaKeyHiEL1])
            return code & ~0xffff_ffff
        default:
            let number = Int(operation.rawValue & 3)
            let key = PointerKey.all[number]
            guard state.sctlr[bit: key.enableBit] else { return pointer }
            if trapsPointerAuthentication() { return nil }
            return operation.rawValue < 4
                ? sign(pointer, modifier, key) : check(pointer, modifier, key, number)
        }
    }

    /// HCR_EL2.API, except at EL2 and for the EL0 of its host.
    private func trapsPointerAuthentication() -> Bool {
        guard features.contains(.el2), state.el != .el2, !state[.hcrEL2][bit: 41],
            !(state.el == .el0 && state.e2h && state.tge)
        else { return false }
        takeSynchronous(Syndrome(.pointerAuthentication), to: .el2)
        return true
    }

    /// ERETAA, ERETAB: the return address checked with SP.
    func authenticatedReturnAddress(usesKeyB: Bool) -> UInt64? {
        let link = state[state.el == .el2 ? .elrEL2 : .elrEL1]
        return authenticate(usesKeyB ? .checkIB : .checkIA, link, modifier: state[Slot.sp])
    }

    // MARK: The parts of a pointer

    private struct Layout {
        /// The top byte is a tag.
        var hasTag: Bool
        var bottom: Int
        /// The pointer with its extension bits in place of a code.
        var original: UInt64
        /// Bits that hold the code: all above the address but bit 55 and a tag.
        var mask: UInt64
    }

    private func pointerLayout(_ pointer: UInt64, isData: Bool, selector: Bool? = nil) -> Layout {
        let selector = selector ?? pointer[bit: 55]
        let hasTag = controls.ignoresTopByte(of: pointer, isFetch: !isData)
        let usesUpper = controls.regime.hasUnprivileged && selector
        let tcr = controls.tcr
        let size = Int(usesUpper ? tcr[bits: 16..<22] : tcr[bits: 0..<6])
        let bottom = 64 - min(max(size, 16), 39)
        let top = hasTag ? 56 : 64
        let extension_: UInt64 = (~0 << UInt64(bottom)) & (~0 >> UInt64(64 - top))
        let original = selector ? pointer | extension_ : pointer & ~extension_
        return Layout(
            hasTag: hasTag, bottom: bottom, original: original, mask: extension_ & ~(1 << 55))
    }

    private func sign(_ pointer: UInt64, _ modifier: UInt64, _ key: PointerKey) -> UInt64 {
        // Bit 55 tells the ranges apart only where some tag makes bit 63 unfit for it.
        let tcr = controls.tcr
        let hasTags: Bool
        if controls.regime.hasUnprivileged {
            let tags = tcr >> 37 & 3 & (key.isData ? 3 : ~(tcr >> 51))
            hasTags = tags != 0
        } else {
            hasTags = controls.ignoresTopByte(of: pointer, isFetch: !key.isData)
        }
        let selector = pointer[bit: hasTags ? 55 : 63]
        let layout = pointerLayout(pointer, isData: key.isData, selector: selector)
        var code = PointerCode.compute(layout.original, modifier, state[key.low], state[key.high])
        let field = (~0 << UInt64(layout.bottom)) & (layout.hasTag ? ~0 >> 8 : ~0 as UInt64)
        let present = pointer & field
        // A pointer that was none gets a code that fails.
        if present != 0 && present != field { code ^= layout.hasTag ? 1 << 54 : 1 << 62 }
        var result = pointer & ~layout.mask | code & layout.mask
        result[bit: 55] = selector
        return result
    }

    private func check(
        _ pointer: UInt64, _ modifier: UInt64, _ key: PointerKey, _ number: Int
    ) -> UInt64 {
        let layout = pointerLayout(pointer, isData: key.isData)
        let code = PointerCode.compute(layout.original, modifier, state[key.low], state[key.high])
        if (code ^ pointer) & layout.mask == 0 { return layout.original }
        var result = layout.original
        let place = layout.hasTag ? 53 : 61
        result[bits: place..<place + 2] = number & 1 == 0 ? 0b01 : 0b10
        return result
    }
}

/// The IMPLEMENTATION DEFINED code: a keyed mix of 64 bits. It has no cryptographic strength, which
/// a machine that shows all its memory to its user does not need.
enum PointerCode {
    static func compute(
        _ pointer: UInt64, _ modifier: UInt64, _ keyLow: UInt64, _ keyHigh: UInt64
    ) -> UInt64 {
        var x = mix(pointer ^ keyLow)
        x = mix(x ^ modifier ^ keyHigh)
        return mix(x &+ keyLow ^ keyHigh &<< 32)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var x = value
        x = (x ^ x &>> 30) &* 0xbf58_476d_1ce4_e5b9
        x = (x ^ x &>> 27) &* 0x94d0_49bb_1331_11eb
        return x ^ x &>> 31
    }
}
