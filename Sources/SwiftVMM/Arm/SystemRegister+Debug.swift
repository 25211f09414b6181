// Rows of self-hosted debug: six breakpoints, of which the last two are context-aware, and four
// watchpoints, as ID_AA64DFR0_EL1 declares them.
//
// Source: Arm ARM, "Debug registers" of the AArch64 System register descriptions; "AArch64
// Self-hosted Debug".

extension SystemRegister {
    /// ID_AA64DFR0_EL1.{BRPs, CTX_CMPs, WRPs}, each plus one.
    public static let breakpointCount = 6
    public static let contextAwareCount = 2
    public static let watchpointCount = 4

    /// SS, ERR, TDCC, KDE, HDE, MDE, TDA, INTdis, TXU, RXO, TXfull, RXfull.
    private static let monitorControls: UInt64 = 0x6ce0_f041
    /// E, PMC, BAS, HMC, SSC, LBN, BT.
    private static let breakpointControls: UInt64 = 0x00ff_e1e7
    /// E, PAC, LSC, BAS, HMC, SSC, LBN, WT, MASK.
    private static let watchpointControls: UInt64 = 0x1f1f_ffff

    /// In the order of `SystemRegisterID`.
    static let selfHostedDebug: [SystemRegister] =
        [
            reg(
                .osdtrrxEL1, "OSDTRRX_EL1", op(2, 0, 0, 0, 2), .el1, writable: 0xffff_ffff,
                trap: .debug),
            reg(
                .mdccintEL1, "MDCCINT_EL1", op(2, 0, 0, 2, 0), .el1, reset: .value(0),
                writable: 0x6000_0000, trap: .debug),
            reg(
                .mdscrEL1, "MDSCR_EL1", op(2, 0, 0, 2, 2), .el1,
                reset: .partial(known: 1, value: 0), writable: monitorControls, trap: .debug),
            reg(
                .osdtrtxEL1, "OSDTRTX_EL1", op(2, 0, 0, 3, 2), .el1, writable: 0xffff_ffff,
                trap: .debug),
            reg(
                .oseccrEL1, "OSECCR_EL1", op(2, 0, 0, 6, 2), .el1, writable: 0xffff_ffff,
                trap: .debug),
        ] + breakpointValues + breakpointControlRows + watchpointValues + watchpointControlRows
        + others

    private static let others: [SystemRegister] = [
        reg(
            .mdrarEL1, "MDRAR_EL1", op(2, 0, 1, 0, 0), .el1, access: .readOnly,
            reset: .identification, trap: .debugROM),
        // The value is OSLSR_EL1.OSLK: locked from reset on.
        reg(
            .oslarEL1, "OSLAR_EL1", op(2, 0, 1, 0, 4), .el1, access: .writeOnly, reset: .value(1),
            writable: 1, trap: .debugOSLock),
        reg(
            .oslsrEL1, "OSLSR_EL1", op(2, 0, 1, 1, 4), .el1, access: .readOnly, reset: .value(0xa),
            trap: .debugOSLock),
        reg(
            .osdlrEL1, "OSDLR_EL1", op(2, 0, 1, 3, 4), .el1, reset: .value(0), writable: 1,
            trap: .debugOSLock),
        reg(.dbgprcrEL1, "DBGPRCR_EL1", op(2, 0, 1, 4, 4), .el1, writable: 1, trap: .debugOSLock),
        reg(
            .dbgclaimsetEL1, "DBGCLAIMSET_EL1", op(2, 0, 7, 8, 6), .el1, reset: .value(0),
            writable: 0xff, trap: .debug),
        reg(
            .dbgclaimclrEL1, "DBGCLAIMCLR_EL1", op(2, 0, 7, 9, 6), .el1, reset: .value(0),
            writable: 0xff, trap: .debug),
        reg(
            .dbgauthstatusEL1, "DBGAUTHSTATUS_EL1", op(2, 0, 7, 14, 6), .el1, access: .readOnly,
            reset: .identification, trap: .debug),
        // The Debug Communications Channel, at whose other end is nobody: nothing to read, and
        // what is written is lost. DBGDTRTX_EL0 is the same encoding as DBGDTRRX_EL0.
        reg(
            .mdccsrEL0, "MDCCSR_EL0", op(2, 3, 0, 1, 0), .el0, access: .readOnly, reset: .value(0),
            writable: 0, trap: .debugCommunication),
        reg(
            .dbgdtrEL0, "DBGDTR_EL0", op(2, 3, 0, 4, 0), .el0, reset: .value(0), writable: 0,
            trap: .debugCommunication),
        reg(
            .dbgdtrrxEL0, "DBGDTRRX_EL0", op(2, 3, 0, 5, 0), .el0, reset: .value(0), writable: 0,
            trap: .debugCommunication),
        reg(
            .dbgvcr32EL2, "DBGVCR32_EL2", op(2, 4, 0, 7, 0), .el2, writable: 0xdf,
            trap: .aarch32),
    ]

