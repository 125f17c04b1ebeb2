import EventStore

/// As much of the end of a meeting's id as no other meeting of the log has, at least eight digits: what people read and
/// type. Ids of one program begin alike, and differ in their ends. Text of another calendar stays whole.
package struct ShortIDs {
    private static let shortest = 8
    private let shown: [String: String]

    /// In one pass over the ids of the log, whatever the number of those that are to be shown.
    package init(of keys: some Sequence<String>, in log: EventLog) throws {
        var lengths: [String: Int] = [:], byEnd: [Substring: [String]] = [:]
        for key in keys where lengths[key] == nil && ShortIDs.canBeShort(key) {
            lengths[key] = ShortIDs.shortest
            byEnd[key.suffix(ShortIDs.shortest), default: []].append(key)
        }
        if !lengths.isEmpty {
            try log.forEachStream(of: .calendar) { stream in
                for key in byEnd[stream.key.suffix(ShortIDs.shortest)] ?? [] where key != stream.key {
                    let common = zip(key.utf8.reversed(), stream.key.utf8.reversed()).prefix { $0 == $1 }.count
                    lengths[key] = max(lengths[key] ?? 0, common + 1)
                }
                return true
            }
        }
        shown = Dictionary(uniqueKeysWithValues: lengths.map { key, length in (key, String(key.suffix(length))) })
    }

    private static func canBeShort(_ key: String) -> Bool {
        key.utf8.count > shortest && key.hasPrefix("04") && key.allSatisfy(\.isHexDigit)
    }

    /// The short form of a key; the key itself where there is none.
    package func callAsFunction(_ key: String) -> String { shown[key] ?? key }
}
