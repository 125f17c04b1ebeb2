import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Projection

extension NightLedger {
    /// Months that can be written: what a damaged date names beside them is nobody's month.
    static let months = 1970 * 12..<2100 * 12
    static let checkpoint = "night"

    /// What of a month has to be written.
    enum Due: Int {
        case nothing = 0
        case whole = 1
        /// A changed meeting can show in it, and nothing new was logged in it.
        case butTheLog = 2
    }

    /// A month to write.
    package struct DueMonth: Hashable, Sendable {
        package var month: MonthNumber
        /// Whether entries were logged in it since it was written; where not, its table of entries is as it was.
        package var hasNewEntries: Bool
    }

    /// Finds the months on which events since the last night can show, and notes that they have to be written: those in
    /// which an event was logged or a new entry's meeting begins, those between the first and the last occurrence of
    /// every changed meeting, as it was and as it is now, and those in which a legacy DN stands of which the log has
    /// learned since whose it is.
    ///
    /// - Parameters:
    ///   - head: the position up to which the log is folded at least. What somebody has taken in since waits for the
    ///     next night: its meetings may not stand in the tables yet.
    ///   - now: what bears a later time than a day after it tells nothing of how new the log is.
    /// - Returns: how many events and changed streams there were, by kind of event.
    package func noteChanges(
        zone: ZoneRules, upTo head: Int64, now: Instant
    ) throws -> [String: (events: Int, streams: Int)] {
        let after = try log.checkpoint(NightLedger.checkpoint)?.position ?? 0
        guard after < head else { return [:] }
        var counts: [String: (events: Int, streams: Int)] = [:]
        var touched = MonthSet(zone: zone), logged = MonthSet(zone: zone)
        var renamed = RenamedPeople(zone: zone)
        try renamed.find(in: log, after: after, upTo: head)
        var streams: Set<Int64> = []
        var newest: [String: Int64] = [:]
        func met(_ kind: String, _ ticks: Int64?) {
            guard let ticks, ticks <= now.ticks + Instant.ticksPerDay else { return }
            newest[kind] = max(newest[kind] ?? 0, ticks)
        }
        try log.forEachEventInOrder(kind: .calendar, after: after, upTo: head) { row in
            counts["calendar", default: (0, 0)].events += 1
            streams.insert(row.stream)
            let loggedAt = row.ticks(CalendarColumn.logTime.rawValue)
            logged.add(loggedAt)
            met("calendar", loggedAt)
            touched.add(row.ticks(CalendarColumn.startTime.rawValue))
        }
        counts["calendar"]?.streams = streams.count
        if try log.lastPosition(of: .mail) > after {
            counts["mail"] = try mailChanges(after: after, upTo: head) { ticks, isNew in
                touched.add(ticks)
                if isNew { met("mail", ticks) }
            }
        }
        let changed = streams.sorted()
        let months = try log.derive(keeping: NightLedger.sums) { db in
            try reach(of: changed, db, &touched)
            try reach(of: renamed.streams.sorted(), db, &renamed.months)
            return touched.months + renamed.months.months
        }
        // Before it is noted that the rows were met: whoever is cut off in between meets them again.
        try StorePushNotes(log).touch(Set(months.map { MonthNumber(number: $0).text }))
        try log.derive(keeping: NightLedger.sums) { db in
            let new = try db.makeStatement(sql: "INSERT OR IGNORE INTO night_month VALUES(?, 1)")
            let due = try db.makeStatement(
                sql: "UPDATE night_month SET is_due = ?1 WHERE month = ?2 AND is_due IS NOT 1")
            for month in logged.months { try due.execute(arguments: [Due.whole.rawValue, month]) }
            for month in touched.months { try due.execute(arguments: [Due.butTheLog.rawValue, month]) }
            for month in logged.months + touched.months + renamed.months.months { try new.execute(arguments: [month]) }
            // No row of such a month may be copied from the table that stands there.
            for month in renamed.months.months {
                try due.execute(arguments: [Due.whole.rawValue, month])
                try db.execute(sql: "DELETE FROM night_table WHERE month = ?", arguments: [month])
            }
            try renamed.store(db)
            try note(newest: newest, db)
            try EventLog.setCheckpoint(NightLedger.checkpoint, position: head, version: NightLedger.version, in: db)
        }
        return counts
    }

    /// A message has one moment, found among all its rows: any of their months may lose it or win it.
    private func mailChanges(
        after: Int64, upTo head: Int64, _ met: (_ ticks: Int64?, _ isNew: Bool) -> Void
    ) throws -> (events: Int, streams: Int) {
        guard let time = EventKind.mail.columns.firstIndex(where: { $0.type == .instant }) else { return (0, 0) }
        var counts = (events: 0, streams: 0)
        var last: Int64?
        try log.forEachEvent(of: .changed(after: after), kind: .mail, upTo: head) { stream, row in
            if stream.number != last { counts.streams += 1 }
            last = stream.number
            if row.position > after { counts.events += 1 }
            met(row.ticks(time), row.position > after)
        }
        return counts
    }

