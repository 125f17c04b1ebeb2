import EventStore
import Foundation
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
        let positions = try store.sqlite3("SELECT position FROM calendar_entry UNION ALL SELECT position FROM mail_entry ORDER BY 1").output
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
            #expect(keys.count == counts.streams && Set(keys).count == counts.streams && positions.count == counts.events)
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

    @Test func aStreamOfBothKindsKeepsThemApart() throws {
        let store = try StoreFixture(), log = try store.open()
        try store.append([TestRow(identity: (1, 2, 3, 4), stream: "same", subject: "calendar")], to: log)
        try store.append([MailRow(identity: (1, 2, 3, 4), message: "same", logTime: 0, recipients: "a@example.com", subject: "mail")], as: MailRow.batch, to: log)
        for (kind, subject, column) in [(EventKind.calendar, "calendar", CalendarColumn.normalizedSubject.rawValue), (.mail, "mail", MailColumn.subject.rawValue)] {
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
            #expect(event.ticks(MailColumn.logTime.rawValue) == row.logTime && event.integer(MailColumn.size.rawValue) == row.size)
            #expect(event.text(MailColumn.form.rawValue) == "tracking" && event.text(MailColumn.source.rawValue) == "STOREDRIVER")
            #expect(event.text(MailColumn.recipients.rawValue) == row.recipients && event.text(MailColumn.more.rawValue) == row.more)
        }
        #expect(seen == 50)
    }

    @Test func theViewShowsAMessageRow() throws {
        let store = try StoreFixture()
        let row = MailRow(identity: (1, 2, 3, 4), message: "<a@example.com>", logTime: 17_000_000_000_120_000, recipients: "b@example.com", subject: "hello", size: 77)
        try store.append([row], as: MailRow.batch, name: "MSGTRK1.LOG")
        let shown = try store.sqlite3("SELECT logtime, eventsource, eventid, messageid, recipients, subject, size, exportform, message_key, source, line FROM mail_entries")
        #expect(shown.output == "2023-11-14 22:13:20.012|STOREDRIVER|DELIVER|<a@example.com>|b@example.com|hello|77|tracking|<a@example.com>|MSGTRK1.LOG|2\n")
    }
}
