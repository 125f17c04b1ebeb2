import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Reconstruct

/// Looks for meetings by what people remember: words of a subject, somebody's address, a date, a piece of an id.
package struct MeetingSearch {
    package struct Candidate: Sendable, Equatable {
        package var key: String
        package var subject: String?
        package var organizer: String?
        /// `yyyy-MM-dd HH:mm` by the clock of the zone; a whole day without a time.
        package var firstStart: String
        /// Whose clock that is.
        package var timeZone: String
    }

    let words: SearchQuery
    private let asOf: Instant?
    private let knownAt: Int64?
    let pseudonyms: Pseudonyms?
    let hidesText: Bool
    /// Of words that may be ids, what they may stand for.
    let ids: [String: StatedID]

    /// What the key makes of identities and of ids, where pseudonyms are looked for.
    package struct Pseudonyms {
        package var person: (String) throws -> String
        package var meetingID: (String) throws -> String

        package init(person: @escaping (String) throws -> String, meetingID: @escaping (String) throws -> String) {
            self.person = person
            self.meetingID = meetingID
        }
    }

    /// - Parameters:
    ///   - asOf: only what had been logged then; the meetings as they stood.
    ///   - knownAt: only what the log had taken in up to this position.
    ///   - hidesText: clear names, words of subjects and ids that are somebody's text find nothing.
    package init(
        _ words: SearchQuery, asOf: Instant? = nil, knownAt: Int64? = nil, pseudonyms: Pseudonyms? = nil,
        hidesText: Bool = false
    ) {
        self.words = words
        self.hidesText = hidesText
        self.asOf = asOf
        self.knownAt = knownAt
        self.pseudonyms = pseudonyms
        ids = words.typed.mapValues { StatedID($0) }
    }

    /// The meetings that have every word in subject, organizer, participants or id, and an occurrence on every date, by
    /// start.
    package func run(_ log: EventLog) throws -> [Candidate] {
        var found: [(Instant, Candidate)] = []
        try forEachMatch(in: log) { stream, meeting, zones in
            let start = meeting.listedStart(zones)
            found.append((start, candidate(stream.key, meeting, start, zones)))
            return true
        }
        return found.sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1.key < $1.1.key }.map(\.1)
    }

    /// Visits the meetings that `run` lists: by the index where there is one, else in no order that means anything.
    ///
    /// - Parameters:
    ///   - filter: what else is asked of them; a meeting that does not fit may be visited all the same.
    ///   - body: false where no meeting is wanted any more whose listed start lies behind this one's.
    package func forEachMatch(
        in log: EventLog, _ filter: Filter = Filter(), _ body: (StreamID, Meeting, ZoneBook) throws -> Bool
    ) throws {
        func look(_ stream: StreamID, _ meeting: Meeting, _ zones: ZoneBook) throws -> Bool {
            try filter.check()
            return try matches(stream.key, meeting, zones) ? body(stream, meeting, zones) : true
        }
        if asOf == nil, knownAt == nil {
            if try forEachIndexed(in: log, filter, look) { return }
            let window = filter.window.map { self.window.clamped(to: $0) } ?? self.window
            try Projection(log).forEachMeeting(in: window) { _ = try look($0, $1, $2) }
        } else {
            try Projection(log).forEachStream(.all, upTo: knownAt) { stream, entries, zones in
                let meeting =
                    asOf.map { Reconstruct.fold(entries, asOf: $0, zones: zones) }
                    ?? Reconstruct.fold(entries, zones: zones)
                if let meeting { _ = try look(stream, meeting, zones) }
            }
        }
    }

    /// Between which instants every meeting that matches has an occurrence: the stored meetings are chosen by it.
    private var window: Range<Instant> {
        let certain = words.terms.filter { $0.texts.isEmpty }.compactMap(MeetingSearch.reach)
        return certain.first ?? Instant(ticks: .min)..<Instant(ticks: .max)
    }

    /// Between which instants the start lies that a term asks for; nil where it may be any. No clock is further from
    /// UTC than fourteen hours.
    static func reach(_ term: SearchQuery.Term) -> Range<Instant>? {
        if let instant = term.instant { return instant..<Instant(ticks: instant.ticks + Instant.ticksPerMinute) }
        guard let days = term.days else { return nil }
        let first = WallTime(days.lowerBound.advanced(byDays: -1)), end = WallTime(days.upperBound.advanced(byDays: 1))
        return Instant(ticks: first.ticks)..<Instant(ticks: end.ticks)
    }

    // MARK: One meeting

    private func matches(_ key: String, _ meeting: Meeting, _ zones: ZoneBook) throws -> Bool {
        // A date alone needs none of it.
        lazy var text = hidesText ? "" : meeting.searchedText(key)
        for term in words.terms {
            if !term.texts.isEmpty {
                if try term.texts.allSatisfy({
                    try text.contains($0) || isID($0, of: key) || isPseudonym($0, of: key, meeting)
                }) {
                    continue
                }
            }
            guard term.days != nil || term.minute != nil || term.instant != nil, hasOccurrence(meeting, term, zones)
            else { return false }
        }
        return true
    }

    private func hasOccurrence(_ meeting: Meeting, _ term: SearchQuery.Term, _ zones: ZoneBook) -> Bool {
        struct Found: Error {}
        let clock = meeting.schedule.clock(zones)
        func fits(_ start: Instant) -> Bool {
            if let instant = term.instant {
                return start >= instant && start.ticks - instant.ticks < Instant.ticksPerMinute
            }
            let wall = clock.wallTime(of: start)
            if let days = term.days, !days.contains(wall.date) { return false }
            return term.minute.map { (wall.ticks - WallTime(wall.date).ticks) / Instant.ticksPerMinute == Int64($0) }
                ?? true
        }
        // A time of day alone is that of the first start: a series without an end has no last one.
        guard let reach = MeetingSearch.reach(term) else {
            return meeting.schedule.firstStart(zones).map(fits) ?? false
        }
        do {
            try meeting.forEachOccurrence(in: reach, zones: zones) {
                if fits($0.slot.start) { throw Found() }
            }
            return false
        } catch {
            return true
        }
    }

    /// What a word can be as an id; nil where it is too short to be no chance.
    func statedID(_ word: String) -> StatedID? { word.utf8.count >= 8 ? ids[word] : nil }

    /// An id of any form, or enough of one.
    private func isID(_ word: String, of key: String) throws -> Bool {
        guard let id = statedID(word) else { return false }
        // An id that is shown as a pseudonym is somebody's text.
        if hidesText, try pseudonyms?.meetingID(key) != key { return false }
        if id.keys.contains(key) || id.beginnings.contains(where: key.hasPrefix) { return true }
        return word.allSatisfy(\.isHexDigit) && key.contains(word.uppercased())
    }

    private func isPseudonym(_ word: String, of key: String, _ meeting: Meeting) throws -> Bool {
        guard let pseudonyms, let typed = ids[word]?.pseudonym else { return false }
        if try pseudonyms.meetingID(key) == typed { return true }
        return try ([meeting.organizer].compactMap { $0 } + meeting.participants.map(\.address)).contains {
            try pseudonyms.person($0) == typed
        }
    }

    private func candidate(_ key: String, _ meeting: Meeting, _ start: Instant, _ zones: ZoneBook) -> Candidate {
        let wall = meeting.schedule.clock(zones).wallTime(of: start)
        let minutes = (wall.ticks - WallTime(wall.date).ticks) / Instant.ticksPerMinute
        let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return Candidate(
            key: key, subject: meeting.subject, organizer: meeting.organizer,
            firstStart: meeting.schedule.isAllDay ? "\(wall.date)" : "\(wall.date) \(clock)",
            timeZone: meeting.schedule.zoneName(zones))
    }
}

