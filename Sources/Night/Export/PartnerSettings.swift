import Encodings
import ExchangeFormats
import Tables

/// How the partner's tables are written.
package struct PartnerSettings {
    package var profile: PartnerProfile?
    package var listStyle = ListStyle.json
    /// One character, or the word `tab`; the profile's own when nil.
    package var delimiter: String?
    /// The day of the rows of employees; the last of the month when nil.
    package var rowDate: String?
    package var roundsEmploymentDates = false
    /// The file that says who may see which groups' reports.
    package var users: String?

    package init(
        profile: PartnerProfile? = nil, listStyle: ListStyle = ListStyle.json, delimiter: String? = nil,
        rowDate: String? = nil, roundsEmploymentDates: Bool = false, users: String? = nil
    ) {
        self.profile = profile
        self.listStyle = listStyle
        self.delimiter = delimiter
        self.rowDate = rowDate
        self.roundsEmploymentDates = roundsEmploymentDates
        self.users = users
    }

    func rowDay() throws -> CivilDate? {
        guard let rowDate else { return nil }
        guard let day = StatedTime.date(rowDate) else {
            throw Failure(.usage, "--row-date \(rowDate) is not a date.", next: StatedTime.dateForm)
        }
        return day
    }

    private func partsNumbers(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte >= 0x80 || " -+.:_/='@".utf8.contains(byte)
    }

    package func delimiterByte() throws -> UInt8 {
        guard let delimiter else { return profile == .cli ? 0x09 : UInt8(ascii: ";") }
        if delimiter == "tab" || delimiter == "\\t" { return 0x09 }
        guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, byte != 0x22, byte >= 0x20 || byte == 0x09
        else {
            throw Failure(.usage, "--delimiter takes one character, or tab.")
        }
        // Numbers, dates and pseudonyms are written without quotation marks.
        guard !partsNumbers(byte) else {
            throw Failure(
                .usage, "'\(delimiter)' stands within numbers, dates and names, and cannot part them.",
                next: "--delimiter ',' or ';' or '|' or tab.")
        }
        return byte
    }
}
