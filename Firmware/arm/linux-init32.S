// linux-init32: the first program of a 32-bit Linux guest.
//
// Not an image for the machine but a program for the kernel that runs on it: the flat file is a
// static EABI executable for hard float, whose header is written out below. A RAM disk that has it
// as /init is all a kernel needs to boot into.
//
// Register contract
//   Entry      PL0, by the kernel's ELF loader: argc, argv, envp on the stack.
//   Does       prints how many CPUs there are and what VFP and Advanced SIMD compute, then
//              what each word of the command line asks for, in order:
//                kexec   loads /Image and /initrd as the next kernel and starts it through the
//                        kernel's soft restart
//              Other words are passed over.
//   Exit       reboot(2), power off. A step that fails says so first.
//
// System calls keep all registers but r0. r4 = argv of the next word.

#define BASE            0x10000
#define BUFFER          0x40000
#define TREE            0x50000
#define MEMORY_END      0x300000

#define NEXT_KERNEL     0x42000000
#define NEXT_DISK       0x48000000
#define NEXT_TREE       0x47000000
// What the decompressor may use behind the zImage.
#define NEXT_KERNEL_BYTES 0x2000000

// Source: Linux arch/arm/tools/syscall.tbl.
#define NR_READ         3
#define NR_WRITE        4
#define NR_OPEN         5
#define NR_LSEEK        19
#define NR_MOUNT        21
#define NR_MKDIR        39
#define NR_REBOOT       88
#define NR_MMAP2        192
#define NR_AFFINITY     242
#define NR_KEXEC_LOAD   347

// Source: Linux include/uapi/linux/reboot.h, kexec.h.
#define MAGIC1          0xfee1dead
#define MAGIC2          672274793
#define POWER_OFF       0x4321fedc
#define KEXEC           0x45584543
#define KEXEC_ARCH_ARM  (40 << 16)

    .syntax unified
    .arch_extension idiv
    .fpu    neon-vfpv4

    .macro  CALL number
    movw    r7, #\number
    svc     #0
    .endm

    .macro  SAY text
    b       7003f
7001: .asciz "\text"
    .balign 4
7003: adr   r1, 7001b
    bl      print_text
    .endm

    .macro  OR_FAIL what
    cmn     r0, #4096
    blo     7013f
    rsb     r8, r0, #0
    SAY     "linux-init: \what: error "
    mov     r0, r8
    bl      print_number
    SAY     "\n"
    b       power_off
7013:
    .endm

    .section .head, "ax", %progbits
    .arm
// Source: System V ABI, "ELF Header", "Program Header"; ELF for the Arm Architecture, e_flags.
    .globl  image_head
image_head:
    .ascii  "\177ELF"
    .byte   1, 1, 1, 0          // 32 bits, little-endian, version 1, System V
    .quad   0
    .hword  2, 40               // ET_EXEC, EM_ARM
    .word   1
    .word   BASE + (start - image_head)
    .word   52, 0               // program headers; no sections
    .word   0x05000400          // EABI 5, hard float
    .hword  52, 32, 1, 40, 0, 0
    .word   1, 0, BASE, BASE    // PT_LOAD
    .word   program_end - image_head
    .word   MEMORY_END - BASE
    .word   7, 0x1000           // read, write, execute

start:
    add     r4, sp, #8
    bl      greet
    bl      compute
1:  ldr     r5, [r4], #4
    cmp     r5, #0
    beq     power_off
    adr     r0, word_kexec
    mov     r1, r5
    bl      is_equal
    bleq    kexec_kernel
    b       1b
word_kexec:
    .asciz  "kexec"
    .balign 4

// power_off: the end, also after a failure.
power_off:
    ldr     r2, =POWER_OFF
// reboot: with the command in r2. Does not return.
reboot:
    ldr     r0, =MAGIC1
    ldr     r1, =MAGIC2
    CALL    NR_REBOOT
1:  b       1b
    .ltorg

// greet: one line with the number of CPUs that the kernel brought up.
greet:
    push    {r4, lr}
    SAY     "linux-init: user space on "
    mov     r0, #0
    mov     r1, #128
    mov     r2, #BUFFER
    CALL    NR_AFFINITY
    mov     r1, #BUFFER
    add     r2, r1, r0          // r0 is the number of bytes of the mask
    mov     r0, #0