    private static let breakpointValues = SystemRegisterID.breakpointValues.enumerated().map {
        let isContextAware = $0.offset >= breakpointCount - contextAwareCount
        return reg(
            $0.element, "DBGBVR\($0.offset)_EL1", op(2, 0, 0, UInt16($0.offset), 4), .el1,
            writable: isContextAware ? ~0 : ~3, trap: .debug)
    }

    private static let breakpointControlRows = SystemRegisterID.breakpointControls.enumerated().map
    {
        reg(
            $0.element, "DBGBCR\($0.offset)_EL1", op(2, 0, 0, UInt16($0.offset), 5), .el1,
            reset: .partial(known: 1, value: 0), writable: breakpointControls, trap: .debug)
    }

    private static let watchpointValues = SystemRegisterID.watchpointValues.enumerated().map {
        reg(
            $0.element, "DBGWVR\($0.offset)_EL1", op(2, 0, 0, UInt16($0.offset), 6), .el1,
            writable: ~3, trap: .debug)
    }

    private static let watchpointControlRows = SystemRegisterID.watchpointControls.enumerated().map
    {
        reg(
            $0.element, "DBGWCR\($0.offset)_EL1", op(2, 0, 0, UInt16($0.offset), 7), .el1,
            reset: .partial(known: 1, value: 0), writable: watchpointControls, trap: .debug)
    }
}

extension SystemRegister {
    /// What the manual prints for an access: one encoding has a name for each direction.
    public func name(isRead: Bool) -> String {
        id == .dbgdtrrxEL0 && !isRead ? "DBGDTRTX_EL0" : name
    }
}

extension SystemRegisterID {
    /// By the number in their names.
    public static let breakpointValues: [SystemRegisterID] = [
        .dbgbvr0EL1, .dbgbvr1EL1, .dbgbvr2EL1, .dbgbvr3EL1, .dbgbvr4EL1, .dbgbvr5EL1,
    ]
    public static let breakpointControls: [SystemRegisterID] = [
        .dbgbcr0EL1, .dbgbcr1EL1, .dbgbcr2EL1, .dbgbcr3EL1, .dbgbcr4EL1, .dbgbcr5EL1,
    ]
    public static let watchpointValues: [SystemRegisterID] = [
        .dbgwvr0EL1, .dbgwvr1EL1, .dbgwvr2EL1, .dbgwvr3EL1,
    ]
    public static let watchpointControls: [SystemRegisterID] = [
        .dbgwcr0EL1, .dbgwcr1EL1, .dbgwcr2EL1, .dbgwcr3EL1,
    ]

    /// A register of a breakpoint or a watchpoint.
    var isComparator: Bool {
        (SystemRegisterID.dbgbvr0EL1.rawValue...SystemRegisterID.dbgwcr3EL1.rawValue)
            .contains(rawValue)
    }
}

/// Fields of MDSCR_EL1 and MDCR_EL2 that decide debug exceptions.
enum DebugControls {
    // MDSCR_EL1
    static let softwareStep: UInt64 = 1 << 0
    static let trapsCommunication: UInt64 = 1 << 12
    static let kernelExceptions: UInt64 = 1 << 13
    static let monitorExceptions: UInt64 = 1 << 15
    /// Written only while the OS Lock is locked: ERR, HDE, TDA, INTdis, TXU, RXO, TXfull, RXfull.
    static let savedByOSLock: UInt64 = 0x6ce0_4040
    /// DBGDSCRext.MOE, which only AArch32 has: RES0 in AArch64.
    static let methodOfEntry: UInt64 = 0xf << 2
    // MDCR_EL2.TDE
    static let trapsExceptions: UInt64 = 1 << 8
}
