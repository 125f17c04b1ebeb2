import EventStore
import ExchangeFormats
import GRDB
import Projection

/// People whom the tables show by another address than those of the last night: the log has learned since what their
/// legacy DNs stand for.
struct RenamedPeople {
    /// Of the entries in which such a DN stands; the months of their logging and of their start.
    private(set) var streams: Set<Int64> = []
    var months: MonthSet
    private var names = LearnedNames()

    init(zone: ZoneRules) { months = MonthSet(zone: zone) }

    /// - Parameter after: how far the log went when the last tables were made. What nobody had seen by then stands in
    ///   no table.
    mutating func find(in log: EventLog, after: Int64, upTo head: Int64) throws {
        let projection = Projection(log)
        names = try projection.storedNames().learned
        let shown = try log.readDerived { db in
            try Row.fetchAll(db, sql: "SELECT dn, address FROM night_name").reduce(into: [String: String]()) {
                $0[try $1.text(0)] = try $1.text(1)
            }
        }
        let changed = Set(names.byDN.filter { shown[$0.key] != $0.value }.keys)
        let old = try projection.legacyDNs(among: changed, upTo: after)
        try projection.forEachEntry(naming: old, upTo: after) { stream, loggedAt, start in
            streams.insert(stream)
            months.add(loggedAt)
            months.add(start)
        }
        for instant in try MailProjection(log).sendingTimes(naming: old) { months.add(instant.ticks) }
    }

    func store(_ db: Database) throws {
        let statement = try db.makeStatement(sql: "INSERT OR REPLACE INTO night_name VALUES(?, ?)")
        for (dn, address) in names.byDN { try statement.execute(arguments: [dn, address]) }
    }
}
