// Which breakpoints and watchpoints match. Each function is named after the pseudocode function it
// is; where that asks `ConstrainUnpredictable`, a comment has the answer given here.
//
// Source: Arm ARM, "Breakpoint exceptions", "Watchpoint exceptions"; `AArch64.BreakpointMatch`,
// `AArch64.WatchpointMatch`, `AArch64.StateMatch` and their AArch32 forms.

/// DBGBCR<n>_EL1 or DBGWCR<n>_EL1, whose fields lie in the same places but for the byte selection.
struct ComparatorControl {
    var rawValue: UInt64

    var isEnabled: Bool { rawValue[bit: 0] }
    /// PMC or PAC.
    var privileges: UInt64 { rawValue[bits: 1..<3] }
    var higherMode: Bool { rawValue[bit: 13] }
    var securityState: UInt64 { rawValue[bits: 14..<16] }
    var linkedBreakpoint: Int { Int(rawValue[bits: 16..<20]) }
    /// BT of a breakpoint.
    var type: UInt64 { rawValue[bits: 20..<24] }
    /// BAS of a breakpoint: one bit for each byte of a word.
    var instructionBytes: UInt64 { rawValue[bits: 5..<9] }
    /// WT of a watchpoint.
    var isLinkedWatchpoint: Bool { rawValue[bit: 20] }
    /// LSC.
    var watchesLoads: Bool { rawValue[bit: 3] }
    var watchesStores: Bool { rawValue[bit: 4] }
    /// BAS of a watchpoint: one bit for each byte of a doubleword.
    var dataBytes: UInt64 { rawValue[bits: 5..<13] }
    /// MASK: how many low bits of an address do not matter. 1 and 2 are reserved.
    var maskBits: UInt64 { rawValue[bits: 24..<29] }
}

extension EmulatedVCPU {
    /// `DebugAddrTop`: the bits of an address above this do not take part.
    private static let addressBits: UInt64 = 1 << 49 - 1

    private func breakpointControl(_ number: Int) -> ComparatorControl {
        ComparatorControl(rawValue: state[SystemRegisterID.breakpointControls[number]])
    }

    private func watchpointControl(_ number: Int) -> ComparatorControl {
        ComparatorControl(rawValue: state[SystemRegisterID.watchpointControls[number]])
    }

    /// The level whose stage 1 translates the current code is in AArch32.
    private var isRegimeAArch32: Bool { state.isAArch32 && state.isAArch32(.el1) }

    /// `IsInHost`.
    private var isInHost: Bool {
        state.e2h && (state.el == .el2 || state.el == .el0 && state.tge)
    }

    // MARK: Breakpoints

    func matchesBreakpoint(_ address: UInt64) -> Bool {
        (0..<SystemRegister.breakpointCount).contains { number in
            let control = breakpointControl(number)
            // A match of the second halfword of an instruction alone is none.
            return control.isEnabled
                && matchesValue(number, control, address, isLinkedTo: false)
                && matchesState(
                    control, at: state.el, isLinked: control.type & 0b1011 == 1,
                    isBreakpoint: true)
        }
    }

    /// Whether some instruction of the page may match: an address there, or any address.
    func hasBreakpoint(onPageOf address: UInt64) -> Bool {
        (0..<SystemRegister.breakpointCount).contains { number in
            let control = breakpointControl(number)
            guard control.isEnabled else { return false }
            // Linked context breakpoints match nothing by themselves.
            let isMismatch = control.type & 0b1110 == 0b0100
            if control.type & 0b1110 != 0 { return isMismatch || control.type & 1 == 0 }
            let value = state[SystemRegisterID.breakpointValues[number]]
            return (value ^ address) & Self.addressBits & ~0xfff == 0
        }
    }

    /// `BreakpointValueMatch`.
    ///
    /// - Parameters:
    ///   - address: Nil for the breakpoint that another is linked to.
    private func matchesValue(
        _ number: Int, _ control: ComparatorControl, _ address: UInt64?, isLinkedTo: Bool
    ) -> Bool {
        let type = control.type
        let isContextAware =
            number >= SystemRegister.breakpointCount - SystemRegister.contextAwareCount
        let isAddress = type & 0b1010 == 0
        let isMismatch = type & 0b1110 == 0b0100
        let hasVHE = features.contains(.vhe)
        // Reserved types are disabled.
        if !isAddress && !isContextAware { return false }
        if isMismatch && !isRegimeAArch32 { return false }
        if type & 0b0100 != 0 && !isMismatch && !hasVHE { return false }
        if type & 0b1000 != 0 && !system.hasEL2 { return false }
        let isLinked = type & 1 != 0
        if isLinkedTo && (!isLinked || isAddress) { return false }
        if !isLinkedTo && isLinked && !isAddress { return false }

        let value = state[SystemRegisterID.breakpointValues[number]]
        if isAddress {
            guard let address else { return false }
            let byte = address & 3
            // Without AArch32 BAS is RES1.
            let isSelected = !model.hasAArch32 || control.instructionBytes >> byte & 1 != 0
            let isSame = (value ^ address) & Self.addressBits & ~3 == 0
            return (isSame && isSelected) != isMismatch
        }
        let isGuest = state.el != .el2 && !isInHost
        let context1 = state[.contextidrEL1] & 0xffff_ffff
        let context2 = state[.contextidrEL2] & 0xffff_ffff
        let low = value & 0xffff_ffff
        switch type & 0b1110 {
        case 0b0010 where isInHost: return context2 == low
        case 0b0010: return state.el != .el2 && context1 == low
        case 0b0110: return isGuest && context1 == low
        case 0b1000: return isGuest && matchesVMID(value)
        case 0b1010: return isGuest && matchesVMID(value) && context1 == low
        case 0b1100: return context2 == value >> 32
        default: return isGuest && context2 == value >> 32 && context1 == low
        }
    }

