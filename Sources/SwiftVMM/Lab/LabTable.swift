// The laboratory's entries, in the order of the catalogue.

extension LabEntry {
    /// All entries: those with a scene, and those that say why they have none.
    public static let table: [LabEntry] =
        (seeds + calls + registers + tables + boot + arm + caches + unshown)
        .sorted { $0.id < $1.id }

    static let nop: UInt32 = 0xd503_201f

    static func shown(
        _ number: Int, _ expected: RunCause.Kind, key: String = "", image: String = "lab",
        argument: UInt64? = nil, fault: Fault = .note, method: Method = .run,
        background: String? = nil,
        machine: @escaping @Sendable (inout MachineConfiguration) -> Void = { _ in }, _ note: String
    ) -> LabEntry {
        LabEntry(
            id: id(number),
            content: .scene(
                Scene(
                    image: image, argument: argument ?? UInt64(number), fault: fault,
                    method: method, expected: Expected(kind: expected, key: key),
                    background: background,
                    machine: machine, note: note)))
    }

    private static func id(_ number: Int) -> String {
        number < 10 ? "B0\(number)" : "B\(number)"
    }

    /// Design, as the seeds discuss it.
    static let seeds: [LabEntry] = [
        shown(
            1, .rule, key: "HYP-36",
            fault: .words([Word("init_call", 0xf100_141f, 0x1400_0008)]),
            method: .explore([.call(0), .call(1)]),
            "KVM's init vectors are in and init has not been called; an exception handler makes a "
                + "stub call at each instruction. The faulty vectors take every HVC for init."),
        shown(
            3, .stuck,
            "the first kernel goes away, and its memory is used again, with KVM's vectors in "
                + "VBAR_EL2; then the next kernel calls the stub."),
        shown(
            4, .guestFailure, method: .explore([.migrate]),
            "the scheduler's tick moves the thread between SET_VECTORS and init; the faulty form "
                + "leaves IRQs unmasked there."),
        shown(
            5, .wildJump,
            "the parameter block holds the stack where the tables belong, and the tables where the "
                + "stack belongs: an order that changed between two versions."),
        shown(
            6, .wildJump,
            "the faulty kernel takes the identity map out of the EL2 tables after boot; then CPU 1 "
                + "comes and turns its EL2 MMU on."),
        shown(
            7, .guestFailure,
            "EL2 looks at a page, TTBR0_EL2 changes, EL2 looks again: the second look must follow "
                + "the new tables."),
        shown(
            8, .wildJump,
            "the last instructions of the init text lie on the page behind; the faulty identity "
                + "map ends with the first page."),
        shown(
            12, .rule, key: "HYP-20",
            fault: .words([Word("stub_call_from_kvm", 0x5400_0121, nop)]),
            "SET_VECTORS to KVM, whose EL2 MMU is on: a physical address would become a virtual "
                + "one. The faulty KVM does not refuse."),
        shown(
            13, .rule, key: "HYP-24",
            fault: .words([Word("stub_call_from_kvm", 0xd51c_c005, nop)]),
            "RESET_VECTORS to KVM must lead back to the initial stub, not to whatever was there."),
        shown(
            2, .wildJump, image: "lab-legacy",
            "the caller asks for the vectors as the oldest stub wants it, with -1, and a "
                + "hypervisor that takes numbers for functions answers."),
        shown(
            14, .fault, image: "lab-vhe",
            "a guest's access traps to a register that the host's switch does not know; the "
                + "faulty host stops itself with BUG()."),
        shown(
            15, .guestFailure, image: "lab-vhe",
            "the guest has written TTBR0_EL1, which is live; its read traps, and the faulty host "
                + "answers from memory."),
        shown(
            16, .guestFailure, image: "lab-vhe",
            "a 32-bit write of TTBR0 traps (played by a hypercall); the faulty host merges it with "
                + "the stale half in memory."),
        shown(
            18, .endless, image: "lab-vhe",
            "an interrupt ends the guest each time; the faulty loop restores its caller's mask, "
                + "which is closed, and never takes it."),
        shown(
            17, .fault,
            "two objects share a page of EL2's map; one is freed. The faulty kernel unmaps the "
                + "page though it has another user."),
        shown(
            19, .rule, key: "HYP-2",
            "EL2 calls itself and keeps ELR and SPSR on its stack; the faulty handler takes them "
                + "back in the other order."),
    ]

