#include "CKVM.h"

#include <errno.h>
#include <sys/ioctl.h>

/* _IO(0xAE, n): KVM's type byte with no argument size. Linux include/uapi/linux/kvm.h. */
#define CKVM_IO(number) (0xae00UL | (number))

int ckvm_get_api_version(int system_fd) {
    int result = ioctl(system_fd, CKVM_IO(0x00), 0UL);
    return result < 0 ? -errno : result;
}

int ckvm_check_extension(int system_fd, unsigned long capability) {
    int result = ioctl(system_fd, CKVM_IO(0x03), capability);
    return result < 0 ? -errno : result;
}
