import ExchangeFormats

/// The copies of a merged export that exceptions can belong to. Where two are equal, every exception belongs to the same
/// copy by either.
struct ExceptionHosts: Equatable {
    private let organizers: Side
    private let guests: Side

    /// The copies of the organizer's, or of guests.
    private struct Side: Equatable {
        /// When the copies were made, in order; and of those up to each the place of the one that leads.
        var beginnings: [Instant] = []
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
}

extension CopyClaim {
    fileprivate func leads(before other: CopyClaim) -> Bool {
        guard let rank, let theirs = other.rank else { return false }
        return isLive != other.isLive ? isLive : rank > theirs
    }
}
