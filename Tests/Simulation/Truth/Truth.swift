import ExchangeFormats

public enum OccurrenceKind: String, Sendable { case single, occurrence, exception }
public enum OccurrenceStatus: String, Sendable { case scheduled, cancelled, orphaned }

public struct TruthParticipant: Hashable, Sendable {
    public var address: String
    public var answer: Answer
}

/// One occurrence as it stood.
public struct TruthOccurrence: Hashable, Sendable {
    /// The start that the pattern gave; nil for a single meeting.
    public var originalStart: Instant?
    /// The date that the pattern gave, in the series' zone; nil for a single meeting.
    public var date: CivilDate?
    public var start: Instant
    public var end: Instant
    public var kind: OccurrenceKind
    public var status: OccurrenceStatus
    public var organizer: String
    public var participants: [TruthParticipant]
}

/// A row of the truth's meetings table.
public struct TruthMeeting: Hashable, Sendable {
    /// The meeting key in upper-case hex.
    public var meetingID: String
    public var occurrence: TruthOccurrence
}

/// Which of the truth's views is asked for.
public enum TruthView: Hashable, Sendable {
    case final
    case asOf(Instant)
    case asHeld
}

/// What stood on the calendars, in a window of starts, ordered by meeting id and original start.
public struct Truth: Sendable {
    public var meetings: [TruthMeeting]

    public static let meetingColumns = ["meeting_id", "original_start", "start", "end", "kind", "status", "organizer"]
    public static let participantColumns = ["meeting_id", "original_start", "participant", "response"]

    /// Times `yyyy-MM-dd HH:mm:ss` in UTC; `original_start` is empty for single meetings.
    public var meetingRows: [[String]] {
        meetings.map { meeting in
            let occurrence = meeting.occurrence
            return [
                meeting.meetingID, Self.text(occurrence.originalStart), Self.text(occurrence.start),
                Self.text(occurrence.end),
                occurrence.kind.rawValue, occurrence.status.rawValue, occurrence.organizer,
            ]
        }
    }

    public var participantRows: [[String]] {
        meetings.flatMap { meeting in
            meeting.occurrence.participants.sorted { $0.address < $1.address }.map { participant in
                [
                    meeting.meetingID, Self.text(meeting.occurrence.originalStart), participant.address,
                    participant.answer.rawValue,
                ]
            }
        }
    }

    private static func text(_ instant: Instant?) -> String {
        instant.map { TimeText.seconds($0) } ?? ""
    }
}

enum TimeText {
    /// `yyyy-MM-dd HH:mm:ss`.
    static func seconds(_ instant: Instant) -> String {
        let wall = WallTime(ticks: instant.ticks)
        let second = Int((instant.ticks - WallTime(wall.date).ticks) / Instant.ticksPerSecond)
        return "\(wall.date) \(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    }

    /// `yyyy-MM-dd HH:mm:ss.SSS`.
    static func milliseconds(_ instant: Instant) -> String {
        let wall = WallTime(ticks: instant.ticks)
        let millisecond = Int((instant.ticks - WallTime(wall.date).ticks) / Instant.ticksPerMillisecond) % 1000
        return "\(seconds(instant)).\(padded(millisecond, 3))"
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
