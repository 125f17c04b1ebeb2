import Encodings
import EventStore
import ExchangeFormats
import Reconstruct

/// Where lists have a meeting, and what tells without a look at it whether a list does; in ticks.
struct ListPlace: Sendable, Equatable {
    var start: Int64
    /// Bounds of its occurrences' starts, as stored with the meeting.
    var first: Int64
    var last: Int64
    var status: Int

    init(_ meeting: Meeting, _ zones: ZoneBook) {
        let bounds = meeting.startBounds
        start = meeting.listedStart(zones).ticks
        first = bounds.lowerBound.ticks
        last = bounds.upperBound.ticks
        status = meeting.status.code
    }
}

/// By what a stream is found without being read: whoever stands in one of its entries where participants come from, the
/// words of its meeting's texts, and when a list has it.
struct MeetingTerms: Sendable, Equatable {
    /// Of every entry, so that who took part at any moment is among them.
    var people: Set<String> = []
    /// Of the meeting as the newest entries leave it, in lower case.
    var words: Set<String> = []
    /// Nil where nothing came of the entries.
    var place: ListPlace?

    init() {}

    init(_ stream: StreamID, _ entries: [Entry], _ meeting: Meeting?, _ zones: ZoneBook) {
        people = MeetingTerms.people(of: entries)
        if let meeting { take(meeting, key: stream.key, zones) }
    }

    /// Words and place alone, which are those of the meeting.
    init(of meeting: Meeting, key: String, _ zones: ZoneBook) { take(meeting, key: key, zones) }

    private mutating func take(_ meeting: Meeting, key: String, _ zones: ZoneBook) {
        place = ListPlace(meeting, zones)
        for text in meeting.namingTexts(key) { MeetingTerms.forEachWord(of: text) { words.insert($0) } }
    }

    // MARK: People

    /// A text that SQLite would cut stands under this one: whose it is then tells the meeting alone.
    static let unclear = ""

    private static func people(of entries: [Entry]) -> Set<String> {
        // A list: a stream has few people, and texts that are one and the same are compared at once.
        var people: [String] = [], many: Set<String> = []
        func add(_ text: String) {
            if many.isEmpty {
                guard !people.contains(text) else { return }
                people.append(text)
                if people.count > 16 { many = Set(people) }
            } else {
                many.insert(text)
            }
        }
        var list = AttendeeList()
        // By place: an entry that is copied costs more than all that is looked at here.
        for place in entries.indices {
            if let text = entries[place].mailbox { add(text) }
            // Rows that say the same of the item name the same organizer.
            if place == 0 || entries[place].shared !== entries[place - 1].shared,
                let text = entries[place].sentRepresenting
            {
                add(text)
            }
            if let text = entries[place].sender { add(text) }
            guard let details = entries[place].details, !details.list.isEmpty else { continue }
            details.list.forEachLine(butThoseOf: list) { add($1.address) }
            list = details.list
        }
        let found = many.isEmpty ? Set(people) : many
        return found.contains { $0.utf8.contains(0) }
            ? Set(found.map { $0.utf8.contains(0) ? unclear : $0 }) : found
    }

    // MARK: Words

    /// Visits the pieces of a text, in lower case, between white space and control characters.
    static func forEachWord(of text: String, _ body: (String) -> Void) {
        var text = text
        let isPlain = text.withUTF8 { bytes in
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
            var word: [UInt8] = []
            for byte in bytes {
                if byte > 0x20, byte != 0x7F {
                    word.append(ASCII.lowercased(byte))
                } else if !word.isEmpty {
                    body(String(decoding: word, as: UTF8.self))
                    word.removeAll(keepingCapacity: true)
                }
            }
            if !word.isEmpty { body(String(decoding: word, as: UTF8.self)) }
            return true
        }
        guard !isPlain else { return }
        for word in text.lowercased().unicodeScalars.split(whereSeparator: parts) { body(String(word)) }
    }

    /// Whether a scalar parts words.
    static func parts(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace
    }
}
