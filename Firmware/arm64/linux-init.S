// linux-init: the first program of a Linux guest.
//
// Not an image for the machine but a program for the kernel that runs on it: the
// flat file is a static AArch64 ELF executable, whose header is written out below.
// A RAM disk that has it as /init is all a kernel needs to boot into.
//
// Register contract
//   Entry      EL0, by the kernel's ELF loader: argc, argv, envp on the stack. The
//              kernel hands over the words of its command line that it does not
//              know, or all after "--".
//   Does       prints one line, then what each word asks for, in order:
//                kexec   loads /Image and /initrd as the next kernel and starts it
//                        through the kernel's soft restart
//                kvm     runs a guest at EL1 under /dev/kvm, with a GICv3 and a
//                        timer interrupt, and prints what it answers
//                kvm32   the same with /guest32, a page of code for AArch32 at EL1
//                        (Firmware/arm/kvm-guest32.S)
//                virtio  loads the drivers /virtio_mmio.ko.xz, /virtio_blk.ko.xz and
//                        /virtio-rng.ko.xz, then uses a disk, random numbers, hvc0
//                suspend sleeps for two seconds, until the clock's alarm
//                hotplug takes CPU 1 away and brings it back
//                hibernate writes memory to the disk, which is a swap area, and powers
//                off; its next line comes after a resume
//                resume  goes on where the kernel on the disk was
//                reset   reboot(2), restart
//                debug   steps a child, then stops it by a hardware breakpoint and
//                        a hardware watchpoint
//                echo    reads a line from the console and prints it
//              Other words are passed over.
//   Exit       reboot(2), power off. A step that fails says so first.
//
// x19-x28 keep their values over routines; system calls keep all but x0.

#include "macros.h"
#include "linux-init.h"

    .section .head, "ax", %progbits

// Source: System V ABI, "ELF Header", "Program Header".
    .globl  image_head
image_head:
    .ascii  "\177ELF"
    .byte   2, 1, 1, 0          // 64 bits, little-endian, version 1, System V
    .quad   0
    .hword  2, 183              // ET_EXEC, EM_AARCH64
    .word   1
    .quad   start
    .quad   64, 0               // program headers; no sections
    .word   0
    .hword  64, 56, 1, 64, 0, 0
    .word   1, 7                // PT_LOAD: read, write, execute
    .quad   0, image_start, image_start
    .quad   image_file_length, image_length, 0x1000

    .text

// start: the program. x19 = argv of the next word.
ROUTINE start
    add     x19, sp, #16
    bl      greet
1:  ldr     x20, [x19], #8
    cbz     x20, power_off
    WHEN    "kexec", kexec_kernel
    WHEN    "kvm", kvm_guest
    WHEN    "kvm32", kvm_guest32
    WHEN    "virtio", virtio_devices
    WHEN    "suspend", suspend_system
    WHEN    "hotplug", hotplug_cpu
    WHEN    "hibernate", hibernate_system
    WHEN    "resume", resume_system
    WHEN    "reset", reset_system
    WHEN    "debug", debug_child
    WHEN    "echo", echo_line
    b       1b
END_ROUTINE start

// power_off: the end, also after a failure.
ROUTINE power_off
    LOAD64  x2, LINUX_REBOOT_CMD_POWER_OFF
    b       reboot
END_ROUTINE power_off

// reboot: reboot(2) with the command in x2. Does not return, but for kexec without
// a loaded kernel.
ROUTINE reboot
    LOAD64  x0, LINUX_REBOOT_MAGIC1
    LOAD64  x1, LINUX_REBOOT_MAGIC2
    CALL    reboot
1:  b       1b
END_ROUTINE reboot

// greet: one line with the number of CPUs that the kernel brought up.
ROUTINE greet
    mov     x28, x30
    SAY_LINUX "linux-init: user space on "
    mov     x0, #0
    mov     x1, #128
    ADDRESS_OF x2, buffer
    CALL    sched_getaffinity
    // x0 is the number of bytes of the mask.
    ADDRESS_OF x1, buffer
    add     x2, x1, x0
    mov     x0, #0
