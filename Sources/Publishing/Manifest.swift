import Foundation

/// What a finished set of tables holds. It is written last: where it stands, all its files stand as it says.
public struct Manifest: Codable, Sendable, Equatable {
    public struct File: Codable, Sendable, Equatable {
        public var name: String
        /// Rows below the head line.
        public var rows: Int
        public var bytes: Int64
        /// Of the file's bytes, in lower-case hex.
        public var sha256: String

        public init(name: String, rows: Int, digest: FileDigest) {
            self.name = name
            self.rows = rows
            bytes = digest.bytes
            sha256 = digest.sha256
        }
    }

    /// `YYYY-MM`; nil for tables of no one month.
    public var month: String?
    /// The window `[from, to)` in UTC, ISO 8601; nil where nobody said.
    public var from: String?
    public var to: String?
    /// The zone in which the window's dates were read.
    public var timeZone: String?
    /// The version of the program that made the tables.
    public var calfold: String
    /// The head of the log's chain when the tables were made, in lower-case hex.
    public var chainHead: String?
    public var files: [File]

    public init(
        month: String?, from: String? = nil, to: String? = nil, timeZone: String? = nil, calfold: String,
        chainHead: String? = nil, files: [File]
    ) {
        self.month = month
        self.from = from
        self.to = to
        self.timeZone = timeZone
        self.calfold = calfold
        self.chainHead = chainHead
        self.files = files.sorted { $0.name < $1.name }
    }

    /// `YYYY-MM_manifest.json`, or `manifest.json`.
    public var fileName: String { Manifest.fileName(month: month) }

    public static func fileName(month: String?) -> String { (month.map { $0 + "_" } ?? "") + "manifest.json" }

    /// JSON with its keys in order: equal manifests are equal bytes.
    public func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }

    public init(decoding data: Data) throws { self = try JSONDecoder().decode(Manifest.self, from: data) }

    /// Whether two manifests speak of the same contents, whoever made them and when.
    public func holdsTheSame(as other: Manifest) -> Bool { files == other.files }
}
