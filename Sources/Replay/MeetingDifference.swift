import ExchangeFormats
import Reconstruct

/// What differs between a meeting at two moments, a line each.
package struct MeetingDifference {
    private let privacy: StoryPrivacy

    package init(privacy: StoryPrivacy) { self.privacy = privacy }

    /// One fact that differs, in words; nil for nothing.
    package struct Item: Encodable, Sendable, Equatable {
        package var field: String
        package var before: String?
        package var after: String?
    }

    package func lines(from first: Meeting?, to second: Meeting?, zones: ZoneBook) throws -> [String] {
        try items(from: first, to: second).map { item in
            "  \(item.field): \(item.before ?? "nothing") → \(item.after ?? "nothing")"
        }
    }

    /// What differs, by name of the fact.
    package func items(from first: Meeting?, to second: Meeting?) throws -> [Item] {
        let before = try facts(first), after = try facts(second)
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            guard before[name] != after[name] else { return nil }
            return Item(field: name, before: before[name], after: after[name])
        }
    }

    /// The meeting as named facts.
    private func facts(_ meeting: Meeting?) throws -> [String: String] {
        guard let meeting else { return [:] }
        var facts = ["status": meeting.status.rawValue, "sequence": String(meeting.sequenceNumber)]
        facts["organizer"] = try meeting.organizer.map(privacy.person)
        if privacy.showsFreeText { facts["subject"] = meeting.subject }
        facts["marks"] = meeting.marks.isEmpty ? nil : meeting.marks.names.joined(separator: " ")
        facts["schedule"] = StoryWords.schedule(meeting.schedule, privacy)
        if case .series(let series) = meeting.schedule {
            for override in series.overrides {
                facts["instance of \(override.date)"] =
                    override.isRemoved
                    ? "removed"
                    : override.moved.map { "\(TimeText.string($0.start)) to \(TimeText.string($0.end))" }
                        ?? "as the pattern"
            }
        }
        for participant in meeting.participants {
            let name = try privacy.person(participant.address)
            if participant.isOfSeries { facts["participant \(name)"] = participant.response.rawValue }
            for special in participant.dates {
                facts["participant \(name) on \(special.date)"] =
                    special.isPresent ? special.response.rawValue : "not there"
            }
        }
        return facts
    }
}
