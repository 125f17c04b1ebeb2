import ExchangeFormats
import Foundation
import Reconstruct
import Testing

@testable import Replay

@Suite struct StoryJSONTests {
    /// Any JSON, to be written again by Foundation's encoder.
    private enum Value: Codable {
        case text(String), number(Int64), flag(Bool)
        case array([Value])
        case object([String: Value])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let object = try? container.decode([String: Value].self) {
                self = .object(object)
            } else if let array = try? container.decode([Value].self) {
                self = .array(array)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .number(try container.decode(Int64.self))
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .flag(let flag): try container.encode(flag)
            case .array(let values): try container.encode(values)
            case .object(let members): try container.encode(members)
            }
        }
    }

    private static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// A meeting that was planned, changed, answered and deleted, of so many people.
    private static func story(people: Int) -> Story {
        let first = Instant(ticks: Int64(CivilDate.days(year: 2024, month: 3, day: 1)) * Instant.ticksPerDay)
        let entries = (0..<4).map { number in
            var entry = Entry(hash: EventHash(high: 1, low: UInt64(number)))
            entry.mailbox = "boss@example.com"
            entry.logTime = Instant(ticks: first.ticks + Int64(number) * Instant.ticksPerMinute)
            entry.creationTime = first
            entry.itemClass = .appointment
            entry.trigger = [.create, .update, .save(unknown: "an \"odd\"\\action\t\u{1}/"), .hardDelete][number]
            entry.startTime = Instant(ticks: first.ticks + Int64(number) * Instant.ticksPerDay)
            entry.endTime = Instant(ticks: first.ticks + Int64(number + 1) * Instant.ticksPerDay)
            entry.sequenceNumber = number
            entry.appointmentState = AppointmentState(rawValue: 1)
            entry.sentRepresenting = "boss@example.com"
            entry.subject =
                "a \"quoted\" \\ subject / of\u{0}\u{8}\t\n\u{B}\u{C}\r\u{1F}\u{7F}\u{2028}żółć 会議 😀 \(number)"
            entry.responsible = number == 1 ? .person("boss@example.com") : .system("Calendar Assistant")
            var details = EntryDetails()
            details.client = "a client of nobody's"
            details.attendees = (0..<people).map {
                ListedAttendee(
                    address: "guest\($0)@example.com", type: .required,
                    response: $0 % 4_000 < number ? .accepted : Response.none, repliedAt: nil)
            }
            entry.details = details
            return entry
        }
        return Story(of: entries, zones: ZoneBook())
    }

    private static var json: StoryJSON {
        StoryJSON(
            privacy: StoryPrivacy(person: { $0 }, meetingID: { $0 }, showsFreeText: true),
            place: { _ in .init(file: "a \"file\".csv", line: 7) })
    }

    @Test func thePenWritesTextAsFoundationsEncoderDoes() throws {
        for scalar in (0..<0x300).compactMap(Unicode.Scalar.init) + ["\u{2028}", "\u{2029}", "\u{FEFF}", "\u{1F600}"] {
            let text = "a\(Character(scalar))b"
            var bytes: [UInt8] = []
            var pen = JSONPen { bytes += $0 }
            pen.value(text)
            try pen.finish()
            #expect(String(decoding: bytes, as: UTF8.self) == (try Self.encoded(text)))
        }
    }

    @Test(arguments: [0, 3, 60]) func eachLineIsWhatFoundationsEncoderWrites(people: Int) throws {
        var lines: [String] = []
        try Self.json.forEachLine(of: Self.story(people: people), meetingID: "id") { lines.append(try $0()) }
        #expect(lines.count == 4)
        for line in lines {
            #expect(line == (try Self.encoded(JSONDecoder().decode(Value.self, from: Data(line.utf8)))))
        }
        let state = try #require(try Self.json.state(Self.story(people: people)))
        #expect(lines.last?.contains("\"after\":\(state),") == true)
    }

    /// No piece is longer for more people: a line of theirs is never held whole.
    @Test func aLineOfVeryManyPeopleLeavesInPieces() throws {
        var pieces: [[UInt8]] = []
        try Self.json.tell(Self.story(people: 20_000), meetingID: "id", isFull: true) { pieces.append($0) }
        let longest = pieces.map(\.count).max() ?? 0, whole = pieces.reduce(0) { $0 + $1.count }
        #expect(whole > 8_000_000 && longest < 70_000, "\(longest) of \(whole)")
        let text = String(decoding: pieces.joined(), as: UTF8.self)
        #expect(text.hasSuffix("}\n") && text.split(separator: "\n").count == 4)
    }
}
