import EventStore
import ExchangeFormats
import Foundation
import Intake
import Reconstruct
import Simulation

@testable import Projection

/// The path of data in one process: files into a store of their own, folded, and read back as lines to compare.
final class Pipeline {
    let folder = FileManager.default.temporaryDirectory.appending(path: "calfold-pipeline-\(UUID().uuidString)")
    private(set) var log: EventLog
    private var nights = 0

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        log = try EventLog(path: folder.appending(path: "store.db").path, access: .readWrite)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Takes files in and says what became of their rows.
    @discardableResult
    func ingest(_ files: [ExportFile]) throws -> AppendOutcome {
        nights += 1
        let night = folder.appending(path: "night\(nights)")
        try FileManager.default.createDirectory(at: night, withIntermediateDirectories: true)
        for file in files { try Data(file.bytes).write(to: night.appending(path: file.name)) }
        return try ingest(paths: [night.path])
    }

    @discardableResult
    func ingest(paths: [String]) throws -> AppendOutcome {
        var total = AppendOutcome()
        let appender = Appender(log)
        for path in try InputFinder().files(at: paths) {
            var reader = try CalendarFileReader(path: path)
            var source = Appender.Source(name: path, kind: "calendar", context: "")
            while let chunk = try reader.next() {
                let rejected = chunk.quarantined.map {
                    RejectedRow(line: $0.line, code: $0.reason.code.rawValue, reason: $0.reason.sentence, raw: $0.raw)
                }
                total += try appender.append(chunk.batch, rejected: rejected, from: &source, now: 0, endsSource: false)
            }
        }
        return total
    }

    @discardableResult
    func fold() throws -> Projection.Outcome { try Projection(log).fold() }

    /// The stored meetings, each as the bytes of its stored form, by key.
    func meetings() throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        try Projection(log).forEachMeeting(in: Instant(ticks: .min)..<Instant(ticks: .max)) { stream, meeting, _ in
            found[stream.key] = RecordEncoder.encode(meeting)
        }
        return found
    }

    struct Lines: Equatable {
        var meetings: Set<[String]> = []
        var participants: Set<[String]> = []

        mutating func add(_ key: String, _ occurrence: Occurrence, organizer: String?, _ attendees: [Attendee]) {
            guard occurrence.status != .cancelled else { return }
            let original = occurrence.originalStart.map(Pipeline.text) ?? ""
            meetings.insert([
                key, original, Pipeline.text(occurrence.slot.start), Pipeline.text(occurrence.slot.end),
                occurrence.kind.rawValue,
                occurrence.status.rawValue, organizer ?? "",
            ])
            for attendee in attendees {
                participants.insert([key, original, attendee.address, attendee.response.rawValue])
            }
        }
    }

    func lines(_ view: TruthView, in window: Range<Instant>) throws -> Lines {
        var lines = Lines()
        let projection = Projection(log)
        switch view {
        case .final:
            try projection.forEachMeeting(in: window) { stream, meeting, zones in
                meeting.forEachOccurrence(in: window, zones: zones) {
                    lines.add(stream.key, $0, organizer: meeting.organizer, meeting.attendees(on: $0.date))
                }
            }
        case .asOf(let moment):
            try projection.forEachStream { stream, entries, zones in
                guard let meeting = Reconstruct.fold(entries, asOf: moment, zones: zones) else { return }
                meeting.forEachOccurrence(in: window, zones: zones) {
                    lines.add(stream.key, $0, organizer: meeting.organizer, meeting.attendees(on: $0.date))
                }
            }
        case .asHeld:
            try projection.forEachStream { stream, entries, zones in
                for held in heldOccurrences(of: entries, in: window, zones: zones) {
                    lines.add(stream.key, held.occurrence, organizer: held.meeting.organizer, held.attendees)
                }
            }
        }
        return lines
    }

    static func text(_ instant: Instant) -> String {
        let day = WallTime(ticks: instant.ticks).date
        let seconds = (instant.ticks - WallTime(day).ticks) / Instant.ticksPerSecond
        return "\(day) "
            + [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(
                separator: ":")
    }
}

extension Truth {
    var lines: Pipeline.Lines { Pipeline.Lines(meetings: Set(meetingRows), participants: Set(participantRows)) }
}
