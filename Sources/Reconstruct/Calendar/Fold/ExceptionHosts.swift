import ExchangeFormats

/// The copies of a merged export that exceptions can belong to.
struct ExceptionHosts {
    private var organizers = Side()
    private var guests = Side()

    /// The copies of the organizer's, or of guests.
    fileprivate struct Side {
        /// When the copies were made, in order, and their places; and of those up to each the place of the one that
        /// leads.
        var beginnings: [Instant] = []
        var places: [Int] = []
        var leading: [Int] = []
    }

    /// - Parameter beginnings: when each copy was made.
    init(claims: [CopyClaim], beginnings: [Instant]) {
        func side(isOrganizers: Bool) -> Side {
            let places = claims.indices.filter { claims[$0].hasMaster && claims[$0].isOrganizers == isOrganizers }
            var side = Side()
            for place in places.sorted(by: { (beginnings[$0], $0) < (beginnings[$1], $1) }) {
                let best = side.leading.last.map { claims[place].leads(before: claims[$0]) ? place : $0 }
                side.beginnings.append(beginnings[place])
                side.places.append(place)
                side.leading.append(best ?? place)
            }
            return side
        }
        organizers = side(isOrganizers: true)
        guests = side(isOrganizers: false)
    }

    /// The place of the copy that leads among those to which an exception can belong: one is not older than the copy's
    /// creation.
    func host(of item: Item, isOrganizers: Bool) -> Int? {
        guard let newest = item.last?.logged else { return nil }
        let side = isOrganizers ? organizers : guests
        let count = side.beginnings.firstPlace { $0 > newest }
        return count > 0 ? side.leading[count - 1] : nil
    }

    // MARK: Changes

    /// Takes a copy that came, where those from its place on stand one place further now.
    ///
    /// - Returns: when an exception was logged, at least, that can belong to another copy now; nil where none can.
    mutating func insert(
        _ place: Int, isOrganizers: Bool, madeAt beginning: Instant, _ claim: (Int) -> CopyClaim
    ) -> Instant? {
        organizers.shift(from: place)
        guests.shift(from: place)
        return isOrganizers
            ? organizers.insert(place, beginning, claim) : guests.insert(place, beginning, claim)
    }

    /// Takes a copy that is another.
    ///
    /// - Returns: as `insert`.
    mutating func update(
        _ place: Int, isOrganizers: Bool, madeAt beginning: Instant, before: CopyClaim, _ claim: (Int) -> CopyClaim
    ) -> Instant? {
        isOrganizers
            ? organizers.update(place, beginning, before, claim) : guests.update(place, beginning, before, claim)
    }
}

extension ExceptionHosts.Side {
    fileprivate mutating func shift(from place: Int) {
        for index in places.indices where places[index] >= place { places[index] += 1 }
        for index in leading.indices where leading[index] >= place { leading[index] += 1 }
    }

    private func index(of place: Int, _ beginning: Instant) -> Int {
        places.indices.firstPlace { (beginnings[$0], places[$0]) >= (beginning, place) }
    }

    fileprivate mutating func insert(
        _ place: Int, _ beginning: Instant, _ claim: (Int) -> CopyClaim
    ) -> Instant? {
        let index = index(of: place, beginning)
        beginnings.insert(beginning, at: index)
        places.insert(place, at: index)
        leading.insert(index > 0 ? leading[index - 1] : place, at: index)
        let changed = lead(place, from: index, claim)
        return index == 0 ? beginning : changed
    }

    fileprivate mutating func update(
        _ place: Int, _ beginning: Instant, _ before: CopyClaim, _ claim: (Int) -> CopyClaim
    ) -> Instant? {
        let index = index(of: place, beginning)
        guard before.leads(before: claim(place)) else { return lead(place, from: index, claim) }
        // It may lead no longer.
        var changed: Instant?
        for next in index..<places.count {
            let known = leading[next]
            var best = places[next]
            if next > 0, !claim(best).leads(before: claim(leading[next - 1])) { best = leading[next - 1] }
            if best != known {
                leading[next] = best
                changed = changed ?? beginnings[next]
            } else if known != place {
                break
            }
        }
        return changed
    }

    /// Has a copy lead wherever it does.
    private mutating func lead(_ place: Int, from index: Int, _ claim: (Int) -> CopyClaim) -> Instant? {
        var changed: Instant?
        let own = claim(place)
        for next in index..<places.count where leading[next] != place {
            guard own.leads(before: claim(leading[next])) else { break }
            changed = changed ?? beginnings[next]
            leading[next] = place
        }
        return changed
    }
}

extension CopyClaim {
    fileprivate func leads(before other: CopyClaim) -> Bool {
        guard let rank, let theirs = other.rank else { return false }
        return isLive != other.isLive ? isLive : rank > theirs
    }
}
