// PSCI by HVC from an entry at EL1, where there is no EL2 of the guest's own.
//
// CPUS: 2
// EL: 1
// Source: Arm DEN 0022; DEN 0028, conduits.
//
// EXPECT: version 10001
// EXPECT: CPU_ON 0
// EXPECT: context and level 5504
// EXPECT: off again
// EXPECT: CurrentEL 4

#define ENTRY_EL1
#include "guest.h"

GUEST
    MOV64   x0, PSCI_VERSION
    hvc     #0
    SHOW    "version ", x0
    MOV64   x0, PSCI_CPU_ON
    mov     x1, #1
    adr     x2, second
    mov     x3, #0x55
    hvc     #0
    SHOW    "CPU_ON ", x0
    ADDR    x20, shared
1:  ldar    x5, [x20]
    cbz     x5, 1b
    SHOW    "context and level ", x5
2:  MOV64   x0, PSCI_AFFINITY_INFO
    mov     x1, #1
    mov     x2, #0
    hvc     #0
    cmp     w0, #1
    b.ne    2b
    LINE    "off again"
    SHOWREG "CurrentEL ", CurrentEL
    POWER_OFF

second:
    ADDR    x20, shared
    mrs     x5, CurrentEL
    orr     x5, x5, x0, lsl #8
    stlr    x5, [x20]
    MOV64   x0, PSCI_CPU_OFF
    hvc     #0
    b       .

    .bss
    .balign 64
shared:
    .space  64
