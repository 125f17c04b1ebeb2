import ExchangeFormats
import Foundation
import Reconstruct

/// The sample organisation's rows as entries, read by the simplest means, so that a fault of the real reader does
/// not hide one of the fold.
enum SampleLog {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "Fixtures/calendar/sample-organisation")

    static func entries() throws -> [String: [Entry]] {
        var streams: [String: [Entry]] = [:]
        let logs = folder.appending(path: "logs")
        for name in try FileManager.default.contentsOfDirectory(atPath: logs.path).sorted() where name.hasSuffix(".csv")
        {
            let mailbox = String(name.dropLast(4))
            for row in try rows(logs.appending(path: name)) {
                let (key, entry) = entry(row, mailbox: mailbox)
                streams[key, default: []].append(entry)
            }
        }
        return streams
    }

    /// A table's rows by column name; the sample has no quoted field.
    static func rows(_ file: URL) throws -> [[String: String]] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        guard let header = lines.first?.split(separator: ";").map(String.init) else { return [] }
        return lines.dropFirst().map { line in
            let fields = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            return Dictionary(uniqueKeysWithValues: zip(header, fields))
        }
    }

    static func instant(_ text: String?) -> Instant? {
        guard let text, !text.isEmpty else { return nil }
        let numbers = text.split(whereSeparator: { !$0.isNumber }).compactMap { Int($0) }
        guard numbers.count >= 6, let date = CivilDate(year: numbers[0], month: numbers[1], day: numbers[2]) else {
            return nil
        }
        let seconds = numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        let milliseconds = numbers.count > 6 ? numbers[6] : 0
        return Instant(
            ticks: Int64(date.days) * Instant.ticksPerDay + Int64(seconds) * Instant.ticksPerSecond
                + Int64(milliseconds) * Instant.ticksPerMillisecond)
    }

    static func bytes(_ hex: String?) -> [UInt8]? {
        guard let hex, !hex.isEmpty else { return nil }
        var digits = hex[...]
        var result: [UInt8] = []
        while let byte = UInt8(digits.prefix(2), radix: 16) {
            result.append(byte)
            digits = digits.dropFirst(2)
        }
        return result
    }

    private static func entry(_ row: [String: String], mailbox: String) -> (key: String, Entry) {
        var hasher = FirstHash()
        for (name, value) in row.sorted(by: { $0.key < $1.key }) { hasher.add(mailbox + name + value) }
        var entry = Entry(hash: hasher.hash)
        func text(_ name: String) -> String? { row[name].flatMap { $0.isEmpty ? nil : $0 } }
        entry.mailbox = mailbox
        entry.logTime = instant(row["logtime"])
        entry.originalLastModifiedTime = instant(row["originallastmodifiedtime"])
        entry.lastModifiedTime = instant(row["lastmodifiedtime"])
        entry.creationTime = instant(row["creationtime"])
        entry.startTime = instant(row["starttime"])
        entry.endTime = instant(row["endtime"])
        entry.itemVersion = text("itemversion").flatMap { Int($0) }
        entry.sequenceNumber = text("appointmentsequencenumber").flatMap { Int($0) }
        entry.trigger = TriggerAction(text("calendarlogtriggeraction") ?? "")
        entry.itemClass = ItemClass(text("itemclass") ?? "")
        entry.subject = text("normalizedsubject")
        entry.sentRepresenting = text("sentrepresentingemailaddress")
        entry.sender = text("senderemailaddress")
        if let user = text("responsibleusername") {
            entry.responsible = user.contains("@") ? .person(user) : .system(user)
        }
        entry.appointmentState = text("appointmentstate").flatMap { Int($0) }.map(AppointmentState.init)
        entry.isRecurring = text("appointmentrecurring").map { $0 == "True" }
        entry.isAllDay = text("mapiisalldayevent").map { $0 == "True" }
        entry.timeZone = text("timezone")
        entry.recurrenceBlob = bytes(row["appointmentrecurrenceblob"])
        let id = row["globalobjectid"] ?? ""
        let digits = Array(id)
        if let year = Int(String(digits[32..<36]), radix: 16), year > 0,
            let month = Int(String(digits[36..<38]), radix: 16),
            let day = Int(String(digits[38..<40]), radix: 16)
        {
            entry.instanceDate = CivilDate(year: year, month: month, day: day)
        }
        return (String(digits[..<32]) + "00000000" + String(digits[40...]), entry)
    }
}

/// FNV-1a, twice: enough to tell the rows of a test apart.
struct FirstHash {
    private var high: UInt64 = 0xcbf2_9ce4_8422_2325
    private var low: UInt64 = 0x8422_2325_cbf2_9ce4

    mutating func add(_ text: String) {
        for byte in text.utf8 {
            high = (high ^ UInt64(byte)) &* 0x100_0000_01b3
            low = (low ^ UInt64(byte &+ 1)) &* 0x100_0000_01b3
        }
    }

    var hash: EventHash { EventHash(high: high, low: low) }
}
