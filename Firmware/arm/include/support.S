// What every image shares: the first instructions, the console, the image's own
// checks, and its end. A stack is needed only where that is said.

    .section .text.arm, "ax", %progbits
    .arm
    .type   start_in_arm, %function
// The boot CPU arrives here in ARM state and goes on in the build's own.
start_in_arm:
    MOV32   ip, start
    bx      ip

// As does a CPU that PSCI starts.
    .type   secondary_in_arm, %function
secondary_in_arm:
    MOV32   ip, secondary_start
    bx      ip

    .text
    BUILD_STATE

// boot_prepare: memory and probe, on the boot CPU, once.
// Entry:     Hyp mode, MMU off, no stack.
// Out:       bss cleared, probe_present.
// Destroyed: r0-r3. Returns to lr.
ROUTINE boot_prepare
    MOV32   r0, SCTLR_RESET
    mcr     SCTLR(r0)
    MOV32   r0, bss_start
    MOV32   r1, bss_end
    mov     r2, #0
1:  str     r2, [r0], #4
    cmp     r0, r1
    blo     1b
    LOAD_PROBE r0
    ldr     r1, [r0, #PROBE_MAGIC]
    MOV32   r2, PROBE_MAGIC_VALUE
    sub     r1, r1, r2
    clz     r1, r1
    lsr     r1, r1, #5
    MOV32   r0, probe_present
    str     r1, [r0]
    bx      lr
END_ROUTINE boot_prepare

// console_puts: print the NUL-terminated string at r0.
// Destroyed: r0-r3. Returns to lr.
ROUTINE console_puts
    movw    r1, #0
    movt    r1, #UART_BASE_HIGH
1:  ldrb    r2, [r0], #1
    cmp     r2, #0
    beq     3f
2:  ldr     r3, [r1, #UART_FR]
    tst     r3, #(1 << 5)
    bne     2b
    str     r2, [r1]
    b       1b
3:  bx      lr
END_ROUTINE console_puts

// console_hex: print r0 as eight digits.
// Destroyed: r0-r3, ip. Returns to lr.
ROUTINE console_hex
    movw    r1, #0
    movt    r1, #UART_BASE_HIGH
    mov     r2, #8
1:  ror     r0, r0, #28
    and     r3, r0, #15
    cmp     r3, #10
    ite     lo
    addlo   r3, r3, #'0'
    addhs   r3, r3, #('a' - 10)
2:  ldr     ip, [r1, #UART_FR]
    tst     ip, #(1 << 5)
    bne     2b
    str     r3, [r1]
    subs    r2, r2, #1
    bne     1b
    bx      lr
END_ROUTINE console_hex

// check_equal: a value must be what was promised.
// Entry:     a stack; r0 = what is checked, r1 = found, r2 = wanted.
// Destroyed: r0-r3, ip. Returns to lr.
ROUTINE check_equal
    cmp     r1, r2
    it      eq
    bxeq    lr
    push    {r4-r6, lr}
    mov     r4, r1
    mov     r5, r2
    MOV32   r3, call_tag
    ldr     r3, [r3]
    orr     r0, r3, r0, lsl #16
    LOAD_PROBE r3
    str     r0, [r3, #PROBE_FAIL]
    mov     r6, r0
    MOV32   r0, failure_count
    ldr     r1, [r0]
    add     r1, r1, #1
    str     r1, [r0]
    SAY     "a check failed: code, found, wanted"
    mov     r0, r6
    bl      console_hex
    bl      console_gap
    mov     r0, r4
    bl      console_hex
    bl      console_gap
    mov     r0, r5
    bl      console_hex
    MOV32   r0, text_line
    bl      console_puts
    pop     {r4-r6, pc}
END_ROUTINE check_equal

ROUTINE console_gap
    MOV32   r0, text_gap
    b       console_puts
END_ROUTINE console_gap

// measured: tell the VMM what the image itself found of a rule.
// In:        r0 = rule | bug << 8, r1 = found, r2 = wanted; different means broken.
// Destroyed: r0-r3, ip. Returns to lr; needs a stack.
ROUTINE measured
    LOAD_PROBE r3
    cmp     r1, r2
    itt     ne
    orrne   r0, r0, #RULE_BROKEN
    strne   r0, [r3, #PROBE_RULE]
    bne     1f
    str     r0, [r3, #PROBE_RULE]
    bx      lr
1:  mov     r0, #WHAT_TRANSLATION
    b       check_equal
END_ROUTINE measured

// finish: the end of every run. The probe's EXIT (0, or 1 after a failed check)
// where there is a probe, else PSCI SYSTEM_OFF.
ROUTINE finish
    MOV32   r4, failure_count
    ldr     r4, [r4]
    cmp     r4, #0
    bne     1f
    SAY     "all checks passed"
    b       2f
1:  SAY     "CHECKS FAILED"
    mov     r4, #1
2:  MOV32   r0, probe_present
    ldr     r0, [r0]
    cmp     r0, #0
    beq     3f
    LOAD_PROBE r0
    str     r4, [r0, #PROBE_EXIT]
3:  MOV32   r0, PSCI_SYSTEM_OFF
    smc     #0
4:  wfi
    b       4b
END_ROUTINE finish

// unexpected: the kernel took an exception that nothing here raises.
ROUTINE unexpected
    LOAD_PROBE r0
    movw    r1, #0
    movt    r1, #WHAT_EXCEPTION
    str     r1, [r0, #PROBE_FAIL]
    MOV32   r0, failure_count
    mov     r1, #1
    str     r1, [r0]
    b       finish
END_ROUTINE unexpected

    .section .rodata, "a", %progbits
text_gap:       .asciz " "
text_line:      .asciz "\n"

    .bss
    .balign 8
failure_count:  .space 4
probe_present:  .space 4
call_tag:       .space 4
call_in:        .space 16
call_out:       .space 16
call_cpsr:      .space 4
    .balign 8
boot_stack:     .space 1024
boot_stack_top:
second_stack:   .space 1024
second_stack_top:

    .data
    .balign 4
call_masks:     .word CPSR_AIF

    .text
