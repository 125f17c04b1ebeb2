import Foundation

/// What a finished set of tables holds. It is written last: where it stands, all its files stand as it says.
package struct Manifest: Codable, Sendable, Equatable {
    package struct File: Codable, Sendable, Equatable {
        package var name: String
        /// Rows below the head line.
        package var rows: Int
        package var bytes: Int64
        /// Of the file's bytes, in lower-case hex.
        package var sha256: String

        package init(name: String, rows: Int, digest: FileDigest) {
            self.name = name
            self.rows = rows
            bytes = digest.bytes
            sha256 = digest.sha256
        }
    }

    /// How far one kind of log went when the tables were made.
    package struct Reach: Codable, Sendable, Equatable {
        /// `calendar` or `mail`.
        package var log: String
        /// The newest instant that a row of it bears, ISO 8601, UTC.
        package var newest: String

        package init(log: String, newest: String) {
            self.log = log
            self.newest = newest
        }
    }

    /// `YYYY-MM`; nil for tables of no one month.
    package var month: String?
    /// The window `[from, to)` in UTC, ISO 8601; nil where nobody said.
    package var from: String?
    package var to: String?
    /// The zone in which the window's dates were read.
    package var timeZone: String?
    /// The version of the program that made the tables.
    package var calfold: String
    /// The head of the log's chain when the tables were made, in lower-case hex.
    package var chainHead: String?
    /// Of each kind of log that had rows; nil where nobody said. By it the other side knows whether rows of the month
    /// are still to come.
    package var reaches: [Reach]?
    package var files: [File]

    package init(
        month: String?, from: String? = nil, to: String? = nil, timeZone: String? = nil, calfold: String,
        chainHead: String? = nil, reaches: [Reach]? = nil, files: [File]
    ) {
        self.month = month
        self.from = from
        self.to = to
        self.timeZone = timeZone
        self.calfold = calfold
        self.chainHead = chainHead
        self.reaches = reaches
        self.files = files.sorted { $0.name < $1.name }
    }

    /// `YYYY-MM_manifest.json`, or `manifest.json`.
    package var fileName: String { Manifest.fileName(month: month) }

    package static func fileName(month: String?) -> String { (month.map { $0 + "_" } ?? "") + "manifest.json" }

    /// JSON with its keys in order: equal manifests are equal bytes.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    package init(decoding data: Data) throws { self = try JSONDecoder().decode(Manifest.self, from: data) }

    /// Whether two manifests speak of the same contents, whoever made them and when.
    package func holdsTheSame(as other: Manifest) -> Bool { files == other.files && reaches == other.reaches }
}
