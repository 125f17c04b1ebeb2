#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// What the first bytes of a file say: which encoding it has, or that it is no text at all.
struct FileHead {
    /// How many bytes are looked at.
    static let bytes = 4_096

    let encoding: TextEncoding
    let markLength: Int

    /// - Throws: `IntakeError` when the file is empty or binary.
    init(
        _ head: Bytes, path: String, encoding stated: TextEncoding?, form: RecordForm = .json
    ) throws(IntakeError) {
        guard !head.isEmpty else { throw IntakeError(.empty, path: path, FileHead.nothing(in: form)) }
        if let (encoding, markLength) = TextEncoding.marked(in: head) {
            self.encoding = encoding
            self.markLength = markLength
            return
        }
        if let (kind, remedy) = FileHead.binaryKind(of: head) {
            throw IntakeError(.binary, path: path, "this is \(kind), not a text export. \(remedy)")
        }
        markLength = 0
        guard let base = head.baseAddress, memchr(base, 0, head.count) != nil else {
            encoding = stated ?? .utf8
            return
        }
        if let wide = FileHead.wideEncoding(of: head) {
            encoding = wide
            return
        }
        let isWide = stated == .utf16LittleEndian || stated == .utf16BigEndian
        // A stray NUL spoils its row only; a file full of them is no text in a one-byte encoding.
        let nulCount = head.reduce(into: 0) { count, byte in count += byte == 0 ? 1 : 0 }
        if !isWide, nulCount * 10 > head.count {
            throw IntakeError(
                .binary, path: path,
                """
                this is not text: its head is full of NUL bytes. Export to CSV with Export-Csv -NoTypeInformation \
                -Encoding UTF8.
                """)
        }
        encoding = stated ?? .utf8
    }

    private static func nothing(in form: RecordForm) -> String {
        switch form {
        case .json: "the file is empty (0 bytes). The export wrote nothing: run it again and look at its errors."
        case .clixml:
            "this was written by Export-Clixml and holds no object. The export found nothing: look at its errors."
        case .sheet:
            "this sheet of a workbook has no entry: it is empty, or nothing stands below its first row, which is the header, but the same row again. Export it again, with its header."
        }
    }

    /// UTF-16 without a mark, by the Latin letters of its first line or of the whole head: every second byte of theirs
    /// is a NUL, and which one tells the byte order. No other encoding that is known here writes NULs, so a stated one
    /// does not outweigh it.
    private static func wideEncoding(of head: Bytes) -> TextEncoding? {
        for length in [64, head.count] where length <= head.count {
            var even = 0
            var odd = 0
            for index in 0..<length where head[index] == 0 {
                if index % 2 == 0 { even += 1 } else { odd += 1 }
            }
            let pairs = max(1, length / 2)
            if odd * 10 >= pairs * 7, even * 10 < pairs { return .utf16LittleEndian }
            if even * 10 >= pairs * 7, odd * 10 < pairs { return .utf16BigEndian }
        }
        return nil
    }

    private static let unpack = "Unpack it, and take in what is in it."

    /// How files begin that are no text, what they are, and what to do about them.
    private static let signatures: [(beginning: [UInt8], kind: String, remedy: String)] = {
        let export = "Export to CSV with Export-Csv -NoTypeInformation -Encoding UTF8."
        let workbook = """
            If the support script (Get-CalendarDiagnosticObjectsSummary) made it, run that again with -ExportToCSV and take in the RAW file that it \
            writes. Else unpack it, or save the sheet as a CSV file.
            """
        return [
            ([0x50, 0x4B, 0x03, 0x04], "a zip archive or an Excel workbook (.xlsx)", workbook),
            ([0x50, 0x4B, 0x05, 0x06], "an empty zip archive", export),
            (
                [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
                "an Outlook message (.msg) or an old Office file (.xls)", export
            ),
            ([0x21, 0x42, 0x44, 0x4E], "an Outlook data file (.pst, .ost)", export),
            ([0x25, 0x50, 0x44, 0x46, 0x2D], "a PDF document", export),
            ([0x1F, 0x8B], "a gzip archive", unpack),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", unpack),
            (Array("Rar!".utf8) + [0x1A, 0x07], "a RAR archive", unpack),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz archive", unpack),
            ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard archive", unpack),
            (Array("PAR1".utf8), "a Parquet file", export),
            (Array("SQLite format 3\0".utf8), "an SQLite database", export),
        ]
    }()

    /// What a file is that is no text, and what to do about it.
    private static func binaryKind(of head: Bytes) -> (kind: String, remedy: String)? {
        if let found = signatures.first(where: { $0.beginning[0] == head[0] && head.starts(with: $0.beginning) }) {
            return (found.kind, found.remedy)
        }
        if isBzip2(head) { return ("a bzip2 archive", unpack) }
        return isTapeArchive(head) ? ("a tar archive", unpack) : nil
    }

    /// `BZh`, the size of blocks, and the mark of the first block, by which a text that begins so is told from it.
    private static func isBzip2(_ head: Bytes) -> Bool {
        head.starts(with: "BZh".utf8) && head.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
    }

    /// Whether a file begins with a header of tar (POSIX.1-2017, pax, "ustar Interchange Format"), of any vintage: its
    /// sum is that of its bytes, with the sum's own field as spaces. The rest of such a file is plain text, and would
    /// pass for an export whose first title is odd.
    private static func isTapeArchive(_ head: Bytes) -> Bool {
        let length = 512, field = 148..<156
        guard head.count >= length else { return false }
        let digits = head[field].drop { $0 == UInt8(ascii: " ") }.prefix { (0x30...0x37).contains($0) }
        guard !digits.isEmpty, let stated = Int(String(decoding: digits, as: UTF8.self), radix: 8) else { return false }
        let sum = head[..<length].indices.reduce(0) { $0 + (field.contains($1) ? 0x20 : Int(head[$1])) }
        return sum == stated
    }
}
