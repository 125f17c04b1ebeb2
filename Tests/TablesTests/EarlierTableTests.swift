import Digest
import Encodings
import EventStore
import ExchangeFormats
import Foundation
import Privacy
import Simulation
import Testing

@testable import Reconstruct
@testable import Tables

extension RandomSource: RandomNumberGenerator {}

/// Tables written from what changed and from the tables as they were are those that are made anew, byte for byte.
@Suite struct EarlierTableTests {
    /// Meetings and e-mails by stream; many of them at the same time.
    private struct Calendar {
        var gatherings: [Int64: [TabledOccurrence]] = [:]
        var mails: [Int64: [SentMail]] = [:]

        static func key(_ stream: Int64) -> String {
            switch stream % 3 {
            case 0: "<\(stream * 7919 % 1000)@example.com>"
            // Exchange's own ids, and those of foreign calendars, which leave hashed.
            case 1:
                "040000008200E00074C5B7101A82E00800000000" + hex(stream * 7919, 16) + String(repeating: "0", count: 16)
                    + "10000000" + hex(stream, 32)
            default: "FOREIGN-\(stream * 7919 % 1000)-\(stream)"
            }
        }

        private static func hex(_ number: Int64, _ digits: Int) -> String {
            let text = String(number, radix: 16, uppercase: true)
            return String(repeating: "0", count: digits - text.count) + text
        }

        mutating func change(_ stream: Int64, _ numbers: inout some RandomNumberGenerator) {
            let times = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
                Int64.random(in: 0...12, using: &numbers) * 36_000_000_000 + 17_040_996_000_000_000
            }
            let people = ["a", "b", "c", "d", "e", "x@partner.example"].filter { _ in Bool.random(using: &numbers) }
            if stream % 3 == 0 {
                mails[stream] = Set(times).sorted().compactMap { time in
                    people.isEmpty
                        ? nil
                        : SentMail(
                            id: Calendar.key(stream), when: Instant(ticks: time), sender: "s@example.com",
                            recipients: people.map { $0.contains("@") ? $0 : $0 + "@example.com" })
                }
            } else {
                gatherings[stream] = Set(times).sorted().map {
                    var tabled = gathering(
                        people.map { attendee($0) }, key: Calendar.key(stream), at: $0,
                        minutes: Int64.random(in: 1...90, using: &numbers))
                    tabled.stream.number = stream
                    return tabled
                }
            }
        }

