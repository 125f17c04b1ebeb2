import ExchangeFormats
import Simulation

/// Generates a log of any size in about the order of log time.
///
/// Meetings are made in the order of their creation. Rows that lie ahead wait in the bucket of their day, and a
/// day is written once no meeting can add to it any more: what waits is some days' rows, whatever the size of the log.
final class LogGenerator {
    private struct Line {
        var logged: Int
        var start: Int
        var count: Int
    }

    private struct Day {
        var bytes: [UInt8] = []
        var lines: [Line] = []
    }

    static let firstDay = CivilDate(days: CivilDate.days(year: 2021, month: 1, day: 4))

    private let options: GeneratorOptions
    private let writer: RowWriter
    private var random: RandomSource
    private let write: ([UInt8]) throws -> Void
    private var days: [Int: Day] = [:]
    private var line: [UInt8] = []
    private var output: [UInt8] = []
    private(set) var written = 0
    private var distinct = 0
    /// Rows written or waiting.
    private var put = 0

    /// - Parameter write: takes the log piece by piece, each of about a megabyte.
    init(options: GeneratorOptions, write: @escaping ([UInt8]) throws -> Void) {
        self.options = options
        self.write = write
        random = RandomSource(seed: options.seed, part: 1)
        writer = RowWriter(
            addresses: (0..<options.people).map { Array("person.\($0)@example.com".utf8) },
            times: TimeWriter(firstDay: Self.firstDay.advanced(byDays: -2), days: options.days + 400),
            hasMailboxColumn: options.hasMailboxColumn)
        output.reserveCapacity(1 << 21)
    }

    func run() throws {
        output.append(contentsOf: (options.hasMailboxColumn ? "mailbox;" : "").utf8)
        output.append(contentsOf: RowWriter.header.utf8)
        let first = Int(Self.firstDay.days)
        let span = options.days * 86_400_000
        var today = first
        for number in 0..<options.meetings {
            let created = first * 86_400_000 + Int(Double(span) * Double(number) / Double(options.meetings))
            while today < created / 86_400_000 {
                try flush(day: today)
                today += 1
            }
            addMeeting(number, created: created)
        }
        // What the histories left over is filled with further meetings of the last day, and what they exceed is cut.
        var number = options.meetings
        while put < options.rows {
            addMeeting(number, created: today * 86_400_000 + 43_200_000)
            number += 1
        }
        for day in days.keys.sorted() { try flush(day: day) }
        if !output.isEmpty { try write(output) }
    }

    private func addMeeting(_ number: Int, created: Int) {
        // The number of guests steers towards the wanted number of rows.
        let wanted = Double(options.distinctRows) * Double(number) / Double(options.meetings)
        let guests = Double(distinct) < wanted ? random.number(in: 2...6) : random.number(in: 1...3)
        let meeting = GeneratedMeeting(created: created, guestCount: guests, options: options, random: &random)
        var history = MeetingHistory(
            meeting: meeting, created: created, random: RandomSource(seed: options.seed, part: UInt64(number) + 2)
        ) { [self] row, meeting in add(row, meeting) }
        history.run()
    }

    private func add(_ row: GeneratedRow, _ meeting: GeneratedMeeting) {
        line.removeAll(keepingCapacity: true)
        writer.append(row, of: meeting, to: &line)
        distinct += 1
        keep(logged: row.logged, day: row.logged / 86_400_000)
        // A repetition comes with the same day's export, or with that of the day after.
        guard random.chance(options.duplicates / (1 - options.duplicates)) else { return }
        keep(logged: row.logged, day: row.logged / 86_400_000 + random.number(in: 0...1))
    }

    private func keep(logged: Int, day: Int) {
        put += 1
        days[day, default: Day()].lines.append(
            Line(logged: logged, start: days[day]?.bytes.count ?? 0, count: line.count))
        days[day]?.bytes.append(contentsOf: line)
    }

    private func flush(day number: Int) throws {
        guard let day = days.removeValue(forKey: number) else { return }
        for line in day.lines.sorted(by: { ($0.logged, $0.start) < ($1.logged, $1.start) }) {
            guard written < options.rows else { return }
            output.append(contentsOf: day.bytes[line.start..<line.start + line.count])
            written += 1
            guard output.count > 1 << 20 else { continue }
            try write(output)
            output.removeAll(keepingCapacity: true)
        }
    }
}