    private func matchesVMID(_ value: UInt64) -> Bool {
        let isWide = features.contains(.vmid16) && state[.vtcrEL2][bit: 19]
        let bits = isWide ? 16 : 8
        return value[bits: 32..<32 + bits] == state[.vttbrEL2][bits: 48..<48 + bits]
    }

    // MARK: State

    /// `StateMatch`: privilege, Security state and the linked context.
    ///
    /// - Parameter el: The privilege of the access: EL0 for LDTR and STTR.
    private func matchesState(
        _ control: ComparatorControl, at el: ExceptionLevel, isLinked: Bool, isBreakpoint: Bool
    ) -> Bool {
        let higher = control.higherMode
        let security = control.securityState
        let privileges = control.privileges
        let isLegacy = !higher && privileges == 0 && security != 3
        // `CheckValidStateMatch`: values that no version of the architecture has, or that need
        // Secure EL2, are disabled.
        if isLegacy && !(isBreakpoint && isRegimeAArch32) { return false }
        if higher && privileges == 2 { return false }
        if security == 3 && privileges != 0 { return false }
        if privileges == 0 && security != 3 && higher { return false }
        if privileges == 0 && security == 3 && !higher { return false }
        // Only Secure state.
        if security == 2 { return false }
        let matches: Bool
        switch el {
        case .el2: matches = higher
        case .el1: matches = privileges & 1 != 0 || isLegacy && isLegacyMode
        case .el0: matches = privileges & 2 != 0 || isLegacy
        }
        guard matches else { return false }
        if !isLinked { return true }
        let number = control.linkedBreakpoint
        guard number < SystemRegister.breakpointCount else { return false }
        let linked = breakpointControl(number)
        return linked.isEnabled && matchesValue(number, linked, nil, isLinkedTo: true)
    }

    /// PMC 0 matches User, System and Supervisor modes of AArch32.
    private var isLegacyMode: Bool {
        state.processorMode == .supervisor || state.processorMode == .system
    }

    // MARK: Watchpoints

    /// A byte that a watchpoint stops an access to.
    struct WatchedByte {
        var address: UInt64
        var isWrite: Bool
    }

    /// The lowest byte of an access that is watched.
    func watchedByte(of address: UInt64, count: Int, _ access: AccessDescriptor) -> WatchedByte? {
        let isWrite = access.kind != .read
        let isRead = access.kind == .read || access.kind == .readWrite
        var hit: WatchedByte?
        for number in 0..<SystemRegister.watchpointCount {
            let control = watchpointControl(number)
            guard control.isEnabled else { continue }
            let asRead = isRead && control.watchesLoads
            guard asRead || isWrite && control.watchesStores,
                let offset = (0..<count).first(where: {
                    isWatched(number, control, address &+ UInt64($0))
                }),
                matchesState(
                    control, at: access.el, isLinked: control.isLinkedWatchpoint,
                    isBreakpoint: false)
            else { continue }
            let byte = WatchedByte(address: address &+ UInt64(offset), isWrite: !asRead)
            guard let known = hit else {
                hit = byte
                continue
            }
            hit = WatchedByte(
                address: min(known.address, byte.address), isWrite: known.isWrite && byte.isWrite)
        }
        return hit
    }

    /// `WatchpointByteMatch`. BAS need not be contiguous, and does not matter with a mask.
    private func isWatched(_ number: Int, _ control: ComparatorControl, _ address: UInt64) -> Bool {
        let value = state[SystemRegisterID.watchpointValues[number]]
        let mask = control.maskBits
        let difference = (value ^ address) & Self.addressBits
        // Masked bits of the value are ignored.
        if mask != 0 { return mask > 2 && difference >> mask == 0 }
        // A value that is an odd multiple of 4 watches a word.
        let bits: UInt64 = value[bit: 2] ? 2 : 3
        let byte = address & (1 << bits - 1)
        return difference >> bits == 0 && control.dataBytes >> byte & 1 != 0
    }

    /// Whether a watchpoint has bytes on the page, so that accesses to it must be looked at.
    func hasWatchpoint(onPageOf address: UInt64) -> Bool {
        (0..<SystemRegister.watchpointCount).contains { number in
            let control = watchpointControl(number)
            guard control.isEnabled else { return false }
            let value = state[SystemRegisterID.watchpointValues[number]]
            let difference = (value ^ address) & Self.addressBits
            return difference >> max(control.maskBits, 12) == 0
        }
    }
}

extension CPUModel {
    /// Whether AArch32 is there at any Exception level.
    fileprivate var hasAArch32: Bool { isAArch32Only || features.contains(.aarch32) }
}