1:  ldrb    w3, [x1], #1
2:  and     w4, w3, #1
    add     x0, x0, x4
    lsr     w3, w3, #1
    cbnz    w3, 2b
    cmp     x1, x2
    b.lo    1b
    bl      print_number
    SAY_LINUX " CPU(s)\n"
    ret     x28
END_ROUTINE greet

// echo_line: a line from standard input, back to standard output.
ROUTINE echo_line
    mov     x28, x30
    SAY_LINUX "linux-init: type a line\n"
    mov     x0, #0
    ADDRESS_OF x1, buffer
    mov     x2, #BUFFER_BYTES
    CALL    read
    OR_FAIL "read"
    mov     x21, x0
    SAY_LINUX "linux-init: read "
    ADDRESS_OF x0, buffer
    mov     x1, x21
    bl      print
    ret     x28
END_ROUTINE echo_line

// virtio_devices: prints the first line of the disk and writes one in its second page;
// prints 16 random bytes as two numbers; asks a question on hvc0 and gives the answer
// back. x21 = descriptor of the device.
ROUTINE virtio_devices
    stp     x28, x30, [sp, #-16]!
    MOUNT   "devtmpfs", "/dev"
    MODULE  "/virtio_mmio.ko.xz"
    MODULE  "/virtio_blk.ko.xz"
    MODULE  "/virtio-rng.ko.xz"

    OPEN    "/dev/vda", O_RDWR
    mov     x21, x0
    bl      read_buffer
    SAY_LINUX "linux-init: disk: "
    ADDRESS_OF x0, buffer
    mov     x1, #0
1:  ldrb    w2, [x0, x1]
    add     x1, x1, #1
    cmp     w2, #'\n'
    b.ne    1b
    bl      print
    mov     x0, x21
    TEXT    x1, x2, "written by linux-init"
    mov     x3, #4096
    CALL    pwrite64
    OR_FAIL "write /dev/vda"
    mov     x0, x21
    CALL    fsync
    OR_FAIL "fsync /dev/vda"

    OPEN    "/dev/hwrng", O_RDONLY
    mov     x21, x0
    bl      read_buffer
    SAY_LINUX "linux-init: random: "
    ADDRESS_OF x0, buffer
    ldr     x0, [x0]
    bl      print_number
    SAY_LINUX " "
    ADDRESS_OF x0, buffer
    ldr     x0, [x0, #8]
    bl      print_number
    SAY_LINUX "\n"

    OPEN    "/dev/hvc0", O_RDWR
    mov     x21, x0
    WRITE   x21, "linux-init: hvc0? "
    bl      read_buffer
    mov     x2, x0
    mov     x0, x21
    ADDRESS_OF x1, buffer
    CALL    write
    OR_FAIL "write /dev/hvc0"
    ldp     x28, x30, [sp], #16
    ret
END_ROUTINE virtio_devices

// read_buffer: x0 := bytes read into `buffer` from the file whose descriptor is x21.
ROUTINE read_buffer
    mov     x0, x21
    ADDRESS_OF x1, buffer
    mov     x2, #BUFFER_BYTES
    CALL    read
    OR_FAIL "read"
    ret
END_ROUTINE read_buffer

// suspend_system: to RAM, with the alarm of the real-time clock to wake it.
ROUTINE suspend_system
    mov     x28, x30
    MOUNT   "sysfs", "/sys"
    OPEN    "/sys/class/rtc/rtc0/wakealarm", O_RDWR
    WRITE   x0, "+2"
    OPEN    "/sys/power/state", O_RDWR
    WRITE   x0, "mem"
    SAY_LINUX "linux-init: awake again\n"
    ret     x28
END_ROUTINE suspend_system

// hotplug_cpu: CPU 1 goes away and comes back.
ROUTINE hotplug_cpu
    mov     x28, x30
    MOUNT   "sysfs", "/sys"
    OPEN    "/sys/devices/system/cpu/cpu1/online", O_RDWR
    mov     x21, x0
    WRITE   x21, "0"
    SAY_LINUX "linux-init: CPU 1 is offline\n"
    WRITE   x21, "1"
    SAY_LINUX "linux-init: CPU 1 is back\n"
    ret     x28
END_ROUTINE hotplug_cpu

// attach_disk: /dev/vda, by the drivers of the RAM disk, and /sys.
ROUTINE attach_disk
    mov     x27, x30
    MOUNT   "devtmpfs", "/dev"
    MODULE  "/virtio_mmio.ko.xz"
    MODULE  "/virtio_blk.ko.xz"
    MOUNT   "sysfs", "/sys"
    ret     x27
END_ROUTINE attach_disk

// hibernate_system: to disk. The kernel that resumes comes back here.
ROUTINE hibernate_system
    mov     x28, x30
    bl      attach_disk
    TEXT    x0, , "/dev/vda"
    mov     x1, #0
    CALL    swapon
    OR_FAIL "swapon /dev/vda"
    OPEN    "/sys/power/disk", O_RDWR
    WRITE   x0, "shutdown"
    OPEN    "/sys/power/state", O_RDWR
    WRITE   x0, "disk"
    SAY_LINUX "linux-init: back from the disk\n"
    ret     x28
END_ROUTINE hibernate_system

// resume_system: from disk. Does not return, unless there is nothing to resume.
ROUTINE resume_system
    mov     x28, x30
    bl      attach_disk
    OPEN    "/sys/power/resume", O_RDWR
    WRITE   x0, "/dev/vda"
    SAY_LINUX "linux-init: nothing to resume\n"
    ret     x28
END_ROUTINE resume_system

// reset_system: reboot(2); the words after this one are not reached.
ROUTINE reset_system
    LOAD64  x2, LINUX_REBOOT_CMD_RESTART
    b       reboot
END_ROUTINE reset_system

// kexec_kernel: /Image with /initrd and the device tree of this kernel, in which the
// word "kexec" of the command line becomes blanks. x21 = table of segments.
// Source: kexec_load(2); Linux Documentation/arch/arm64/booting.rst.
ROUTINE kexec_kernel
    SAY_LINUX "linux-init: kexec\n"
    MOUNT   "sysfs", "/sys"
    ADDRESS_OF x21, segments

    OPEN    "/Image", O_RDONLY
    bl      map_file
    LOAD64  x2, NEXT_KERNEL
    ldr     x3, [x0, #16]               // image_size
    bl      add_segment

    // Each read gives a page at most.
    OPEN    "/sys/firmware/fdt", O_RDONLY
    mov     x23, x0
    ADDRESS_OF x22, tree
1:  mov     x0, x23
    mov     x1, x22
    mov     x2, #4096
    CALL    read
    OR_FAIL "read /sys/firmware/fdt"
    add     x22, x22, x0
    cbnz    x0, 1b
    ADDRESS_OF x0, tree
    sub     x1, x22, x0
    LOAD64  x2, NEXT_TREE
    mov     x3, x1
    bl      add_segment

    OPEN    "/initrd", O_RDONLY
    bl      map_file
    LOAD64  x2, NEXT_DISK
    add     x22, x2, x1                 // its end
    mov     x3, x1
    bl      add_segment
    TEXT    x0, , "linux,initrd-start"
    bl      find_property
    LOAD64  x1, NEXT_DISK
    rev     x1, x1
    str     x1, [x0]
    TEXT    x0, , "linux,initrd-end"
    bl      find_property
    rev     x1, x22
    str     x1, [x0]
    TEXT    x0, , "bootargs"
    bl      find_property
1:  ldrb    w1, [x0], #1
    cbz     w1, 2f
    cmp     w1, #'k'
    b.ne    1b
    ldr     w1, [x0]
    LOAD64  x2, 0x63657865              // "exec"
    cmp     w1, w2
    b.ne    1b
    LOAD64  x1, 0x20202020
    strb    w1, [x0, #-1]
    str     w1, [x0]
2:
    adr     x0, next_jump
    mov     x1, #next_jump_end - next_jump
    LOAD64  x2, NEXT_JUMP
    mov     x3, x1
    bl      add_segment

    LOAD64  x0, NEXT_JUMP
    mov     x1, #4
    ADDRESS_OF x2, segments
    LOAD64  x3, KEXEC_ARCH_AARCH64
    CALL    kexec_load
    OR_FAIL "kexec_load"
    LOAD64  x2, LINUX_REBOOT_CMD_KEXEC
    b       reboot
END_ROUTINE kexec_kernel

// next_jump: runs between the two kernels, MMU off, at the level of the old one's entry:
// the boot protocol's registers, then the new kernel.
ROUTINE next_jump
    LOAD64  x0, NEXT_TREE
    mov     x1, #0
    mov     x2, #0
    mov     x3, #0
    LOAD64  x4, NEXT_KERNEL
    br      x4
next_jump_end:
END_ROUTINE next_jump

// add_segment: x1 bytes at x0 for x3 bytes of RAM at x2; x21 moves on.
ROUTINE add_segment
    add     x3, x3, #4095
    and     x3, x3, #~4095
    stp     x0, x1, [x21], #16
    stp     x2, x3, [x21], #16
    ret
END_ROUTINE add_segment

// find_property: address in x0 of the value of the first property in `tree` with the
// name at x0; the program ends if there is none. Destroys x0-x7, x9-x11.
// Source: Devicetree Specification, "Flattened Devicetree (DTB) Format".
ROUTINE find_property
    mov     x9, x0
    mov     x10, x30
    ADDRESS_OF x4, tree
    ldr     w5, [x4, #8]                // off_dt_struct
    rev     w5, w5
    add     x5, x4, x5
    ldr     w6, [x4, #12]               // off_dt_strings
    rev     w6, w6
    add     x6, x4, x6
1:  ldr     w0, [x5], #4
    LOAD64  x1, FDT_BEGIN_NODE
    cmp     w0, w1
    b.eq    3f
    LOAD64  x1, FDT_END
    cmp     w0, w1
    b.eq    5f
    LOAD64  x1, FDT_PROP
    cmp     w0, w1
    b.ne    1b
    ldp     w7, w0, [x5], #8
    rev     w7, w7
    rev     w0, w0
    add     x0, x6, x0
    mov     x1, x9
    bl      is_equal
    b.eq    4f
    add     x5, x5, x7
2:  add     x5, x5, #3
    and     x5, x5, #~3
    b       1b
3:  ldrb    w0, [x5], #1
    cbnz    w0, 3b
    b       2b
4:  mov     x0, x5
    ret     x10
5:  mov     x0, #-2
    TEXT    x1, x2, "device tree: property"
    b       fail
END_ROUTINE find_property

// kvm_guest: the guest below, in AArch64.
ROUTINE kvm_guest
    mov     x28, x30
    mov     x0, #0
    bl      map_page
    mov     x26, x0
    adr     x1, guest_start
    adr     x2, guest_end
1:  ldr     x3, [x1], #8
    str     x3, [x0], #8
    cmp     x1, x2
    b.lo    1b
    mov     w27, #1 << KVM_ARM_VCPU_PSCI_0_2
    b       run_guest
END_ROUTINE kvm_guest

// kvm_guest32: the page /guest32, in AArch32.
ROUTINE kvm_guest32
    mov     x28, x30
    OPEN    "/guest32", O_RDONLY
    mov     x21, x0
    mov     x0, #0
    bl      map_page
    mov     x26, x0
    mov     x0, x21
    mov     x1, x26
    mov     x2, #GUEST_RAM_BYTES
    CALL    read
    OR_FAIL "read /guest32"
    mov     w27, #1 << KVM_ARM_VCPU_PSCI_0_2 | 1 << KVM_ARM_VCPU_EL1_32BIT
END_ROUTINE kvm_guest32

// run_guest: the page of code at x26, on a vCPU with the features w27, and its answers;
// returns to x28. x21 /dev/kvm, x22 VM, x23 vCPU, x24 GIC, x25 run page.
// Source: Linux Documentation/virt/kvm/api.rst; devices/arm-vgic-v3.rst.
ROUTINE run_guest
    MOUNT   "devtmpfs", "/dev"
    OPEN    "/dev/kvm", O_RDWR
    mov     x21, x0
    IOCTL   x21, KVM_CREATE_VM, xzr
    mov     x22, x0

    ADDRESS_OF x0, buffer
    stp     xzr, xzr, [x0]
    mov     x1, #GUEST_RAM
    str     x1, [x0, #8]
    mov     x1, #GUEST_RAM_BYTES
    stp     x1, x26, [x0, #16]
    IOCTL   x22, KVM_SET_USER_MEMORY_REGION, x0

    IOCTL   x22, KVM_CREATE_VCPU, xzr
    mov     x23, x0
    ADDRESS_OF x2, buffer
    IOCTL   x22, KVM_ARM_PREFERRED_TARGET, x2
    ADDRESS_OF x2, buffer
    str     w27, [x2, #4]
    IOCTL   x23, KVM_ARM_VCPU_INIT, x2

    ADDRESS_OF x2, buffer
    mov     x0, #KVM_DEV_TYPE_ARM_VGIC_V3
    stp     x0, xzr, [x2]
    IOCTL   x22, KVM_CREATE_DEVICE, x2
    ADDRESS_OF x2, buffer
    ldr     w24, [x2, #4]
    GIC_ATTRIBUTE 0, 2, GUEST_GIC_DISTRIBUTOR
    GIC_ATTRIBUTE 0, 3, GUEST_GIC_REDISTRIBUTOR
    GIC_ATTRIBUTE 4, 0, 0

    ADDRESS_OF x2, buffer
    LOAD64  x0, KVM_REG_PC
    add     x1, x2, #16
    stp     x0, x1, [x2]
    mov     x0, #GUEST_RAM
    str     x0, [x1]
    IOCTL   x23, KVM_SET_ONE_REG, x2

    mov     x0, x23
    bl      map_page
    mov     x25, x0
2:  IOCTL   x23, KVM_RUN, xzr
    ldr     w0, [x25, #8]
    cmp     w0, #KVM_EXIT_MMIO
    b.eq    3f
    cmp     w0, #KVM_EXIT_SYSTEM_EVENT
    b.eq    4f
    SAY_LINUX "linux-init: KVM_RUN returned with exit reason "
    ldr     w0, [x25, #8]
    bl      print_number
    SAY_LINUX "\n"
    b       power_off
3:  // The guest's answers, by offset from the doorbell.
    ldr     w26, [x25, #32]
    and     w26, w26, #0xff
    SAY_IF  w26, 0, "linux-init: KVM guest: exception level "
    SAY_IF  w26, 8, "linux-init: KVM guest: sum "
    SAY_IF  w26, 16, "linux-init: KVM guest: interrupt "
    SAY_IF  w26, 24, "linux-init: KVM guest: exception with syndrome "
    SAY_IF  w26, 32, "linux-init: KVM guest: data fault "
    SAY_IF  w26, 40, "linux-init: KVM guest: at "
    SAY_IF  w26, 48, "linux-init: KVM guest: undefined in mode "
    SAY_IF  w26, 56, "linux-init: KVM guest: PSCI "
    SAY_IF  w26, 64, "linux-init: KVM guest: mode "
    SAY_IF  w26, 72, "linux-init: KVM guest: fetch fault "
    ldr     w0, [x25, #40]
    bl      print_number
    SAY_LINUX "\n"
    b       2b
4:  SAY_LINUX "linux-init: KVM guest: powered off\n"
    ret     x28
END_ROUTINE run_guest

// debug_child: what ptrace(2) can do with hardware. x21 = the child.
ROUTINE debug_child
    mov     x28, x30
    bl      start_child
    mov     x22, #0
1:  mov     x0, #PTRACE_SINGLESTEP
    bl      resume_child
    tst     w0, #0x7f                   // it has ended
    b.eq    2f
    add     x22, x22, #1
    b       1b
2:  SAY_LINUX "linux-init: debug: steps "
    mov     x0, x22
    bl      print_number
    // Both say how far from the right place they stopped.
    bl      start_child
    ADDRESS_OF x1, child_place
    mov     x2, #(0xf << 5 | 1)
    mov     x3, #NT_ARM_HW_BREAK
    bl      set_comparator
    mov     x0, #PTRACE_CONT
    bl      resume_child
    mov     x0, #PTRACE_GETREGSET
    mov     x2, #NT_PRSTATUS
    mov     x1, #272
    bl      transfer
    ldr     x22, [x3, #REGISTERS_PC]
    SAY_LINUX ", breakpoint +"
    ADDRESS_OF x0, child_place
    sub     x0, x22, x0
    bl      print_number
    mov     x2, #0
    mov     x3, #NT_ARM_HW_BREAK
    bl      set_comparator
    ADDRESS_OF x1, segments
    mov     x2, #(0xff << 5 | 2 << 3 | 1)
    mov     x3, #NT_ARM_HW_WATCH
    bl      set_comparator
    mov     x0, #PTRACE_CONT
    bl      resume_child
    mov     x0, #PTRACE_GETSIGINFO
    mov     x1, x21
    ADDRESS_OF x3, buffer
    CALL    ptrace
    OR_FAIL "PTRACE_GETSIGINFO"
    ldr     x22, [x3, #SIGINFO_ADDRESS]
    SAY_LINUX ", watchpoint +"
    ADDRESS_OF x0, segments
    sub     x0, x22, x0
    bl      print_number
    SAY_LINUX "\n"
    ret     x28
END_ROUTINE debug_child

// start_child: a child that has stopped itself, in x21.
ROUTINE start_child
    mov     x0, #SIGCHLD
    mov     x1, #0
    mov     x2, #0
    mov     x3, #0
    mov     x4, #0
    CALL    clone
    OR_FAIL "clone"
    mov     x21, x0
    cbnz    x0, wait_for_child
    mov     x0, #PTRACE_TRACEME
    CALL    ptrace
    CALL    getpid
    mov     x1, #SIGSTOP
    CALL    kill
    ADDRESS_OF x1, segments
    mov     x0, #3
child_place:
    nop
    str     x0, [x1]
    subs    x0, x0, #1
    b.ne    child_place
    CALL    exit
END_ROUTINE start_child

// resume_child: by the request of ptrace(2) in x0, until it stops again; the status
// of wait4(2) in w0.
ROUTINE resume_child
    mov     x1, x21
    mov     x2, #0
    mov     x3, #0
    CALL    ptrace
    OR_FAIL "ptrace"
END_ROUTINE resume_child

// wait_for_child: the status in w0.
ROUTINE wait_for_child
    mov     x0, x21
    ADDRESS_OF x1, buffer
    mov     x2, #0
    mov     x3, #0
    CALL    wait4
    OR_FAIL "wait4"
    ldr     w0, [x1]
    ret
END_ROUTINE wait_for_child

// set_comparator: address x1 and control x2 for number 0 of the kind in x3.
// Source: Linux user_hwdebug_state.
ROUTINE set_comparator
    ADDRESS_OF x4, buffer
    stp     xzr, x1, [x4]
    str     x2, [x4, #16]
    mov     x0, #PTRACE_SETREGSET
    mov     x1, #24
    mov     x2, x3
END_ROUTINE set_comparator

// transfer: x1 bytes of the register set x2 to or from the buffer, whose address is in
// x3 afterwards. x0 = request.
ROUTINE transfer
    mov     x4, x1
    mov     x1, x21
    ADDRESS_OF x5, buffer
    ADDRESS_OF x3, segments
    stp     x5, x4, [x3]
    CALL    ptrace
    OR_FAIL "a register set"
    mov     x3, x5
    ret
END_ROUTINE transfer

// map_page: a page of new memory, or with a descriptor in x0 that object's first
// page; its address in x0.
ROUTINE map_page
    mov     x4, x0
    mov     x3, #MAP_SHARED
    cbnz    x0, 1f
    mov     x4, #-1
    mov     x3, #MAP_PRIVATE | MAP_ANONYMOUS
1:  mov     x0, #0
    mov     x1, #GUEST_RAM_BYTES
    mov     x2, #PROT_READ | PROT_WRITE
    mov     x5, #0
    CALL    mmap
    OR_FAIL "mmap"
    ret
END_ROUTINE map_page

// map_file: address in x0 and size in x1 of the file whose descriptor is in x0.
ROUTINE map_file
    mov     x6, x0
    mov     x1, #0
    mov     x2, #SEEK_END
    CALL    lseek
    OR_FAIL "lseek"
    mov     x7, x0
    mov     x1, x0
    mov     x0, #0
    mov     x2, #PROT_READ
    mov     x3, #MAP_PRIVATE
    mov     x4, x6
    mov     x5, #0
    CALL    mmap
    OR_FAIL "mmap"
    mov     x1, x7
    ret
END_ROUTINE map_file

// print: x1 bytes at x0 to standard output. Destroys x0-x2 and x8.
ROUTINE print
    mov     x2, x1
    mov     x1, x0
    mov     x0, #1
    CALL    write
    ret
END_ROUTINE print

// print_number: x0 in decimal. Destroys x0-x8.
ROUTINE print_number
    ADDRESS_OF x3, digits_end
    mov     x1, x3
    mov     x4, #10
1:  udiv    x5, x0, x4
    msub    x6, x5, x4, x0
    add     w6, w6, #'0'
    strb    w6, [x1, #-1]!
    mov     x0, x5
    cbnz    x0, 1b
    mov     x0, x1
    sub     x1, x3, x1
    b       print
END_ROUTINE print_number

// is_equal: flags of a comparison of two strings that end in zero, at x0 and x1.
// Destroys x0-x3.
ROUTINE is_equal
1:  ldrb    w2, [x0], #1
    ldrb    w3, [x1], #1
    cmp     w2, w3
    b.ne    2f
    cbnz    w2, 1b
    cmp     w2, w3
2:  ret
END_ROUTINE is_equal

// fail: message in x1 with its length in x2, negative errno in x0; then the end.
ROUTINE fail
    neg     x26, x0
    mov     x27, x1
    mov     x28, x2
    SAY_LINUX "linux-init: "
    mov     x0, x27
    mov     x1, x28
    bl      print
    SAY_LINUX ": error "
    mov     x0, x26
    bl      print_number
    SAY_LINUX "\n"
    b       power_off
END_ROUTINE fail

// The guest under KVM: EL1, MMU off, entered at its first word. x10 = doorbell,
// x11 and x12 = GIC. Ends by SYSTEM_OFF.
    .balign 2048
guest_start:
    b       1f
    .org    guest_start + 0x200
    // Synchronous, current EL with SP_EL1: a fault of ours.
    mrs     x0, esr_el1
    str     w0, [x10, #24]
    b       2f
    .org    guest_start + 0x280
    // IRQ: acknowledge, stop the timer, end.
    mrs     x0, ICC_IAR1_EL1
    msr     cntv_ctl_el0, xzr
    isb
    msr     ICC_EOIR1_EL1, x0
    str     w0, [x10, #16]
    b       2f
    .org    guest_start + 0x400
1:  mov     x10, #GUEST_DOORBELL
    mrs     x0, CurrentEL
    lsr     x0, x0, #2
    str     w0, [x10]
    mov     x0, #0
    mov     x1, #100
3:  add     x0, x0, x1
    subs    x1, x1, #1
    b.ne    3b
    str     w0, [x10, #8]
    adr     x0, guest_start
    msr     vbar_el1, x0
    // Affinity routing and Group 1 on; the redistributor awake; INTID 27 in Group 1, enabled.
    mov     x11, #GUEST_GIC_DISTRIBUTOR
    mov     w0, #0x12
    str     w0, [x11]
    LOAD64  x12, GUEST_GIC_REDISTRIBUTOR
    str     wzr, [x12, #0x14]
    add     x12, x12, #0x10000
    mov     w0, #1 << 27
    str     w0, [x12, #0x80]
    str     w0, [x12, #0x100]
    mov     x0, #0xf0
    msr     ICC_PMR_EL1, x0
    mov     x0, #1
    msr     ICC_IGRPEN1_EL1, x0
    mov     x0, #1000
    msr     cntv_tval_el0, x0
    mov     x0, #1
    msr     cntv_ctl_el0, x0
    isb
    msr     daifclr, #2
4:  wfi
    b       4b
2:  LOAD64  x0, PSCI_SYSTEM_OFF
    hvc     #0
    b       .
    .balign 8
guest_end:

    .bss
    .balign 16
buffer:
    .skip   BUFFER_BYTES
    .skip   24
digits_end:
    .skip   8
segments:
    .skip   4 * 32
    .balign 16
tree:
    .skip   TREE_BYTES
