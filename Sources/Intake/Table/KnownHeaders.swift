import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Headers that were found before, and what their columns mean: the thousands of files of one export have one header,
/// and to find out what it says takes as long as to read fifty rows. What is remembered depends on nothing but the
/// bytes, so any reader may have it.
final class KnownHeaders: Sendable {
    static let shared = KnownHeaders()

    private struct Known: Sendable {
        /// The line with its end: as much as was looked at to find the header.
        var bytes: [UInt8]
        var header: HeaderLine
        /// Whether a file that begins with it was found to be a table of the calendar.
        var isOfCalendar = false

        func begins(_ text: Bytes) -> Bool {
            guard let base = text.baseAddress else { return false }
            return bytes.count <= text.count && memcmp(bytes, base, bytes.count) == 0
        }
    }

    private struct Plan: Sendable {
        var titles: [String]
        var delimiter: UInt8
        var plan: HeaderPlan
    }

    /// An organisation's exports are of a few forms. Longer headers are no export's, and not worth the memory.
    private static let most = 16
    private static let longest = 16 << 10

    private let headers = Mutex<[Known]>([])
    private let plans = Mutex<[Plan]>([])

    /// The header that begins these bytes, if it was found before.
    func header(at bytes: Bytes) -> HeaderLine? {
        headers.withLock { headers in headers.first { $0.begins(bytes) }?.header }
    }

    /// Whether what begins so was found to be a table of the calendar before.
    func isOfCalendar(_ bytes: Bytes) -> Bool {
        headers.withLock { headers in headers.first { $0.begins(bytes) }?.isOfCalendar ?? false }
    }

    func keepOfCalendar(_ bytes: Bytes) {
        headers.withLock { headers in
            if let place = headers.firstIndex(where: { $0.begins(bytes) }) { headers[place].isOfCalendar = true }
        }
    }

    func keep(_ header: HeaderLine, _ bytes: [UInt8]) {
        guard bytes.count <= KnownHeaders.longest else { return }
        headers.withLock { headers in
            if headers.count == KnownHeaders.most { headers.removeFirst() }
            headers.append(Known(bytes: bytes, header: header))
        }
    }

    /// The plan of a header that has nothing of its own beside its titles.
    func plan(
        titles: [String], delimiter: UInt8, _ make: () throws(HeaderPlan.Refusal) -> HeaderPlan
    ) throws(HeaderPlan.Refusal) -> HeaderPlan {
        if let known = plans.withLock({ $0.first { $0.delimiter == delimiter && $0.titles == titles } }) {
            return known.plan
        }
        let plan = try make()
        guard titles.reduce(0, { $0 + $1.utf8.count }) <= KnownHeaders.longest else { return plan }
        plans.withLock { plans in
            if plans.count == KnownHeaders.most { plans.removeFirst() }
            plans.append(Plan(titles: titles, delimiter: delimiter, plan: plan))
        }
        return plan
    }
}
