/// An encoding that exports come in.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    /// The ANSI code pages of Windows, which Set-Content writes: Thai; Central Europe; Cyrillic; Western Europe and the
    /// Americas; Greek; Turkish; Hebrew; Arabic; the Baltic countries; Vietnamese.
    case windows874 = "windows-874"
    case windows1250 = "windows-1250"
    case windows1251 = "windows-1251"
    case windows1252 = "windows-1252"
    case windows1253 = "windows-1253"
    case windows1254 = "windows-1254"
    case windows1255 = "windows-1255"
    case windows1256 = "windows-1256"
    case windows1257 = "windows-1257"
    case windows1258 = "windows-1258"

    /// Reads a name as people write it: case, spaces, `-` and `_` do not matter, `cp1250` and `ansi-1250` mean
    /// `windows-1250`, `unicode` means what PowerShell means by it (UTF-16 LE).
    package init?(name: String) {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        switch plain {
        case "utf8", "utf8bom", "utf8nobom", "ascii", "usascii": self = .utf8
        case "utf16le", "utf16", "unicode", "ucs2": self = .utf16LittleEndian
        case "utf16be", "bigendianunicode": self = .utf16BigEndian
        case "latin1", "iso88591": self = .windows1252
        default:
            guard let prefix = ["windows", "cp", "win", "ansi"].first(where: { plain.hasPrefix($0) }),
                let page = TextEncoding(rawValue: "windows-" + plain.dropFirst(prefix.count))
            else { return nil }
            self = page
        }
    }

    /// The encoding that a byte order mark at the head of a file states, and the mark's length in bytes.
    static func marked(in head: Bytes) -> (encoding: TextEncoding, markLength: Int)? {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return nil
    }

    /// UTF-8 bytes that one byte of this encoding can grow to, rounded up.
    var growth: Int { self == .utf8 ? 1 : 3 }
}

/// Bytes of a buffer that somebody else owns; valid for the length of a call.
typealias Bytes = UnsafeBufferPointer<UInt8>
