/* Thin, typed functions over /dev/kvm: one per ioctl, no policy. */
#ifndef CKVM_H
#define CKVM_H

#include "ckvm_types.h"

#include <pthread.h>

/*
 * Each returns the ioctl's result, or a negative errno. Source: Linux
 * Documentation/virt/kvm/api.rst and Documentation/virt/kvm/arm/.
 */

/* On /dev/kvm. */
int ckvm_get_api_version(int system_fd);
int ckvm_check_extension(int system_or_vm_fd, unsigned long capability);
int ckvm_get_vcpu_mmap_size(int system_fd);
/* Returns a descriptor. `type`: bits 7:0 are the width of guest physical addresses. */
int ckvm_create_vm(int system_fd, unsigned long type);

/* On a VM. */
int ckvm_create_vcpu(int vm_fd, unsigned long index);
int ckvm_set_user_memory_region(int vm_fd, const struct ckvm_memory_region *region);
int ckvm_enable_cap(int vm_fd, const struct ckvm_enabled_capability *capability);
/* struct kvm_irq_level: which interrupt, by type and number, and its level. */
int ckvm_irq_line(int vm_fd, uint32_t irq, uint32_t level);
int ckvm_arm_preferred_target(int vm_fd, struct ckvm_vcpu_init *init);
/* Fills in the descriptor of the new device. */
int ckvm_create_device(int vm_fd, struct ckvm_device *device);

/* On a VM, a vCPU or a device. */
int ckvm_set_device_attr(int fd, const struct ckvm_device_attribute *attribute);
int ckvm_get_device_attr(int fd, const struct ckvm_device_attribute *attribute);
int ckvm_has_device_attr(int fd, const struct ckvm_device_attribute *attribute);

/* On a vCPU. */
int ckvm_run(int vcpu_fd);
int ckvm_arm_vcpu_init(int vcpu_fd, const struct ckvm_vcpu_init *init);
int ckvm_get_one_reg(int vcpu_fd, uint64_t id, uint64_t *value);
int ckvm_set_one_reg(int vcpu_fd, uint64_t id, uint64_t value);
int ckvm_get_reg_list(int vcpu_fd, struct ckvm_register_list *list);
int ckvm_get_mp_state(int vcpu_fd, uint32_t *state);
int ckvm_set_guest_debug(int vcpu_fd, const struct ckvm_guest_debug *debug);
int ckvm_set_vcpu_events(int vcpu_fd, const struct ckvm_vcpu_events *events);

/* Not ioctls. */

/* The other thread's way to say "do not enter": a byte of the run page that both sides write. */
void ckvm_set_immediate_exit(struct ckvm_run_page *page, uint8_t value);
/* A handler that does nothing, without SA_RESTART, so that KVM_RUN returns EINTR. */
int ckvm_install_kick_handler(void);
/* Lets this thread be interrupted by that signal, whatever mask it was started with. */
int ckvm_unblock_kick(void);
/* Sends a thread that signal. */
int ckvm_kick(pthread_t thread);

#endif
