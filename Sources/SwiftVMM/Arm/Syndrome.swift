// ESR_ELx: why an exception was taken.

/// ESR_ELx.EC: the exceptions that a machine with AArch64 only, EL0 to EL2, can report.
///
/// Source: Arm ARM, ESR_EL1 and ESR_EL2, field EC.
public enum ExceptionClass: UInt8, Sendable, CaseIterable {
    case unknown = 0x00
    case wfx = 0x01
    case simdFPAccess = 0x07
    case pointerAuthentication = 0x09
    case illegalExecutionState = 0x0e
    case svc = 0x15
    case hvc = 0x16
    case smc = 0x17
    case systemRegister = 0x18
    case instructionAbortFromLowerEL = 0x20
    case instructionAbort = 0x21
    case pcAlignment = 0x22
    case dataAbortFromLowerEL = 0x24
    case dataAbort = 0x25
    case spAlignment = 0x26
    case floatingPoint = 0x2c
    case serror = 0x2f
    case breakpointFromLowerEL = 0x30
    case breakpoint = 0x31
    case softwareStepFromLowerEL = 0x32
    case softwareStep = 0x33
    case watchpointFromLowerEL = 0x34
    case watchpoint = 0x35
    case brk = 0x3c

    /// What the manual calls it.
    public var name: String {
        switch self {
        case .unknown: "Unknown reason"
        case .wfx: "Trapped WFI or WFE"
        case .simdFPAccess: "Trapped access to SVE, Advanced SIMD or floating-point"
        case .pointerAuthentication: "Trapped pointer authentication instruction"
        case .illegalExecutionState: "Illegal Execution state"
        case .svc: "SVC instruction"
        case .hvc: "HVC instruction"
        case .smc: "Trapped SMC instruction"
        case .systemRegister: "Trapped MSR, MRS or System instruction"
        case .instructionAbortFromLowerEL: "Instruction Abort from a lower Exception level"
        case .instructionAbort: "Instruction Abort without a change of Exception level"
        case .pcAlignment: "PC alignment fault"
        case .dataAbortFromLowerEL: "Data Abort from a lower Exception level"
        case .dataAbort: "Data Abort without a change of Exception level"
        case .spAlignment: "SP alignment fault"
        case .floatingPoint: "Trapped floating-point exception"
        case .serror: "SError interrupt"
        case .breakpointFromLowerEL: "Breakpoint from a lower Exception level"
        case .breakpoint: "Breakpoint without a change of Exception level"
        case .softwareStepFromLowerEL: "Software Step from a lower Exception level"
        case .softwareStep: "Software Step without a change of Exception level"
        case .watchpointFromLowerEL: "Watchpoint from a lower Exception level"
        case .watchpoint: "Watchpoint without a change of Exception level"
        case .brk: "BRK instruction"
        }
    }
}

/// A value of ESR_ELx. Any value survives the round trip, known or not.
public struct Syndrome: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// - Parameters:
    ///   - il: A 32-bit instruction, or one of the exceptions that always set the bit.
    ///   - iss: 25 bits.
    public init(_ exceptionClass: ExceptionClass, il: Bool = true, iss: UInt32 = 0) {
        rawValue = UInt64(exceptionClass.rawValue) << 26 | (il ? 1 << 25 : 0)
        rawValue |= UInt64(iss) & 0x1ff_ffff
    }

    /// Six bits, which need not be a class this machine raises.
    public var ec: UInt8 { UInt8(rawValue[bits: 26..<32]) }
    public var exceptionClass: ExceptionClass? { ExceptionClass(rawValue: ec) }
    public var il: Bool { rawValue[bit: 25] }
    public var iss: UInt32 { UInt32(rawValue[bits: 0..<25]) }
}

// Traps and exception-generating instructions.
extension Syndrome {
    /// UNDEFINED instructions and everything else without a class of its own.
    public static let unknown = Syndrome(.unknown)
    /// An instruction executed with PSTATE.IL set.
    public static let illegalState = Syndrome(.illegalExecutionState)
    public static let pcAlignment = Syndrome(.pcAlignment)
    public static let spAlignment = Syndrome(.spAlignment)

    /// Trapped WFI or WFE: CV is 1 and COND is 0b1110 for an instruction without a condition.
    /// Source: Arm ARM, "ISS encoding for an exception from a WF* instruction".
    public static func wfx(isWFE: Bool) -> Syndrome {
        Syndrome(.wfx, iss: 1 << 24 | 0xe << 20 | (isWFE ? 1 : 0))
    }

