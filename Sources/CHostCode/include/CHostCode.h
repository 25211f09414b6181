/* What generated code needs of the host and Swift cannot reach: a file in memory that can be mapped
 * twice, the processor's features, and its floating-point control register. */
#ifndef CHOSTCODE_H
#define CHOSTCODE_H

#include <stddef.h>
#include <stdint.h>

/* An anonymous file of `length` bytes. Returns a descriptor, or a negative errno. */
int chostcode_memory_file(size_t length);

/* What an x86-64 processor and its operating system offer; all zero on others. */
struct chostcode_features {
    uint8_t sse41;
    uint8_t lzcnt;
    uint8_t bmi1;
    uint8_t bmi2;
    uint8_t avx2;
    uint8_t fma;
};
struct chostcode_features chostcode_host_features(void);

/* MXCSR, whose low six bits are sticky exception flags; zero on other hosts. */
uint32_t chostcode_get_mxcsr(void);
void chostcode_set_mxcsr(uint32_t value);

#endif
