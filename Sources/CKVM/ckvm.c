#include "CKVM.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>

/*
 * Request numbers as arm64 has them, literally: the _IO macros over a foreign header's structures
 * give other numbers. Bits 31:30 direction, 29:16 size, 15:8 type 0xAE, 7:0 number. Source: Linux
 * include/uapi/linux/kvm.h.
 */
enum {
    GET_API_VERSION = 0x0000ae00,
    CREATE_VM = 0x0000ae01,
    CHECK_EXTENSION = 0x0000ae03,
    GET_VCPU_MMAP_SIZE = 0x0000ae04,
    CREATE_VCPU = 0x0000ae41,
    SET_USER_MEMORY_REGION = 0x4020ae46,
    RUN = 0x0000ae80,
};
#define IRQ_LINE 0x4008ae61u
#define GET_MP_STATE 0x8004ae98u
#define SET_GUEST_DEBUG 0x4208ae9bu
#define SET_VCPU_EVENTS 0x4040aea0u
#define ENABLE_CAP 0x4068aea3u
#define GET_ONE_REG 0x4010aeabu
#define SET_ONE_REG 0x4010aeacu
#define ARM_VCPU_INIT 0x4020aeaeu
#define ARM_PREFERRED_TARGET 0x8020aeafu
#define GET_REG_LIST 0xc008aeb0u
#define CREATE_DEVICE 0xc00caee0u
#define SET_DEVICE_ATTR 0x4018aee1u
#define GET_DEVICE_ATTR 0x4018aee2u
#define HAS_DEVICE_ATTR 0x4018aee3u

