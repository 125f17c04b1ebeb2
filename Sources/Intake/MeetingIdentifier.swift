#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

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

    /// First 16 bytes of every global object id, in hex ([MS-OXOCAL] 2.2.1.27, Byte Array ID).
    private static let classID: StaticString = "040000008200E00074C5B7101A82E008"

    /// Reads an id that is neither empty nor a placeholder, and appends what it finds to `output`.
    static func read(_ field: Bytes, into output: inout ByteBuffer) -> Reading {
        if isPlain(field) {
            output.append(field)
            return .identified(key: field.count, id: 0)
        }
        let text = FieldValues.trimmed(field)
        guard let bytes = BinaryText.globalObjectID(text) else {
            if isSpreadsheetNumber(text) { return .damaged }
            let start = output.count
            output.appendUppercased(text)
            let key = output.count - start
            let isSame = output.slice(from: start).elementsEqual(text)
            if isSame { return .opaque(key: key, id: 0) }
            output.append(text)
            return .opaque(key: key, id: text.count)
        }
        appendHex(bytes, clearingDate: true, to: &output)
        let key = bytes.count * 2
        if bytes[16..<20].allSatisfy({ $0 == 0 }) { return .identified(key: key, id: 0) }
        appendHex(bytes, clearingDate: false, to: &output)
        return .identified(key: key, id: key)
    }

    /// The form of nearly every row: 112 upper-case hex digits made by Outlook or Exchange, without an instance date.
    @inline(__always)
    private static func isPlain(_ field: Bytes) -> Bool {
        guard field.count == 112, let base = field.baseAddress, memcmp(base, classID.utf8Start, 32) == 0,
            memcmp(base + 32, "00000000", 8) == 0, memcmp(base + 72, "10000000", 8) == 0
        else { return false }
        for index in 40..<112 {
            let byte = base[index]
            guard byte &- UInt8(ascii: "0") <= 9 || byte &- UInt8(ascii: "A") <= 5 else { return false }
        }
        return true
    }

    private static func appendHex(_ bytes: [UInt8], clearingDate: Bool, to output: inout ByteBuffer) {
        for (index, byte) in bytes.enumerated() {
            let value = clearingDate && (16..<20).contains(index) ? 0 : byte
            output.append(ASCII.hexDigit(value >> 4))
            output.append(ASCII.hexDigit(value & 0xF))
        }
    }

    /// `4.0E+110`, `4,00000082E+110`
    private static func isSpreadsheetNumber(_ text: Bytes) -> Bool {
        guard let exponent = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), exponent > 0,
            exponent + 2 < text.count, text[exponent + 1] == UInt8(ascii: "+")
        else { return false }
        let isDigit = { (byte: UInt8) in byte &- UInt8(ascii: "0") <= 9 }
        return text[..<exponent].allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
            && text[(exponent + 2)...].allSatisfy(isDigit)
    }
}
