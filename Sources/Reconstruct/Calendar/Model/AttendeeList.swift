/// The lines of an attendee column. A long list comes again with each row of its meeting, so lists are kept in pieces,
/// and share those that are the same.
public struct AttendeeList: RandomAccessCollection, Sendable {
    private var pieces: [[ListedAttendee]] = []
    /// Where each piece begins, and behind them where the last one ends.
    private var bounds: [Int] = [0]

    /// A list without lines.
    public init() {}

    /// - Parameter lines: in their order.
    public init(_ lines: some Sequence<ListedAttendee>) { append(Array(lines)) }

    /// Adds lines as a piece of their own, which is shared with whoever holds them too.
    package mutating func append(_ piece: [ListedAttendee]) {
        guard !piece.isEmpty else { return }
        bounds.append(endIndex + piece.count)
        pieces.append(piece)
    }

    /// Always 0.
    public var startIndex: Int { 0 }
    /// The number of lines.
    public var endIndex: Int { bounds[pieces.count] }

    /// The line at a place, counted from 0 over all pieces; a place outside of the list traps.
    public subscript(index: Int) -> ListedAttendee {
        let piece = pieces.count < 2 ? 0 : bounds.firstPlace { $0 > index } - 1
        return pieces[piece][index - bounds[piece]]
    }

    /// Calls `body` with each line and its place; what two lists share is left out.
    ///
    /// - Parameter other: the list whose lines are left out where they are the same ones at the same places.
    package func forEachLine(butThoseOf other: AttendeeList, _ body: (Int, ListedAttendee) -> Void) {
        var theirs = 0
        for (number, piece) in pieces.enumerated() {
            let start = bounds[number]
            while theirs < other.pieces.count, other.bounds[theirs] < start { theirs += 1 }
            if theirs < other.pieces.count, other.bounds[theirs] == start,
                AttendeeList.areOne(piece, other.pieces[theirs])
            {
                continue
            }
            for (offset, line) in piece.enumerated() { body(start + offset, line) }
        }
    }

    /// Whether two pieces are one and the same, which is found without looking at their lines.
    private static func areOne(_ left: [ListedAttendee], _ right: [ListedAttendee]) -> Bool {
        left.count == right.count
            && left.withUnsafeBufferPointer { left in
                right.withUnsafeBufferPointer { left.baseAddress == $0.baseAddress }
            }
    }
}

extension AttendeeList: Hashable {
    /// Whether both have the same lines in the same order, wherever they are parted.
    public static func == (left: AttendeeList, right: AttendeeList) -> Bool {
        guard left.count == right.count else { return false }
        // Lists of one making are parted at the same places.
        if left.bounds == right.bounds { return left.pieces == right.pieces }
        return left.elementsEqual(right)
    }

    /// Feeds the lines and their number, and not where they are parted: equal lists hash alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for line in self { hasher.combine(line) }
    }
}

extension AttendeeList: ExpressibleByArrayLiteral {
    /// A list of lines in their order, as one piece.
    public init(arrayLiteral lines: ListedAttendee...) { self.init(lines) }
}
