import ExchangeFormats

/// Finds the stream's key and the raw global object id in the text of an id column.
enum MeetingIdentifier {
    enum Reading: Equatable {
        /// `key` bytes of the stream's key were appended, and then `id` bytes of the id with its instance date (0
        /// when it is the same as the key).
        case identified(key: Int, id: Int)
        /// As above for text that is no global object id; `id` bytes are the text as it stood.
        case opaque(key: Int, id: Int)
        /// `4.0E+110`: a spreadsheet took the digits for a number and lost them.
        case damaged
    }

    /// Reads an id that is neither empty nor a placeholder, and appends what it finds to `output`.
    static func read(_ field: Bytes, into output: inout ByteBuffer) -> Reading {
        if let ordinary = MeetingKey.ordinary(field) {
            guard ordinary.instanceDate != nil else {
                output.append(field)
                return .identified(key: field.count, id: 0)
            }
            append(field, clearing: MeetingKey.Ordinary.instanceDateDigits, to: &output)
            output.append(field)
            return .identified(key: field.count, id: field.count)
        }
        switch MeetingKey(field) {
        case .damaged: return .damaged
        case .globalObjectID(let id, _):
            let key = append(BinaryText.hex(id.cleaned.encoded()), to: &output)
            return .identified(
                key: key, id: id.instanceDate == nil ? 0 : append(BinaryText.hex(id.encoded()), to: &output))
        case .absent, .opaque:
            let text = FieldValues.trimmed(field)
            let start = output.count
            output.appendUppercased(text)
            let key = output.count - start
            if output.slice(from: start).elementsEqual(text) { return .opaque(key: key, id: 0) }
            output.append(text)
            return .opaque(key: key, id: text.count)
        }
    }

    private static func append(_ digits: Bytes, clearing zeros: Range<Int>, to output: inout ByteBuffer) {
        output.append(Bytes(rebasing: digits[..<zeros.lowerBound]))
        for _ in zeros { output.append(UInt8(ascii: "0")) }
        output.append(Bytes(rebasing: digits[zeros.upperBound...]))
    }

    private static func append(_ text: String, to output: inout ByteBuffer) -> Int {
        for byte in text.utf8 { output.append(byte) }
        return text.utf8.count
    }

    /// Appends the bytes of a recurrence blob: decoded when the text is hex or Base64, else the text's own bytes.
    static func appendBlob(_ field: Bytes, to output: inout ByteBuffer) {
        guard case .bytes(let bytes, _) = RecurrenceBlobText(field) else { return output.append(field) }
        output.append(bytes)
    }
}
