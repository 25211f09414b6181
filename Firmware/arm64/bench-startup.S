// bench-startup: nothing but the end. What is left to measure is the VMM.
//
// Register contract
//   Entry      offset 0, any EL whose PSCI conduit is SMC; no register is used.
//   Exit       PSCI SYSTEM_OFF by SMC. x0 is the only register written.

#include "macros.h"

    IMAGE_HEAD "latest", "bench-startup: power off at once"

    .text

// start: PSCI SYSTEM_OFF; sleep if nobody answers.
ROUTINE start
    LOAD64  x0, PSCI_SYSTEM_OFF
    smc     #0
1:  wfi
    b       1b
END_ROUTINE start
