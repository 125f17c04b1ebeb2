import EventStore
import Foundation
import GRDBSQLite
import Testing

/// Calendar entries and rows of message logs share one log.
@Suite struct KindTests {
    private func mixed() throws -> (store: StoreFixture, log: EventLog) {
        let store = try StoreFixture(), log = try store.open()
        try store.append(TestRow.random(count: 60, seed: 1), batchSize: 20, to: log)
        try store.append(MailRow.random(count: 40, seed: 2), as: MailRow.batch, batchSize: 20, to: log)
        try store.append(TestRow.random(count: 30, seed: 3, streams: 5), to: log)
        try store.append(MailRow.random(count: 10, seed: 4, messages: 2), as: MailRow.batch, to: log)
        return (store, log)
    }

    @Test func positionsAreOneSequenceOverAllKinds() throws {
        let (store, log) = try mixed()
        #expect(try log.head()?.lastPosition == 140)
        #expect(try log.lastPosition(of: .calendar) == 130 && log.lastPosition(of: .mail) == 140)
        let positions = try store.sqlite3(
            "SELECT position FROM calendar_entry UNION ALL SELECT position FROM mail_entry ORDER BY 1"
        ).output
        #expect(positions.split(separator: "\n").compactMap { Int($0) } == Array(1...140))
        let result = log.verify()
        #expect(result.isSound && result.events == 140 && result.batches == 7, "\(result.faults)")
    }

    @Test func countsTellKindsApart() throws {
        let (store, log) = try mixed()
        let streams = try store.sqlite3("SELECT count(*) FROM stream WHERE key NOT LIKE '<%'").output
        let calendar = try log.counts(of: .calendar), mail = try log.counts(of: .mail)
        #expect(calendar.events == 90 && streams == "\(calendar.streams)\n")
        #expect(mail.events == 50 && mail.streams == 12)
    }

