import ExchangeFormats

/// A meeting that took place, or an e-mail that was sent, with those whom it brought together: what interactions are
/// made of.
///
/// Its pairs are made when they are written: a meeting of a hundred has 9,900 of them, and is sorted as one event.
package struct InteractionEvent {
    package enum Label: String, CaseIterable, Sendable { case meeting = "Meeting", email = "Email" }

    enum Shape: UInt8 {
        /// Everybody with everybody.
        case everyPair
        /// More people than can be said to have talked with each other: each with somebody unnamed.
        case eachToNobody
        /// The first to each of the others.
        case firstToOthers
    }

    /// More participants than this make a meeting big (the partner's interactions model).
    static let mostParticipantsOfSmall = 100

    package var when: Instant
    /// In clear: an occurrence's id, a message's id.
    package var id: String
    package var label: Label
    var shape: Shape
    var recurrence: String
    /// Whole minutes; nil for an e-mail.
    var minutes: Int64?
    /// Their one form of address, each once; in clear, as the ids of interactions are made of it.
    var people: [String]

    package var sortKey: SortedRows.Key { SortedRows.Key(number: when.ticks, text: Array(id.utf8)) }
}

/// Events between the sorting's runs and the writer.
extension InteractionEvent {
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = [shape.rawValue, label == .email ? 1 : 0, minutes == nil ? 0 : 1]
        for number in [when.ticks, minutes ?? 0] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for text in [id, recurrence] + people {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: text.utf8.count).littleEndian) {
                bytes.append(contentsOf: $0)
            }
            bytes += text.utf8
        }
        return bytes
    }

    /// - Returns: nil for bytes that `encoded()` did not make.
    package init?(encoded bytes: ArraySlice<UInt8>) {
        var rest = bytes
        func take(_ count: Int) -> ArraySlice<UInt8>? {
            guard rest.count >= count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        func number(_ width: Int) -> UInt64? { take(width).map { $0.reversed().reduce(0) { $0 << 8 | UInt64($1) } } }
        func text() -> String? { number(4).flatMap { take(Int($0)) }.map { String(decoding: $0, as: UTF8.self) } }
        guard let head = take(3).map(Array.init), let shape = Shape(rawValue: head[0]), let ticks = number(8),
            let minutes = number(8),
            let id = text(), let recurrence = text()
        else { return nil }
        var people: [String] = []
        while !rest.isEmpty {
            guard let person = text() else { return nil }
            people.append(person)
        }
        self.init(
            when: Instant(ticks: Int64(bitPattern: ticks)), id: id, label: head[1] == 1 ? .email : .meeting,
            shape: shape,
            recurrence: recurrence, minutes: head[2] == 1 ? Int64(bitPattern: minutes) : nil, people: people)
    }
}
