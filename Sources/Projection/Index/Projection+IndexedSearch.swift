import EventStore
import ExchangeFormats
import GRDB
import Reconstruct

extension MeetingSearch {
    /// What is asked of meetings beside words.
    package struct Filter {
        /// They may have an occurrence in it.
        package var window: Range<Instant>?
        package var status: Meeting.Status?
        /// Whether an address is that of somebody who stands in their entries.
        package var person: ((String) throws -> Bool)?
        /// Those that lists have earlier are left out.
        package var first: Instant?
        /// Called for each word and each meeting that is looked at: what it throws ends the search.
        package var check: () throws -> Void

        package init(
            window: Range<Instant>? = nil, status: Meeting.Status? = nil, person: ((String) throws -> Bool)? = nil,
            first: Instant? = nil, check: @escaping () throws -> Void = {}
        ) {
            self.window = window
            self.status = status
            self.person = person
            self.first = first
            self.check = check
        }
    }

    /// Visits the stored meetings that the index leads to; few of them in no order, many by their listed start.
    ///
    /// - Parameter body: gets meetings that may match; false ends the visit where it goes by start.
    /// - Returns: false where there is no index, and nothing was visited.
    func forEachIndexed(
        in log: EventLog, _ filter: Filter, _ body: (StreamID, Meeting, ZoneBook) throws -> Bool
    ) throws -> Bool {
        try log.readDerived { db in
            guard let index = try IndexReader(db) else { return false }
            let found = try streams(index, filter), zones = ZoneBook(), stored = try StoredMeetings(db)
            if let found, found.count <= (try index.few()) {
                for stream in found.streams {
                    if let (stream, meeting) = try stored.meeting(stream) { _ = try body(stream, meeting, zones) }
                }
                return true
            }
            let window = filter.window.map { $0.lowerBound.ticks..<$0.upperBound.ticks }
            try index.forEachStart(
                from: filter.first?.ticks ?? .min, in: window, status: filter.status, of: found
            ) { start, stream in
                guard let (stream, meeting) = try stored.meeting(stream), meeting.listedStart(zones).ticks == start
                else {
                    return true
                }
                return try body(stream, meeting, zones)
            }
            return true
        }
    }

    /// Streams among which all are that have the words and the person; nil where that may be any.
    private func streams(_ index: IndexReader, _ filter: Filter) throws -> StreamSet? {
        var found: StreamSet?
        func narrow(_ other: StreamSet?) {
            guard let other else { return }
            found = found?.intersection(other) ?? other
        }
        for term in words.terms {
            try filter.check()
            narrow(try streams(index, term))
        }
        if let person = filter.person { narrow(try index.streams(of: person)) }
        return found
    }

    /// A term is met by its texts or by its moment.
    private func streams(_ index: IndexReader, _ term: SearchQuery.Term) throws -> StreamSet? {
        let reach = MeetingSearch.reach(term)
        // A time of day alone may be anybody's.
        if reach == nil, term.minute != nil { return nil }
        var found = try reach.map { try index.streams(in: $0.lowerBound.ticks..<$0.upperBound.ticks) } ?? StreamSet()
        guard !term.texts.isEmpty else { return found }
        var named: StreamSet?
        for text in term.texts {
            guard let other = try streams(index, text) else { return nil }
            named = named?.intersection(other) ?? other
        }
        if let named { found.formUnion(named) }
        return found
    }

    /// Streams in which a word stands, as text, as an id or as a pseudonym.
    private func streams(_ index: IndexReader, _ word: String) throws -> StreamSet? {
        var found = StreamSet()
        if !hidesText {
            guard let named = try index.streams(withText: word) else { return nil }
            found = named
        }
        if let id = statedID(word) {
            let piece = word.allSatisfy(\.isHexDigit) ? word.uppercased() : nil
            // What begins with the word has it among its words.
            let beginnings = id.beginnings.filter {
                hidesText || $0.lowercased() != word || IndexReader.mayBeginAnID($0)
            }
            guard let stated = try index.streams(withKeys: id.keys, beginnings: beginnings, piece: piece) else {
                return nil
            }
            found.formUnion(stated)
        }
        if let pseudonyms, let typed = ids[word]?.pseudonym {
            found.formUnion(try index.streams(of: { try pseudonyms.person($0) == typed }))
            found.formUnion(try index.streams(withKey: { try pseudonyms.meetingID($0) == typed }))
        }
        return found
    }
}

