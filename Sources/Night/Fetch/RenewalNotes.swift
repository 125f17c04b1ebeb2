import Foundation
import Primitives

/// Since when months have been without their manifest at a source, from one fetch to the next: somebody who writes a
/// month anew is done within hours.
struct RenewalNotes {
    private static let name = ".calfold.renewals"
    /// So long a month may be without its manifest: less than from one night to the next.
    private static let longest: Int64 = 12 * 3_600

    private let path: String
    private let before: [String: Int64]
    private var now: [String: Int64] = [:]

    /// - Parameter folder: where the months are fetched to. Notes that cannot be read are none: the next ones can.
    init(folder: String) {
        path = folder + "/" + RenewalNotes.name
        let data = (try? PlainFile.bytes(of: path, atMost: 1 << 20)).map { Data($0) }
        before = data.flatMap { try? JSONDecoder().decode([String: Int64].self, from: $0) } ?? [:]
    }

    /// Notes a month that has no manifest.
    ///
    /// - Parameter seconds: since 1970.
    /// - Returns: since when it has none, where that is too long; else nil.
    mutating func add(_ month: String, at seconds: Int64) -> Int64? {
        let since = min(before[month] ?? seconds, seconds)
        now[month] = since
        let (age, isTooLong) = seconds.subtractingReportingOverflow(since)
        return isTooLong || age > RenewalNotes.longest ? since : nil
    }

    /// Leaves the notes for the next fetch. Without them it begins to count anew.
    func keep() {
        guard now != before else { return }
        guard !now.isEmpty else {
            unlink(path)
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(now) else { return }
        try? data.write(to: URL(filePath: path), options: .atomic)
    }
}
