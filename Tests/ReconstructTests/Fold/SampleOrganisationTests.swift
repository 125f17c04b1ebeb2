import ExchangeFormats
import Foundation
import Reconstruct
import Testing

/// The fold against the known truth of the sample organisation.
@Suite struct SampleOrganisationTests {
    static let window = SampleLog.instant("2024-01-01 00:00:00")!..<SampleLog.instant("2024-07-01 00:00:00")!

    @Test func finalView() throws {
        try expectTruth("final") { fold($0, zones: $1) }
    }

    @Test func asOfView() throws {
        let moment = try #require(SampleLog.instant("2024-02-12 06:00:00"))
        try expectTruth("as-of-2024-02-12T06") { fold($0, asOf: moment, zones: $1) }
    }

    @Test func asHeldView() throws {
        let zones = ZoneBook()
        var lines: Set<String> = []
        for (key, entries) in try SampleLog.entries() {
            for held in heldOccurrences(of: entries, in: Self.window, zones: zones)
            where held.occurrence.status != .cancelled {
                lines.insert(Self.line(key, held.occurrence, organizer: held.meeting.organizer))
            }
        }
        try Self.expect(lines, equal: "as-held/meetings.csv")
    }

    private func expectTruth(_ view: String, _ fold: ([Entry], ZoneBook) -> Meeting?) throws {
        let zones = ZoneBook()
        var meetings: Set<String> = []
        var participants: Set<String> = []
        for (key, entries) in try SampleLog.entries() {
            guard let meeting = fold(entries, zones) else { continue }
            meeting.forEachOccurrence(in: Self.window, zones: zones) { occurrence in
                guard occurrence.status != .cancelled else { return }
                meetings.insert(Self.line(key, occurrence, organizer: meeting.organizer))
                let original = occurrence.originalStart.map(Self.text) ?? ""
                for attendee in meeting.attendees(on: occurrence.date) {
                    participants.insert("\(key);\(original);\(attendee.address);\(attendee.response.rawValue)")
                }
            }
        }
        try Self.expect(meetings, equal: "\(view)/meetings.csv")
        try Self.expect(participants, equal: "\(view)/participants.csv")
    }

    private static func expect(
        _ lines: Set<String>, equal truth: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let text = try String(contentsOf: SampleLog.folder.appending(path: "truth/\(truth)"), encoding: .utf8)
        let known = Set(text.split(whereSeparator: \.isNewline).dropFirst().map(String.init))
        let missing = known.subtracting(lines).sorted(), surplus = lines.subtracting(known).sorted()
        #expect(!known.isEmpty, sourceLocation: location)
        #expect(
            missing.isEmpty, "\(missing.count) missing: \(missing.prefix(20).joined(separator: "\n"))",
            sourceLocation: location)
        #expect(
            surplus.isEmpty, "\(surplus.count) surplus: \(surplus.prefix(20).joined(separator: "\n"))",
            sourceLocation: location)
    }

    private static func line(_ key: String, _ occurrence: Occurrence, organizer: String?) -> String {
        [
            key, occurrence.originalStart.map(text) ?? "", text(occurrence.slot.start), text(occurrence.slot.end),
            occurrence.kind.rawValue, occurrence.status.rawValue, organizer ?? "",
        ].joined(separator: ";")
    }

    static func text(_ instant: Instant) -> String {
        let day = WallTime(ticks: instant.ticks).date
        let seconds = (instant.ticks - WallTime(day).ticks) / Instant.ticksPerSecond
        return "\(day) "
            + [seconds / 3600, seconds / 60 % 60, seconds % 60].map { String(format: "%02d", $0) }.joined(
                separator: ":")
    }
}
