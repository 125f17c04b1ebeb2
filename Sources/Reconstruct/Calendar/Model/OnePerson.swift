import ExchangeFormats

/// An answer with the log time that ranks it.
public struct TimedResponse: Hashable, Sendable {
    /// What was answered; none where nothing was, or where the answer was withdrawn.
    public var response: Response
    /// Nil where nothing was answered.
    public var answeredAt: Instant?

    /// An answer and its log time; without a time it ranks below any that has one, the organizer's aside.
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
        var meeting = withoutTakenOff(resolve)
        meeting.organizer = organizer.map(resolve)
        var people = meeting.participants
        meeting.participants = []
        for index in people.indices {
            let address = resolve(people[index].address)
            if address != people[index].address { people[index].address = address }
        }
        meeting.participants = people.oneForEach(\.address) { $0.joined(with: $1) }
        return meeting
    }
}

extension Array {
    /// The elements in order of a key, those of one key joined in their order here. A meeting can have very many
    /// people, so there is no table of them beside the array.
    package func oneForEach(_ key: (Element) -> String, _ join: (Element, Element) -> Element) -> [Element] {
        if isEmpty || zip(self, dropFirst()).allSatisfy({ key($0) < key($1) }) { return self }
        let order = indices.sorted { left, right in
            let one = key(self[left]), other = key(self[right])
            return one != other ? one < other : left < right
        }
        var joined: [Element] = []
        joined.reserveCapacity(count)
        for index in order {
            if let last = joined.last, key(last) == key(self[index]) {
                joined[joined.count - 1] = join(last, self[index])
            } else {
                joined.append(self[index])
            }
        }
        return joined
    }
}

extension Meeting {
    /// The meeting without those who were taken off it under another of their addresses, of the whole or of single
    /// dates. What a copy of their own says stands, and so does an answer that was given since.
    ///
    /// - Parameter resolve: the one address of the person whom an address leads to.
    public func withoutTakenOff(_ resolve: (String) -> String) -> Meeting {
        guard !takenOff.isEmpty, participants.contains(where: { !$0.hasCopy && $0.address != organizer }) else {
            return self
        }
        var words: [String: [TakenOff]] = [:]
        for word in takenOff { words[resolve(word.address), default: []].append(word) }
        var meeting = self
        meeting.participants = participants.compactMap { participant in
            guard !participant.hasCopy, participant.address != organizer else { return participant }
            let theirs = (words[resolve(participant.address)] ?? []).filter { $0.address != participant.address }
            return theirs.isEmpty ? participant : participant.without(theirs)
        }
        return meeting
    }
}

extension Participant {
    /// The participant as far as words of another address of theirs leave them in the meeting.
    fileprivate func without(_ words: [TakenOff]) -> Participant? {
        var left = self
        for word in words {
            func isSince(_ answer: Instant?) -> Bool { answer.map { $0 > word.loggedAt } ?? false }
            if let date = word.date {
                guard let standing = left.answer(on: date), !isSince(standing.answeredAt) else { continue }
                left.dates.removeAll { $0.date == date }
                if left.isOfSeries { left.dates.append(.init(date: date, isPresent: false, response: left.response)) }
            } else {
                left.dates.removeAll { !isSince($0.answeredAt) }
                if !isSince(left.answeredAt) { left.isOfSeries = false }
            }
        }
        left.dates.sort { $0.date < $1.date }
        return left.isOfSeries || left.dates.contains(where: \.isPresent) ? left : nil
    }

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
            answeredAt: newest.answeredAt, hasCopy: hasCopy || other.hasCopy, dates: [])
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
