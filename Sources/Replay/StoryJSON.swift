import ExchangeFormats
import Foundation
import Reconstruct

/// A story for machines: one JSON object per line and entry.
package struct StoryJSON {
    private let privacy: StoryPrivacy
    private let place: (Entry) throws -> Place?
    private let time: (Instant, _ fraction: Bool) -> String

    /// Where a row stood in what was taken in.
    package struct Place: Sendable, Equatable {
        /// Nil where the name of a file is not shown: it may hold somebody's address.
        package var file: String?
        package var line: Int64

        package init(file: String?, line: Int64) {
            self.file = file
            self.line = line
        }
    }

    /// - Parameters:
    ///   - place: where an entry's row stood; nil where nobody knows.
    ///   - time: how an instant is written, with milliseconds or only with the fraction that it has.
    package init(
        privacy: StoryPrivacy, place: @escaping (Entry) throws -> Place? = { _ in nil },
        time: @escaping (Instant, _ fraction: Bool) -> String = { TimeText.string($0, fraction: $1) }
    ) {
        self.privacy = privacy
        self.place = place
        self.time = time
    }

    private struct Line: Encodable {
        struct Change: Encodable {
            var field: String
            var before: String?
            var after: String?
        }
        struct Answer: Encodable {
            var participant: String
            var response: String
            var ofSeries: Bool
            /// Single dates on which it is another.
            var dates: [OfDate]
        }
        struct OfDate: Encodable {
            var date: String
            var response: String
            var present: Bool
        }
        struct After: Encodable {
            var status: String
            var sequence: Int
            var organizer: String?
            var schedule: String
            /// These two only while they are short, or where they are asked for.
            var state: String?
            var participants: [Answer]?
            var marks: [String]
            /// What is not as it was after the line before.
            var differences: [Change]
            var instance: Instance?
        }
        /// The instance that a story of one date follows.
        struct Instance: Encodable {
            var date: String
            var status: String
            var start: String
            var end: String
        }
        var meetingID: String
        var logTime: String
        var mailbox: String?
        var action: String
        var itemClass: String
        var instanceDate: String?
        var version: String
        var by: String?
        var client: String?
        var effect: String
        var ignored: String?
        var changes: [Change]
        var after: After?
        var file: String?
        var line: Int64?
    }

    /// Tells a story line by line.
    ///
    /// - Parameter isFull: the whole meeting is told on each line, however long it is.
    package func tell(
        _ story: Story, meetingID: String, isFull: Bool = false, _ line: (String) throws -> Void
    ) throws {
        let encoder = StoryJSON.encoder
        try story.forEachStep(isFull: isFull) { step in
            try line(String(decoding: try encoder.encode(try object(step, meetingID)), as: UTF8.self))
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// The meeting after the last step, as the last line has it under `after`; nil where nothing is known of it.
    package func state(_ story: Story, meetingID: String) throws -> String? {
        var last: Story.Step?
        story.forEachStep { last = $0 }
        guard let last, let after = try object(last, meetingID).after else { return nil }
        return String(decoding: try StoryJSON.encoder.encode(after), as: UTF8.self)
    }

    private func object(_ step: Story.Step, _ meetingID: String) throws -> Line {
        let entry = step.entry
        let by: String? =
            switch entry.responsible {
            case .unknown: nil
            case .person(let person): try privacy.person(person)
            case .system(let name): name
            }
        let place = try place(entry)
        var ignored: String?
        if case .ignored(let reason) = step.effect { ignored = reason.rawValue }
        return Line(
            meetingID: meetingID, logTime: time(entry.loggedAt, true),
            mailbox: try entry.mailbox.map(privacy.person), action: privacy.action(entry.trigger),
            itemClass: StoryWords.itemClass(entry.itemClass), instanceDate: entry.instanceDate?.description,
            version: StoryWords.version(entry), by: by, client: entry.details?.client.map(privacy.client),
            effect: try StoryWords.effect(step.effect, privacy), ignored: ignored,
            changes: try step.changes.map { change in
                let (before, after) = try privacy.values(change)
                return Line.Change(field: change.field, before: before, after: after)
            },
            after: try step.outline.map { try after($0, step) }, file: place?.file, line: place?.line)
    }

    private func after(_ outline: Meeting, _ step: Story.Step) throws -> Line.After {
        Line.After(
            status: outline.status.rawValue, sequence: outline.sequenceNumber,
            organizer: try outline.organizer.map(privacy.person),
            schedule: StoryWords.schedule(outline.schedule.withoutInstances, privacy),
            state: try step.meeting.map { try StoryWords.state($0, privacy) },
            participants: try step.meeting?.participants.map {
                Line.Answer(
                    participant: try privacy.person($0.address), response: $0.response.rawValue,
                    ofSeries: $0.isOfSeries,
                    dates: $0.dates.map {
                        Line.OfDate(date: $0.date.description, response: $0.response.rawValue, present: $0.isPresent)
                    })
            },
            marks: outline.marks.names,
            differences: try step.differences.compactMap { try StateWords.difference($0, privacy) }.map {
                Line.Change(field: $0.fact, before: $0.before, after: $0.after)
            },
            instance: step.occurrence.map { occurrence in
                Line.Instance(
                    date: occurrence.date?.description ?? "", status: occurrence.status.rawValue,
                    start: time(occurrence.slot.start, false), end: time(occurrence.slot.end, false))
            })
    }
}
