// Console output on the PL011. Leaf code without a stack, so that it works at
// any exception level and before any set-up.

    .text

// console_puts: print a string; a line feed is sent as it is.
// Entry:     any EL, any masks; MMU off or the UART page identity mapped.
// In:        x0 = NUL-terminated string.
// Destroyed: x0-x4. Returns to x30.
ROUTINE console_puts
    movz    x1, #UART_BASE_HIGH, lsl #16
1:  ldrb    w2, [x0], #1
    cbz     w2, 4f
    // Wait for room, but not for ever: a silent UART must not stop the run.
    movz    w4, #0xffff
2:  ldr     w3, [x1, #UART_FR]
    tbz     w3, #UART_FR_TXFF_BIT, 3f
    subs    w4, w4, #1
    b.ne    2b
3:  str     w2, [x1, #UART_DR]
    b       1b
4:  ret
END_ROUTINE console_puts

// console_hex: print a number as "0x" and sixteen digits.
// Entry:     as console_puts.
// In:        x0 = the number.
// Destroyed: x0-x5. Returns to x30.
ROUTINE console_hex
    movz    x1, #UART_BASE_HIGH, lsl #16
    movz    w5, #18
1:  sub     w5, w5, #1
    movz    w2, #'0'
    cmp     w5, #17
    b.eq    2f
    movz    w2, #'x'
    cmp     w5, #16
    b.eq    2f
    ror     x0, x0, #60                 // next digit, from the top, to bits 3:0
    and     w2, w0, #0xf
    cmp     w2, #10
    add     w3, w2, #('a' - 10)
    add     w2, w2, #'0'
    csel    w2, w2, w3, lo
2:  movz    w4, #0xffff
3:  ldr     w3, [x1, #UART_FR]
    tbz     w3, #UART_FR_TXFF_BIT, 4f
    subs    w4, w4, #1
    b.ne    3b
4:  str     w2, [x1, #UART_DR]
    cbnz    w5, 1b
    ret
END_ROUTINE console_hex
