// The integer mix with its table in 4 KiB pages scattered over memory.
#define TABLE 0x80000000
#include "integer.S"
