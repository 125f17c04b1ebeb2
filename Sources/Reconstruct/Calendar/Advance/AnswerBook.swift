import ExchangeFormats

/// The answers that messages gave, by who answered: the newest for the whole and for each date.
struct AnswerBook {
    struct Answers {
        var whole: Attendance.Answer?
        var dates: [CivilDate: Attendance.Answer] = [:]
    }

    private(set) var answers: [String: Answers] = [:]
    private var places: [Int] = []
    /// Who a sender is depends on it.
    private var organizer: String?

    /// - Returns: who answered, and to which date alone; nil for what is no answer, and for one of nobody's.
    mutating func take(_ place: Int, of entries: [Entry]) -> (address: String, date: CivilDate?)? {
        guard case .answers = entries[place].role else { return nil }
        places.append(place)
        return note(entries[place]).map { ($0, entries[place].instanceDate) }
    }

    /// - Returns: whether all answers were read anew, for another organizer.
    mutating func update(organizer newest: String?, _ entries: [Entry]) -> Bool {
        guard newest != organizer else { return false }
        organizer = newest
        answers = [:]
        for place in places { _ = note(entries[place]) }
        return true
    }

    private mutating func note(_ entry: Entry) -> String? {
        guard case .answers(let response) = entry.role, let sender = entry.answerer(organizer: organizer),
            sender != organizer
        else { return nil }
        let answer = Attendance.Answer(response: response, moment: LogMoment(entry, at: entry.answeredAt))
        var theirs = answers.removeValue(forKey: sender) ?? Answers()
        if let date = entry.instanceDate {
            if theirs.dates[date].map({ $0.moment < answer.moment }) ?? true { theirs.dates[date] = answer }
        } else if theirs.whole.map({ $0.moment < answer.moment }) ?? true {
            theirs.whole = answer
        }
        answers[sender] = theirs
        return sender
    }
}