extension Meeting {
    /// When a list has it: the start of its first instance; where nothing says when, its first entry's log time.
    package func listedStart(_ zones: ZoneBook) -> Instant { schedule.firstStart(zones) ?? firstSeen }

    /// All that is searched for words, in lower case.
    fileprivate func searchedText(_ key: String) -> String {
        (namingTexts(key) + [organizer].compactMap { $0 } + participants.map(\.address))
            .joined(separator: " ").lowercased()
    }

    /// What is searched beside people: subjects, those of single dates too, and an id that is text.
    func namingTexts(_ key: String) -> [String] {
        var texts = [subject].compactMap { $0 }
        switch schedule {
        case .series(let series): texts += series.overrides.compactMap(\.subject)
        case .dates(let dates, _), .besides(_, _, let dates, _): texts += dates.compactMap(\.subject)
        case .unknown, .single, .firstOccurrence: break
        }
        // Most ids are Exchange's own, and are told by their form.
        if Meeting.isExchangesOwn(key) { return texts }
        switch MeetingKey(key) {
        case .globalObjectID(let id, _): if id.isForeign { texts.append(id.uid) }
        case .opaque, .damaged, .absent: texts.append(key)
        }
        return texts
    }

    /// Whether a key is the hex of an id with sixteen bytes of data that are not another calendar's ([MS-OXOCAL]
    /// 2.2.1.27).
    static func isExchangesOwn(_ key: String) -> Bool {
        let bytes = key.utf8
        guard bytes.count == 112, key.hasPrefix("040000008200E00074C5B7101A82E008"),
            bytes.dropFirst(72).starts(with: "10000000".utf8), !bytes.dropFirst(80).starts(with: "7643".utf8)
        else { return false }
        return bytes.allSatisfy { Hex.uppercaseValue($0) != nil }
    }
}

extension Schedule {
    /// The start of the first instance, for a list; nil where nothing says when.
    fileprivate func firstStart(_ zones: ZoneBook) -> Instant? {
        switch self {
        case .unknown: nil
        case .single(let slot, _), .firstOccurrence(let slot, _): slot.start
        case .dates(let dates, _): dates.map(\.slot.start).min()
        case .besides(let slot, _, let dates, _):
            dates.map(\.slot.start).min().map { min($0, slot.start) } ?? slot.start
        case .series(let series): series.firstStart
        }
    }

    /// The clock by which the meeting's days are told.
    fileprivate func clock(_ zones: ZoneBook) -> ZoneRules {
        if case .series(let series) = self { series.rules(zones) } else { zones.rules(zone) }
    }

    /// What that clock is called; a zone that nobody knows, by its offset at the first start.
    fileprivate func zoneName(_ zones: ZoneBook) -> String {
        if let name = zone?.name, let found = zones.resolution(name), found.isExact {
            return found.ianaID == "Etc/UTC" ? "UTC" : found.ianaID ?? found.windowsID ?? name
        }
        guard let start = firstStart(zones) else { return "UTC" }
        let minutes = Int(clock(zones).offset(at: start) / Instant.ticksPerMinute)
        guard minutes != 0 else { return "UTC" }
        let clock = [abs(minutes) / 60, abs(minutes) % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "UTC" + (minutes < 0 ? "-" : "+") + clock
    }
}
