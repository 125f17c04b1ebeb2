import Foundation

/// The options that a file was read with, as they were given: kept beside the file, so that a row of it which is read
/// again is read by the same clock and the same dates.
package struct ReadingWords: Sendable, Equatable, Codable {
    package var encoding: String?
    package var culture: String?
    package var dateFormat: String?
    package var timeZone: String?
    package var logTimeZone: String?

    package init(
        encoding: String? = nil, culture: String? = nil, dateFormat: String? = nil, timeZone: String? = nil,
        logTimeZone: String? = nil
    ) {
        self.encoding = encoding
        self.culture = culture
        self.dateFormat = dateFormat
        self.timeZone = timeZone
        self.logTimeZone = logTimeZone
    }

    private static let beginning = "reading "

    /// A line to stand before a context; empty where nothing was stated.
    package var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard self != ReadingWords(), let data = try? encoder.encode(self) else { return "" }
        return ReadingWords.beginning + String(decoding: data, as: UTF8.self) + "\n"
    }

    /// Reads what `text` wrote before a context; nothing was stated where it stands before none.
    package init(before context: String) {
        self.init()
        guard context.hasPrefix(ReadingWords.beginning) else { return }
        let line = context.utf8.prefix { $0 != UInt8(ascii: "\n") }.dropFirst(ReadingWords.beginning.utf8.count)
        if let known = try? JSONDecoder().decode(ReadingWords.self, from: Data(line)) { self = known }
    }
}