extension Projection {
    /// Whether lists and weeks are found by the index, and not by reading every meeting.
    package func hasIndex() throws -> Bool { try log.readDerived { try IndexReader($0) != nil } }

    /// Visits the stored meetings that may have an occurrence in a window and in whose entries somebody stands; without
    /// an index every meeting of the window.
    ///
    /// - Parameter isMet: whether an address of the log is theirs.
    package func forEachMeeting(
        in window: Range<Instant>, naming isMet: (String) throws -> Bool,
        _ body: (StreamID, Meeting, ZoneBook) throws -> Void
    ) throws {
        try log.readDerived { db in
            guard try db.hasTable("meeting") else { return }
            let streams = try IndexReader(db)?.streams(of: isMet).streams
            try Projection.forEachMeeting(in: window, of: streams, db, body)
        }
    }

    /// Visits the streams with entries that were logged in a span, by their numbers.
    ///
    /// - Parameters:
    ///   - isMet: where the index tells it, only streams in whose entries an address stands that fits.
    ///   - after: only streams behind this number.
    ///   - body: false ends the visit.
    package func forEachStream(
        loggedIn span: Range<Instant>, naming isMet: ((String) throws -> Bool)?, after: Int64,
        _ body: (StreamID, [Entry], ZoneBook) throws -> Bool
    ) throws {
        let days = EventPartition.day(ticks: span.lowerBound.ticks)...EventPartition.day(ticks: span.upperBound.ticks)
        var found = StreamSet()
        // Found by the days of the log, without a look at what was logged before and after.
        try log.forEachPartition(of: days, upTo: log.lastPosition(of: .calendar)) { _, events in
            try events { if $0.stream > after { found.insert($0.stream) } }
            return true
        }
        let streams = found.streams
        try log.readDerived { db in
            let named = try isMet.flatMap { isMet in try Projection.streams(naming: isMet, db) }
            // Few at a time, as the visit may end soon.
            for first in stride(from: 0, to: streams.count, by: FoldBlocks.streamsAtOnce) {
                let some = streams[first..<min(first + FoldBlocks.streamsAtOnce, streams.count)]
                    .filter { named?.contains($0) ?? true }
                var isWanted = true
                do {
                    _ = try Projection.forEachStream(.streams(Array(some)), upTo: nil, in: db) {
                        stream, entries, zones, _, _ in
                        isWanted = try body(stream, entries, zones)
                        if !isWanted { throw ConsumerGone() }
                    }
                } catch is ConsumerGone where !isWanted {
                    return
                }
            }
        }
    }

    /// The streams in whose entries somebody stands; nil without an index.
    private static func streams(naming isMet: (String) throws -> Bool, _ db: Database) throws -> StreamSet? {
        guard let index = try IndexReader(db) else { return nil }
        // What no fold has seen yet the index does not tell.
        var found = try index.streams(of: isMet)
        for stream in try EventLog.streams(changedAfter: index.position, in: db) { found.insert(stream) }
        return found
    }

    /// Visits the streams in whose entries somebody stands; without an index every stream.
    package func forEachStream(
        naming isMet: (String) throws -> Bool, upTo last: Int64? = nil,
        _ body: (StreamID, [Entry], ZoneBook) throws -> Void
    ) throws {
        try log.readDerived { db in
            let selection =
                try Projection.streams(naming: isMet, db).map { StreamSelection.streams($0.streams) } ?? .all
            _ = try Projection.forEachStream(selection, upTo: last, in: db) { stream, entries, zones, _, _ in
                try body(stream, entries, zones)
            }
        }
    }
}
