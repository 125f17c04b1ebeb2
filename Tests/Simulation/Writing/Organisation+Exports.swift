import ExchangeFormats

/// The organisation's logs as exporters would hand them over, and what may happen to them on the way.
extension Organisation {
    /// A file for each mailbox, named by its address.
    public func files(dialect: ExportDialect = .ordinary) -> [ExportFile] { Self.files(of: rows, dialect: dialect) }

    /// All rows in one file; without `hasMailboxColumn` nothing tells whose log a row came from.
    public func mergedFile(named name: String = "merged.csv", dialect: ExportDialect = .ordinary) -> ExportFile {
        ExportFile(name: name, bytes: CSVWriter.bytes(rows: rows, dialect: dialect))
    }

    /// Files for each mailbox of any rows, in the order of the rows.
    public static func files(of rows: [LogRow], dialect: ExportDialect = .ordinary, suffix: String = "") -> [ExportFile]
    {
        Dictionary(grouping: rows, by: \.mailbox).sorted { $0.key < $1.key }.map { mailbox, rows in
            ExportFile(name: "\(mailbox)\(suffix).csv", bytes: CSVWriter.bytes(rows: rows, dialect: dialect))
        }
    }

    /// The rows in random order.
    public func shuffledRows(seed: UInt64) -> [LogRow] {
        var random = RandomSource(seed: seed, part: 101)
        return random.shuffled(rows)
    }

    /// The rows with a share of them twice, some of these far from the first.
    public func duplicatedRows(seed: UInt64, share: Double = 0.1) -> [LogRow] {
        var random = RandomSource(seed: seed, part: 102)
        var result: [LogRow] = []
        var later: [LogRow] = []
        for row in rows {
            result.append(row)
            guard random.chance(share) else { continue }
            if random.chance(0.5) { result.append(row) } else { later.append(row) }
        }
        return result + later
    }

    /// The rows without a random share of them.
    public func rowsLosing(share: Double = 0.02, seed: UInt64) -> [LogRow] {
        var random = RandomSource(seed: seed, part: 103)
        return rows.filter { _ in !random.chance(share) }
    }

    /// The rows as nightly exports bring them: each night those of its day and, overlapping, the last hours of the day
    /// before; a share comes only some nights later. Together they hold every row, some twice.
    ///
    /// Later nights than the last are joined to it, so that there are `count` nights, or as many as there are days.
    public func nights(count: Int, seed: UInt64, overlapHours: Int = 3, lateShare: Double = 0.03) -> [[LogRow]] {
        guard let first = rows.first?.logTime, let last = rows.last?.logTime, count > 0 else { return [] }
        var random = RandomSource(seed: seed, part: 104)
        let days = Int((last.ticks - first.ticks) / Instant.ticksPerDay) + 1
        let nights = min(count, days)
        let length = (last.ticks - first.ticks) / Int64(nights) + 1
        var result = [[LogRow]](repeating: [], count: nights)
        for row in rows {
            let elapsed = row.logTime.ticks - first.ticks
            let night = Int(elapsed / length)
            let isLate = random.chance(lateShare)
            result[isLate ? random.number(in: night...nights - 1) : night].append(row)
            let rest = length - elapsed % length
            if !isLate, rest < Int64(overlapHours) * 60 * Instant.ticksPerMinute, night + 1 < nights {
                result[night + 1].append(row)
            }
        }
        return result.map { random.shuffled($0) }
    }
}
