// Numbers and small macros of the program that runs under Linux.
//
// Source: Linux include/uapi/asm-generic/unistd.h and fcntl.h, uapi/linux/reboot.h,
// uapi/linux/kexec.h, uapi/linux/kvm.h, uapi/linux/module.h, uapi/linux/ptrace.h,
// uapi/linux/elf.h, arch/arm64/include/uapi/asm/kvm.h and ptrace.h.

#ifndef FIRMWARE_LINUX_INIT_H
#define FIRMWARE_LINUX_INIT_H

// Pasted together by a macro, so symbols and not words of the preprocessor.
.set    NR_ioctl, 29
.set    NR_mkdirat, 34
.set    NR_mount, 40
.set    NR_openat, 56
.set    NR_lseek, 62
.set    NR_read, 63
.set    NR_write, 64
.set    NR_pwrite64, 68
.set    NR_fsync, 82
.set    NR_exit, 93
.set    NR_kexec_load, 104
.set    NR_ptrace, 117
.set    NR_sched_getaffinity, 123
.set    NR_kill, 129
.set    NR_reboot, 142
.set    NR_getpid, 172
.set    NR_clone, 220
.set    NR_swapon, 224
.set    NR_mmap, 222
.set    NR_wait4, 260
.set    NR_finit_module, 273

#define O_RDONLY                        0
#define O_RDWR                          2
#define PROT_READ                       1
#define PROT_WRITE                      2
#define MAP_SHARED                      1
#define MAP_PRIVATE                     2
#define MAP_ANONYMOUS                   0x20

#define LINUX_REBOOT_MAGIC1             0xfee1dead
#define LINUX_REBOOT_MAGIC2             0x28121969
#define LINUX_REBOOT_CMD_RESTART        0x01234567
#define LINUX_REBOOT_CMD_POWER_OFF      0x4321fedc
#define LINUX_REBOOT_CMD_KEXEC          0x45584543

#define SIGCHLD                         17
#define SIGSTOP                         19
#define PTRACE_TRACEME                  0
#define PTRACE_CONT                     7
#define PTRACE_SINGLESTEP               9
#define PTRACE_GETSIGINFO               0x4202
#define PTRACE_GETREGSET                0x4204
#define PTRACE_SETREGSET                0x4205
#define NT_PRSTATUS                     1
#define NT_ARM_HW_BREAK                 0x402
#define NT_ARM_HW_WATCH                 0x403
// Of user_pt_regs and siginfo_t.
#define REGISTERS_PC                    256
#define SIGINFO_ADDRESS                 16

#define SEEK_END                        2
#define MODULE_INIT_COMPRESSED_FILE     4
#define KEXEC_ARCH_AARCH64              (183 << 16)

// Device tree tokens, as they read in memory. Source: Devicetree Specification.
#define FDT_BEGIN_NODE                  0x01000000
#define FDT_PROP                        0x03000000
#define FDT_END                         0x09000000

// Where the parts of the next kernel go: RAM of QEMU's virt board. The kernel replaces the old one,
// whose memory is never free: of memory that is, the old kernel would pass over each page every
// time it looks for one that may be used on the way.
#define NEXT_KERNEL                     0x40200000
#define NEXT_TREE                       0x48000000
#define NEXT_JUMP                       0x48200000
#define NEXT_DISK                       0x48400000

#define KVM_CREATE_VM                   0x0000ae01
#define KVM_CREATE_VCPU                 0x0000ae41
#define KVM_SET_USER_MEMORY_REGION      0x4020ae46
#define KVM_RUN                         0x0000ae80
#define KVM_SET_ONE_REG                 0x4010aeac
#define KVM_ARM_VCPU_INIT               0x4020aeae
#define KVM_ARM_PREFERRED_TARGET        0x8020aeaf
#define KVM_CREATE_DEVICE               0xc00caee0
#define KVM_SET_DEVICE_ATTR             0x4018aee1
#define KVM_ARM_VCPU_EL1_32BIT          1
#define KVM_ARM_VCPU_PSCI_0_2           2
#define KVM_DEV_TYPE_ARM_VGIC_V3        7
#define KVM_REG_PC                      0x6030000000100040
#define KVM_EXIT_MMIO                   6
#define KVM_EXIT_SYSTEM_EVENT           24

