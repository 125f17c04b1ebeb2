#pragma once

/// Lets all threads allocate from one arena. The C library of GNU gives each new thread another one and keeps what was
/// freed in it, so a program whose steps each start some threads holds a multiple of what it uses. Elsewhere, nothing.
void allocator_settings_share_one_arena(void);
