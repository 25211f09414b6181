// What the kernel prepares for the hypervisor: parameter blocks and EL2 tables.

    .text

// fill_params: make a parameter block.
// Entry:     EL1, MMU off.
// In:        x0 = block, x1 = top of the EL2 stack, x2 = TPIDR_EL2.
// Destroyed: x3-x4. Returns to x30.
ROUTINE fill_params
    LOAD64  x3, MAIR_DEVICE_NORMAL
    str     x3, [x0, #PARAM_MAIR_EL2]
    LOAD64  x3, TCR_EL2_39BIT
    str     x3, [x0, #PARAM_TCR_EL2]
    str     x2, [x0, #PARAM_TPIDR_EL2]
    LOAD64  x3, RUNTIME_OFFSET
    add     x3, x1, x3
    str     x3, [x0, #PARAM_STACK_HYP_VA]
    str     x1, [x0, #PARAM_STACK_PA]
    adr     x3, hyp_level1
    str     x3, [x0, #PARAM_PGD_PA]
    // Where E2H cannot be cleared it must not be asked to be.
    adr     x4, boot_mode
    ldr     x4, [x4]
    ubfx    x4, x4, #BOOT_MODE_E2H_BIT, #1
    LOAD64  x3, HCR_HOST
    orr     x3, x3, x4, lsl #HCR_E2H_BIT
    str     x3, [x0, #PARAM_HCR_EL2]
    str     xzr, [x0, #PARAM_VTTBR]
    LOAD64  x3, VTCR_EL2_IDLE
    str     x3, [x0, #PARAM_VTCR]
    str     xzr, [x0, #PARAM_TMP]
    ret
END_ROUTINE fill_params

// build_hyp_tables: the EL2 stage 1 tables, 4 KiB pages for the image.
// Entry:     EL1, MMU off; the tables are clear memory of this image.
// Out:       one level 2 table of RAM, reached from two level 1 entries: the
//            identity map and the runtime map.
// Destroyed: x0-x6. Returns to x30.
ROUTINE build_hyp_tables
    // AP[1] reads as one in a regime for EL2 alone. In EL2&0 it would give the
    // page to EL0 too, which makes it non-executable for EL2.
    adr     x4, boot_mode
    ldr     x4, [x4]
    LOAD64  x5, DESC_AP1
    tst     x4, #(1 << BOOT_MODE_E2H_BIT)
    csel    x5, x5, xzr, eq

    adr     x0, hyp_level1
    adr     x1, hyp_level2_devices
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0, #(0 * 8)]                  // 0x0000_0000, 1 GiB
    LOAD64  x3, DESC_BLOCK|DESC_AF|ATTR_DEVICE|DESC_NEVER_EXECUTE
    orr     x3, x3, x5
    LOAD64  x2, PROBE_BASE_HIGH << 16
    orr     x2, x2, x3
    str     x2, [x1, #((PROBE_BASE_HIGH >> 5) * 8)]
    LOAD64  x2, UART_BASE_HIGH << 16
    orr     x2, x2, x3
    str     x2, [x1, #((UART_BASE_HIGH >> 5) * 8)]

    adr     x1, hyp_level2_ram
    orr     x2, x1, #DESC_TABLE
    str     x2, [x0, #(1 * 8)]                  // 0x4000_0000, 1 GiB
    str     x2, [x0, #((RUNTIME_OFFSET >> 30) + 1) * 8]
    adr     x0, hyp_level3_image
    orr     x2, x0, #DESC_TABLE
    str     x2, [x1]

    adr     x1, image_start
    adrp    x6, image_end
    add     x6, x6, :lo12:image_end
    LOAD64  x3, DESC_PAGE|DESC_AF|DESC_SH_INNER|ATTR_NORMAL
    orr     x3, x3, x5
1:  orr     x2, x1, x3
    str     x2, [x0], #8
    add     x1, x1, #4096
    cmp     x1, x6
    b.lo    1b
    dsb     sy
    ret
END_ROUTINE build_hyp_tables