#define SIZE_IS(type, bytes) _Static_assert(sizeof(struct type) == (bytes), #type " has its size")
#define FIELD_IS(type, field, bytes) \
    _Static_assert(offsetof(struct type, field) == (bytes), #type "." #field " is in its place")

SIZE_IS(ckvm_memory_region, 32);
FIELD_IS(ckvm_memory_region, guest_address, 8);
FIELD_IS(ckvm_memory_region, host_address, 24);
SIZE_IS(ckvm_enabled_capability, 104);
FIELD_IS(ckvm_enabled_capability, arguments, 8);
SIZE_IS(ckvm_vcpu_init, 32);
SIZE_IS(ckvm_one_register, 16);
SIZE_IS(ckvm_device, 12);
SIZE_IS(ckvm_device_attribute, 24);
FIELD_IS(ckvm_device_attribute, attribute, 8);
FIELD_IS(ckvm_device_attribute, address, 16);
SIZE_IS(ckvm_guest_debug, 520);
FIELD_IS(ckvm_guest_debug, breakpoint_value, 136);
FIELD_IS(ckvm_guest_debug, watchpoint_value, 392);
SIZE_IS(ckvm_vcpu_events, 64);
FIELD_IS(ckvm_vcpu_events, external_abort_pending, 2);
FIELD_IS(ckvm_vcpu_events, serror_syndrome, 8);
FIELD_IS(ckvm_register_list, ids, 8);
SIZE_IS(ckvm_run_page, 288);
FIELD_IS(ckvm_run_page, immediate_exit, 1);
FIELD_IS(ckvm_run_page, exit_reason, 8);
FIELD_IS(ckvm_run_page, flags, 14);
FIELD_IS(ckvm_run_page, exit, 32);
FIELD_IS(ckvm_exit_hypercall, flags, 64);
FIELD_IS(ckvm_exit_debug, fault_address, 8);
FIELD_IS(ckvm_exit_mmio, length_bytes, 16);
FIELD_IS(ckvm_exit_mmio, is_write, 20);
FIELD_IS(ckvm_exit_fail_entry, cpu, 8);
FIELD_IS(ckvm_exit_event, data, 8);

/* One ioctl: its result, or the negative errno. */
#define CALL(fd, request, argument)                             \
    int result = ioctl(fd, (unsigned long)(request), argument); \
    return result < 0 ? -errno : result

int ckvm_get_api_version(int fd) { CALL(fd, GET_API_VERSION, 0UL); }

int ckvm_check_extension(int fd, unsigned long capability) {
    CALL(fd, CHECK_EXTENSION, capability);
}

int ckvm_get_vcpu_mmap_size(int fd) { CALL(fd, GET_VCPU_MMAP_SIZE, 0UL); }

int ckvm_create_vm(int fd, unsigned long type) { CALL(fd, CREATE_VM, type); }

int ckvm_create_vcpu(int fd, unsigned long index) { CALL(fd, CREATE_VCPU, index); }

int ckvm_set_user_memory_region(int fd, const struct ckvm_memory_region *region) {
    CALL(fd, SET_USER_MEMORY_REGION, region);
}

int ckvm_enable_cap(int fd, const struct ckvm_enabled_capability *capability) {
    CALL(fd, ENABLE_CAP, capability);
}

int ckvm_irq_line(int fd, uint32_t irq, uint32_t level) {
    uint32_t line[2] = {irq, level};
    CALL(fd, IRQ_LINE, line);
}

int ckvm_arm_preferred_target(int fd, struct ckvm_vcpu_init *init) {
    CALL(fd, ARM_PREFERRED_TARGET, init);
}

int ckvm_create_device(int fd, struct ckvm_device *device) { CALL(fd, CREATE_DEVICE, device); }

int ckvm_set_device_attr(int fd, const struct ckvm_device_attribute *attribute) {
    CALL(fd, SET_DEVICE_ATTR, attribute);
}

int ckvm_get_device_attr(int fd, const struct ckvm_device_attribute *attribute) {
    CALL(fd, GET_DEVICE_ATTR, attribute);
}

int ckvm_has_device_attr(int fd, const struct ckvm_device_attribute *attribute) {
    CALL(fd, HAS_DEVICE_ATTR, attribute);
}

int ckvm_run(int fd) { CALL(fd, RUN, 0UL); }

int ckvm_arm_vcpu_init(int fd, const struct ckvm_vcpu_init *init) {
    CALL(fd, ARM_VCPU_INIT, init);
}

int ckvm_get_one_reg(int fd, uint64_t id, uint64_t *value) {
    struct ckvm_one_register one = {id, (uint64_t)(uintptr_t)value};
    CALL(fd, GET_ONE_REG, &one);
}

int ckvm_set_one_reg(int fd, uint64_t id, uint64_t value) {
    struct ckvm_one_register one = {id, (uint64_t)(uintptr_t)&value};
    CALL(fd, SET_ONE_REG, &one);
}

int ckvm_get_reg_list(int fd, struct ckvm_register_list *list) { CALL(fd, GET_REG_LIST, list); }

int ckvm_get_mp_state(int fd, uint32_t *state) { CALL(fd, GET_MP_STATE, state); }

int ckvm_set_guest_debug(int fd, const struct ckvm_guest_debug *debug) {
    CALL(fd, SET_GUEST_DEBUG, debug);
}

int ckvm_set_vcpu_events(int fd, const struct ckvm_vcpu_events *events) {
    CALL(fd, SET_VCPU_EVENTS, events);
}

void ckvm_set_immediate_exit(struct ckvm_run_page *page, uint8_t value) {
    __atomic_store_n(&page->immediate_exit, value, __ATOMIC_SEQ_CST);
}

/* The last real-time signal: the C library and debuggers take theirs from the front. */
#define KICK_SIGNAL SIGRTMAX

static void ignore(int number) { (void)number; }

int ckvm_install_kick_handler(void) {
    struct sigaction action = {.sa_handler = ignore};
    return sigaction(KICK_SIGNAL, &action, NULL) < 0 ? -errno : 0;
}

int ckvm_unblock_kick(void) {
    sigset_t kick;
    sigemptyset(&kick);
    sigaddset(&kick, KICK_SIGNAL);
    return -pthread_sigmask(SIG_UNBLOCK, &kick, NULL);
}

int ckvm_kick(pthread_t thread) { return -pthread_kill(thread, KICK_SIGNAL); }
