// What the checker does for 32-bit kernels only: guests inside a call, Hyp functions, boot modes,
// and what an image measures itself.

/// A 32-bit kernel coming up on one CPU.
struct KernelStart: Sendable, Equatable {
    /// As it was entered.
    var mode: ProcessorMode
    var vectorsBefore: UInt64?
    var vectorsAfter: UInt64?
    /// `__boot_cpu_mode` once the CPU has recorded its mode; nil where it cannot be read.
    var word: UInt64?
    /// The mode of the CPU that booted.
    var bootMode: ProcessorMode
    /// This CPU or an earlier one came in another mode.
    var isMixed: Bool
    /// Another kernel ran before on this CPU.
    var followsRestart: Bool
}

extension HypABIChecker {
    // MARK: - Hyp functions and guests

    /// KVM/arm has arrived at the function that its host named.
    func enteredFunction(_ vcpu: any VCPU, at pc: UInt64) -> Bool {
        guard var frame = states[vcpu.index]?.frames.popLast() else { return false }
        frame.record.function = vcpu.snapshot()
        let isOurs = frame.addedBreakpoint == pc
        if isOurs { vcpu.breakpoints.remove(pc) }
        frame.addedBreakpoint = nil
        states[vcpu.index]?.frames.append(frame)
        return isOurs
    }

    /// A return from Hyp mode that goes into a guest, or comes out of one: the host's call is
    /// answered only when its guest has been left. False if neither is the case.
    func followGuest(
        _ vcpu: any VCPU, to level: ExceptionLevel, _ after: RegisterSnapshot, _ event: Event
    ) -> Bool {
        guard level < .el2, let frames = states[vcpu.index]?.frames, let last = frames.last,
            frames.contains(where: { $0.record.owner == .kf32 })
        else { return false }
        if after[.hcrEL2][bit: 0] {
            if last.record.before[.hcrEL2][bit: 0] {
                complete(vcpu, after: nil, outcome: .unknown, time: event.time)
            }
            guard let count = states[vcpu.index]?.frames.count, count > 0 else { return true }
            states[vcpu.index]?.frames[count - 1].isInGuest = true
            states[vcpu.index]?.frames[count - 1].record.ranGuest = true
            states[vcpu.index]?.history.ranGuest = true
            return true
        }
        guard frames.contains(where: \.isInGuest) else { return false }
        if last.isCall, last.record.before.el == .el2 {
            // The 2011 form comes back by an HVC of its own, which the host's is dropped for.
            complete(vcpu, after: after, outcome: .returned, time: event.time)
            states[vcpu.index]?.frames.removeAll()
            return true
        }
        while let top = states[vcpu.index]?.frames.last, !top.isInGuest {
            complete(vcpu, after: nil, outcome: .unknown, time: event.time)
        }
        complete(vcpu, after: after, outcome: .returned, time: event.time)
        return true
    }

    /// Whether a CPU other than this one has KVM's init vectors in and no init behind it.
    func awaitsInit(besides vcpu: Int) -> Bool {
        states.contains {
            $0.key != vcpu && directory.kind(ofVectorBase: $0.value.vectorBase) == .ki32
        }
    }

    // MARK: - Checkpoints

    func kernelStarts(_ vcpu: any VCPU) {
        guard let mode = vcpu.snapshot().mode else { return }
        var state = states[vcpu.index] ?? VCPUState()
        // The CPU that booted before boots again: another kernel.
        let isAgain = bootCPU == vcpu.index
        if bootCPU == nil || isAgain {
            bootCPU = vcpu.index
            bootMode = mode
            hasMixedModes = false
        }
        let bootMode = bootMode ?? mode
        if mode != bootMode { hasMixedModes = true }
        state.kernelStart = KernelStart(
            mode: mode, vectorsBefore: vcpu.read(.system(.vbarEL2)), bootMode: bootMode,
            isMixed: hasMixedModes, followsRestart: isAgain || state.followsRestart)
        states[vcpu.index] = state
    }

    func kernelBooted(_ vcpu: any VCPU, _ event: Event) {
        guard var start = states[vcpu.index]?.kernelStart else { return }
        states[vcpu.index]?.kernelStart = nil
        states[vcpu.index]?.hasLeftEL2 = true
        start.vectorsAfter = vcpu.read(.system(.vbarEL2))
        start.word = bootModeAddress.flatMap { readMemory?($0) }.map { $0 & 0xffff_ffff }
        judge(
            BootReturn(
                vcpu: vcpu.index, time: event.time, pc: event.pc, target: 0,
                x0: 0, followsRestart: start.followsRestart, start: start))
    }

    /// The image compared what a rule promises with what it found: the rule's number in bits 7...0,
    /// a bug's in bits 15...8, broken in bit 31.
    func measured(_ value: UInt32, _ vcpu: any VCPU, _ event: Event) {
        guard let rule = Rule.find("HYP-\(value & 0xff)") else { return }
        guard value[bit: 31] else {
            ledger.note(held: rule.id)
            return
        }
        // What a machine measures that is broken already proves nothing new.
        if ledger.noteConsequence("the image measures that \(rule.id) does not hold") { return }
        let number = value >> 8 & 0xff
        let bug = number == 0 ? nil : KnownBug.find("B\(number)")
        ledger.report(
            Finding(
                rule: rule.id, aspect: "the image's measurement", expected: "as the rule says",
                seen: "otherwise", call: 0, vcpu: vcpu.index, time: event.time, pc: event.pc,
                bugs: bug.map { [$0.id] } ?? []))
    }
}

/// HVC in each instruction set. Source: Arm ARM, "HVC".
enum HVCInstruction {
    /// The encoding, as a word of memory.
    static func word(_ immediate: UInt16, isAArch32: Bool, isThumb: Bool) -> UInt32 {
        let immediate = UInt32(immediate)
        guard isAArch32 else { return 0xd400_0002 | immediate << 5 }
        guard isThumb else { return 0xe140_0070 | (immediate >> 4) << 8 | immediate & 0xf }
        return 0x8000_f7e0 | (immediate & 0xfff) << 16 | immediate >> 12
    }

    /// The immediate of the HVC in `word`, as the state of `caller` reads it; nil for any other
    /// instruction.
    static func immediate(of word: UInt32, in caller: RegisterSnapshot) -> UInt16? {
        guard caller.isAArch32 else {
            return word & 0xffe0_001f == 0xd400_0002
                ? UInt16(truncatingIfNeeded: word >> 5) : nil
        }
        if caller.isThumb {
            // The first halfword is the lower one in memory.
            guard word & 0xf000_fff0 == 0x8000_f7e0 else { return nil }
            return UInt16(truncatingIfNeeded: (word & 0xf) << 12 | word >> 16 & 0xfff)
        }
        guard word & 0x0ff0_00f0 == 0x0140_0070 else { return nil }
        return UInt16(truncatingIfNeeded: (word >> 8 & 0xfff) << 4 | word & 0xf)
    }
}
