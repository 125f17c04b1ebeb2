#ifndef CSQLITE_SETTINGS_H
#define CSQLITE_SETTINGS_H

#include <sqlite3.h>

// Two settings of SQLite that only its functions with variable arguments can make, which Swift cannot call.

/// Whether a connection runs triggers. Returns a result code of SQLite.
int sqlite_settings_run_triggers(sqlite3 *connection, int areRun);

/// Lets SQLite allocate without counting, which would take a lock each time. Returns SQLITE_MISUSE, and changes nothing, where
/// SQLite is in use already.
int sqlite_settings_count_no_memory(void);

#endif
