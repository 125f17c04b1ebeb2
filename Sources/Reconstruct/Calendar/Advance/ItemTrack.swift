import ExchangeFormats

/// The replay of one item, with the places of its entries.
///
/// An entry that comes after others of its item in the log and before them in the replay changes what these made of it;
/// most often not for long, as each of them tells the whole state. So how the item stood is kept after some of them,
/// and the replay goes on from the mark before the entry to the first one behind it at which all is as it was.
struct ItemTrack {
    /// How the replay stood after the first entries.
    private struct Mark {
        var entries: Int
        /// How many shapes and own answers there were: these lists only grow, so they are not kept with each mark.
        var shapes: Int
        var answers: Int
        let state: State

        final class State {
            let replay: ItemReplay
            init(_ replay: ItemReplay) { self.replay = replay }
        }

        init(_ replay: ItemReplay, after entries: Int) {
            self.entries = entries
            (shapes, answers) = (replay.shapeCount, replay.answerCount)
            state = State(replay.withoutLists)
        }
    }

    private var places: [Int] = []
    private var replay: ItemReplay
    /// In order of their entries.
    private var marks: [Mark] = []

    /// How many entries stand between two marks, at least.
    static let stride = 16

    init(mayBeInferred: Bool) { replay = ItemReplay(mayBeInferred: mayBeInferred) }

    var item: Item? { replay.item }

    /// - Parameter entries: the whole stream in replay order.
    /// - Returns: whether what was said of the item before is told anew.
    mutating func take(_ place: Int, of entries: [Entry], _ work: inout FoldWork) -> Bool {
        if places.insertInOrder(place) {
            work.entries += 1
            replay.take(entries[place])
            mark(places.count)
            return false
        }
        takeAmong(place, of: entries, &work)
        return true
    }

    private mutating func takeAmong(_ place: Int, of entries: [Entry], _ work: inout FoldWork) {
        let before = replay
        // Those behind the entry are of a replay without it.
        let index = places.firstPlace { $0 >= place }
        var next = marks.firstPlace { $0.entries > index }
        var count = 0
        if next > 0 {
            let mark = marks[next - 1]
            count = mark.entries
            replay = mark.state.replay.withLists(of: before, mark.shapes, mark.answers)
        } else {
            replay = before.begun
        }
        var marked = count
        while next < marks.count {
            let mark = marks[next], end = mark.entries + 1
            while count < end {
                step(&count, entries, &work)
                guard count - marked >= ItemTrack.stride, end - count >= ItemTrack.stride, replay.isSmall else {
                    continue
                }
                marks.insert(Mark(replay, after: count), at: next)
                (next, marked) = (next + 1, count)
            }
            if replay.continues(as: mark.state.replay) {
                let shapes = replay.shapeCount - mark.shapes, answers = replay.answerCount - mark.answers
                for later in next..<marks.count {
                    marks[later].entries += 1
                    marks[later].shapes += shapes
                    marks[later].answers += answers
                }
                replay = before.withLists(of: replay, followedBy: before, from: mark.shapes, mark.answers)
                return
            }
            marks.remove(at: next)
            guard replay.isSmall else { continue }
            marks.insert(Mark(replay, after: count), at: next)
            (next, marked) = (next + 1, count)
        }
        while count < places.count {
            step(&count, entries, &work)
            mark(count)
        }
    }

    private mutating func step(_ count: inout Int, _ entries: [Entry], _ work: inout FoldWork) {
        replay.take(entries[places[count]])
        count += 1
        work.entries += 1
    }

    /// Keeps how the item stands behind the last mark, where that is not much.
    private mutating func mark(_ count: Int) {
        guard count - (marks.last?.entries ?? 0) >= ItemTrack.stride, replay.isSmall else { return }
        marks.append(Mark(replay, after: count))
    }
}
