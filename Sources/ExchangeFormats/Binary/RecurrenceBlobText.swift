/// What the text of a recurrence column holds.
public enum RecurrenceBlobText: Hashable, Sendable {
    /// The blob, and what had to be put right before it could be read.
    case bytes([UInt8], accepted: [Acceptance])
    /// The bytes before the ellipsis with which an export abbreviated the value: enough, perhaps, for the rule
    /// (`AppointmentRecurrencePattern.decode`), never for the exceptions.
    case cutOff([UInt8])
    /// Neither hex nor Base64; the error's offset counts in the text.
    case unreadable(FormatError)
    /// Nothing, or the word that an export writes for a property that does not exist.
    case absent

    /// With these bytes every blob begins: ReaderVersion and WriterVersion 0x3004 ([MS-OXOCAL] 2.2.1.44.1).
    private static let beginning: [UInt8] = [0x04, 0x30, 0x04, 0x30]

    /// Reads UTF-8 text in any of the forms in which exports and people write blobs.
    public init(_ text: UnsafeBufferPointer<UInt8>) {
        let text = ExportText.trimmed(text)
        // Plain hex is what exports write; any other form may take its time.
        if text.first == UInt8(ascii: "0"), let bytes = BinaryText.hexBytes(text) {
            self = .bytes(bytes, accepted: [])
        } else if ExportText.isPlaceholder(text) {
            self = .absent
        } else {
            self = RecurrenceBlobText.reading(text)
        }
    }

    /// Reads text in any of the forms in which exports and people write blobs.
    public init(_ text: String) {
        self = Array(text.utf8).withUnsafeBufferPointer { RecurrenceBlobText($0) }
    }

    /// Whether a blob that cannot be decoded is what a spreadsheet left of it: a cell holds 32,767 characters, and a
    /// longer text is cut there without a word (Excel's specifications and limits).
    ///
    /// - Parameter blob: what the log holds: of a text that is neither hex nor Base64, as half a byte makes it, the text
    ///   itself; of Base64 its bytes.
    /// - Returns: whether it is exactly as long as such a cut makes it.
    public static func isCutBySpreadsheet(_ blob: [UInt8]) -> Bool {
        let longestCell = 32_767
        if blob.count == longestCell {
            return blob.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !blob.starts(with: beginning)
        }
        return blob.count == longestCell * 6 / 8 && blob.starts(with: beginning)
    }

    private static func reading(_ text: UnsafeBufferPointer<UInt8>) -> RecurrenceBlobText {
        do throws(FormatError) {
            let readings = try BinaryText.readings(of: text)
            let likeliest = readings.first { $0.bytes.starts(with: beginning) } ?? readings[0]
            return .bytes(likeliest.bytes, accepted: likeliest.accepted)
        } catch {
            guard error.cause == .cutOffForDisplay else { return .unreadable(error) }
            let digits = text[..<(text.count - 3)]
            // The cut need not fall between two bytes: up to three digits of Base64 stand for no whole one.
            for surplus in 0...3 {
                let whole = (try? BinaryText.readings(of: digits.dropLast(surplus))) ?? []
                if let reading = whole.first(where: { $0.bytes.starts(with: beginning) }) {
                    return .cutOff(reading.bytes)
                }
            }
            return .unreadable(error)
        }
    }
}
