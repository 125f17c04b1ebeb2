import Foundation

/// The content lines of a calendar file (RFC 5545, section 3.1), unfolded, one at a time and in bounded memory.
struct UnfoldedLines {
    /// What a file's bytes have wrong, apart from what they say.
    enum Flaw: String, CaseIterable {
        case byteOrderMark, lineFeedAlone, carriageReturnAlone, noLastLineEnd, longLine, emptyLine, cutCharacter,
            cutEscape, control, notUTF8, endlessLine, unreadable

        /// What it is, given how many lines have it.
        func sentence(_ count: Int) -> String {
            switch self {
            case .byteOrderMark: "it begins with a byte order mark, which becomes part of the first line's name"
            case .lineFeedAlone: "\(count, "line ends", "lines end") with LF alone; the format has CRLF"
            case .carriageReturnAlone: "\(count, "line has", "lines have") a CR within; the format has CRLF at the end"
            case .noLastLineEnd: "its last line has no end: the file may have been cut off"
            case .longLine: "\(count, "line is", "lines are") longer than 75 octets and not folded"
            case .emptyLine: "\(count, "line is", "lines are") empty"
            case .cutCharacter: "\(count, "line is", "lines are") folded within a character of UTF-8"
            case .cutEscape: "\(count, "line is", "lines are") folded between a backslash and what it escapes"
            case .control: "\(count, "line has", "lines have") a control character"
            case .notUTF8: "\(count, "line is", "lines are") not UTF-8"
            case .endlessLine:
                "a line has more than \(UnfoldedLines.longest >> 20) MiB; what follows was not looked at"
            case .unreadable: "it cannot be read to its end"
            }
        }
    }

    /// No line of a calendar comes near it; bytes without a line end would be read into memory whole.
    static let longest = 16 << 20

    private let handle: FileHandle
    private var block: [UInt8] = []
    private var place = 0
    private var isAtEnd = false
    private var physicalLine = 0
    private(set) var flaws: [Flaw: (count: Int, line: Int)] = [:]

    /// The line that was read last, without its end.
    private(set) var bytes: [UInt8] = []
    /// Whether they end with a backslash that escapes what follows: counted as they come, as a run of backslashes may
    /// go through any number of folds.
    private var isEscapeOpen = false
    /// Where it begins, from 1.
    private(set) var line = 0

    /// - Returns: nil when the file cannot be read.
    init?(path: String) {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        self.handle = handle
        fill()
        if block.starts(with: [0xEF, 0xBB, 0xBF]) {
            place = 3
            note(.byteOrderMark, 1)
        }
    }

    private mutating func note(_ flaw: Flaw, _ line: Int) {
        flaws[flaw] = flaws[flaw].map { ($0.count + 1, $0.line) } ?? (1, line)
    }

    /// Reads on; what was used leaves the block.
    private mutating func fill() {
        guard !isAtEnd else { return }
        block.removeSubrange(..<place)
        place = 0
        do {
            let more = try handle.read(upToCount: 1 << 18) ?? Data()
            isAtEnd = more.isEmpty
            block += more
        } catch {
            note(.unreadable, max(1, physicalLine))
            isAtEnd = true
        }
    }

    /// Appends the next line of the file to the one that is being read; false at the end.
    private mutating func takePhysical() -> Bool {
        var searched = place
        var end = block[searched...].firstIndex(of: 0x0A)
        while end == nil, !isAtEnd, bytes.count + block.count - place <= UnfoldedLines.longest {
            searched = block.count - place
            fill()
            end = block[(place + searched)...].firstIndex(of: 0x0A)
        }
        let isFolded = physicalLine > 0 && !bytes.isEmpty
        guard end != nil || place < block.count else { return false }
        physicalLine += 1
        guard bytes.count + (end ?? block.count) - place <= UnfoldedLines.longest else {
            note(.endlessLine, physicalLine)
            (isAtEnd, place) = (true, block.count)
            return false
        }
        var content = block[place..<(end ?? block.count)]
        place = end.map { $0 + 1 } ?? block.count
        if end == nil {
            note(.noLastLineEnd, physicalLine)
        } else if content.last == 0x0D {
            content.removeLast()
        } else {
            note(.lineFeedAlone, physicalLine)
        }
        if content.contains(0x0D) { note(.carriageReturnAlone, physicalLine) }
        if content.count > 75 { note(.longLine, physicalLine) }
        if content.contains(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0D || $0 == 0x7F }) {
            note(.control, physicalLine)
        }
        if isFolded {
            content = content.dropFirst()
            if let first = content.first, first & 0xC0 == 0x80 { note(.cutCharacter, physicalLine) }
            if isEscapeOpen { note(.cutEscape, physicalLine) }
        } else if content.isEmpty {
            note(.emptyLine, physicalLine)
        }
        bytes += content
        let backslashes = content.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        isEscapeOpen = (backslashes % 2 == 1) != (backslashes == content.count && isEscapeOpen)
        return true
    }

    /// Goes to the next content line; false at the end.
    mutating func next() -> Bool {
        repeat {
            bytes.removeAll(keepingCapacity: true)
            isEscapeOpen = false
            line = physicalLine + 1
            guard takePhysical() else { return false }
        } while bytes.isEmpty
        while true {
            if place == block.count { fill() }
            guard place < block.count, block[place] == 0x20 || block[place] == 0x09 else { break }
            guard takePhysical() else { return false }
        }
        if String(validating: bytes, as: UTF8.self) == nil { note(.notUTF8, line) }
        return true
    }
}
