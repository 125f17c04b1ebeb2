import ExchangeFormats

/// The organizer's items of a merged export, as they take up one another, entry by entry.
///
/// What all of them have said up to one is only made for the one that decides, and kept for a few of those before it:
/// most often the newest decides, and goes on from there.
struct OrganizersItems {
    /// In order of creation.
    private var creations: [Instant] = []
    private var successions: [Succession] = []
    private var marks: [Mark] = []

    /// What the items have said up to one of them.
    private struct Mark {
        /// The place of the item.
        var place: Int
        /// How many of its shapes were taken.
        var shapes: Int
        var history: SeriesHistory
    }

    /// When an item was made; one that was written again at once is as old as the one before.
    func beginning(of creation: Instant) -> Instant {
        let place = creations.firstPlace { $0 >= creation }
        return place < creations.count && creations[place] == creation ? successions[place].beginning : creation
    }

    func isLast(_ creation: Instant) -> Bool { creations.last == creation }

    /// Takes an item that came, changed or went.
    ///
    /// - Returns: whether items that were made later begin elsewhere now.
    mutating func take(
        _ taken: CopiesByCreation.Taken, madeAt creation: Instant, _ copies: CopiesByCreation, _ work: inout FoldWork
    ) -> Bool {
        guard taken.isOrganizers else { return false }
        var place = creations.firstPlace { $0 >= creation }
        let wasKnown = place < creations.count && creations[place] == creation
        let copy = copies.copy(madeAt: creation), isKnown = copy?.isOrganizers == true
        let hasSameShapes = !taken.isRetold && taken.before?.shapes == copy?.master?.shapes.count
        if !wasKnown || !isKnown || !hasSameShapes {
            // A mark on the item itself stands as long as its shapes only become more.
            let isLonger = wasKnown && isKnown && !taken.isRetold
            marks.removeAll { isLonger ? $0.place > place : $0.place >= place }
        }
        switch (wasKnown, isKnown) {
        case (false, false): return false
        case (true, false):
            creations.remove(at: place)
            successions.remove(at: place)
        case (false, true):
            creations.insert(creation, at: place)
            successions.insert(succession(at: place, copies), at: place)
            place += 1
        case (true, true):
            successions[place] = succession(at: place, copies)
            place += 1
        }
        return follow(from: place, copies, &work)
    }

    /// Has items from a place on take up those before them, as far as these are others.
    private mutating func follow(from place: Int, _ copies: CopiesByCreation, _ work: inout FoldWork) -> Bool {
        var areMoved = false
        for next in place..<creations.count {
            work.copies += 1
            let newest = succession(at: next, copies)
            guard newest != successions[next] else { break }
            areMoved = areMoved || newest.beginning != successions[next].beginning
            successions[next] = newest
        }
        return areMoved
    }

    private func succession(at place: Int, _ copies: CopiesByCreation) -> Succession {
        let before = place > 0 ? (copies.item(madeAt: creations[place - 1]), successions[place - 1]) : nil
        return Succession(of: copies.item(madeAt: creations[place]), madeAt: creations[place], after: before)
    }

    /// What the items have said up to one of the organizer's; nil for any other.
    mutating func followed(
        to creation: Instant, _ copies: CopiesByCreation, _ zones: ZoneBook, _ work: inout FoldWork
    ) -> (SeriesHistory, Succession)? {
        let place = creations.firstPlace { $0 >= creation }
        guard place < creations.count, creations[place] == creation else { return nil }
        if place == 0, let history = copies.copy(madeAt: creation)?.history { return (history, successions[0]) }
        marks.removeAll { $0.place > place }
        var mark = marks.popLast() ?? Mark(place: 0, shapes: 0, history: SeriesHistory())
        while true {
            let shapes = copies.item(madeAt: creations[mark.place])?.shapes ?? []
            work.shapes += shapes.count - mark.shapes
            mark.history.follow(shapes.dropFirst(mark.shapes), zones: zones)
            mark.shapes = shapes.count
            guard mark.place < place else { break }
            keep(mark)
            mark = Mark(place: mark.place + 1, shapes: 0, history: mark.history)
        }
        marks.append(mark)
        return (mark.history, successions[place])
    }

    /// Keeps a mark, and of those before it the fewer the further away they are.
    private mutating func keep(_ mark: Mark) {
        marks.removeAll { known in
            let number = known.place + 1
            return mark.place - known.place > 2 * (number & -number)
        }
        marks.append(mark)
    }
}