        /// - Parameter streams: only those.
        func write(_ options: TableOptions, _ mask: Mask, only streams: Set<Int64>?) throws -> [FinishedTable] {
            let meetings = MeetingTables(options, mask: mask, meetings: true, participants: true)
            let emails = EmailTable(options, mask: mask),
                interactions = InteractionTable(options, mask: mask, meetings: true, emails: true)
            for (stream, tabled) in gatherings where streams?.contains(stream) != false {
                for occurrence in tabled {
                    try meetings.add(occurrence)
                    try interactions.add(occurrence)
                }
            }
            for (stream, mails) in mails where streams?.contains(stream) != false {
                for mail in mails {
                    try emails.add(mail, of: stream)
                    try interactions.add(
                        messageID: mail.id, of: stream, when: mail.when, sender: mail.sender,
                        recipients: mail.recipients)
                }
            }
            return try meetings.finish() + [emails.finish()] + interactions.finish()
        }
    }

    private static let names = ["meetings", "participants", "emails", "interactions"]

    private func contents(_ scratch: TableScratch) throws -> [Data] {
        try EarlierTableTests.names.map { try Data(contentsOf: URL(filePath: "\(scratch.folder)/\($0).csv")) }
    }

    private func sha256(_ path: String) -> String {
        Hex.lowercase(SHA256().digest(of: [UInt8](FileManager.default.contents(atPath: path) ?? Data())))
    }

    private func earlier(_ finished: [FinishedTable], changed: Set<Int64>) -> EarlierTables {
        let tables = finished.compactMap { table in
            table.portions.map {
                (
                    table.name + ".csv",
                    EarlierTables.Table(
                        path: table.path, sha256: sha256(table.path), portions: PortionList(bytes: $0.bytes))
                )
            }
        }
        return EarlierTables(
            tables: Dictionary(uniqueKeysWithValues: tables), changed: changed, changedDays: [], keys: { Calendar.key })
    }

    @Test func copiedAndMadeRowsAreTheRowsOfATableMadeAnew() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var numbers = RandomSource(seed: seed)
        var copied = 0, fallenBack = 0
        for _ in 0..<40 {
            var calendar = Calendar()
            for stream in 1...Int64.random(in: 2...60, using: &numbers) { calendar.change(stream, &numbers) }
            var before = TableScratch()
            var finished = try calendar.write(before.options(), before.mask(), only: nil)
            for _ in 0..<4 {
                let changed = Set(
                    (0..<Int.random(in: 0...6, using: &numbers)).map { _ in Int64.random(in: 1...64, using: &numbers) })
                for stream in changed { calendar.change(stream, &numbers) }
                let whole = TableScratch(), after = TableScratch()
                let expected = try calendar.write(whole.options(), whole.mask(), only: nil)
                var options = after.options()
                options.earlier = earlier(finished, changed: changed)
                do {
                    finished = try calendar.write(options, after.mask(), only: changed)
                } catch is EarlierTableUnfit {
                    fallenBack += 1
                    finished = try calendar.write(after.options(), after.mask(), only: nil)
                }
                #expect(try contents(after) == contents(whole), "seed \(seed)")
                #expect(
                    finished.map(\.portions) == expected.map(\.portions)
                        && finished.map(\.rows) == expected.map(\.rows), "seed \(seed)")
                copied += finished.reduce(0) { $0 + $1.rows - ($1.changes?.rows ?? $1.rows) }
                before = after
            }
            _ = before
        }
        #expect(copied > 10_000)
        #expect(fallenBack == 0)
    }

    @Test func aTableThatIsNotAsItWasIsNotCopiedFrom() throws {
        var numbers = RandomSource(seed: 3)
        var calendar = Calendar()
        for stream: Int64 in 1...40 { calendar.change(stream, &numbers) }
        let before = TableScratch()
        let finished = try calendar.write(before.options(), before.mask(), only: nil)
        func refuses(_ change: (inout EarlierTables) throws -> Void) throws -> Bool {
            let after = TableScratch()
            var options = after.options(), tables = earlier(finished, changed: [1])
            try change(&tables)
            options.earlier = tables
            do {
                _ = try calendar.write(options, after.mask(), only: [1])
                return false
            } catch is EarlierTableUnfit {
                return true
            }
        }
        #expect(try !refuses { _ in })
        #expect(try refuses { $0.tables["meetings.csv"] = nil })
        #expect(try refuses { $0.tables["meetings.csv"]?.path += ".gone" })
        #expect(try refuses { $0.tables["meetings.csv"] = $0.tables["participants.csv"] })
        #expect(
            try refuses {
                $0.tables["meetings.csv"]?.portions = PortionList(bytes: finished[0].portions?.bytes.dropLast() ?? [])
            })
        #expect(
            try refuses {
                $0.tables["meetings.csv"]?.portions = PortionList(bytes: [UInt8](repeating: 0xFF, count: 40))
            })
        let grown = before.folder + "/grown.csv"
        try (Data(contentsOf: URL(filePath: finished[0].path)) + Data("x\r\n".utf8)).write(to: URL(filePath: grown))
        #expect(try refuses { $0.tables["meetings.csv"]?.path = grown })
        let rotten = before.folder + "/rotten.csv"
        var bytes = try Data(contentsOf: URL(filePath: finished[0].path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: rotten))
        #expect(try refuses { $0.tables["meetings.csv"]?.path = rotten })
        let cut = before.folder + "/cut.csv"
        try Data(contentsOf: URL(filePath: finished[0].path)).dropLast(3).write(to: URL(filePath: cut))
        #expect(try refuses { $0.tables["meetings.csv"]?.path = cut })
    }
}