    /// Call semantics.
    static let calls: [LabEntry] = [
        shown(
            20, .rule, key: "HYP-2",
            "an interrupt of the host's ends a call; the faulty hypervisor makes an exception "
                + "frame by hand and enters the host's IRQ vector."),
        shown(
            28, .guestFailure, background: "EL2 exception class 0x25",
            "EL2 takes a fault of its own and gives the host its registers back; the faulty "
                + "handler takes them from another place."),
        shown(
            21, .rule, key: "HYP-36",
            fault: .words([Word("stub_call_from_kvm", 0xaa02_03e0, 0xaa1f_03e0)]),
            "SOFT_RESTART answered by KVM: the payload must find x2 of the call in x0."),
        shown(
            22, .stuck,
            "the temporary stub is in a page that the resumed kernel frees; the faulty resume "
                + "path makes its HVC with whatever is in x0."),
        shown(
            23, .guestFailure,
            "a crash kernel is entered, and then its second CPU comes at EL2; the faulty path "
                + "does not go through EL2 itself."),
        shown(
            24, .rule, key: "HYP-14", image: "lab-legacy",
            "the hypervisor has gone, and somebody still calls a function of it; the faulty stub "
                + "installs what it is given."),
        shown(
            25, .wildJump, image: "lab-legacy",
            "a CPU starts whose hypervisor is still there; without a look at the vectors, init's "
                + "arguments are taken for a function."),
        shown(
            26, .guestFailure,
            "a hypercall is made before KVM's init: the stub refuses it."),
        shown(
            27, .rule,
            fault: .words([
                Word("init_resident", 0xd2c0_0202, 0xd2c0_0204),
                Word("init_resident", 0x8b02_0000, 0x8b04_0000),
            ]),
            "init may use x0 to x3; the faulty init uses x4."),
        shown(
            29, .rule,
            "protected KVM has deprivileged the host, which then asks for other vectors."),
        shown(
            30, .guestFailure,
            "code is entered through a function with a second argument that says whether to go "
                + "through EL2; the faulty caller passes none."),
        shown(
            31, .guestFailure, fault: .machine { $0.allowsHVC = false },
            "firmware leaves SCR_EL3.HCE clear: HVC is undefined."),
        shown(
            33, .wildJump,
            fault: .words([Word("init_el2", 0xd286_7fe1, 0xd286_ffe1)]),
            "CPTR_EL2.TFP is left set: the kernel's first FP instruction reaches the stub with "
                + "x0 = 0, which is SET_VECTORS."),
    ]

    /// EL2 register initialisation.
    static let registers: [LabEntry] = [
        shown(
            43, .wildJump,
            fault: .words([Word("init_el2", 0xb400_0121, 0x3708_0121)]),
            machine: {
                $0.cpuModel = $0.cpuModel.identifying(.idAA64Pfr0EL1, lsb: 24, as: 3)
                $0.resetPolicy = .zero
            },
            "the GIC's version field is 3 and not 1; the faulty set-up leaves it alone, and an "
                + "access of the kernel's reaches the stub with x0 = 0, which is SET_VECTORS."),
        shown(
            35, .stuck, fault: .words([Word("init_el2", 0xb710_0060, nop)]),
            machine: { $0.e2h = .res1 },
            "E2H is stuck at one, so SCTLR_EL1 names SCTLR_EL2; the faulty set-up does not look."),
        shown(
            36, .stuck,
            fault: .words([Word("init_el2", 0xd51c_1100, 0xd53c_1100)]),
            "the faulty set-up reads HCR_EL2, whose reset value is UNKNOWN, and goes by it."),
        shown(
            39, .stuck,
            fault: .words([Word("init_el2", 0xd518_1001, nop)]),
            "SCTLR_EL1 is UNKNOWN at reset; the faulty set-up leaves it so on the way to EL1."),
        shown(
            40, .fault,
            fault: .words([Word("init_resident", 0xd283_07a0, 0xd283_07e0)]),
            "SCTLR_EL2.A is set for code that makes unaligned accesses."),
    ]

    /// Page tables, TLB, caches.
    static let tables: [LabEntry] = [
        shown(
            45, .wildJump, fault: .words([Word("init_resident", 0xd50c_871f, nop)]),
            "the boot loader ran with the EL2 MMU on, and its TLB entries are still there when KVM "
                + "turns it on again."),
        shown(
            46, .guestFailure, fault: .words([Word("init_resident", 0xd50c_879f, 0xd50c_87df)]),
            "the next kernel's KVM gives VMID 1 again; the faulty init invalidates the current "
                + "VMID only."),
        shown(
            47, .wildJump, image: "lab-vhe",
            "the MMU goes on at EL2; the faulty switch runs from text that is mapped at the "
                + "kernel's address only."),
        shown(
            51, .wildJump, fault: .words([Word("fill_params", 0xd280_0323, 0xd280_0183)]),
            "TCR_EL2.T0SZ asks for 52 address bits on a CPU that has 48."),
        shown(
            54, .guestFailure,
            "the kernel's map changes while its MMU is off; the TLB still has the old one."),
    ]

