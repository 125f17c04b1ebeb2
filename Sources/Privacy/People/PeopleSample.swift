/// Some of the people of the organisation whom a run met, as the log writes them: always the same of the same people,
/// whatever the order, so that two runs can be compared. Bounded, however large the organisation is.
package struct PeopleSample: Sendable {
    package static let most = 1_024

    private var texts: [UInt64: String] = [:]
    /// Hashes from here on are not kept.
    private var limit = UInt64.max

    package init() {}

    /// In a fixed order.
    package var identities: [String] { texts.sorted { $0.key < $1.key }.prefix(PeopleSample.most).map(\.value) }

    package mutating func note(_ text: String) {
        let hash = PeopleSample.hash(text)
        guard hash < limit else { return }
        texts[hash] = text
        if texts.count >= 2 * PeopleSample.most { trim() }
    }

    package mutating func formUnion(_ other: PeopleSample) { for text in other.texts.values { note(text) } }

    private mutating func trim() {
        let kept = texts.sorted { $0.key < $1.key }.prefix(PeopleSample.most)
        limit = kept.last.map { $0.key + 1 } ?? .max
        texts = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }

    /// FNV-1a, mixed at its end: which people are taken must not depend on how their names begin.
    private static func hash(_ text: String) -> UInt64 {
        var hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        return (hash ^ hash >> 33) >> 1
    }
}
