import EventStore
import ExchangeFormats
import Foundation
import GRDB
import Reconstruct

/// Looks for meetings by what people remember: words of a subject, somebody's address, a date.
public struct MeetingSearch: Sendable {
    public struct Candidate: Sendable, Equatable {
        public var key: String
        public var subject: String?
        public var organizer: String?
        /// `yyyy-MM-dd HH:mm:ss`, UTC.
        public var firstStart: String
    }

    private let words: [String]
    private let dates: [CivilDate]

    public init(text: String) {
        let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
        dates = parts.compactMap(MeetingSearch.date)
        words = parts.filter { MeetingSearch.date($0) == nil }.map { $0.lowercased() }
    }

    /// The meetings that have every word in subject, organizer or participants, and an occurrence on every date (UTC); the
    /// first ones by start.
    public func run(_ log: EventLog, limit: Int = 50) throws -> [Candidate] {
        var found: [(Instant, Candidate)] = []
        let window = dates.isEmpty ? Instant(ticks: .min)..<Instant(ticks: .max) : try day(dates[0])
        try Projection(log).forEachMeeting(in: window) { stream, meeting, zones in
            let text = ([meeting.subject, meeting.organizer].compactMap { $0 } + meeting.participants.map(\.address)).joined(separator: " ").lowercased()
            guard words.allSatisfy({ text.contains($0) }) else { return }
            for date in dates {
                var hasOne = false
                meeting.forEachOccurrence(in: try day(date), zones: zones) { _ in hasOne = true }
                guard hasOne else { return }
            }
            let start = meeting.schedule.firstStart(zones) ?? meeting.firstSeen
            let wall = WallTime(ticks: start.ticks)
            let minutes = (wall.ticks - WallTime(wall.date).ticks) / Instant.ticksPerMinute
            let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
            found.append((start, Candidate(key: stream.key, subject: meeting.subject, organizer: meeting.organizer, firstStart: "\(wall.date) \(clock)")))
        }
        return found.sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.key < $1.1.key }.prefix(limit).map(\.1)
    }

    private func day(_ date: CivilDate) throws -> Range<Instant> {
        Instant(ticks: WallTime(date).ticks)..<Instant(ticks: WallTime(date.advanced(byDays: 1)).ticks)
    }

    private static func date(_ text: String) -> CivilDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}

extension Schedule {
    /// The start of the first instance, for a list; nil where nothing says when.
    fileprivate func firstStart(_ zones: ZoneBook) -> Instant? {
        switch self {
        case .unknown: nil
        case .single(let slot, _), .firstOccurrence(let slot, _): slot.start
        case .dates(let dates, _): dates.map(\.slot.start).min()
        case .besides(let slot, _, let dates, _): dates.map(\.slot.start).min().map { min($0, slot.start) } ?? slot.start
        case .series(let series): series.firstStart
        }
    }
}