1:  ldrb    r3, [r1], #1
2:  and     r5, r3, #1
    add     r0, r0, r5
    lsrs    r3, r3, #1
    bne     2b
    cmp     r1, r2
    blo     1b
    bl      print_number
    SAY     " CPU(s)\n"
    pop     {r4, pc}

// compute: a square root in double precision, and the sum of the squares of 0 to 63 in four lanes.
compute:
    push    {r4, lr}
    vmov.f64 d0, #2.0
    vsqrt.f64 d0, d0
    vldr    d1, million
    vmul.f64 d0, d0, d1
    vcvt.u32.f64 s0, d0
    vmov    r4, s0
    SAY     "linux-init: VFP "
    mov     r0, r4
    bl      print_number
    adr     r0, lanes
    vld1.32 {d16-d17}, [r0]
    vmov.f32 q9, #4.0
    vmov.i32 q10, #0
    mov     r1, #16
1:  vmla.f32 q10, q8, q8
    vadd.f32 q8, q8, q9
    subs    r1, r1, #1
    bne     1b
    vpadd.f32 d20, d20, d21
    vpadd.f32 d20, d20, d20
    vcvt.u32.f32 d20, d20
    vmov.32 r4, d20[0]
    SAY     ", Advanced SIMD "
    mov     r0, r4
    bl      print_number
    SAY     "\n"
    pop     {r4, pc}
    .balign 8
million:
    .double 1000000.0
lanes:
    .single 0.0, 1.0, 2.0, 3.0

// kexec_kernel: /Image with /initrd and the device tree of this kernel, in which the word "kexec"
// of the command line becomes blanks. The kernel itself passes the segment that is a device tree.
// Source: kexec_load(2); Linux arch/arm/kernel/machine_kexec.c, Documentation/arch/arm/booting.rst.
kexec_kernel:
    SAY     "linux-init: kexec\n"
    ldr     r0, =BASE + path_sys - image_head
    mov     r1, #0755
    CALL    NR_MKDIR
    ldr     r0, =BASE + name_sysfs - image_head
    ldr     r1, =BASE + path_sys - image_head
    ldr     r2, =BASE + name_sysfs - image_head
    mov     r3, #0
    mov     r8, r4
    mov     r4, #0
    CALL    NR_MOUNT
    OR_FAIL "mount /sys"
    mov     r10, #BUFFER        // the table of segments

    ldr     r0, =BASE + path_image - image_head
    bl      map_file
    ldr     r2, =NEXT_KERNEL
    ldr     r3, =NEXT_KERNEL_BYTES
    bl      add_segment

    // Each read gives a page at most.
    ldr     r0, =BASE + path_tree - image_head
    bl      open
    mov     r8, r0
    mov     r9, #TREE