// Where the guest's parts are in its own address space.
#define GUEST_RAM                       0x40000000
#define GUEST_RAM_BYTES                 4096
#define GUEST_DOORBELL                  0x0a000000
#define GUEST_GIC_DISTRIBUTOR           0x08000000
#define GUEST_GIC_REDISTRIBUTOR         0x080a0000

#define BUFFER_BYTES                    4096
#define TREE_BYTES                      0x100000

// A system call; its arguments are in x0-x5.
.macro CALL name
    mov     x8, #NR_\name
    svc     #0
.endm

// reg := address of a symbol, however far.
.macro ADDRESS_OF reg, symbol
    adrp    \reg, \symbol
    add     \reg, \reg, :lo12:\symbol
.endm

// reg := address, length := length of a text.
.macro TEXT reg, length, text
    .pushsection .rodata, "a", %progbits
.Ltext\@:
    .ascii  "\text"
.Ltext_end\@:
    .byte   0
    .popsection
    adr     \reg, .Ltext\@
    .ifnb \length
    mov     \length, #(.Ltext_end\@ - .Ltext\@)
    .endif
.endm

// Prints a text. Destroys x0-x2, x8 and x30.
.macro SAY_LINUX text
    TEXT    x0, x1, "\text"
    bl      print
.endm

.macro SAY_IF reg, value, text
    cmp     \reg, #\value
    b.ne    .Lnot\@
    SAY_LINUX "\text"
.Lnot\@:
.endm

// Ends the program if the system call before failed.
.macro OR_FAIL what
    cmn     x0, #4095
    b.lo    .Ldone\@
    TEXT    x1, x2, "\what"
    b       fail
.Ldone\@:
.endm

// Calls a routine if the word at x20 is the one named.
.macro WHEN word, routine
    TEXT    x0, , "\word"
    mov     x1, x20
    bl      is_equal
    b.ne    .Lother\@
    bl      \routine
.Lother\@:
.endm

// x0 := descriptor of a file.
.macro OPEN path, flags
    mov     x0, #-100
    TEXT    x1, , "\path"
    mov     x2, #\flags
    CALL    openat
    OR_FAIL "open \path"
.endm

// Writes a text to the file whose descriptor is in reg.
.macro WRITE reg, text
    mov     x0, \reg
    TEXT    x1, x2, "\text"
    CALL    write
    OR_FAIL "write \text"
.endm

// Loads a module of the kernel, compressed as distributions have them.
.macro MODULE path
    OPEN    "\path", O_RDONLY
    TEXT    x1, , ""
    mov     x2, #MODULE_INIT_COMPRESSED_FILE
    CALL    finit_module
    OR_FAIL "finit_module \path"
.endm

// Mounts a file system at a folder, which is made if need be.
.macro MOUNT type, path
    mov     x0, #-100
    TEXT    x1, , "\path"
    mov     x2, #0755
    CALL    mkdirat
    TEXT    x0, , "\type"
    TEXT    x1, , "\path"
    mov     x2, x0
    mov     x3, #0
    mov     x4, #0
    CALL    mount
    OR_FAIL "mount \type"
.endm

// x0 := ioctl(descriptor, request, argument).
.macro IOCTL descriptor, request, argument
    mov     x2, \argument
    mov     x0, \descriptor
    LOAD64  x1, \request
    CALL    ioctl
    OR_FAIL "\request"
.endm

// An attribute of the GIC, whose value is an address.
.macro GIC_ATTRIBUTE group, attribute, value
    ADDRESS_OF x2, buffer
    mov     x0, #\group << 32
    mov     x1, #\attribute
    stp     x0, x1, [x2]
    add     x0, x2, #32
    str     x0, [x2, #16]
    LOAD64  x1, \value
    str     x1, [x0]
    IOCTL   x24, KVM_SET_DEVICE_ATTR, x2
.endm

#endif
