import Encodings
import ExchangeFormats
import Foundation
import Primitives

/// Looks for clear addresses in a file of any form, byte by byte and in bounded memory: in what no table's form
/// describes.
package struct AddressScan {
    package private(set) var addresses = 0
    /// Line of the first, from 1.
    private(set) var firstLine: Int?
    private var line = 1
    /// What stands before an `@`: whether anything that can be a local part does.
    private var hasLocal = false
    private var domain: [UInt8] = []
    private var isInDomain = false
    private var recent: [UInt8] = []
    /// The beginning of what may be another way to write the sign of an address.
    private var escape: [UInt8] = []
    /// Lines of iCalendar go on behind a break with a space (RFC 5545, section 3.1).
    private let isFolded: Bool
    private var isBehindBreak = false

    private static let legacyName = Array("/cn=recipients/".utf8)

    /// - Returns: nil where the file cannot be read.
    init?(path: String) {
        guard PlainFile.isThere(path), let file = FileHandle(forReadingAtPath: path) else { return nil }
        isFolded = path.lowercased().hasSuffix(".ics")
        defer { try? file.close() }
        do {
            while let piece = try file.read(upToCount: 1 << 18), !piece.isEmpty { for byte in piece { add(byte) } }
        } catch {
            return nil
        }
        end()
    }

    package init(_ text: some Sequence<UInt8>) {
        isFolded = false
        for byte in text { add(byte) }
        end()
    }

    /// As JSON, URLs and HTML write the sign, and in the full width of East Asia.
    private static let escapes = ["\\u0040", "%40", "&#64;", "&#x40;", "&commat;", "\u{FF20}"].map { Array($0.utf8) }

    private mutating func add(_ byte: UInt8) {
        // Every second byte of a text in UTF-16.
        guard byte != 0 else { return }
        if isFolded {
            if byte == 0x0D { return }
            if isBehindBreak {
                isBehindBreak = false
                if byte == 0x20 || byte == 0x09 {
                    line += 1
                    return
                }
                unfold(0x0A)
            }
            if byte == 0x0A {
                isBehindBreak = true
                return
            }
        }
        unfold(byte)
    }

    private mutating func unfold(_ byte: UInt8) {
        guard
            !escape.isEmpty || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&")
                || byte == 0xEF
        else { return look(at: byte) }
        escape.append(ASCII.lowercased(byte))
        while !escape.isEmpty {
            if AddressScan.escapes.contains(escape) {
                escape = []
                look(at: UInt8(ascii: "@"))
            } else if AddressScan.escapes.contains(where: { $0.starts(with: escape) }) {
                return
            } else {
                look(at: escape.removeFirst())
            }
        }
    }

    private mutating func end() {
        for byte in escape { look(at: byte) }
        endDomain()
    }

    private mutating func look(at byte: UInt8) {
        let isLetter = ASCII.isLetter(byte) || byte >= 0x80
        let isDigit = ASCII.isDigit(byte)
        if isInDomain {
            if isLetter || isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
                if domain.count < 256 { domain.append(byte) }
            } else {
                endDomain()
            }
        }
        if byte == UInt8(ascii: "@") {
            (isInDomain, domain) = (hasLocal, [])
            hasLocal = false
        } else {
            hasLocal = isLetter || isDigit || "._%+-'\"=~".utf8.contains(byte)
        }
        if byte == UInt8(ascii: "/") || recent.first == UInt8(ascii: "/") {
            recent.append(byte | (isLetter ? 0x20 : 0))
            if !AddressScan.legacyName.starts(with: recent) { recent = byte == UInt8(ascii: "/") ? [byte] : [] }
            if recent.count == AddressScan.legacyName.count {
                note()
                recent = []
            }
        }
        if byte == 0x0A { line += 1 }
    }

    /// A domain has a dot within it, and a top level of letters that is not one that nobody has.
    private mutating func endDomain() {
        guard isInDomain else { return }
        isInDomain = false
        let labels = domain.split(separator: UInt8(ascii: "."))
        guard labels.count > 1, let top = labels.last, top.count > 1,
            top.contains(where: { ASCII.isLetter($0) || $0 >= 0x80 }),
            !top.elementsEqual("invalid".utf8)
        else { return }
        note()
    }

    private mutating func note() {
        addresses += 1
        if firstLine == nil { firstLine = line }
    }
}
