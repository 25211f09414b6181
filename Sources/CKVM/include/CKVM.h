/* Thin, typed functions over /dev/kvm: one per ioctl, no policy. */
#ifndef CKVM_H
#define CKVM_H

#include <stdint.h>

/* KVM_GET_API_VERSION on /dev/kvm. Returns the version, or a negative errno. */
int ckvm_get_api_version(int system_fd);

/* KVM_CHECK_EXTENSION on /dev/kvm. Returns the capability's value, or a negative errno. */
int ckvm_check_extension(int system_fd, unsigned long capability);

#endif
