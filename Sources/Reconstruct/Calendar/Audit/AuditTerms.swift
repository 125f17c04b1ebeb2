import ExchangeFormats

/// What an audit is asked for.
package struct AuditTerms: Sendable {
    package var rules = Set(AuditRule.allCases)
    /// Nothing that was logged later.
    package var asOf: Instant?
    /// What follows a change without anybody's doing comes within that, in ticks.
    package var settle = 60 * Instant.ticksPerMinute
    /// People answer within that, and rooms that ask a delegate.
    package var answerSettle = Instant.ticksPerDay
    package var roomSettle = 3 * Instant.ticksPerDay
    /// How far ahead of the moment of judgement copies are compared.
    package var ahead = 90 * Instant.ticksPerDay
    /// Histories are looked for in rows logged then.
    package var history: Range<Instant>?
    /// Whether it is to be told how long an answer lasts.
    package var tellsReach = false

    package init() {}
}

/// Who is who, as far as an audit needs it. Belongs to one thread.
package struct AuditPeople {
    /// Whether somebody is still there.
    package enum Presence { case known, left, unknown }

    /// The one canonical address of the person whom a canonical address leads to.
    package var resolve: (String) -> String
    package var isRoom: (String) -> Bool
    /// By the directory; `unknown` without one, and of whoever is outside.
    package var presence: (String) -> Presence

    package init(
        resolve: @escaping (String) -> String = { $0 }, isRoom: @escaping (String) -> Bool = { _ in false },
        presence: @escaping (String) -> Presence = { _ in .unknown }
    ) {
        self.resolve = resolve
        self.isRoom = isRoom
        self.presence = presence
    }
}