    /// Boot mode, hotplug, tracing.
    static let boot: [LabEntry] = [
        shown(
            56, .guestFailure, machine: { $0.entryLevel = .el1 },
            "every CPU came at EL1; the two words that tell must agree."),
        shown(
            58, .stuck, machine: { $0.secondaryEntryLevel = .el1 },
            "firmware starts CPU 1 at EL1; the faulty kernel calls an EL2 where nobody has "
                + "installed anything."),
        shown(
            63, .guestFailure, image: "lab-vhe",
            "a CPU comes back from idle; the faulty path sets MDCR_EL2 without VHE only."),
        shown(
            64, .guestFailure, image: "lab-vhe",
            "the host injects an exception while the guest's registers are live; the faulty host "
                + "writes the copy in memory."),
        shown(
            59, .stuck, fault: .words([Word("hyp_stub_call", 0xf100_0c1f, 0xd420_0080)]),
            "a breakpoint in the stub: EL2 takes it from itself, into the same handler."),
    ]

    /// What caches hide, on a machine that watches them.
    static let caches: [LabEntry] = [
        shown(
            9, .hazard, key: "uncleaned", machine: watchesCaches,
            "the kernel writes EL2's tables and parameters through its cache; init and the walks "
                + "of EL2 go past it. The faulty kernel does not clean them."),
        shown(
            42, .hazard, key: "uncleaned-data",
            fault: .words([Word("init_resident", 0xd283_07a0, 0xd283_0720)]),
            machine: watchesCaches,
            "the host writes through its cache what EL2 reads; the faulty init leaves SCTLR_EL2.C "
                + "clear."),
        shown(
            48, .hazard, key: "uncleaned-instruction", machine: watchesCaches,
            "after hibernation the stub's text is written again, and CPU 1 fetches it with its MMU "
                + "off; the faulty kernel has not cleaned it."),
        shown(
            49, .hazard, key: "uncleaned-instruction", machine: watchesCaches,
            "a loader with its MMU on has written the vectors; EL2 fetches them with its MMU off."),
        shown(
            57, .hazard, key: "stale-cached-data", machine: watchesCaches,
            "CPU 1 writes its mode with its MMU off, and CPU 0 has the line in its cache; the "
                + "faulty kernel does not invalidate it."),
    ]

    private static let watchesCaches: @Sendable (inout MachineConfiguration) -> Void = {
        $0.hazards = .cache
    }

    /// 32-bit firmware; its faults are builds of their own.
    static let arm: [LabEntry] = [
        shown(
            34, .rule, key: "HYP-41", image: "arm/init-numbered-t2", argument: 0,
            fault: .image("arm/faults/b34-arm-payload"), machine: cortexA15,
            "a Thumb-2 kernel's KVM is asked to start a payload in ARM state: bit 0 of the entry "
                + "is clear, as the stub would have it, and KVM starts it in its own state."),
        shown(
            41, .rule, key: "HYP-60", image: "arm/stub-be8", argument: 0,
            fault: .image("arm/faults/b41-endian-bit-9"), machine: cortexA15,
            "a BE8 kernel sets HSCTLR.EE for what runs in Hyp mode; the faulty one writes bit 9, "
                + "where CPSR has it."),
        shown(
            55, .rule, key: "HYP-70", image: "arm/stub-mixed", argument: 0,
            fault: .image("arm/faults/b55-mode-word-missed"), machine: cortexA15,
            "the second CPU comes in SVC mode though the first came in Hyp; the faulty code stores "
                + "that by registers of another routine."),
        shown(
            61, .rule, key: "HYP-61", image: "arm/stub-numbered-t2", argument: 0,
            fault: .image("arm/faults/b61-no-thumb-bit"), machine: cortexA15,
            "a Thumb-2 kernel's handlers need HSCTLR.TE; the faulty one leaves it clear."),
    ]

    private static let cortexA15: @Sendable (inout MachineConfiguration) -> Void = {
        $0.cpuModel = .cortexA15
        $0.gicVersion = .v2
        $0.memoryBytes = 16 << 20
    }

    /// Why the others have no scene.
    static let unshown: [LabEntry] = [
        (10, "a 32-bit trampoline in a machine whose RAM ends with the address space."),
        (11, "memory that is never released: there is nothing to see in a run."),
        (37, "needs FEAT_FGT, which no processor here has."),
        (38, "needs FEAT_FGT, which no processor here has."),
        (52, "needs a kernel with 64 KiB pages."),
        (60, "needs FEAT_BTI, which no processor here has."),
        (32, "needs CPUs of different kinds in one machine, and a build failure is no run."),
        (44, "an erratum of one processor; the software CPU has none."),
        (50, "needs RAM above 48 bits of address."),
        (53, "a linker's assertion: there is no image to run."),
        (62, "needs a processor without BX, older than any model here."),
    ].map { LabEntry(id: id($0), content: .reason($1)) }
}
