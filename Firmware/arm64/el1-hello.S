// el1-hello: the smallest kernel that says something.
//
// Register contract
//   Entry      offset 0, EL1h or EL2h, MMU off, DAIF masked; no register but PC
//              is used. Entered at EL2 it installs the initial stub and drops.
//   Throughout x28 = probe base, x27 = 0.
//   EL1        MMU off; SP_EL1 = boot_stack_top.
//   Exit       probe EXIT with 0; else PSCI SYSTEM_OFF, by SMC after an entry at
//              EL2 and by HVC after one at EL1.

#define IMAGE                   "el1-hello"
#define EL2_VECTORS             hyp_stub_vectors
#define OFF_TAG                 0x101

#include "macros.h"

    IMAGE_HEAD "latest", "el1-hello: one line from EL1"
    OWNER   OWNER_IS64, hyp_stub_vectors

#include "console.S"
#include "check.S"
#include "boot.S"
#include "kernel.S"
#include "init-el2.S"
#include "stub-current.S"

    .text

// start: first instructions of the boot CPU.
// Entry:     EL1h or EL2h, MMU off, masked. Next: finish, at EL1.
ROUTINE start
    bl      boot_prepare
    mrs     x0, CurrentEL
    cmp     x0, #CURRENT_EL2
    b.ne    1f
    bl      init_el2
    b       2f
1:  movz    x0, #BOOT_MODE_EL1
2:  adr     x1, boot_stack_top
    mov     sp, x1
    bl      kernel_setup
    adr     x0, boot_mode
    ldr     w0, [x0]
    cmp     w0, #BOOT_MODE_EL1
    b.eq    3f
    STAGE   1, "hello from EL1, entered at EL2"
    b       finish

    // Whoever entered us at EL1 keeps EL2, and PSCI with it.
3:  STAGE   1, "hello from EL1, entered at EL1"
    adr     x0, probe_present
    ldr     w0, [x0]
    cbnz    w0, finish
    movz    w27, #OFF_TAG
    LOAD64  x0, PSCI_SYSTEM_OFF
    str     w27, [x28, #PROBE_CALL]
    hvc     #0
    str     w27, [x28, #PROBE_RETURN]
    b       finish
END_ROUTINE start
