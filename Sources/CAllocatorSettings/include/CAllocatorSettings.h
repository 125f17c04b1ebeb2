#pragma once

/// Lets all threads allocate from one arena. The C library of GNU gives each new thread another one and keeps what was
/// freed in it, so a program whose steps each start some threads holds a multiple of what it uses. Elsewhere, nothing.
void allocator_settings_share_one_arena(void);

/// Gives each block of a megabyte or more pages of its own, which the system has back once the block is freed. The C
/// library of GNU raises that bound up to 32 megabytes with each such block that is freed, and what lies in its arena
/// from then on leaves holes that nothing else fits in. Elsewhere, nothing.
void allocator_settings_return_big_blocks(void);
