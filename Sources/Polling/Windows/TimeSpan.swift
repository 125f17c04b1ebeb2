import ExchangeFormats

/// A stretch of time, both of whose ends belong to it, as the service's filter has it.
struct TimeSpan: Hashable, Sendable {
    var from: Instant
    var to: Instant

    /// - Returns: nil when it would end before it begins.
    init?(from: Instant, to: Instant) {
        guard from <= to else { return nil }
        self.from = from
        self.to = to
    }

    func contains(_ instant: Instant) -> Bool { from <= instant && instant <= to }

    /// Its newest part, of at most so many ticks.
    func newest(ticks: Int64) -> TimeSpan {
        var part = self
        part.from = max(from, Instant(ticks: to.ticks - ticks))
        return part
    }

    /// What is left of it below an instant that itself is still to be read; nil when nothing is.
    func upTo(_ instant: Instant) -> TimeSpan? { TimeSpan(from: from, to: min(to, instant)) }

    /// The same time in as few spans as it takes, the newest first.
    static func union(_ spans: [TimeSpan]) -> [TimeSpan] {
        var merged: [TimeSpan] = []
        for span in spans.sorted(by: { $0.from < $1.from }) {
            if let last = merged.last, span.from.ticks <= last.to.ticks + 1 {
                merged[merged.count - 1].to = max(last.to, span.to)
            } else {
                merged.append(span)
            }
        }
        return merged.reversed()
    }
}

extension TimeSpan: Codable {
    private enum Key: String, CodingKey { case from, to }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        from = try container.decode(StoredInstant.self, forKey: .from).instant
        to = try container.decode(StoredInstant.self, forKey: .to).instant
        guard from <= to else {
            throw DecodingError.dataCorruptedError(
                forKey: .to, in: container, debugDescription: "a span ends before it begins")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(StoredInstant(from), forKey: .from)
        try container.encode(StoredInstant(to), forKey: .to)
    }
}

/// An instant as the state's file has it.
struct StoredInstant: Codable, Hashable, Sendable {
    var instant: Instant

    init(_ instant: Instant) { self.instant = instant }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let shown = ShownInstant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an instant")
        }
        instant = shown.first
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(instant.iso8601)
    }
}
