/// What a line tells of.
package enum EventLineKind: String, CaseIterable, Sendable {
    /// An entry of a calendar diagnostic log.
    case calendar
    /// A row of a message log.
    case mail
    /// A legacy DN and the address that it stands for, as a row teaches it.
    case person

    package init(_ kind: EventKind) { self = kind == .mail ? .mail : .calendar }

    package var eventKind: EventKind? {
        switch self {
        case .calendar: .calendar
        case .mail: .mail
        case .person: nil
        }
    }
}
