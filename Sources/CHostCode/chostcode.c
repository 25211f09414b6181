#define _GNU_SOURCE
#include "CHostCode.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <xmmintrin.h>
#endif

int chostcode_memory_file(size_t length)
{
    int fd = memfd_create("swiftvmm-code", MFD_CLOEXEC);
    if (fd < 0)
        return -errno;
    if (ftruncate(fd, (off_t)length) != 0) {
        int error = errno;
        close(fd);
        return -error;
    }
    return fd;
}

#if defined(__x86_64__)

/* XCR0: the operating system saves the upper halves of the vector registers. */
static int saves_ymm(void)
{
    uint32_t low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & 6) == 6;
}

struct chostcode_features chostcode_host_features(void)
{
    struct chostcode_features found = {0};
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d))
        return found;
    found.sse41 = (c >> 19) & 1;
    int has_avx = (c >> 27 & 1) && (c >> 28 & 1) && saves_ymm();
    found.fma = has_avx && (c >> 12 & 1);
    if (__get_cpuid(0x80000001, &a, &b, &c, &d))
        found.lzcnt = (c >> 5) & 1;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d)) {
        found.bmi1 = (b >> 3) & 1;
        found.bmi2 = (b >> 8) & 1;
        found.avx2 = has_avx && (b >> 5 & 1);
    }
    return found;
}

uint32_t chostcode_get_mxcsr(void) { return _mm_getcsr(); }
void chostcode_set_mxcsr(uint32_t value) { _mm_setcsr(value); }

#else

struct chostcode_features chostcode_host_features(void)
{
    struct chostcode_features none = {0};
    return none;
}
uint32_t chostcode_get_mxcsr(void) { return 0; }
void chostcode_set_mxcsr(uint32_t value) { (void)value; }

#endif
