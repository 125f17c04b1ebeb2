import Foundation

/// The findings of an earlier audit, by their ids: what somebody knows already is not told again.
package struct Baseline: Sendable {
    package private(set) var ids: Set<String> = []

    package struct Unreadable: Error, Sendable {
        package var reason: String
    }

    /// - Parameter path: a table `findings.csv`.
    /// - Throws: `Unreadable` for a file that is none.
    package init(path: String) throws(Unreadable) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Unreadable(reason: "it cannot be read")
        }
        let lines = data.split(separator: 0x0A)
        guard let head = lines.first, head.starts(with: "finding_id".utf8) else {
            throw Unreadable(reason: "its first column is not finding_id")
        }
        for line in lines.dropFirst() {
            let id = String(decoding: line.prefix(16), as: UTF8.self)
            // A line that goes on from a quoted text begins with anything.
            if id.utf8.count == 16, id.allSatisfy(\.isHexDigit) { ids.insert(id) }
        }
    }
}
