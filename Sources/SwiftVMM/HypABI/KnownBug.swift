// The bugs and hazards that the hyp ABI has seen, numbered as the rules cite them.

/// One entry of the catalogue.
public struct KnownBug: Sendable {
    /// "B21".
    public let id: String
    public let title: String
    /// When it was there, as far as is known.
    public let era: String
    public let whatWentWrong: String
    /// What ended it: a commit of Linux, a redesign, or nothing yet.
    public let fix: String

    public static func find(_ id: String) -> KnownBug? {
        let upper = id.uppercased()
        guard upper.first == "B", let number = Int(upper.dropFirst()) else { return nil }
        return table.first { Int($0.id.dropFirst()) == number }
    }
}

extension KnownBug {
    /// All entries. Sources: Linux commits and mailing list threads; "reading" marks what follows
    /// from the code and was never reported.
    public static let table: [KnownBug] = [
        // Design, as discussed when the calls were made
        bug(
            "B01", "Init window", "arm32 3.9 to 4.11",
            "Between SET_VECTORS and KVM's init every HVC was taken as init arguments; another"
                + " caller in that window left Hyp mode with garbage stack, vectors and tables.",
            "4.12: the init vectors answer stub calls first"),
        bug(
            "B02", "One HVC, three conventions", "arm32 3.9 to 4.11",
            "r0 was an address or -1 to the stub, a function to KVM, a stack to its init; asking"
                + " the wrong owner installed or called nonsense.",
            "4.12: numbered calls and HVC_STUB_ERR for all"),
        bug(
            "B03", "Reboot talks to a dead owner", "before 4.12",
            "A soft reboot left whatever owned Hyp mode in place; the next kernel started below it"
                + " or overwrote it.",
            "9da5ac236de6 re-enters in the boot mode; KVM leaves first"),
        bug(
            "B04", "Init while preemptible", "arm32 before 4.12",
            "SET_VECTORS and init could run on two CPUs: one kept init vectors, the other took the"
                + " arguments for a function.",
            "callers disable preemption; init understands stub calls"),
        bug(
            "B05", "Overloaded arguments", "arm32 3.10 to 4.7",
            "A zero stack pointer selected the init phase and table addresses were split over two"
                + " registers: easy to get wrong, most of all big-endian.",
            "4.8: one-call init, fixed register pair"),
        bug(
            "B06", "Identity map removed after boot", "arm32 3.9",
            "A CPU plugged in later turned on its Hyp MMU at an address that was not mapped.",
            "keep the boot tables; later merge the map"),
        bug(
            "B07", "No invalidation on table switch", "arm32 3.9",
            "HTTBR changed but Hyp kept using translations of the boot tables.",
            "TLBIALLH and DSB after the write"),
        bug(
            "B08", "Init text crosses a page", "before 4.1",
            "Only one page was mapped one to one, so a long or badly placed init aborted half way.",
            "bounce page, then linker assertions"),
        bug(
            "B09", "Tables not cleaned to coherency", "before 3.10",
            "EL2 reads tables, parameters and text with caches off and saw what memory held"
                + " before.",
            "clean to the point of coherency"),
        bug(
            "B10", "Trampoline over RAM", "arm32 3.10 to 4.7",
            "The trampoline's virtual address could equal a physical one of the init text.",
            "declared out of scope; gone in 4.8"),
        bug(
            "B11", "Boot tables never freed", "arm32 3.10 to 4.7",
            "Without CPU hotplug the boot tables stayed, an executable alias of the kernel.",
            "freed, then removed in 4.8"),
        bug(
            "B12", "SET_VECTORS with the EL2 MMU on", "design of 4.12",
            "A physical address would be installed where a virtual one is needed.",
            "only the initial stub sets; KVM refuses, callers reset first"),
        bug(
            "B13", "Reset to what?", "design of 4.12",
            "\"Default vectors\" could mean each hypervisor's own default.",
            "the document says: the initial stub's, physical"),
        bug(
            "B14", "BUG() on an unexpected register", "draft of 4.17",
            "A guest's access to a register missing from the list brought the host down.",
            "warn, read zero, ignore writes; later use the memory copy"),
        bug(
            "B15", "Stale copy of a loaded register", "draft of 4.17",
            "Emulation read the memory copy while the value lived in the hardware.",
            "accessors that know where the value is"),
        bug(
            "B16", "Half registers merged with stale halves", "draft of 4.17",
            "A 32-bit write kept the other half from memory instead of the live one.",
            "read the live register before merging"),
        bug(
            "B17", "Unmapping a shared page", "2011 drafts; pKVM",
            "Freeing one vCPU unmapped the page that held another one.",
            "not unmapped for years; then counted: a83e2191b7f1, 52b28657ebd7"),
        bug(
            "B18", "Interrupts saved instead of disabled", "2011 draft",
            "Hid that the caller must have interrupts on; with them off a pending one never came.",
            "plain disable and enable"),
        bug(
            "B19", "Two handlers, two frame orders", "2011 draft",
            "The pushed lr and SPSR were described in one order and stored in the other.",
            "the design was dropped in 3.9"),
        bug(
            "B20", "Faked interrupt frame", "2011 draft",
            "An interrupt during a guest entered the host's handler through a hand-made frame.",
            "3.9: return to the host and unmask"),
        // Registers, results, owners
        bug(
            "B21", "SOFT_RESTART lost x0", "4.12 to 5.7, arm64",
            "\"x0 := 0\" sat on the path shared by reset and restart, after the arguments had been"
                + " moved: the payload got 0 for its first argument. Only with KVM still in.",
            "b9e10d4a6c9f (5.8), backported to 4.14"),
        bug(
            "B22", "Hibernation's bare HVC", "5.16 until 955d86e5f3b9, arm64",
            "Resume executed HVC without a number after the private vectors were gone: refused,"
                + " and VBAR_EL2 stayed in a page about to be freed.",
            "955d86e5f3b9"),
        bug(
            "B23", "Crash kernel at EL1", "before 4.19, arm64",
            "kdump skipped EL2: boot CPU at EL1, others at EL2, old EL2 state alive.",
            "76f4e2da: always back to EL2"),
        bug(
            "B24", "KVM never left EL2", "arm64 before 4.8",
            "No teardown before kexec; a guest scheduled after it passed a function pointer to the"
                + " stub, which installed it as vectors.",
            "67f691976662, c94b0cf28281"),
        bug(
            "B25", "Initialised twice", "arm32",
            "A CPU whose Hyp state survived suspend was initialised again: arguments were called"
                + " as a function.",
            "37a34ac1d477 asks whose vectors are in"),
        bug(
            "B26", "Hypercall before init", "arm64 before 5.18",
            "Protected KVM made a mapping before its vectors were in; the stub refused.",
            "2e40316753ee"),
        bug(
            "B27", "Init destroyed x4", "arm64 before 5.11",
            "Init used x4 and up although its callers rely on SMCCC: only x0 to x3 may go.",
            "e500b805c39d"),
        bug(
            "B28", "Panic with wrong registers", "arm64 before 5.12",
            "After a panic at EL2 the host's context was restored through a bad pointer.",
            "c4b000c3928d"),
        bug(
            "B29", "Protected KVM must refuse the stub calls", "arm64 5.12",
            "With them a host could replace EL2's code and escape confinement.",
            "8579a185baca; kexec and hibernation are blocked"),
        bug(
            "B30", "Garbage argument asks for Hyp", "arm32 4.12-rc",
            "cpu_reset got a new flag that one caller did not pass.", "29226b198bb2"),
        bug(
            "B31", "HVC not enabled by firmware", "5.12 and later",
            "SCR_EL3.HCE was 0; kernels that always issue HVC at boot die of it.",
            "the requirement is documented: e3849765037b"),
        bug(
            "B32", "One answer for unlike CPUs", "arm64 6.19-rc",
            "The interrupt controller's type was asked once for all CPUs; older assemblers did not"
                + " know the register's name.",
            "asked early on each CPU"),
        bug(
            "B33", "Any trap is a hypercall", "4.12 and later (reading)",
            "The stub does not look at the syndrome: a trapped access is decoded by whatever x0"
                + " holds, loops, or overwrites the vectors.",
            "none; kernels turn the traps off instead"),
        bug(
            "B34", "Thumb or not at the payload", "arm32 4.12 to 5.6 (reading)",
            "KVM forces the kernel's own state, the stub uses bit 0 of the entry.", "none found"),
        // What EL2 registers hold at entry
        bug(
            "B35", "CPUs that have only VHE", "arm64 before 5.13",
            "HCR_EL2.E2H reads one whatever is written, and the kernel assumed it starts without.",
            "31a32b49b80f"),
        bug(
            "B36", "E2H used before it is set", "arm64",
            "Code branched on a bit whose reset value is unknown, in boot and in the power relay.",
            "3944382fa6f2, b3320142f3db, 7a68b55ff39b, ca88ecdce5f5"),
        bug(
            "B37", "Fine-grained traps left on", "arm64 before 5.13",
            "Their reset values are unknown, so a first access could go to the stub.",
            "31c00d2aeaa2"),
        bug(
            "B38", "Fine-grained traps cleared too far", "arm64 5.13",
            "Some bits trap when zero; clearing everything turned those on.",
            "50cb99fa89aa, and the same for each later feature"),
        bug(
            "B39", "SCTLR_EL1 unknown in the relay", "arm64 before 6.14",
            "A CPU brought up by protected KVM could enter EL1 with the MMU on.", "3855a7b91d42"),
        bug(
            "B40", "Alignment checks and RES1", "before 4.12",
            "KVM's init turned alignment checking on for code that needs it off, and dropped RES1"
                + " bits.",
            "constants of the MMU-off value"),
        bug(
            "B41", "Big-endian Hyp", "arm32 3.x, arm64 before 3.14",
            "The endianness bit was written to the wrong place, or not at all.",
            "18ea3dbc9e5c on arm64"),
        bug(
            "B42", "Data cache off in Hyp", "arm32 3.9",
            "Init turned on the instruction cache only; Hyp worked past the host's dirty lines.",
            "the bit is copied from the kernel's control register"),
        bug(
            "B43", "Versions compared for equality", "arm32 before 5.x",
            "Newer cores report other non-zero versions of timer and GIC and were not set up.",
            "9db043d36bd3 and its twin"),
        bug(
            "B44", "Erratum around HCR_EL2 writes", "arm64, one CPU",
            "Translations next to a write of HCR_EL2 could be corrupted.",
            "fed55f49fad1: barriers around each write"),
        // Tables, TLB, caches
        bug(
            "B45", "The boot loader's translations", "before 3.18",
            "Init turned on the EL2 MMU over a TLB that firmware had filled.",
            "8d68f67b5782: invalidate first"),
        bug(
            "B46", "Other VMIDs kept", "arm64 before 6.12",
            "Init invalidated the current VMID only; a reused one saw old mappings.",
            "dc0dddb1d66d"),
        bug(
            "B47", "MMU turned on outside the identity map", "arm64 5.12-rc",
            "The switch to VHE ran from text that is not mapped one to one.",
            "f1b6cff7c98b, 430251cc864b"),
        bug(
            "B48", "Stale Hyp text after hibernation", "arm64 before 5.0",
            "Only the identity-mapped text was cleaned, the stub had moved elsewhere.",
            "f7daa9c8fd19"),
        bug(
            "B49", "Entered with the MMU on", "arm64 6.3",
            "The stub's text could still be in the cache when EL2 fetched it uncached.",
            "3dcf60bbfd28"),
        bug(
            "B50", "Wrong index for 52-bit addresses", "arm64 before 4.16",
            "The identity map's top level was indexed with the wrong table size.", "98732d1b189b"),
        bug(
            "B51", "Address size the CPU has not", "arm64 5.12-rc",
            "Kernels built for 52 bits programmed that size into TCR_EL2 of 48-bit CPUs.",
            "7ba8f2b2d652"),
        bug(
            "B52", "Identity map against 64K pages", "arm64 before 4.17",
            "A 4 KiB section was taken down page by page and its neighbours with it.",
            "46fef158f10d"),
        bug(
            "B53", "Linker assertion misfires", "arm64 6.3",
            "After sections moved the size was not resolved when checked.", "check rewritten"),
        bug(
            "B54", "Translations kept across relocation", "arm64",
            "The kernel was remapped and the MMU turned on with old entries alive.",
            "65fc7d54efb6"),
        // Boot, hotplug, tracing, control flow
        bug(
            "B55", "Mismatch stored somewhere else", "arm32 about 3.8",
            "The macro used fixed registers and wrote the mode to a wrong address.", "by 3.12"),
        bug(
            "B56", "Mismatch never false", "arm64 before 4.1",
            "Systems booted at EL1 were always reported as mixed.", "424a383824fa"),
        bug(
            "B57", "Boot mode behind the cache", "arm32 before 3.11, arm64",
            "Written with caches off and read from a stale line.",
            "ARM patch 7787/1; 82b2f495fba3"),
        bug(
            "B58", "CPU brought up in another mode", "all",
            "Firmware that starts a core below Hyp leaves it without a stub.",
            "detected only"),
        bug(
            "B59", "Probe in the stub", "arm64 before 5.x",
            "A breakpoint planted in text that runs at EL2.", "text where probes are forbidden"),
        bug(
            "B60", "No landing pads", "arm64 with BTI",
            "Branches by register into EL2 text without a landing instruction.", "b53d4a272349"),
        bug(
            "B61", "Thumb bit not set for re-entry", "arm32 EFI",
            "HVC in Hyp mode entered a Thumb handler in ARM state.", "fbc81ec5b85d"),
        bug(
            "B62", "bx on cores without it", "arm32 zImage", "The stub returned with bx lr.",
            "a4a12e008e29"),
        bug(
            "B63", "VHE forgot debug state on resume", "arm64",
            "MDCR_EL2 was set up on the path without VHE only.", "da5a3ce66b8b"),
        bug(
            "B64", "Injection looked in the wrong place", "arm64",
            "Exceptions for 32-bit guests used memory while the registers were live; a rework did"
                + " the opposite.",
            "0370964dd3ff, c6e35dff58d3"),
    ]

    private static func bug(
        _ id: String, _ title: String, _ era: String, _ whatWentWrong: String, _ fix: String
    ) -> KnownBug {
        KnownBug(id: id, title: title, era: era, whatWentWrong: whatWentWrong, fix: fix)
    }
}
