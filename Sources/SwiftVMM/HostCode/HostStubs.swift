// The code that blocks share: how generated code is entered and left, and how it calls Swift.
//
// While a Swift function runs, every guest register is in its slot and NZCV in PSTATE form.

#if arch(x86_64)
    struct HostStubs {
        /// (code, state): runs generated code until a helper says to leave.
        let enter: Int
        /// Called with ESI = operation index, RDX = block; returns if the operation proceeds.
        let execute: Int
        /// The same, jumped to: the operation never proceeds.
        let divert: Int
        /// As `divert`, for SVC, HVC and ERET.
        let transition: Int
        /// Called with ESI, RDX as above; always returns.
        let compute: Int
        /// Jumped to with PC exact and the budget word current: goes on with the next block.
        let dispatch: Int
        /// Jumped to with RAX = the next PC.
        let dispatchToRAX: Int
        /// Jumped to with RSI = link record.
        let link: Int
        let constants: HostConstants

        init(_ a: inout X86Assembler, _ helpers: HostHelpers) {
            a.align(to: 16)
            let leave = a.here
            a.alu(.add, .register(.rsp), constant: 8, wide: true)
            for register in Self.saved.reversed() { a.pop(register) }
            a.ret()

            a.align(to: 16)
            enter = a.here
            for register in Self.saved { a.push(register) }
            a.alu(.sub, .register(.rsp), constant: 8, wide: true)
            a.move(HostRegisters.state, .rsi)
            a.move(.rsi, .rdi)
            Self.lookAtFloatControl(&a)
            Self.reloadFlags(&a)
            Self.reload(&a)
            a.jump(through: .register(.rsi))

            a.align(to: 16)
            dispatch = a.here
            Self.spill(&a)
            Self.spillFlags(&a)
            let respill = a.here
            a.move(.rdi, HostRegisters.state)
            a.constant(.rax, UInt64(helpers.advance))
            a.call(through: .register(.rax))
            let goOn = a.here
            a.test(.rax, .rax, wide: true)
            a.jump(.e, to: leave)
            a.move(.rsi, .rax)
            Self.lookAtFloatControl(&a)
            Self.reloadFlags(&a)
            Self.reload(&a)
            a.jump(through: .register(.rsi))

            a.align(to: 16)
            dispatchToRAX = a.here
            a.store(HostRegisters.memory(Slot.pc), .rax)
            a.jump(to: dispatch)

            a.align(to: 16)
            link = a.here
            Self.spill(&a)
            Self.spillFlags(&a)
            a.move(.rdi, HostRegisters.state)
            a.constant(.rax, UInt64(helpers.link))
            a.call(through: .register(.rax))
            a.jump(to: goOn)

            a.align(to: 16)
            transition = a.here
            Self.spill(&a)
            Self.spillFlags(&a)
            a.push(.rsi)
            a.push(.rdx)
            a.move(.rdi, HostRegisters.state)
            a.constant(.rax, UInt64(helpers.transition))
            a.call(through: .register(.rax))
            a.pop(.rdx)
            a.pop(.rsi)
            a.test(.rax, .rax, wide: true)
            let isSlow = a.jump(.e)
            a.move(.rsi, .rax)
            Self.reloadFlags(&a)
            Self.reload(&a)
            a.jump(through: .register(.rsi))

            a.align(to: 16)
            divert = a.here
            Self.spill(&a)
            Self.spillFlags(&a)
            a.bind(isSlow)
            a.move(.rdi, HostRegisters.state)
            a.constant(.rax, UInt64(helpers.execute))
            a.call(through: .register(.rax))
            a.alu(.cmp, .register(.rax), constant: 2, wide: false)
            a.jump(.e, to: leave)
            a.jump(to: respill)

            a.align(to: 16)
            execute = a.here
            Self.spill(&a)
            Self.spillFlags(&a)
            a.alu(.sub, .register(.rsp), constant: 8, wide: true)
            a.move(.rdi, HostRegisters.state)
            a.constant(.rax, UInt64(helpers.execute))
            a.call(through: .register(.rax))
            a.alu(.add, .register(.rsp), constant: 8, wide: true)
            a.test(.rax, .rax, wide: false)
            let leaves = a.jump(.ne)
            Self.lookAtFloatControl(&a)
            Self.reloadFlags(&a)
            Self.reload(&a)
            a.ret()
            a.bind(leaves)
            // The return address goes.
            a.alu(.add, .register(.rsp), constant: 8, wide: true)
            a.alu(.cmp, .register(.rax), constant: 2, wide: false)
            a.jump(.e, to: leave)
            a.jump(to: respill)

            a.align(to: 16)
            compute = a.here
            Self.spill(&a)
            Self.spillFlags(&a)
            a.alu(.sub, .register(.rsp), constant: 8, wide: true)
            a.move(.rdi, HostRegisters.state)
            a.constant(.rax, UInt64(helpers.compute))
            a.call(through: .register(.rax))
            a.alu(.add, .register(.rsp), constant: 8, wide: true)
            Self.lookAtFloatControl(&a)
            Self.reloadFlags(&a)
            Self.reload(&a)
            a.ret()
            a.align(to: 64)
            constants = HostConstants(&a)
        }

        private static let saved: [X86Register] = [.rbx, .rbp, .r12, .r13, .r14, .r15]

        private static func spill(_ a: inout X86Assembler) {
            for pin in HostRegisters.pinned {
                a.store(HostRegisters.memory(pin.slot), pin.register)
            }
        }

        private static func reload(_ a: inout X86Assembler) {
            for pin in HostRegisters.pinned { a.load(pin.register, HostRegisters.memory(pin.slot)) }
            a.load(HostRegisters.fastTLB, HostRegisters.word(EngineWord.fastTLB))
            a.load(HostRegisters.addend, HostRegisters.word(EngineWord.linearAddend))
        }

        /// Swift may have changed FPCR and FPSR. The host's unit serves while FPCR is zero and
        /// FPSR.IXC is set. RSI stays.
        private static func lookAtFloatControl(_ a: inout X86Assembler) {
            a.alu(.xor, .rcx, .register(.rcx), wide: false)
            a.load(.rax, HostRegisters.memory(Slot.of(.fpsr)), wide: false)
            a.alu(.and, .register(.rax), constant: FloatMask.inexact, wide: false)
            a.alu(.cmp, HostRegisters.memory(Slot.of(.fpcr)), .rcx, wide: false)
            a.moveIf(.ne, .rax, .register(.rcx), wide: false)
            a.constant(.rcx, FloatMask.value / UInt64(FloatMask.inexact))
            a.multiply(.rax, .register(.rcx), wide: true)
            a.store(HostRegisters.word(EngineWord.floatMask), .rax)
        }

        /// From AX form to PSTATE's: after `spill`; RDX and RSI stay.
        private static func spillFlags(_ a: inout X86Assembler) {
            a.extend(
                .rax, .memory(HostRegisters.word(EngineWord.flags)), sizeLog2: 1, signed: false,
                wide: false)
            a.move(.rdi, .rax, wide: false)
            a.alu(.and, .register(.rdi), constant: 0xc000, wide: false)
            a.shift(.shl, .rdi, by: 16, wide: false)
            a.move(.r8, .rax, wide: false)
            a.not(.r8, wide: false)
            a.alu(.and, .register(.r8), constant: 0x100, wide: false)
            a.shift(.shl, .r8, by: 21, wide: false)
            a.alu(.or, .rdi, .register(.r8), wide: false)
            a.alu(.and, .register(.rax), constant: 1, wide: false)
            a.shift(.shl, .rax, by: 28, wide: false)
            a.alu(.or, .rdi, .register(.rax), wide: false)
            a.store(HostRegisters.memory(Slot.nzcv), .rdi)
        }

        /// Back again: before `reload`; RSI stays.
        private static func reloadFlags(_ a: inout X86Assembler) {
            a.load(.rcx, HostRegisters.memory(Slot.nzcv), wide: false)
            a.move(.rax, .rcx, wide: false)
            a.shift(.shr, .rax, by: 16, wide: false)
            a.alu(.and, .register(.rax), constant: 0xc000, wide: false)
            a.move(.rdx, .rcx, wide: false)
            a.not(.rdx, wide: false)
            a.alu(.and, .register(.rdx), constant: 0x2000_0000, wide: false)
            a.shift(.shr, .rdx, by: 21, wide: false)
            a.alu(.or, .rax, .register(.rdx), wide: false)
            a.shift(.shr, .rcx, by: 28, wide: false)
            a.alu(.and, .register(.rcx), constant: 1, wide: false)
            a.alu(.or, .rax, .register(.rcx), wide: false)
            a.store16(HostRegisters.word(EngineWord.flags), .rax)
        }
    }

    /// Addresses of 16-byte constants beside the code.
    struct HostConstants {
        let magnitude32, magnitude64, sign32, sign64: Int
        /// What makes twice the numbers that count, as 32-bit lanes, the smallest signed ones, and
        /// the largest of those. Of double precision the upper half of each lane.
        let offset32, offset64, limit32, limit64: Int

        init(_ a: inout X86Assembler) {
            func pair(_ value: UInt64) -> Int {
                let address = a.here
                a.word64(value)
                a.word64(value)
                return address
            }
            magnitude32 = pair(0x7fff_ffff_7fff_ffff)
            magnitude64 = pair(0x7fff_ffff_ffff_ffff)
            sign32 = pair(0x8000_0000_8000_0000)
            sign64 = pair(0x8000_0000_0000_0000)
            // From just above the smallest normal number to below infinity.
            offset32 = pair(0x7eff_ffff_7eff_ffff)
            limit32 = pair(0x7dff_fffe_7dff_fffe)
            offset64 = pair(0x7fdf_ffff_0000_0000)
            limit64 = pair(0x7fbf_fffe_7fff_ffff)
        }
    }
#endif
