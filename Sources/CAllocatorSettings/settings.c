#include "CAllocatorSettings.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

void allocator_settings_share_one_arena(void) {
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
#endif
}

void allocator_settings_return_big_blocks(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    // Setting the one ends the adjustment of both.
    mallopt(M_TRIM_THRESHOLD, 2 << 20);
#endif
}
