import EventStore
import ExchangeFormats
import Foundation
import Intake
import Reconstruct
import Testing

@testable import Projection

/// Each way in which calendar logs mislead (Fixtures/calendar/traps): what a file gives, said in lines, is what lies
/// beside it in `NAME.expected`. Its first line may state options.
@Suite struct TrapTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../Fixtures/calendar/traps"
    ).standardizedFileURL
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
        $0.hasSuffix(".csv")
    }.sorted()

    @Test(arguments: files) func isWhatIsExpected(_ file: String) throws {
        let expected = try String(contentsOf: Self.folder.appending(path: file + ".expected"), encoding: .utf8)
        let stated = expected.split(separator: "\n").first { $0.hasPrefix("options: ") }?.dropFirst(9) ?? ""
        let found = try Self.story(of: file, options: try Self.options(stated))
        #expect((stated.isEmpty ? "" : "options: \(stated)\n") + found == expected)
    }

    /// None of the twenty-eight is missing.
    @Test func everyTrapHasAFixture() {
        let numbers = Set(Self.files.compactMap { Int($0.prefix(2)) })
        #expect(numbers == Set(1...28))
    }

    static func options(_ text: Substring) throws -> CalendarReaderOptions {
        var options = CalendarReaderOptions()
        for part in text.split(separator: " ") {
            let pair = part.split(separator: "=").map(String.init)
            switch pair[0] {
            case "encoding":
                let encoding: TextEncoding = try #require(TextEncoding(name: pair[1]))
                options.encoding = encoding
            default: Issue.record("\(pair[0]) is no option here")
            }
        }
        return options
    }

    static func story(of file: String, options: CalendarReaderOptions) throws -> String {
        let pipeline = try Pipeline()
        var lines: [String] = []
        var total = AppendOutcome(), rejections: [String] = [], notes: [String] = []
        do {
            var reader = try ExportReader(path: folder.appending(path: file).path, options: options)
            var source = Appender.Source(name: file, kind: "calendar", context: "")
            while let chunk = try reader.next() {
                let rejected = chunk.quarantined.map {
                    RejectedRow(line: $0.line, code: $0.reason.code.rawValue, reason: $0.reason.sentence, raw: $0.raw)
                }
                total += try Appender(pipeline.log).append(
                    chunk.batch, rejected: rejected, from: &source, now: 0, endsSource: false)
                rejections += chunk.quarantined.map { "line \($0.line) is quarantined: \($0.reason.sentence)" }
                notes += chunk.notes.map { "note: \($0)" }
            }
        } catch let error as IntakeError {
            return "refused: \(error.explanation)\n"
        }
        lines.append("\(total.taken) taken, \(total.duplicate) duplicate, \(total.quarantined) quarantined")
        lines += rejections + notes
        try pipeline.fold()
        let all = Instant(ticks: .min)..<Instant(ticks: WallTime(CivilDate(days: 40_000)).ticks)
        try Projection(pipeline.log).forEachMeeting(in: all) { _, meeting, zones in
            meeting.forEachOccurrence(in: all, zones: zones) { occurrence in
                let people = meeting.attendees(on: occurrence.date).map { "\($0.address) \($0.response.rawValue)" }
                    .sorted()
                let subject = (occurrence.subject ?? meeting.subject ?? "").debugDescription
                let marks = meeting.marks.names.isEmpty ? "" : " [\(meeting.marks.names.joined(separator: " "))]"
                lines.append(
                    "\(Pipeline.text(occurrence.slot.start)) to \(Pipeline.text(occurrence.slot.end)) \(occurrence.status.rawValue) \(subject): "
                        + people.joined(separator: ", ") + marks)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
