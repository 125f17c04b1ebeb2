import EventStore
import ExchangeFormats
import Foundation
import Partner
import Primitives
import Publishing
import Tables

/// A month's tables, ready to be sent, for as long as it is held.
package struct PushableMonth {
    package var tables: MonthTables
    /// What a person should know of how they were made.
    package var warnings: [String] = []
    /// Where they were made for this push alone.
    var scratch: ScratchFolder?
}

/// Where a month's tables come from.
package protocol PushSource {
    /// - Throws: a `Failure` where the tables are not in order, or would send what must not leave.
    func month(_ month: MonthNumber) throws -> PushableMonth

    func period(of month: MonthNumber) throws -> Range<Instant>

    /// How far what they are made of goes, by kind of row; nil where nobody knows. What it does not reach is not
    /// closed, whatever the clock says: its rows are still to come, or never will.
    func reach(of month: MonthNumber, now: Instant) throws -> [LogReach]?

    /// Why a month is not to be pushed without being named, whatever the clock and the log say; nil where it is.
    func whyUnfinished(_ month: MonthNumber) -> Failure?

    /// What a month is made of now.
    func mark(of month: MonthNumber) throws -> PushMark

    /// Whether a month may hold something else than when it was noted.
    func mayDiffer(from note: PushNote) throws -> Bool
}

/// What a month was made of when it was looked at.
package struct PushMark: Equatable, Sendable {
    /// Up to where the log was folded; nil where there is no log.
    package var position: Int64?
    /// Of finished tables: the SHA-256 of their names, sizes and hashes, and of the window; nil where there are none.
    package var tables: String?
    /// Of a log: what tells whether other settings would make other rows of it.
    package var settings: String?
}

/// From the store: the tables are made as `export` makes them, checked, and taken away afterwards.
package struct StorePushSource: PushSource {
    private let log: EventLog
    private let run: ExportRun
    private let zone: ZoneRules
    private let withUsers: Bool
    private let position: Int64
    private let watched: Int64
    private let made: String
    private let seen = SeenReach()

    /// The look at the whole log is made once.
    private final class SeenReach {
        var logs: [LogReach]?
    }

    /// - Parameters:
    ///   - run: how tables are made; which and where is not looked at.
    ///   - position: up to where the log is folded at least.
    ///   - made: what tells one way to make tables from another.
    package init(log: EventLog, run: ExportRun, zone: ZoneRules, position: Int64, made: String) throws {
        self.made = made
        self.log = log
        self.run = run
        self.zone = zone
        self.position = position
        withUsers = run.users != nil
        watched = try log.checkpoint(NightLedger.checkpoint)?.position ?? 0
    }

    package func period(of month: MonthNumber) -> Range<Instant> { month.window(in: zone) }

    package func reach(of month: MonthNumber, now: Instant) throws -> [LogReach]? {
        if let logs = seen.logs { return logs }
        // A clock that is a day ahead is believed.
        let logs = try log.loggedDays(upTo: now.ticks / Instant.ticksPerDay + 1).map { kind, days in
            LogReach(
                name: LogReach.names[LogReach.word(kind)] ?? kind.name,
                first: Instant(ticks: days.lowerBound * Instant.ticksPerDay),
                last: Instant(ticks: days.upperBound * Instant.ticksPerDay))
        }
        seen.logs = logs
        return logs
    }

    package func whyUnfinished(_ month: MonthNumber) -> Failure? { nil }

    package func mark(of month: MonthNumber) -> PushMark {
        let period = period(of: month)
        return PushMark(
            position: position, settings: "\(made) \(period.lowerBound.ticks) \(period.upperBound.ticks)")
    }

    /// Nights note for which months rows came; what they have not met yet may be of any month.
    package func mayDiffer(from note: PushNote) -> Bool {
        guard let noted = note.position else { return true }
        // Nothing may have been there as a setting was wrong. What was pushed does not change with settings.
        if note.summary.isEmpty, let month = StatedTime.month(note.month),
            note.settings != mark(of: MonthNumber(month)).settings
        {
            return true
        }
        return note.isTouched == true || noted < position && watched < position
    }

    package func month(_ month: MonthNumber) throws -> PushableMonth {
        let scratch = try ScratchFolder(), period = period(of: month)
        var run = run
        run.tables = [.interactions]
        if !run.mask.people.directory.recipients.isEmpty {
            run.tables += [.employees, .groups] + (withUsers ? [.users] : [])
        } else if withUsers {
            throw Failure(
                .usage, "The users' groups are those of a directory, and there is none.",
                next: "Name an export of it with --directory.")
        }
        run.options.folder = scratch.path
        run.options.month = month.text
        run.options.window = period
        run.options.isStaged = true
        (run.options.profile, run.options.delimiter, run.options.listStyle) = (nil, UInt8(ascii: ";"), .json)
        run.options.earlier = nil
        let report = try run.run(on: log)
        let tables = MonthTables(folder: scratch.path, month: month.text, period: period, withUsers: withUsers)
        try PushCheck.tables(tables)
        return PushableMonth(tables: tables, warnings: report.warnings, scratch: scratch)
    }
}
