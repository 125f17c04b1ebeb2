/// The records of a directory file: CSV (RFC 4180) whose delimiter is found by looking, in UTF-8 or, with a byte order
/// mark, UTF-16. A directory is small beside a log, so it is held whole.
struct DirectoryRecords {
    struct Record {
        /// The line on which the record begins, from 1.
        var line: Int
        var fields: [String]
    }

    private let bytes: [UInt8]
    private let file: String
    private var delimiter = UInt8(ascii: ",")
    private var place = 0
    private var line = 1

    init(_ raw: [UInt8], file: String) throws(DirectoryError) {
        self.file = file
        bytes = try DirectoryRecords.utf8(raw, file: file)
        if bytes.starts(with: "#TYPE".utf8) { skipLine() }
        let header = bytes[place...].prefix { $0 != 0x0A && $0 != 0x0D }
        func count(_ byte: UInt8) -> Int { header.count { $0 == byte } }
        for candidate in [UInt8(ascii: ";"), 0x09] where count(candidate) > count(delimiter) { delimiter = candidate }
    }

    private static func utf8(_ raw: [UInt8], file: String) throws(DirectoryError) -> [UInt8] {
        let isLittle = raw.starts(with: [0xFF, 0xFE])
        if isLittle || raw.starts(with: [0xFE, 0xFF]) {
            let units = stride(from: 2, to: raw.count - 1, by: 2).map { index in
                isLittle
                    ? UInt16(raw[index]) | UInt16(raw[index + 1]) << 8
                    : UInt16(raw[index]) << 8 | UInt16(raw[index + 1])
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
        let text = raw.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(raw.dropFirst(3)) : raw
        guard String(validating: text, as: UTF8.self) != nil else {
            throw DirectoryError(
                file: file, line: nil, reason: "it is not UTF-8. Write it with 'Export-Csv -Encoding UTF8'.")
        }
        return text
    }

    private mutating func skipLine() {
        while place < bytes.count, bytes[place] != 0x0A { place += 1 }
        place = min(place + 1, bytes.count)
        line += 1
    }

    /// The next record that is not an empty line; nil at the end.
    mutating func next() throws(DirectoryError) -> Record? {
        while place < bytes.count {
            let record = try take()
            if record.fields != [""] { return record }
        }
        return nil
    }

    private mutating func take() throws(DirectoryError) -> Record {
        let start = line
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == 0x0A { line += 1 }
            if isQuoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if place < bytes.count, bytes[place] == 0x22 {
                    field.append(byte)
                    place += 1
                } else {
                    isQuoted = false
                }
            } else if byte == 0x22, field.isEmpty {
                isQuoted = true
            } else if byte == delimiter {
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            } else if byte == 0x0A {
                break
            } else if byte == 0x0D, place == bytes.count || bytes[place] == 0x0A {
                continue
            } else {
                field.append(byte)
            }
        }
        guard !isQuoted else {
            throw DirectoryError(
                file: file, line: start, reason: "a quote opens here and is never closed. Export the file again.")
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return Record(line: start, fields: fields)
    }
}
