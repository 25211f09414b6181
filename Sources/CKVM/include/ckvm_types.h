/*
 * What the kernel and the engine exchange, in definitions of our own: the headers of an older or a
 * foreign kernel lack arm64's, and every number here is stable user ABI.
 *
 * Source: Linux Documentation/virt/kvm/api.rst; the layout is asserted in ckvm.c.
 */
#ifndef CKVM_TYPES_H
#define CKVM_TYPES_H

#include <stdint.h>

struct ckvm_memory_region {
    uint32_t slot;
    uint32_t flags;
    uint64_t guest_address;
    uint64_t length_bytes;
    uint64_t host_address;
};

struct ckvm_enabled_capability {
    uint32_t capability;
    uint32_t flags;
    uint64_t arguments[4];
    uint8_t padding[64];
};

struct ckvm_vcpu_init {
    uint32_t target;
    uint32_t features[7];
};

struct ckvm_one_register {
    uint64_t id;
    uint64_t address;
};

/* Room for every register that a kernel was seen to list, several times over. */
enum { CKVM_REGISTER_LIST_CAPACITY = 2048 };

struct ckvm_register_list {
    uint64_t count;
    uint64_t ids[CKVM_REGISTER_LIST_CAPACITY];
};

struct ckvm_device {
    uint32_t type;
    uint32_t descriptor;
    uint32_t flags;
};

struct ckvm_device_attribute {
    uint32_t flags;
    uint32_t group;
    uint64_t attribute;
    uint64_t address;
};

struct ckvm_guest_debug {
    uint32_t control;
    uint32_t padding;
    uint64_t breakpoint_control[16];
    uint64_t breakpoint_value[16];
    uint64_t watchpoint_control[16];
    uint64_t watchpoint_value[16];
};

struct ckvm_vcpu_events {
    uint8_t serror_pending;
    uint8_t serror_has_syndrome;
    uint8_t external_abort_pending;
    uint8_t padding[5];
    uint64_t serror_syndrome;
    uint32_t reserved[12];
};

struct ckvm_exit_hypercall {
    uint64_t number;
    uint64_t arguments[6];
    uint64_t result;
    uint64_t flags;
};

struct ckvm_exit_debug {
    uint32_t syndrome;
    uint32_t syndrome_high;
    uint64_t fault_address;
};

struct ckvm_exit_mmio {
    uint64_t address;
    /* Bytes in memory order; on the little-endian hosts we run on, the value itself. */
    uint64_t data;
    uint32_t length_bytes;
    uint8_t is_write;
};

struct ckvm_exit_fail_entry {
    uint64_t reason;
    uint32_t cpu;
};

/* INTERNAL_ERROR and SYSTEM_EVENT have the same shape. */
struct ckvm_exit_event {
    uint32_t kind;
    uint32_t count;
    uint64_t data[16];
};

/* ARM_NISV, ARM_LDST64B, MEMORY_FAULT and ARM_SEA: up to four words. */
struct ckvm_exit_words {
    uint64_t words[4];
};

/* The page that a vCPU shares with the kernel; the mapping is longer. */
struct ckvm_run_page {
    uint8_t request_interrupt_window;
    uint8_t immediate_exit;
    uint8_t padding[6];
    uint32_t exit_reason;
    uint8_t ready_for_interrupt_injection;
    uint8_t if_flag;
    uint16_t flags;
    uint64_t unused[2];
    union {
        struct ckvm_exit_hypercall hypercall;
        struct ckvm_exit_debug debug;
        struct ckvm_exit_mmio mmio;
        struct ckvm_exit_fail_entry fail_entry;
        struct ckvm_exit_event event;
        struct ckvm_exit_words other;
        uint8_t room[256];
    } exit;
};

#endif
