// Tables of Hyp mode, made by the kernel in SVC with everything non-cacheable.

#define HYP_PAGE                0x443           // valid page, AP[1], AF, MAIR 0
#define HYP_TABLE               3
#define NORMAL_NON_CACHEABLE    0x44

    .text
    BUILD_STATE

// map_page: one page of one set of tables; tables below the first come from the
// pool.
// In:        r0 = first table, r1 = virtual, r2 = physical address.
// Out:       r0 = where the descriptor is.
// Destroyed: r1-r3, ip. Returns to lr; needs a stack.
ROUTINE map_page
    push    {r4, lr}
    lsr     r3, r1, #30
    add     r0, r0, r3, lsl #3
    bl      next_table
    ubfx    r3, r1, #21, #9
    add     r0, r0, r3, lsl #3
    bl      next_table
    ubfx    r3, r1, #12, #9
    add     r0, r0, r3, lsl #3
    bfc     r2, #0, #12
    movw    r3, #HYP_PAGE
    orr     r2, r2, r3
    mov     r3, #0
    strd    r2, r3, [r0]
    pop     {r4, pc}
END_ROUTINE map_page

// next_table: r0 = place of a descriptor -> the table it names, made if missing.
// Destroyed: r3, r4, ip.
ROUTINE next_table
    ldr     r3, [r0]
    cmp     r3, #0
    bne     1f
    MOV32   ip, table_pool_next
    ldr     r3, [ip]
    add     r4, r3, #4096
    str     r4, [ip]
    orr     r3, r3, #HYP_TABLE
    mov     r4, #0
    str     r3, [r0]
    str     r4, [r0, #4]
1:  bfc     r3, #0, #12
    mov     r0, r3
    bx      lr
END_ROUTINE next_table

// map_range: pages from r1 up to r3, at virtual = physical + r2, in tables r0.
// Destroyed: r0-r3, ip. Returns to lr; needs a stack.
ROUTINE map_range
    push    {r4-r7, lr}
    mov     r4, r0
    mov     r5, r1
    bfc     r5, #0, #12
    mov     r6, r2
    mov     r7, r3
1:  mov     r0, r4
    add     r1, r5, r6
    mov     r2, r5
    bl      map_page
    add     r5, r5, #4096
    cmp     r5, r7
    blo     1b
    pop     {r4-r7, pc}
END_ROUTINE map_range

    .data
    .balign 4
table_pool_next: .word table_pool

    .section .bss.pages, "aw", %nobits
    .balign 4096
table_pool:     .space 4096 * 16
    .text
