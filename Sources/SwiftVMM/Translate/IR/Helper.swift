// Everything too rare for an operation of its own: the `call` operation names one of these, and the
// engine implements it. A helper runs with PC holding the address of its guest instruction.

public enum Helper: UInt16, CaseIterable, Sendable {
    // MARK: Exceptions
    /// The encoding is unallocated or not implemented: UNDEFINED.
    case undefined
    /// An instruction of the FP, AdvSIMD registers: trapped by CPACR_EL1, CPTR_EL2, else UNDEFINED.
    case floatingPointAccess
    /// SVC, HVC, SMC, BRK with the 16-bit immediate; HLT is UNDEFINED without halting debug.
    case supervisorCall, hypervisorCall, secureMonitorCall, breakpoint
    /// ERET; ERETAA and ERETAB: the immediate is 1 for key B.
    case exceptionReturn, exceptionReturnAuthenticated

    // MARK: System registers and instructions; the immediate is the packed encoding
    /// d = system register
    case readSystemRegister
    /// system register = a
    case writeSystemRegister
    /// MSR (immediate): the immediate is op1 << 16 | op2 << 8 | CRm
    case writePSTATEField
    /// SYS with operand a: IC, DC, AT, TLBI and implementation defined space
    case systemInstruction
    /// d = SYSL
    case systemInstructionWithResult

    // MARK: Hints and barriers
    case waitForInterrupt, waitForEvent, sendEvent, sendEventLocal, yield
    /// CLREX
    case clearExclusive
    /// ESB
    case errorSynchronization
    /// d = the PointerOperation (immediate) on a with modifier b
    case pointerAuthentication
    /// ISB
    case instructionSynchronizationBarrier
    /// DSB and DMB; the immediate is CRm
    case dataSynchronizationBarrier, dataMemoryBarrier

    // MARK: AArch32
    /// Go on at a in the instruction set that its bit 0 names, which is not the current one
    case changeInstructionSet
    /// d = CPSR
    case readStatus
    /// The bytes of CPSR that the field mask in the immediate names = a; 1 << 8: by CPS
    case writeStatus
    /// CPSR.E = the immediate
    case setEndianness
    /// Exception return to address a with the saved status b
    case exceptionReturn32
    /// d = MRC and MRRC; MCR and MCRR of a, with b as the high word; the immediate is the word
    case readCoprocessor, writeCoprocessor
    /// d = the MediaOperation in the immediate's low byte, of a, b, c; sets Q or GE
    case media
    /// d = a shifted by the low byte of b, and the carry out in bit 32; the immediate is the kind
    case shiftWithCarry
    /// What translations depend on has changed: look again
    case renewContext
    /// BKPT and HLT of AArch32
    case breakpoint32
    /// VFP or Advanced SIMD while something may forbid it: goes on if it is allowed. Immediate: 1
    /// for Advanced SIMD, 2 if FPEXC.EN counts
    case floatingPointAccess32
    /// d = VMRS; VMSR of a: the immediate is the register's number, and Rt from bit 8 up
    case readFloatingPointRegister, writeFloatingPointRegister
}

extension Helper {
    /// What a code generator must know before it calls one.
    public struct Effect: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// May raise an exception, so registers must be exact.
        public static let mayFault = Effect(rawValue: 1)
        /// May change PSTATE, translation or code, so the block ends after it.
        public static let endsBlock = Effect(rawValue: 2)
        /// Never falls through to the next instruction.
        public static let diverts = Effect(rawValue: 4)
    }

    public var effect: Effect {
        switch self {
        case .undefined, .floatingPointAccess, .supervisorCall,
            .hypervisorCall, .secureMonitorCall, .breakpoint, .exceptionReturn,
            .exceptionReturnAuthenticated:
            [.mayFault, .endsBlock, .diverts]
        case .readSystemRegister, .systemInstructionWithResult, .pointerAuthentication: .mayFault
        case .errorSynchronization: [.mayFault, .endsBlock]
        case .writeSystemRegister, .writePSTATEField, .systemInstruction: [.mayFault, .endsBlock]
        case .waitForInterrupt, .waitForEvent: [.mayFault, .endsBlock]
        case .sendEvent, .yield, .instructionSynchronizationBarrier: .endsBlock
        case .sendEventLocal, .clearExclusive, .dataSynchronizationBarrier, .dataMemoryBarrier: []
        case .changeInstructionSet, .exceptionReturn32, .breakpoint32:
            [.mayFault, .endsBlock, .diverts]
        case .writeStatus, .setEndianness, .writeCoprocessor, .renewContext,
            .writeFloatingPointRegister:
            [.mayFault, .endsBlock]
        case .readCoprocessor, .floatingPointAccess32, .readFloatingPointRegister: .mayFault
        case .readStatus, .media, .shiftWithCarry: []
        }
    }
}
