#include "CSQLiteSettings.h"

int sqlite_settings_run_triggers(sqlite3 *connection, int areRun) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_TRIGGER, areRun, (int *)0);
}

int sqlite_settings_count_no_memory(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