    /// Adds the months of changed meetings, and widens what is known of them: a table of the calendar as it was held
    /// shows old times too.
    private func reach(of streams: [Int64], _ db: Database, _ touched: inout MonthSet) throws {
        guard let meetings = try StartBounds(db) else { return }
        let old = try db.makeStatement(sql: "SELECT first, last FROM night_reach WHERE stream = ?")
        let store = try db.makeStatement(sql: "INSERT OR REPLACE INTO night_reach VALUES(?, ?, ?)")
        for stream in streams {
            var span: ClosedRange<Int>?
            if let row = try Row.fetchOne(old, arguments: [stream]) {
                let first = try row.number(0), last = try row.number(1)
                if first <= last { span = first...last }
            }
            if let (first, last) = try meetings.bounds(of: stream), last > 0 {
                let (lower, upper) = (touched.month(first), touched.month(last))
                span = min(lower, span?.lowerBound ?? lower)...max(lower, upper, span?.upperBound ?? upper)
            }
            guard let span else { continue }
            touched.add(span)
            try store.execute(arguments: [stream, span.lowerBound, span.upperBound])
        }
    }

    /// The months to write now, in order.
    ///
    /// Every month from the first with any row to the end of the window has tables, so that the tables do not depend on
    /// how the rows were split into nights.
    /// - Parameter isThere: whether a month's finished tables stand in their folder.
    package func dueMonths(in window: ClosedRange<MonthNumber>, isThere: (MonthNumber) -> Bool) throws -> [DueMonth] {
        var known: [Int: Due] = [:]
        for row in try log.readDerived({ try Row.fetchAll($0, sql: "SELECT month, is_due FROM night_month") }) {
            known[try row.number(0)] = Due(rawValue: try row.number(1)) ?? .whole
        }
        guard let first = known.keys.min() else { return [] }
        let begin = max(first, window.lowerBound.number)
        guard begin <= window.upperBound.number else { return [] }
        return (begin...window.upperBound.number).compactMap { number in
            let month = MonthNumber(number: number)
            let due = isThere(month) ? known[number] ?? Due.whole : Due.whole
            return due == .nothing ? nil : DueMonth(month: month, hasNewEntries: due == .whole)
        }
    }
}

extension NightLedger {
    /// Months before the window that have rows, which no night writes.
    package struct MonthsBefore: Codable, Sendable, Equatable {
        package var count: Int
        /// `YYYY-MM`.
        package var first: String
        package var last: String
        /// Those of them on which something has changed since they were written, or that never were.
        package var changed: Int
    }

    /// Months before another on which something has changed since their tables were written, in order.
    package func dueMonths(before month: MonthNumber) throws -> [MonthNumber] {
        try log.readDerived { db in
            try Int.fetchAll(
                db, sql: "SELECT month FROM night_month WHERE month >= ? AND month < ? AND is_due <> 0 ORDER BY month",
                arguments: [NightLedger.months.lowerBound, month.number]
            ).map { MonthNumber(number: $0) }
        }
    }

    package func months(before month: MonthNumber) throws -> MonthsBefore? {
        try log.readDerived { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), min(month), max(month), sum(is_due <> 0) FROM night_month WHERE month >= ? AND month < ?
                    """, arguments: [NightLedger.months.lowerBound, month.number])
            guard let row else { return nil }
            let count = try row.number(0)
            guard count > 0 else { return nil }
            return MonthsBefore(
                count: count, first: MonthNumber(number: try row.number(1)).text,
                last: MonthNumber(number: try row.number(2)).text, changed: try row.number(3))
        }
    }
}

/// The months that have been touched.
struct MonthSet {
    let zone: ZoneRules
    private var isTouched = [Bool](repeating: false, count: NightLedger.months.count)

    init(zone: ZoneRules) { self.zone = zone }

    var months: [Int] { isTouched.indices.filter { isTouched[$0] }.map { $0 + NightLedger.months.lowerBound } }

    /// The number of the month of an instant, the first or the last where it lies outside.
    func month(_ ticks: Int64) -> Int {
        let bounds = (CivilDate(days: 0), CivilDate(days: CivilDate.days(year: 2099, month: 12, day: 28)))
        guard ticks > 0 else { return MonthNumber(bounds.0).number }
        guard ticks < WallTime(bounds.1).ticks else { return MonthNumber(bounds.1).number }
        let wall = WallTime(ticks: ticks + zone.offset(at: Instant(ticks: ticks)))
        return max(NightLedger.months.lowerBound, MonthNumber(wall.date).number)
    }

    mutating func add(_ ticks: Int64?) {
        guard let ticks, ticks > 0 else { return }
        let month = month(ticks)
        add(month...month)
    }

    mutating func add(_ span: ClosedRange<Int>) {
        for month in span.clamped(to: NightLedger.months.lowerBound...(NightLedger.months.upperBound - 1)) {
            isTouched[month - NightLedger.months.lowerBound] = true
        }
    }
}
