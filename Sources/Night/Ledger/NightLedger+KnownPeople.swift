import EventStore
import Foundation
import GRDB

extension NightLedger {
    /// Somebody of the last tables: as the log writes them, and a mark that only the key can make of their pseudonym. A
    /// pseudonym itself would tell who is who in every table that was ever sent.
    package struct KnownPerson: Sendable, Equatable {
        package var identity: String
        package var mark: String

        package init(identity: String, mark: String) {
            self.identity = identity
            self.mark = mark
        }
    }

    /// The fingerprint of the key that the last tables were made with, an HMAC under it; nil where no night has written
    /// any.
    package func keyFingerprint() throws -> String? {
        try log.readDerived { try String.fetchOne($0, sql: "SELECT value FROM night_setting WHERE name = 'key'") }
    }

    /// Some of the people of the last tables.
    package func knownPeople() throws -> [KnownPerson] {
        try log.readDerived { db in
            try Row.fetchAll(db, sql: "SELECT identity, mark FROM night_person ORDER BY identity").map {
                .init(identity: try $0.text(0), mark: try $0.text(1))
            }
        }
    }

    /// Notes what the tables were made with, and of whom.
    package func note(key fingerprint: String, people: [KnownPerson]) throws {
        try log.derive(keeping: NightLedger.sums) { db in
            try db.execute(sql: "INSERT OR REPLACE INTO night_setting VALUES('key', ?)", arguments: [fingerprint])
            try db.execute(sql: "DELETE FROM night_person")
            let insertion = try db.makeStatement(sql: "INSERT OR REPLACE INTO night_person VALUES(?, ?)")
            for person in people { try insertion.execute(arguments: [person.identity, person.mark]) }
        }
    }

    /// Forgets what the last tables were made with: what comes now is meant.
    package func forgetPeople() throws {
        try log.derive(keeping: NightLedger.sums) { db in
            try db.execute(sql: "DELETE FROM night_setting WHERE name = 'key'")
            try db.execute(sql: "DELETE FROM night_person")
        }
    }
}
