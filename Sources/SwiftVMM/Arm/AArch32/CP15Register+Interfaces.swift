// Rows of CP15 that belong to interfaces of the system: the performance monitors, and the CPU
// interface of a GICv3. The registers behind them are those of AArch64.
//
// Source: Arm ARM DDI 0406C, C12 "The Performance Monitors Extension"; DDI 0487, the same in
// AArch32; GIC architecture IHI 0069, "AArch32 System register descriptions".

extension CP15Register {
    private static let all: UInt64 = 0xffff_ffff

    static let performanceMonitors: [CP15Register] =
        [
            reg("PMCR", at(0, 9, 12, 0), .low(.pmcrEL0), .el0, .el0, all, 0),
            reg("PMCNTENSET", at(0, 9, 12, 1), .low(.pmcntensetEL0), .el0, .el0, all, 0),
            reg("PMCNTENCLR", at(0, 9, 12, 2), .low(.pmcntenclrEL0), .el0, .el0, all, 0),
            reg("PMOVSR", at(0, 9, 12, 3), .low(.pmovsclrEL0), .el0, .el0, all, 0),
            reg("PMSWINC", at(0, 9, 12, 4), .low(.pmswincEL0), nil, .el0, all, 0),
            reg("PMSELR", at(0, 9, 12, 5), .low(.pmselrEL0), .el0, .el0, all, 0),
            reg("PMCEID0", at(0, 9, 12, 6), .low(.pmceid0EL0), .el0, nil, all, 0),
            reg("PMCEID1", at(0, 9, 12, 7), .low(.pmceid1EL0), .el0, nil, all, 0),
            reg("PMCCNTR", at(0, 9, 13, 0), .low(.pmccntrEL0), .el0, .el0, all, 0),
            reg("PMXEVTYPER", at(0, 9, 13, 1), .low(.pmxevtyperEL0), .el0, .el0, all, 0),
            reg("PMXEVCNTR", at(0, 9, 13, 2), .low(.pmxevcntrEL0), .el0, .el0, all, 0),
            reg("PMUSERENR", at(0, 9, 14, 0), .low(.pmuserenrEL0), .el0, .el1, all, 0),
            reg("PMINTENSET", at(0, 9, 14, 1), .low(.pmintensetEL1), .el1, .el1, all, 0),
            reg("PMINTENCLR", at(0, 9, 14, 2), .low(.pmintenclrEL1), .el1, .el1, all, 0),
            reg("PMOVSSET", at(0, 9, 14, 3), .low(.pmovssetEL0), .el0, .el0, all, 0),
            reg("PMCCNTR (64-bit)", double(0, 9), .whole(.pmccntrEL0), .el0, .el0, ~0, 0).inArmv8,
            reg("PMCCFILTR", at(0, 14, 15, 7), .low(.pmccfiltrEL0), .el0, .el0, all, 0).inArmv8,
        ]
        + numbered("PMEVCNTR", SystemRegister.eventCounters, crm: 8)
        + numbered("PMEVTYPER", SystemRegister.eventTypes, crm: 12)

    private static func numbered(_ name: String, _ ids: [SystemRegisterID], crm: UInt8)
        -> [CP15Register]
    {
        ids.enumerated().map { number, id in
            reg("\(name)\(number)", at(0, 14, crm, UInt8(number)), .low(id), .el0, .el0, all, 0)
                .inArmv8
        }
    }

    static let interruptController: [CP15Register] = [
        reg("ICC_PMR", at(0, 4, 6, 0), .low(.iccPmrEL1), .el1, .el1, all, 0),
        reg("ICC_IAR0", at(0, 12, 8, 0), .low(.iccIar0EL1), .el1, nil, all, 0),
        reg("ICC_EOIR0", at(0, 12, 8, 1), .low(.iccEoir0EL1), nil, .el1, all, 0),
        reg("ICC_HPPIR0", at(0, 12, 8, 2), .low(.iccHppir0EL1), .el1, nil, all, 0),
        reg("ICC_BPR0", at(0, 12, 8, 3), .low(.iccBpr0EL1), .el1, .el1, all, 0),
        reg("ICC_AP0R0", at(0, 12, 8, 4), .low(.iccAp0r0EL1), .el1, .el1, all, 0),
        reg("ICC_AP1R0", at(0, 12, 9, 0), .low(.iccAp1r0EL1), .el1, .el1, all, 0),
        reg("ICC_DIR", at(0, 12, 11, 1), .low(.iccDirEL1), nil, .el1, all, 0),
        reg("ICC_RPR", at(0, 12, 11, 3), .low(.iccRprEL1), .el1, nil, all, 0),
        reg("ICC_IAR1", at(0, 12, 12, 0), .low(.iccIar1EL1), .el1, nil, all, 0),
        reg("ICC_EOIR1", at(0, 12, 12, 1), .low(.iccEoir1EL1), nil, .el1, all, 0),
        reg("ICC_HPPIR1", at(0, 12, 12, 2), .low(.iccHppir1EL1), .el1, nil, all, 0),
        reg("ICC_BPR1", at(0, 12, 12, 3), .low(.iccBpr1EL1), .el1, .el1, all, 0),
        reg("ICC_CTLR", at(0, 12, 12, 4), .low(.iccCtlrEL1), .el1, .el1, all, 0),
        reg("ICC_SRE", at(0, 12, 12, 5), .low(.iccSreEL1), .el1, .el1, all, 0),
        reg("ICC_IGRPEN0", at(0, 12, 12, 6), .low(.iccIgrpen0EL1), .el1, .el1, all, 0),
        reg("ICC_IGRPEN1", at(0, 12, 12, 7), .low(.iccIgrpen1EL1), .el1, .el1, all, 0),
        reg("ICC_SGI1R", double(0, 12), .whole(.iccSgi1rEL1), nil, .el1, ~0, 0),
        reg("ICC_ASGI1R", double(1, 12), .whole(.iccAsgi1rEL1), nil, .el1, ~0, 0),
        reg("ICC_SGI0R", double(2, 12), .whole(.iccSgi0rEL1), nil, .el1, ~0, 0),
    ]
}
