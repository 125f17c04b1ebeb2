import ExchangeFormats
import Reconstruct

/// A story for machines: one JSON object per line and entry. Members come in the order of their names.
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

    /// Tells a story piece by piece: a line can be as long as the list of very many people.
    ///
    /// - Parameters:
    ///   - isFull: the whole meeting is told on each line, however long it is.
    ///   - write: gets the bytes of the lines, each of which ends with a line feed.
    package func tell(
        _ story: Story, meetingID: String, isFull: Bool = false, _ write: @escaping ([UInt8]) throws -> Void
    ) throws {
        var pen = JSONPen(to: write)
        try story.forEachStep(isFull: isFull) { step in
            try self.write(step, meetingID, to: &pen)
            try pen.endLine()
        }
    }

    /// Tells a story line by line, for who wants only some of them.
    ///
    /// - Parameter line: gets what makes the line, without a line feed at its end.
    package func forEachLine(
        of story: Story, meetingID: String, _ line: (_ text: () throws -> String) throws -> Void
    ) throws {
        try story.forEachStep { step in
            try line { try text { try self.write(step, meetingID, to: &$0) } }
        }
    }

    /// The meeting after the last step, as the last line has it under `after`; nil where nothing is known of it.
    package func state(_ story: Story) throws -> String? {
        var last: Story.Step?
        story.forEachStep { last = $0 }
        guard let last, let outline = last.outline else { return nil }
        return try text { try after(outline, last, to: &$0) }
    }

    private func text(_ body: (inout JSONPen) throws -> Void) throws -> String {
        var text: [UInt8] = []
        var pen = JSONPen { text += $0 }
        try body(&pen)
        try pen.finish()
        return String(decoding: text, as: UTF8.self)
    }

    private func write(_ step: Story.Step, _ meetingID: String, to pen: inout JSONPen) throws {
        let entry = step.entry
        let place = try place(entry)
        pen.beginObject()
        pen.member("action", privacy.action(entry.trigger))
        if let outline = step.outline {
            pen.name("after")
            try after(outline, step, to: &pen)
        }
        switch entry.responsible {
        case .unknown: break
        case .person(let person): pen.member("by", try privacy.person(person))
        case .system(let name): pen.member("by", name)
        }
        pen.name("changes")
        pen.beginArray()
        for change in step.changes {
            let (before, after) = try privacy.values(change)
            try self.change(change.field, before, after, to: &pen)
        }
        pen.endArray()
        pen.member("client", entry.details?.client.map(privacy.client))
        pen.member("effect", try StoryWords.effect(step.effect, privacy))
        pen.member("file", place?.file)
        if case .ignored(let reason) = step.effect { pen.member("ignored", reason.rawValue) }
        pen.member("instanceDate", entry.instanceDate?.description)
        pen.member("itemClass", StoryWords.itemClass(entry.itemClass))
        if let place { pen.member("line", place.line) }
        pen.member("logTime", time(entry.loggedAt, true))
        pen.member("mailbox", try entry.mailbox.map(privacy.person))
        pen.member("meetingID", meetingID)
        pen.member("version", StoryWords.version(entry))
        pen.endObject()
    }

    /// The meeting after a step: who takes part, and the whole in words, only while these are short, or where they are
    /// asked for.
    private func after(_ outline: Meeting, _ step: Story.Step, to pen: inout JSONPen) throws {
        pen.beginObject()
        // What is not as it was after the line before.
        pen.name("differences")
        pen.beginArray()
        for difference in step.differences {
            guard let difference = try StateWords.difference(difference, privacy) else { continue }
            try change(difference.fact, difference.before, difference.after, to: &pen)
        }
        pen.endArray()
        if let occurrence = step.occurrence { instance(occurrence, to: &pen) }
        pen.name("marks")
        pen.beginArray()
        for name in outline.marks.names { pen.value(name) }
        pen.endArray()
        pen.member("organizer", try outline.organizer.map(privacy.person))
        if let meeting = step.meeting {
            pen.name("participants")
            pen.beginArray()
            for participant in meeting.participants { try answer(participant, to: &pen) }
            pen.endArray()
        }
        pen.member("schedule", StoryWords.schedule(outline.schedule.withoutInstances, privacy))
        pen.member("sequence", outline.sequenceNumber)
        if let meeting = step.meeting {
            pen.name("state")
            pen.beginText()
            try StoryWords.state(meeting, privacy) { piece in
                pen.add(piece)
                try pen.pass()
            }
            pen.endText()
        }
        pen.member("status", outline.status.rawValue)
        pen.endObject()
    }

    private func change(_ field: String, _ before: String?, _ after: String?, to pen: inout JSONPen) throws {
        pen.beginObject()
        pen.member("after", after)
        pen.member("before", before)
        pen.member("field", field)
        pen.endObject()
        try pen.pass()
    }

    /// Somebody's answer, and single dates on which it is another.
    private func answer(_ participant: Participant, to pen: inout JSONPen) throws {
        pen.beginObject()
        pen.name("dates")
        pen.beginArray()
        for date in participant.dates {
            pen.beginObject()
            pen.member("date", date.date.description)
            pen.member("present", date.isPresent)
            pen.member("response", date.response.rawValue)
            pen.endObject()
            try pen.pass()
        }
        pen.endArray()
        pen.member("ofSeries", participant.isOfSeries)
        pen.member("participant", try privacy.person(participant.address))
        pen.member("response", participant.response.rawValue)
        pen.endObject()
        try pen.pass()
    }

    /// The instance that a story of one date follows.
    private func instance(_ occurrence: Occurrence, to pen: inout JSONPen) {
        pen.name("instance")
        pen.beginObject()
        pen.member("date", occurrence.date?.description ?? "")
        pen.member("end", time(occurrence.slot.end, false))
        pen.member("start", time(occurrence.slot.start, false))
        pen.member("status", occurrence.status.rawValue)
        pen.endObject()
    }
}