    public static func svc(_ immediate: UInt16) -> Syndrome {
        Syndrome(.svc, iss: UInt32(immediate))
    }
    public static func hvc(_ immediate: UInt16) -> Syndrome {
        Syndrome(.hvc, iss: UInt32(immediate))
    }
    public static func smc(_ immediate: UInt16) -> Syndrome {
        Syndrome(.smc, iss: UInt32(immediate))
    }
    public static func brk(_ comment: UInt16) -> Syndrome {
        Syndrome(.brk, iss: UInt32(comment))
    }

    /// A trapped MSR, MRS or System instruction (AT, DC, IC, TLBI…).
    ///
    /// - Parameters:
    ///   - register: Rt, 31 for XZR.
    ///   - isRead: MRS and SYSL.
    ///
    /// Source: Arm ARM, "ISS encoding for an exception from MSR, MRS, or System instruction".
    public static func systemRegister(
        _ encoding: SystemRegisterEncoding, register: UInt8, isRead: Bool
    ) -> Syndrome {
        let names =
            UInt32(encoding.op0) << 20 | UInt32(encoding.op2) << 17
            | UInt32(encoding.op1) << 14 | UInt32(encoding.crn) << 10
        let operands = UInt32(register & 31) << 5 | UInt32(encoding.crm) << 1
        return Syndrome(.systemRegister, iss: names | operands | (isRead ? 1 : 0))
    }

    /// A SIMD or floating-point instruction stopped by CPACR_EL1.FPEN or CPTR_EL2.
    /// Source: Arm ARM, "ISS encoding for an exception from an access to SVE, Advanced SIMD…".
    public static let simdFPAccess = Syndrome(.simdFPAccess, iss: 1 << 24 | 0xe << 20)
}

// Aborts.
extension Syndrome {
    /// What ISS says about the instruction behind a stage 2 Data Abort: one load or store of one
    /// general-purpose register, without writeback.
    public struct AccessInstruction: Equatable, Sendable {
        /// SAS: log2 of the size in bytes, 0...3.
        public var sizeLog2: UInt8
        /// SSE: a load that sign-extends.
        public var signExtends: Bool
        /// SRT: Rt, 31 for XZR.
        public var register: UInt8
        /// SF: Rt is an X register.
        public var is64Bit: Bool
        /// AR: acquire or release.
        public var isAcquireRelease: Bool

        public init(
            sizeLog2: UInt8, signExtends: Bool = false, register: UInt8, is64Bit: Bool,
            isAcquireRelease: Bool = false
        ) {
            self.sizeLog2 = sizeLog2
            self.signExtends = signExtends
            self.register = register
            self.is64Bit = is64Bit
            self.isAcquireRelease = isAcquireRelease
        }
    }

    /// - Parameters:
    ///   - faultStatusCode: DFSC, six bits.
    ///   - isMaintenance: CM; WnR is then 1 whatever `isWrite` says.
    ///   - isOnTableWalk: S1PTW.
    ///   - instruction: Fills ISV and the fields it vouches for; for stage 2 aborts only.
    ///
    /// Source: Arm ARM, "ISS encoding for an exception from a Data Abort".
    public static func dataAbort(
        fromLowerEL: Bool, faultStatusCode: UInt8, isWrite: Bool, isMaintenance: Bool = false,
        isOnTableWalk: Bool = false, instruction: AccessInstruction? = nil
    ) -> Syndrome {
        var iss = UInt32(faultStatusCode & 0x3f)
        if isWrite || isMaintenance { iss |= 1 << 6 }
        if isOnTableWalk { iss |= 1 << 7 }
        if isMaintenance { iss |= 1 << 8 }
        if let instruction {
            iss |= 1 << 24 | UInt32(instruction.sizeLog2 & 3) << 22
            iss |= UInt32(instruction.register & 31) << 16
            if instruction.signExtends { iss |= 1 << 21 }
            if instruction.is64Bit { iss |= 1 << 15 }
            if instruction.isAcquireRelease { iss |= 1 << 14 }
        }
        // IL is 1 without a valid instruction syndrome, and every A64 instruction has 32 bits.
        return Syndrome(fromLowerEL ? .dataAbortFromLowerEL : .dataAbort, iss: iss)
    }

    /// Source: Arm ARM, "ISS encoding for an exception from an Instruction Abort".
    public static func instructionAbort(
        fromLowerEL: Bool, faultStatusCode: UInt8, isOnTableWalk: Bool = false
    ) -> Syndrome {
        Syndrome(
            fromLowerEL ? .instructionAbortFromLowerEL : .instructionAbort,
            iss: UInt32(faultStatusCode & 0x3f) | (isOnTableWalk ? 1 << 7 : 0))
    }
}