1:  mov     r0, r8
    mov     r1, r9
    mov     r2, #4096
    CALL    NR_READ
    OR_FAIL "read /sys/firmware/fdt"
    add     r9, r9, r0
    cmp     r0, #0
    bne     1b
    mov     r0, #TREE
    sub     r1, r9, r0
    ldr     r2, =NEXT_TREE
    mov     r3, r1
    bl      add_segment

    ldr     r0, =BASE + path_disk - image_head
    bl      map_file
    ldr     r2, =NEXT_DISK
    add     r9, r2, r1          // its end
    mov     r3, r1
    bl      add_segment
    ldr     r0, =BASE + name_start - image_head
    bl      find_property
    ldr     r1, =NEXT_DISK
    rev     r1, r1
    str     r1, [r0, #4]
    ldr     r0, =BASE + name_end - image_head
    bl      find_property
    rev     r1, r9
    str     r1, [r0, #4]
    ldr     r0, =BASE + name_arguments - image_head
    bl      find_property
1:  ldrb    r1, [r0], #1
    cmp     r1, #0
    beq     2f
    cmp     r1, #'k'
    bne     1b
    ldr     r1, [r0]
    ldr     r2, =0x63657865     // "exec"
    cmp     r1, r2
    bne     1b
    ldr     r1, =0x20202020
    strb    r1, [r0, #-1]
    str     r1, [r0]
2:
    ldr     r0, =NEXT_KERNEL
    mov     r1, #3
    mov     r2, #BUFFER
    ldr     r3, =KEXEC_ARCH_ARM
    CALL    NR_KEXEC_LOAD
    OR_FAIL "kexec_load"
    ldr     r2, =KEXEC
    b       reboot
    .ltorg
path_sys:       .asciz "/sys"
name_sysfs:     .asciz "sysfs"
path_image:     .asciz "/Image"
path_disk:      .asciz "/initrd"
path_tree:      .asciz "/sys/firmware/fdt"
name_start:     .asciz "linux,initrd-start"
name_end:       .asciz "linux,initrd-end"
name_arguments: .asciz "bootargs"
    .balign 4

// add_segment: r1 bytes at r0 for r3 bytes of RAM at r2; r10 moves on.
add_segment:
    add     r3, r3, #0xf00
    add     r3, r3, #0xff
    bfc     r3, #0, #12
    stmia   r10!, {r0-r3}
    bx      lr

// find_property: address in r0 of the value of the first property in the tree with the name at r0;
// the program ends if there is none. Destroys r1-r3, r5-r7, r11, r12.
// Source: Devicetree Specification, "Flattened Devicetree (DTB) Format".
find_property:
    push    {r4, lr}
    mov     r11, r0
    mov     r4, #TREE
    ldr     r5, [r4, #8]        // off_dt_struct
    rev     r5, r5
    add     r5, r4, r5
    ldr     r6, [r4, #12]       // off_dt_strings
    rev     r6, r6
    add     r6, r4, r6
1:  ldr     r0, [r5], #4
    rev     r0, r0
    cmp     r0, #1              // FDT_BEGIN_NODE
    beq     3f
    cmp     r0, #9              // FDT_END
    beq     5f
    cmp     r0, #3              // FDT_PROP
    bne     1b
    ldr     r7, [r5], #4
    ldr     r0, [r5], #4
    rev     r7, r7
    rev     r0, r0
    add     r0, r6, r0
    mov     r1, r11
    bl      is_equal
    beq     4f
    add     r5, r5, r7
2:  add     r5, r5, #3
    bfc     r5, #0, #2
    b       1b
3:  ldrb    r0, [r5], #1
    cmp     r0, #0
    bne     3b
    b       2b
4:  mov     r0, r5
    pop     {r4, pc}
5:  mov     r0, #-2
    OR_FAIL "device tree: property"

// open: the descriptor of the file whose path is at r0.
open:
    push    {r4, lr}
    mov     r1, #0
    mov     r2, #0
    CALL    NR_OPEN
    OR_FAIL "open"
    pop     {r4, pc}

// map_file: address in r0 and size in r1 of the file whose path is at r0.
map_file:
    push    {r4, r5, r6, lr}
    bl      open
    mov     r6, r0
    mov     r1, #0
    mov     r2, #2              // SEEK_END
    CALL    NR_LSEEK
    OR_FAIL "lseek"
    mov     r8, r0
    mov     r1, r0
    mov     r0, #0
    mov     r2, #1              // PROT_READ
    mov     r3, #2              // MAP_PRIVATE
    mov     r4, r6
    mov     r5, #0
    CALL    NR_MMAP2
    OR_FAIL "mmap"
    mov     r1, r8
    pop     {r4, r5, r6, pc}

// print_text: the string at r1.
print_text:
    mov     r2, #0
1:  ldrb    r0, [r1, r2]
    cmp     r0, #0
    beq     print
    add     r2, r2, #1
    b       1b

// print: r2 bytes at r1 to standard output.
print:
    mov     r0, #1
    CALL    NR_WRITE
    bx      lr

// print_number: r0 in decimal. Destroys r0-r3, r7, r12.
print_number:
    mov     r1, #BUFFER
    add     r1, r1, #0xff0
    mov     r2, #0
    mov     r3, #10
1:  udiv    r12, r0, r3
    mls     r7, r12, r3, r0
    add     r7, r7, #'0'
    strb    r7, [r1, #-1]!
    add     r2, r2, #1
    movs    r0, r12
    bne     1b
    b       print

// is_equal: flags of a comparison of two strings that end in zero, at r0 and r1. Destroys r0-r3.
is_equal:
1:  ldrb    r2, [r0], #1
    ldrb    r3, [r1], #1
    cmp     r2, r3
    bxne    lr
    cmp     r2, #0
    bne     1b
    cmp     r2, r3
    bx      lr
    .ltorg
    .balign 8
program_end:
