import EventStore
import GRDB
import Reconstruct

/// Rows of the log are never taken back, so the servers of one fold are added to those of the folds before.
extension MailServers {
    init(stored db: Database) throws {
        guard try db.hasTable("email_server") else {
            self.init()
            return
        }
        func names(_ hasLog: Int) throws -> Set<String> {
            Set(
                try Row.fetchAll(db, sql: "SELECT name FROM email_server WHERE has_log = ?", arguments: [hasLog]).map {
                    try $0.storedText(0)
                })
        }
        self.init(logged: try names(1), called: try names(0))
    }

    func store(in db: Database) throws {
        let insertion = try db.makeStatement(sql: "INSERT OR IGNORE INTO email_server(name, has_log) VALUES(?, ?)")
        for (names, hasLog) in [(called, 0), (logged, 1)] {
            for name in names.sorted() { try insertion.execute(arguments: [name, hasLog]) }
        }
    }
}
