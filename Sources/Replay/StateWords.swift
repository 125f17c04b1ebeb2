import ExchangeFormats
import Reconstruct

/// What is said of the meeting after each step of its story: the whole state where it is another, as long as that is
/// short, and of a big meeting what differs.
package struct StateWords {
    private let privacy: StoryPrivacy
    private let date: CivilDate?
    private var last: String?

    package init(privacy: StoryPrivacy, date: CivilDate?) {
        self.privacy = privacy
        self.date = date
    }

    /// Lines for the state after a step.
    package mutating func after(_ step: Story.Step) throws -> [String] {
        if step.meeting != nil || step.outline == nil {
            let now = try StoryWords.state(after: step, of: date, privacy)
            defer { last = now }
            return now == last ? [] : [now]
        }
        last = nil
        return try step.differences.compactMap { try StateWords.difference($0, privacy) }.map {
            "\($0.fact): \($0.before ?? "nothing") → \($0.after ?? "nothing")"
        }
    }

    /// One difference in words; nil for what the reader may not see.
    static func difference(
        _ change: StateChange, _ privacy: StoryPrivacy
    ) throws -> (fact: String, before: String?, after: String?)? {
        if case .subject = change.fact, !privacy.showsFreeText { return nil }
        let fact =
            switch change.fact {
            case .status: "status"
            case .organizer: "organizer"
            case .subject: "subject"
            case .schedule: "schedule"
            case .marks: "marks"
            case .instance(let date): "instance of \(date)"
            case .participant(let address, let date):
                "participant \(try privacy.person(address))" + (date.map { " on \($0)" } ?? "")
            }
        return (
            fact, try change.before.map { try words($0, privacy) }, try change.after.map { try words($0, privacy) }
        )
    }

    private static func words(_ value: StateChange.Value, _ privacy: StoryPrivacy) throws -> String {
        switch value {
        case .status(let status): status.rawValue
        case .person(let address): try privacy.person(address)
        case .freeText(let text): text
        case .schedule(let schedule): StoryWords.schedule(schedule, privacy)
        case .marks(let marks): marks.names.joined(separator: " ")
        case .removed: "removed"
        case .instance(let slot): slot.map(StoryWords.span) ?? "as the pattern"
        case .answer(let response): response.rawValue
        case .absent: "not there"
        }
    }
}
