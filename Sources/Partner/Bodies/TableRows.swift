import Foundation
import Tables

/// The rows of a finished table, one at a time, with the columns that are asked for by name.
struct TableRows {
    let name: String
    private var records: StrictRecords
    private let width: Int
    private let places: [Int?]

    /// - Parameters:
    ///   - columns: in the order in which they are asked for afterwards.
    ///   - optional: those that a table may lack.
    init(path: String, name: String, columns: [String], optional: Set<String> = []) throws(PartnerError) {
        self.name = name
        guard var records = StrictRecords(path: path) else {
            guard FileManager.default.fileExists(atPath: path) else {
                throw PartnerError(
                    .missing, "\(name) is gone: it was there when the month was looked at.",
                    next: "Push the month again when nobody writes its tables.")
            }
            throw PartnerError(.missing, "\(name) cannot be read.", next: "Check who may read it.")
        }
        guard records.next() else {
            throw PartnerError(.notUnderstood, "\(name) is empty: it has not even a head line.")
        }
        let head = (0..<records.count).map { String(decoding: records.field($0), as: UTF8.self) }
        width = head.count
        places = columns.map { head.firstIndex(of: $0) }
        if let missing = zip(columns, places).first(where: { $1 == nil && !optional.contains($0) })?.0 {
            throw PartnerError(
                .notUnderstood, "\(name) has no column '\(missing)'.",
                next:
                    "Whoever exports it takes the names of the profile sftp, or no profile; the loader's names are for its own calls."
            )
        }
        self.records = records
    }

    /// Goes to the next row; false after the last.
    mutating func next() throws(PartnerError) -> Bool {
        guard records.next() else {
            guard records.flaws[.unreadable] == nil, records.flaws[.endlessField] == nil else {
                throw wrong("cannot be read to its end")
            }
            return false
        }
        guard records.count == width else { throw wrong("has \(records.count) fields and its head line \(width)") }
        return true
    }

    /// Of the row at hand, by the order in which columns were asked for; empty for a column that is not there.
    func field(_ column: Int) -> ArraySlice<UInt8> { places[column].map { records.field($0) } ?? [] }

    func wrong(_ what: String) -> PartnerError {
        PartnerError(
            .notUnderstood, "\(name), line \(records.recordLine), \(what).",
            next: "'calfold export --check FOLDER' tells all that is wrong with its tables.")
    }

    /// What must not leave, whatever else is right.
    func clear(_ column: String) -> PartnerError {
        PartnerError(
            .refused,
            "\(name), line \(records.recordLine): \(column) holds no pseudonym, and nothing else of a person is sent. Nothing was sent.",
            next: "Whoever exports the tables does so again under a key.")
    }
}
