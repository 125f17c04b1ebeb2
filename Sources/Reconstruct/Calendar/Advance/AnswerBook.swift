import ExchangeFormats

/// The answers that messages gave, by who answered: the newest for the whole and for each date.
///
/// Whose an answer is depends on who the organizer is (`Entry.answerer`), and each copy may name another: so answers
/// are kept by what does not depend on it, and another organizer changes no more than the answers of those concerned.
struct AnswerBook {
    struct Answers {
        var whole: Attendance.Answer?
        var dates: [CivilDate: Attendance.Answer] = [:]

        fileprivate mutating func note(_ answer: Attendance.Answer, on date: CivilDate?) {
            if let date {
                if dates[date].map({ $0.moment < answer.moment }) ?? true { dates[date] = answer }
            } else if whole.map({ $0.moment < answer.moment }) ?? true {
                whole = answer
            }
        }
    }

    /// By whom an answer was sent for, and by its sender where it names nobody else.
    private var answers: [String: Answers] = [:]
    /// By whom an answer was sent for, those of others who sent it: theirs, where it was sent for the organizer.
    private var answersOfSenders: [String: [String: Answers]] = [:]
    private var organizer: String?
    /// Those who perhaps answered to single dates.
    private(set) var withDates: Set<String> = []

    /// - Returns: who answered, and to which date alone; nil for what is no answer, and for one of nobody's.
    mutating func take(_ place: Int, of entries: [Entry]) -> (address: String, date: CivilDate?)? {
        let entry = entries[place]
        guard case .answers(let response) = entry.role else { return nil }
        let answer = Attendance.Answer(response: response, moment: LogMoment(entry, at: entry.answeredAt))
        if entry.instanceDate != nil {
            for person in [entry.sentRepresenting, entry.sender].compactMap({ $0 }) { withDates.insert(person) }
        }
        if let person = entry.sentRepresenting ?? entry.sender {
            answers[person, default: Answers()].note(answer, on: entry.instanceDate)
        }
        if let represented = entry.sentRepresenting, let sender = entry.sender, sender != represented {
            answersOfSenders[represented, default: [:]][sender, default: Answers()].note(answer, on: entry.instanceDate)
        }
        guard let answerer = entry.answerer(organizer: organizer), answerer != organizer else { return nil }
        return (answerer, entry.instanceDate)
    }

    /// - Returns: whose answers are perhaps others with another organizer.
    mutating func update(organizer newest: String?) -> Set<String> {
        guard newest != organizer else { return [] }
        var touched: Set<String> = []
        for organizer in [organizer, newest].compactMap({ $0 }) {
            touched.insert(organizer)
            touched.formUnion(answersOfSenders[organizer, default: [:]].keys)
        }
        organizer = newest
        return touched
    }

    /// Those who answered, and perhaps the organizer.
    var addresses: Set<String> { Set(answers.keys).union(ofSenders.keys) }

    /// Those of others that were sent for the organizer.
    private var ofSenders: [String: Answers] { organizer.flatMap { answersOfSenders[$0] } ?? [:] }

    /// The answer of somebody other than the organizer to the whole.
    func answer(of address: String) -> Attendance.Answer? {
        AnswerBook.newest(answers[address]?.whole, ofSenders[address]?.whole)
    }

    /// The same to a date.
    func answer(of address: String, on date: CivilDate) -> Attendance.Answer? {
        AnswerBook.newest(answers[address]?.dates[date], ofSenders[address]?.dates[date])
    }

    /// The dates to which somebody answered.
    func dates(of address: String) -> Set<CivilDate> {
        Set((answers[address]?.dates ?? [:]).keys).union((ofSenders[address]?.dates ?? [:]).keys)
    }

    private static func newest(_ one: Attendance.Answer?, _ other: Attendance.Answer?) -> Attendance.Answer? {
        guard let one, let other else { return one ?? other }
        return one.moment < other.moment ? other : one
    }
}
