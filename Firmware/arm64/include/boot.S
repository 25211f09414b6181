// The first instructions of the boot CPU, the same in every image.

    .text

// boot_prepare: memory and probe, on the boot CPU, once.
// Entry:     any EL, MMU off, no stack. SCTLR_ELx holds junk otherwise, and so
//            is written before the first data access: EE could be set.
// Out:       bss cleared; probe_present = 1 if the board has the probe;
//            x28 = probe base, x27 = 0.
// Destroyed: x0-x1. Returns to x30.
ROUTINE boot_prepare
    mrs     x0, CurrentEL
    cmp     x0, #CURRENT_EL2
    b.ne    1f
    LOAD64  x0, SCTLR_EL2_OFF
    msr     sctlr_el2, x0
    b       2f
1:  LOAD64  x0, SCTLR_EL1_OFF
    msr     sctlr_el1, x0
2:  isb
    adr     x0, bss_start
    adrp    x1, bss_end
    add     x1, x1, :lo12:bss_end
3:  stp     xzr, xzr, [x0], #16
    cmp     x0, x1
    b.lo    3b
    LOAD_PROBE
    movz    w27, #0
    ldr     w0, [x28, #PROBE_MAGIC]
    LOAD64  x1, PROBE_MAGIC_VALUE
    cmp     w0, w1
    cset    w1, eq
    adr     x0, probe_present
    str     w1, [x0]
    ret
END_ROUTINE boot_prepare
