import EventStore
import ExchangeFormats
import Projection

/// Finds the stream of a meeting by its id in any of the forms of `StatedID`: whole, by a pseudonym, or by its
/// beginning or its end, where that is unique.
package struct MeetingLookup {
    private let log: EventLog
    private let meetingID: (String) throws -> String
    private let pseudonym: () throws -> (String) throws -> String

    /// Ends that are shorter fit too many.
    private static let shortestEnd = 6

    /// - Parameters:
    ///   - meetingID: how an id is shown.
    ///   - pseudonym: what the key makes of an id; asked only where a pseudonym is given.
    package init(
        log: EventLog, meetingID: @escaping (String) throws -> String,
        pseudonym: @escaping () throws -> (String) throws -> String
    ) {
        self.log = log
        self.meetingID = meetingID
        self.pseudonym = pseudonym
    }

    package func stream(_ id: String) throws -> StreamID {
        let stated = StatedID(id)
        for key in stated.keys {
            if let found = try log.streams(withPrefix: key, limit: 1).first, found.key == key { return found }
        }
        if let form = stated.pseudonym, let found = try byPseudonym(form) { return found }
        for beginning in stated.beginnings {
            if let found = try unique(log.streams(withPrefix: beginning, limit: 11), id) { return found }
        }
        for end in stated.ends where end.utf8.count >= MeetingLookup.shortestEnd {
            if let found = try unique(log.streams(withSuffix: end, limit: 11), id) { return found }
        }
        let isShort = id.count < MeetingLookup.shortestEnd
        throw Failure(
            .inputMissing,
            "No meeting's id is \(id), or begins \(isShort ? "so, and it is too short for the end of one" : "or ends so").",
            next:
                "An id is taken whole, as hex, Base64, a calendar's UID, an id of a table or a pseudonym, or its beginning, or at least \(MeetingLookup.shortestEnd) digits of its end; 'calfold replay --find WORDS' looks for one."
        )
    }

    private func unique(_ found: [StreamID], _ id: String) throws -> StreamID? {
        guard found.count > 1 else { return found.first }
        let shown = try ShortIDs(of: found.map(\.key), in: log)
        let candidates = try found.prefix(10).map { stream in
            let id = try meetingID(stream.key)
            return "    " + (id == stream.key ? shown(id) : id)
        }
        throw Failure(
            .usage, "\(found.count > 10 ? "More than 10" : String(found.count)) meetings' ids are like that.",
            next: "Give one of these:\n" + candidates.joined(separator: "\n"))
    }

    /// Only ids that carry somebody's text have pseudonyms, but which are those is the mask's to say.
    private func byPseudonym(_ text: String) throws -> StreamID? {
        let shown = try pseudonym()
        var found: StreamID?
        try log.forEachStream(of: .calendar) { stream in
            guard try shown(stream.key) == text else { return true }
            found = stream
            return false
        }
        return found
    }
}
