import ExchangeFormats

/// Something of a meeting that is not as it was before an entry.
public struct StateChange: Hashable, Sendable {
    public enum Fact: Hashable, Sendable {
        case status, organizer, subject, schedule, marks
        /// The instance of a date.
        case instance(CivilDate)
        /// Somebody's answer to the whole, or to one date.
        case participant(String, on: CivilDate?)
    }

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

    public var fact: Fact
    public var before: Value?
    public var after: Value?
}