    @Test func aWalkVisitsOnlyStreamsOfItsKind() throws {
        let (_, log) = try mixed()
        for kind in EventKind.all {
            var keys: [String] = [], positions: [Int64] = []
            try log.forEachEvent(of: .all, kind: kind) { stream, event in
                if keys.last != stream.key { keys.append(stream.key) }
                positions.append(event.position)
            }
            let counts = try log.counts(of: kind)
            #expect(
                keys.count == counts.streams && Set(keys).count == counts.streams && positions.count == counts.events)
            #expect(keys.allSatisfy { $0.hasPrefix("<") == (kind == .mail) })
        }
        // After position 100 come thirty entries of five meetings, and ten rows of two messages.
        for (kind, streams) in [(EventKind.calendar, 5), (.mail, 2)] {
            var changed: Set<String> = []
            try log.forEachEvent(of: .changed(after: 100), kind: kind) { stream, _ in changed.insert(stream.key) }
            #expect(changed.count == streams)
        }
        var unchanged = 0
        try log.forEachEvent(of: .changed(after: 130), kind: .calendar) { _, _ in unchanged += 1 }
        #expect(unchanged == 0)
    }

    /// Told by the steps of SQLite's machine, which are the same on every computer.
    @Test func aWalkCostsNothingForStreamsOfTheOtherKind() throws {
        let store = try StoreFixture(), log = try store.open()
        try store.append(TestRow.random(count: 200, seed: 1), to: log)
        let alone = try steps(of: log, kind: .calendar, .all),
            changedAlone = try steps(of: log, kind: .calendar, .changed(after: 150))
        var rows = MailRow.random(count: 3_000, seed: 2)
        for index in rows.indices { rows[index].message = "<\(index)@example.com>" }
        try store.append(rows, as: MailRow.batch, batchSize: 1_000, to: log)
        #expect(try steps(of: log, kind: .calendar, .all) <= alone + 1)
        #expect(try steps(of: log, kind: .calendar, .changed(after: 150)) <= changedAlone + 1)
        // And a walk over many streams costs each of them alike: fewer than a thousand steps.
        #expect(try steps(of: log, kind: .mail, .all) < 3_000 * 1_000 / 100)
    }

    /// - Returns: how many hundreds of steps a walk takes.
    private func steps(of log: EventLog, kind: EventKind, _ selection: StreamSelection) throws -> Int {
        let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        count.initialize(to: 0)
        defer { count.deallocate() }
        func listen(_ interval: Int32) throws {
            try log.readDerived { db in
                sqlite3_progress_handler(
                    db.sqliteConnection, interval,
                    { place in
                        place?.assumingMemoryBound(to: Int.self).pointee += 1
                        return 0
                    }, count)
            }
        }
        try listen(100)
        try log.forEachEvent(of: selection, kind: kind) { _, _ in }
        try listen(0)
        return count.pointee
    }

    @Test func aStreamOfBothKindsKeepsThemApart() throws {
        let store = try StoreFixture(), log = try store.open()
        try store.append([TestRow(identity: (1, 2, 3, 4), stream: "same", subject: "calendar")], to: log)
        try store.append(
            [
                MailRow(
                    identity: (1, 2, 3, 4), message: "same", logTime: 0, recipients: "a@example.com", subject: "mail")
            ], as: MailRow.batch, to: log)
        for (kind, subject, column) in [
            (EventKind.calendar, "calendar", CalendarColumn.normalizedSubject.rawValue),
            (.mail, "mail", MailColumn.subject.rawValue),
        ] {
            var found: [String?] = []
            try log.forEachEvent(of: .streams([1]), kind: kind) { _, event in found.append(event.text(column)) }
            #expect(found == [subject])
        }
        #expect(try log.streams(withPrefix: "sa", limit: 9).count == 1)
    }

    @Test func aMessageRowIsOneEventHoweverOftenItComes() throws {
        let store = try StoreFixture()
        let rows = MailRow.random(count: 100, seed: 5)
        #expect(try store.append(rows, as: MailRow.batch).taken == 100)
        let again = try store.append(rows.reversed(), as: MailRow.batch, batchSize: 7)
        #expect(again.taken == 0 && again.duplicate == 100)
    }

    @Test func messageRowsReadBackAsTheyWere() throws {
        let store = try StoreFixture()
        let rows = MailRow.random(count: 50, seed: 6)
        try store.append(rows, as: MailRow.batch)
        var seen = 0
        try store.open(.readOnly).forEachEvent(kind: .mail) { stream, event in
            let row = try #require(rows.first { $0.identity.0 == event.identity.high })
            seen += 1
            #expect(stream.key == row.message && event.text(MailColumn.messageID.rawValue) == row.messageID)
            #expect(
                event.ticks(MailColumn.logTime.rawValue) == row.logTime
                    && event.integer(MailColumn.size.rawValue) == row.size)
            #expect(
                event.text(MailColumn.form.rawValue) == "tracking"
                    && event.text(MailColumn.source.rawValue) == "STOREDRIVER")
            #expect(
                event.text(MailColumn.recipients.rawValue) == row.recipients
                    && event.text(MailColumn.more.rawValue) == row.more)
        }
        #expect(seen == 50)
    }

    @Test func theViewShowsAMessageRow() throws {
        let store = try StoreFixture()
        let row = MailRow(
            identity: (1, 2, 3, 4), message: "<a@example.com>", logTime: 17_000_000_000_120_000,
            recipients: "b@example.com", subject: "hello", size: 77)
        try store.append([row], as: MailRow.batch, name: "MSGTRK1.LOG")
        let shown = try store.sqlite3(
            "SELECT logtime, eventsource, eventid, messageid, recipients, subject, size, exportform, message_key, source, line FROM mail_entries"
        )
        #expect(
            shown.output
                == "2023-11-14 22:13:20.012|STOREDRIVER|DELIVER|<a@example.com>|b@example.com|hello|77|tracking|<a@example.com>|MSGTRK1.LOG|2\n"
        )
    }
}
