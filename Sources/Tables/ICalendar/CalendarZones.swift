import Digest
import Encodings
import ExchangeFormats
import Reconstruct

/// By which names the zones of a calendar file stand in it.
package enum CalendarNaming: String, Sendable, CaseIterable { case iana, windows }

/// The zones that a file declares: under which name each stands, and from which year to which it is used.
struct CalendarZones {
    /// From the first year to the last one in which a clock is read; nil for one without an end.
    struct Use {
        var first: Int
        var last: Int?

        mutating func add(_ other: Use) {
            first = min(first, other.first)
            last = last.flatMap { own in other.last.map { max(own, $0) } }
        }
    }

    /// Rules that a client wrote have no name in any database. A log may be made to hold any number of them; beyond
    /// these, components are written in UTC.
    private static let mostCustomZones = 1_000

    private let naming: CalendarNaming
    private var rules: [String: ZoneRules] = [:]
    private var customCount = 0

    init(_ naming: CalendarNaming) { self.naming = naming }

    /// The clock in which a component of a zone is written.
    mutating func clock(of zone: SeriesZone?, rules known: ZoneRules, _ zones: ZoneBook) -> CalendarClock {
        let found = zone.flatMap(zones.resolution)
        if let found, found.isExact, found.rules == known, let iana = found.ianaID {
            if iana == "Etc/UTC" || known == .utc && iana.hasPrefix("Etc/") { return .utc }
            let name =
                naming == .windows ? found.windowsID ?? ZoneCatalogue.shipped.windowsID(ofIANA: iana) ?? iana : iana
            rules[name] = known
            return CalendarClock(tzid: name, rules: known)
        }
        if known == .utc { return .utc }
        let name = CalendarZones.customName(known)
        if rules[name] == nil {
            guard customCount < CalendarZones.mostCustomZones else { return CalendarClock(tzid: nil, rules: known) }
            customCount += 1
            rules[name] = known
        }
        return CalendarClock(tzid: name, rules: known)
    }

    /// A name made of the rules alone: what a client called them may say more than it should.
    private static func customName(_ rules: ZoneRules) -> String {
        let digest = SHA256()
        for change in rules.changes(in: 1970...2100) {
            digest.add(Array("\(change.at):\(change.from):\(change.to)\n".utf8))
        }
        digest.add(Array("\(rules.offset(at: Instant(ticks: 0)))".utf8))
        return "X-CALFOLD-" + Hex.uppercase(SHA256.bytes(digest.finish()).prefix(8))
    }

    /// Writes the declaration of a zone (RFC 5545, section 3.6.5).
    func write(_ tzid: String, _ use: Use, to lines: inout ContentLines) {
        guard let rules = rules[tzid] else { return }
        lines.add("BEGIN", "VTIMEZONE")
        lines.add("TZID", text: tzid)
        for observance in ZoneObservances(rules, use).list { observance.write(to: &lines) }
        lines.add("END", "VTIMEZONE")
    }
}
