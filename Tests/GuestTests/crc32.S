// FEAT_CRC32: both polynomials in every size, against the check value of each ("123456789").
//
// Source: Arm ARM, CRC32B and its kind; the check values are those of CRC-32 and CRC-32C.
//
// EXPECT: crc32b 1d48ef9b
// EXPECT: crc32h 8215bc2e
// EXPECT: crc32w 10472a38
// EXPECT: crc32x bbc41db8
// EXPECT: crc32cb 10a13890
// EXPECT: crc32ch ee1d3738
// EXPECT: crc32cw ee8c8012
// EXPECT: crc32cx 9a4f27dc
// EXPECT: check, CRC-32 cbf43926
// EXPECT: check, CRC-32C e3069283

#include "guest.h"

GUEST
    MOV64   x6, 0x0123456789abcdef
    mov     w7, #-1
    crc32b  w5, w7, w6
    SHOW    "crc32b ", x5
    crc32h  w5, w7, w6
    SHOW    "crc32h ", x5
    crc32w  w5, w7, w6
    SHOW    "crc32w ", x5
    crc32x  w5, w7, x6
    SHOW    "crc32x ", x5
    crc32cb w5, w7, w6
    SHOW    "crc32cb ", x5
    crc32ch w5, w7, w6
    SHOW    "crc32ch ", x5
    crc32cw w5, w7, w6
    SHOW    "crc32cw ", x5
    crc32cx w5, w7, x6
    SHOW    "crc32cx ", x5
    MOV64   x6, 0x3837363534333231      // "12345678"
    mov     w8, #'9'
    crc32x  w5, w7, x6
    crc32b  w5, w5, w8
    mvn     w5, w5
    SHOW    "check, CRC-32 ", x5
    crc32cx w5, w7, x6
    crc32cb w5, w5, w8
    mvn     w5, w5
    SHOW    "check, CRC-32C ", x5
    POWER_OFF
