import ExchangeFormats

/// An answer with the log time that ranks it.
public struct TimedResponse: Hashable, Sendable {
    public var response: Response
    /// Nil where nothing was answered.
    public var answeredAt: Instant?

    public init(_ response: Response, at answeredAt: Instant?) {
        self.response = response
        self.answeredAt = answeredAt
    }

    /// Whether this answer counts more than that of another address of the same person: the organizer is the organizer,
    /// and else the newer answer counts. A total order, so that the order of addresses decides nothing.
    public func outranks(_ other: TimedResponse) -> Bool {
        if (response == .organizer) != (other.response == .organizer) { return response == .organizer }
        let own = answeredAt?.ticks ?? .min, its = other.answeredAt?.ticks ?? .min
        return own != its ? own > its : response.rawValue > other.response.rawValue
    }
}

extension Meeting {
    /// The meeting with each person once, whatever addresses the log has of them: of several answers the newest by log
    /// time counts.
    ///
    /// - Parameter resolve: the one address of the person whom an address leads to.
    public func withEachPersonOnce(_ resolve: (String) -> String) -> Meeting {
        var meeting = self
        meeting.organizer = organizer.map(resolve)
        var people: [String: Participant] = [:]
        for participant in participants {
            var participant = participant
            participant.address = resolve(participant.address)
            people[participant.address] = people[participant.address]?.joined(with: participant) ?? participant
        }
        meeting.participants = people.values.sorted { $0.address < $1.address }
        return meeting
    }
}

extension Participant {
    private var general: TimedResponse { TimedResponse(response, at: answeredAt) }

    /// How the person stands to one date; nil where they have no part in it.
    private func answer(on date: CivilDate) -> TimedResponse? {
        guard let special = dates.first(where: { $0.date == date }) else { return isOfSeries ? general : nil }
        return special.isPresent ? TimedResponse(special.response, at: special.answeredAt) : nil
    }

    fileprivate func joined(with other: Participant) -> Participant {
        let newest = other.general.outranks(general) ? other.general : general
        var joined = Participant(
            address: address, isResource: isResource || other.isResource, isOfSeries: isOfSeries || other.isOfSeries,
            response: newest.response,
            answeredAt: newest.answeredAt, dates: [])
        for date in Set(dates.map(\.date) + other.dates.map(\.date)).sorted() {
            let answers = [answer(on: date), other.answer(on: date)].compactMap { $0 }
            let best = answers.max { $1.outranks($0) }
            if best == nil, !joined.isOfSeries { continue }
            if best != nil, joined.isOfSeries, best?.response == newest.response { continue }
            joined.dates.append(
                .init(
                    date: date, isPresent: best != nil, response: best?.response ?? .none, answeredAt: best?.answeredAt)
            )
        }
        return joined
    }
}

extension Story {
    /// The story with the meeting after each step as `Meeting.withEachPersonOnce` has it.
    public func withEachPersonOnce(_ resolve: (String) -> String) -> Story {
        var story = self
        for index in story.steps.indices {
            story.steps[index].meeting = story.steps[index].meeting?.withEachPersonOnce(resolve)
        }
        return story
    }
}
