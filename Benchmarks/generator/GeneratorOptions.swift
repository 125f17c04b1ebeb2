/// How large a log is wanted. Rows per day stay the same whatever the size, so that memory does too.
struct GeneratorOptions {
    /// Data rows, duplicates included.
    var rows = 1_000_000
    var meetings = 60_000
    var people = 2_000
    /// How much of the meetings are series, 0 to 1.
    var recurring = 0.15
    /// How much of the rows are exact repetitions of others, 0 to 1.
    var duplicates = 0.03
    var seed: UInt64 = 1
    /// A first column `mailbox`; without it nothing tells whose log a row came from.
    var hasMailboxColumn = true

    /// Rows that are not repetitions.
    var distinctRows: Int { Int(Double(rows) * (1 - duplicates)) }
    /// The days over which meetings are made: some eleven thousand rows a day.
    var days: Int { max(20, rows / 11_000) }
}
