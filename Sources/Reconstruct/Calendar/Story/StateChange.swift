import ExchangeFormats

/// Something of a meeting that is not as it was before an entry.
public struct StateChange: Hashable, Sendable {
    /// What of the meeting differs: of the whole, of the instance of one date, or of one person.
    public enum Fact: Hashable, Sendable {
        case status, organizer, subject, schedule, marks
        /// The instance of a date.
        case instance(CivilDate)
        /// Somebody's answer to the whole, or to one date.
        case participant(String, on: CivilDate?)
    }

    /// What the fact is or was, by what it may show of people and of their texts.
    public enum Value: Hashable, Sendable {
        case status(Meeting.Status)
        case person(String)
        /// Text that a person wrote: shown only where subjects are.
        case freeText(String)
        /// Without its single dates.
        indirect case schedule(Schedule)
        case marks(Meeting.Marks)
        case removed
        /// Nil where an instance stands as the pattern has it.
        case instance(Slot?)
        case answer(Response)
        /// Somebody takes no part in a date.
        case absent
    }

    /// What differs: within one step of a story no two changes have the same.
    public var fact: Fact
    /// What it was after the step that was told before; nil where it was not known or did not hold.
    public var before: Value?
    /// What it is after this step; nil where it holds no more.
    public var after: Value?
}
