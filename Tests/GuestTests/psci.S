// PSCI at EL2: version, errors, turning a CPU on and off, and what the new CPU starts with.
//
// CPUS: 2
// Source: Arm DEN 0022, PSCI_VERSION, CPU_ON, CPU_OFF, AFFINITY_INFO.
//
// EXPECT: version 10001
// EXPECT: unknown function ffffffffffffffff
// EXPECT: unknown 64-bit function ffffffffffffffff
// EXPECT: features of CPU_ON 0
// EXPECT: features of SYSTEM_OFF 0
// EXPECT: features of nothing ffffffffffffffff
// EXPECT: affinity of CPU 0 0
// EXPECT: affinity of CPU 1 1
// EXPECT: affinity of CPU 9 fffffffffffffffe
// EXPECT: affinity, 32-bit call 1
// EXPECT: CPU_ON of CPU 9 fffffffffffffffe
// EXPECT: CPU_ON of CPU 0 fffffffffffffffc
// EXPECT: x1 1
// EXPECT: x2 2
// EXPECT: x3 3
// EXPECT: x19 13
// EXPECT: CPU_ON of CPU 1 0
// EXPECT:   context 77
// EXPECT:   CurrentEL 8
// EXPECT:   DAIF 3c0
// EXPECT:   SCTLR_EL2 M, C, I 0
// EXPECT:   MPIDR affinity 1
// EXPECT:   SPSel 1
// EXPECT: CPU_ON of CPU 1 0
// EXPECT:   context 78
// EXPECT:   CurrentEL 8
// EXPECT:   DAIF 3c0
// EXPECT:   SCTLR_EL2 M, C, I 0
// EXPECT:   MPIDR affinity 1
// EXPECT:   SPSel 1

#include "guest.h"

.macro PSCI text, function, x1=0, x2=0, x3=0
    MOV64   x0, (\function)
    MOV64   x1, (\x1)
    MOV64   x2, (\x2)
    MOV64   x3, (\x3)
    smc     #0
    sxtw    x0, w0
    SHOW    "\text ", x0
.endm

GUEST
    ADDR    x20, shared
    PSCI    "version", PSCI_VERSION
    PSCI    "unknown function", 0x8400ffff
    PSCI    "unknown 64-bit function", 0xc400ffff
    PSCI    "features of CPU_ON", 0x8400000a, PSCI_CPU_ON
    PSCI    "features of SYSTEM_OFF", 0x8400000a, PSCI_SYSTEM_OFF
    PSCI    "features of nothing", 0x8400000a, 0x8400fff0
    PSCI    "affinity of CPU 0", PSCI_AFFINITY_INFO, 0
    PSCI    "affinity of CPU 1", PSCI_AFFINITY_INFO, 1
    PSCI    "affinity of CPU 9", PSCI_AFFINITY_INFO, 9
    PSCI    "affinity, 32-bit call", 0x84000004, 1
    PSCI    "CPU_ON of CPU 9", PSCI_CPU_ON, 9, 0x40000000
    PSCI    "CPU_ON of CPU 0", PSCI_CPU_ON, 0, 0x40000000
    // x1 to x3 survive a call, and so does x4 and up.
    MOV64   x0, PSCI_VERSION
    mov     x1, #1
    mov     x2, #2
    mov     x3, #3
    mov     x19, #19
    smc     #0
    SHOW    "x1 ", x1
    SHOW    "x2 ", x2
    SHOW    "x3 ", x3
    SHOW    "x19 ", x19

    mov     x21, #0
2:  MOV64   x0, PSCI_CPU_ON
    mov     x1, #1
    adr     x2, second
    add     x3, x21, #0x77
    smc     #0
    SHOW    "CPU_ON of CPU 1 ", x0
    // It says what it started with and turns itself off. QEMU may still call it off right after
    // CPU_ON, so its own sign comes first.
    add     x22, x20, #48
4:  ldar    x5, [x22]
    cbz     x5, 4b
    str     xzr, [x22]
3:  MOV64   x0, PSCI_AFFINITY_INFO
    mov     x1, #1
    mov     x2, #0
    smc     #0
    cmp     w0, #1
    b.ne    3b
    ldr     x5, [x20]
    SHOW    "  context ", x5
    ldr     x5, [x20, #8]
    SHOW    "  CurrentEL ", x5
    ldr     x5, [x20, #16]
    SHOW    "  DAIF ", x5
    ldr     x5, [x20, #24]
    SHOW    "  SCTLR_EL2 M, C, I ", x5
    ldr     x5, [x20, #32]
    SHOW    "  MPIDR affinity ", x5
    ldr     x5, [x20, #40]
    SHOW    "  SPSel ", x5
    // Twice: it can be turned on again.
    add     x21, x21, #1
    cmp     x21, #2
    b.ne    2b
    POWER_OFF

second:
    ADDR    x20, shared
    str     x0, [x20]
    mrs     x5, CurrentEL
    str     x5, [x20, #8]
    mrs     x5, daif
    str     x5, [x20, #16]
    mrs     x5, sctlr_el2
    mov     x6, #(SCTLR_M | SCTLR_C)
    orr     x6, x6, #SCTLR_I
    and     x5, x5, x6
    str     x5, [x20, #24]
    mrs     x5, mpidr_el1
    and     x5, x5, #0xffffff
    str     x5, [x20, #32]
    mrs     x5, SPSel
    str     x5, [x20, #40]
    add     x22, x20, #48
    mov     x5, #1
    stlr    x5, [x22]
    MOV64   x0, PSCI_CPU_OFF
    smc     #0
    b       .

    .bss
    .balign 64
shared:
    .space  64
