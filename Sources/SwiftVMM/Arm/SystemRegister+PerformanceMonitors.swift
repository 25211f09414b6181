// Rows of the Performance Monitors Extension, PMUv3 with six event counters.
//
// Source: Arm ARM, "The Performance Monitors Extension"; "Performance Monitors registers".

extension SystemRegister {
    /// Event counters of every processor here.
    public static let eventCounterCount = 6

    /// Every counter's bit in the registers of enables and overflows: bit 31 is the cycle counter.
    private static let counterBits: UInt64 = 1 << 31 | (1 << UInt64(eventCounterCount) - 1)
    /// P, U and NSH of a filter; without EL3 the others are RES0.
    private static let filterBits: UInt64 = 0xc800_0000

    /// In the order of `SystemRegisterID`.
    static let performanceMonitors: [SystemRegister] =
        [
            monitor(
                .pmcrEL0, "PMCR_EL0", 12, 0, reset: .partial(known: 1, value: 0), writable: 0xf9),
            monitor(.pmcntensetEL0, "PMCNTENSET_EL0", 12, 1, writable: counterBits),
            monitor(.pmcntenclrEL0, "PMCNTENCLR_EL0", 12, 2, reset: .value(0)),
            monitor(.pmovsclrEL0, "PMOVSCLR_EL0", 12, 3, reset: .value(0)),
            monitor(
                .pmswincEL0, "PMSWINC_EL0", 12, 4, access: .writeOnly, reset: .value(0)),
            monitor(.pmselrEL0, "PMSELR_EL0", 12, 5, writable: 0x1f),
            monitor(
                .pmceid0EL0, "PMCEID0_EL0", 12, 6, access: .readOnly, reset: .value(0)),
            monitor(
                .pmceid1EL0, "PMCEID1_EL0", 12, 7, access: .readOnly, reset: .value(0)),
            monitor(.pmccntrEL0, "PMCCNTR_EL0", 13, 0),
            monitor(.pmxevtyperEL0, "PMXEVTYPER_EL0", 13, 1, reset: .value(0)),
            monitor(.pmxevcntrEL0, "PMXEVCNTR_EL0", 13, 2, reset: .value(0)),
            reg(
                .pmuserenrEL0, "PMUSERENR_EL0", op(3, 3, 9, 14, 0), .el0, writeEL: .el1,
                writable: 0xf, trap: .performanceMonitors),
            reg(
                .pmintensetEL1, "PMINTENSET_EL1", op(3, 0, 9, 14, 1), .el1, writable: counterBits,
                trap: .performanceMonitors),
            reg(
                .pmintenclrEL1, "PMINTENCLR_EL1", op(3, 0, 9, 14, 2), .el1, reset: .value(0),
                trap: .performanceMonitors),
            monitor(.pmovssetEL0, "PMOVSSET_EL0", 14, 3, writable: counterBits),
            // Nothing here has slots.
            reg(
                .pmmirEL1, "PMMIR_EL1", op(3, 0, 9, 14, 6), .el1, access: .readOnly,
                reset: .value(0), trap: .performanceMonitors, feature: .pmuv3p5),
        ] + counters + types + [
            reg(
                .pmccfiltrEL0, "PMCCFILTR_EL0", op(3, 3, 14, 15, 7), .el0, writable: filterBits,
                trap: .performanceMonitors)
        ]

    /// The counters and their types by number.
    static let eventCounters: [SystemRegisterID] = [
        .pmevcntr0EL0, .pmevcntr1EL0, .pmevcntr2EL0, .pmevcntr3EL0, .pmevcntr4EL0, .pmevcntr5EL0,
    ]
    static let eventTypes: [SystemRegisterID] = [
        .pmevtyper0EL0, .pmevtyper1EL0, .pmevtyper2EL0, .pmevtyper3EL0, .pmevtyper4EL0,
        .pmevtyper5EL0,
    ]

    private static let counters: [SystemRegister] = eventCounters.enumerated().map { number, id in
        reg(
            id, "PMEVCNTR\(number)_EL0", op(3, 3, 14, 8, UInt16(number)), .el0,
            trap: .performanceMonitors)
    }
    private static let types: [SystemRegister] = eventTypes.enumerated().map { number, id in
        reg(
            id, "PMEVTYPER\(number)_EL0", op(3, 3, 14, 12, UInt16(number)), .el0,
            writable: filterBits | 0xffff, trap: .performanceMonitors)
    }

    /// One of those at op1 3, CRn 9.
    private static func monitor(
        _ id: SystemRegisterID, _ name: String, _ crm: UInt16, _ op2: UInt16,
        access: Access = .readWrite, reset: Reset = .unknown, writable: UInt64 = ~0
    ) -> SystemRegister {
        reg(
            id, name, op(3, 3, 9, crm, op2), .el0, access: access, reset: reset,
            writable: writable, trap: .performanceMonitors)
    }
}
