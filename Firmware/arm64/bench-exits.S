// bench-exits: accesses to the probe and nothing else. With virtualisation in hardware each one
// leaves the guest, and what is measured is the way out and back.
//
// Register contract
//   Entry      offset 0, any EL whose PSCI conduit is SMC; no register is used.
//   Work       x0 = reads left, x1 = probe base, w2 = what was read.
//   Exit       PSCI SYSTEM_OFF by SMC.

// Benchmarks/ divides by it.
#define READS                   50000

#include "macros.h"

    IMAGE_HEAD "latest", "bench-exits: fifty thousand reads of the probe"

    .text

// start: read MAGIC over and over; PSCI SYSTEM_OFF; sleep if nobody answers.
ROUTINE start
    movz    x1, #PROBE_BASE_HIGH, lsl #16
    LOAD64  x0, READS
1:  ldr     w2, [x1]
    subs    x0, x0, #1
    b.ne    1b
    LOAD64  x0, PSCI_SYSTEM_OFF
    smc     #0
2:  wfi
    b       2b
END_ROUTINE start
