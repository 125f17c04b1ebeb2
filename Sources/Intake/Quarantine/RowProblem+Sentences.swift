#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension RowProblem {
    /// What is wrong with a row's bytes as text, whatever is in it.
    static func inText(_ raw: Bytes) -> RowProblem? {
        guard let base = raw.baseAddress, raw.count > 0 else { return nil }
        if memchr(base, 0, raw.count) != nil {
            return RowProblem(
                .nulByte,
                """
                There is a NUL byte in the row. The file was damaged, or two encodings were mixed in it.
                """)
        }
        var bits: UInt8 = 0
        for byte in raw { bits |= byte }
        if bits >= 0x80, String(validating: raw, as: UTF8.self) == nil {
            return RowProblem(
                .invalidEncoding,
                """
                There are bytes in the row that the file's encoding does not have. If the file is in a Windows \
                code page, say so with --encoding windows-1250, windows-1252 or its like.
                """
            )
        }
        return nil
    }

    static func fieldCount(_ count: Int, expected: Int) -> RowProblem {
        let found = count > expected ? "more than \(expected)" : "\(count)"
        return RowProblem(
            .fieldCount,
            """
            The row has \(found) fields where the header has \(expected). A delimiter may be missing, or stand in a \
            value that is not quoted.
            """)
    }

    /// Somebody under a pseudonym, where only clear exports are wanted.
    static func pseudonym(column: String) -> RowProblem {
        RowProblem(
            .pseudonym, column: column,
            """
            Column \(column) holds a pseudonym: the file is a finished table, not an export. Its rows would keep every table from \
            being written, as nothing is hashed twice.
            """)
    }

    /// A value that its column cannot take.
    static func unreadable(_ code: Code, column: String) -> RowProblem {
        let sentence =
            switch code {
            case .badNumber: "holds no whole number within 64 bits."
            case .badBoolean: "holds neither True nor False."
            default:
                "holds no date that can be read: ISO dates such as 2024-01-31 09:30:00 are, others need --culture or --date-format."
            }
        return RowProblem(code, column: column, "Column \(column) \(sentence)")
    }
}
