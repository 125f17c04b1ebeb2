import Reconstruct

/// Attendee columns that were read before: a big meeting's list comes again with each of its entries, whole or with one
/// answer more. What is the same of two lists is read once, and the entries share it.
struct AttendeeCache {
    /// What the cells of one entry list.
    struct Lines {
        fileprivate(set) var list = AttendeeList()
        /// Where one of them is named by a legacy DN and by an address for mail: the address stands for both.
        fileprivate(set) var pairs: [(dn: String, address: String)] = []

        fileprivate mutating func add(_ column: AttendeeColumn) {
            list.append(column.attendees)
            if !column.pairs.isEmpty { pairs += column.pairs }
        }
    }

    private var texts: [String] = []
    private var lines = Lines()
    /// By their texts, some elements of a list one after the other.
    private var pieces: [[UInt8]: AttendeeColumn] = [:]
    private var bytesOfPieces = 0
    /// How many cells, or elements of them, were read so far rather than found.
    private(set) var readings = 0

    /// Shorter lists are read as fast as they are found.
    private static let shortest = 4_096
    /// More than one row can hold.
    private static let mostBytes = 1 << 25
    /// From so many on they are in the way of whoever goes on with the entries.
    private static let longLists = 1 << 20

    /// Forgets the lists where they take much room.
    ///
    /// - Returns: whether they did.
    mutating func forgetLong() -> Bool {
        guard bytesOfPieces + texts.reduce(0, { $0 + $1.utf8.count }) >= AttendeeCache.longLists else { return false }
        (texts, lines, pieces, bytesOfPieces) = ([], Lines(), [:], 0)
        return true
    }

    /// What the cells of one entry list.
    mutating func read(_ cells: [String]) -> Lines {
        guard cells.contains(where: { $0.utf8.count >= AttendeeCache.shortest }) else {
            var lines = Lines()
            for cell in cells {
                var column = AttendeeColumn()
                column.read(cell)
                lines.add(column)
            }
            return lines
        }
        if cells == texts { return lines }
        var lines = Lines()
        for cell in cells {
            if let parts = parts(of: cell) {
                for part in parts { lines.add(part) }
            } else {
                readings += 1
                var column = AttendeeColumn()
                column.read(cell)
                lines.add(column)
            }
        }
        (texts, self.lines) = (cells, lines)
        return lines
    }

    /// The elements of a JSON array, some at once; nil for other texts, and where one of them is no JSON.
    private mutating func parts(of cell: String) -> [AttendeeColumn]? {
        var cell = cell
        return cell.withUTF8 { bytes in
            guard let ends = JSONElements.ends(bytes) else { return nil }
            var parts: [AttendeeColumn] = [], first = 0
            for last in 1..<ends.count {
                guard last == ends.count - 1 || JSONElements.isBoundary(ends, first, last, bytes) else { continue }
                guard let part = self.part(ends[first...last], of: bytes) else { return nil }
                parts.append(part)
                first = last
            }
            return parts
        }
    }

    /// Elements that stand one after the other.
    ///
    /// - Parameter ends: where the sign before each of them stands, and the one behind the last.
    private mutating func part(_ ends: ArraySlice<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> AttendeeColumn? {
        guard let begin = ends.first, let end = ends.last else { return nil }
        let text = Array(bytes[(begin + 1)..<end])
        if let known = pieces[text] { return known }
        var column = AttendeeColumn()
        for (before, behind) in zip(ends, ends.dropFirst()) {
            guard column.readElement(String(decoding: bytes[(before + 1)..<behind], as: UTF8.self)) else { return nil }
            readings += 1
        }
        if bytesOfPieces > AttendeeCache.mostBytes { (pieces, bytesOfPieces) = ([:], 0) }
        pieces[text] = column
        bytesOfPieces += text.count
        return column
    }
}

/// The elements of a JSON array.
private enum JSONElements {
    /// Whether a piece ends behind an element. The element's own bytes tell it, so that one element more moves no
    /// other's piece.
    ///
    /// - Parameters:
    ///   - first: the place in `ends` before the piece.
    ///   - last: that behind the element.
    static func isBoundary(_ ends: [Int], _ first: Int, _ last: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if last - first >= 128 { return true }
        var hasher = Hasher()
        let element = UnsafeBufferPointer(rebasing: bytes[(ends[last - 1] + 1)..<ends[last]])
        hasher.combine(bytes: UnsafeRawBufferPointer(element))
        return hasher.finalize() & 31 == 0
    }

    /// Where the opening bracket stands, each comma between elements, and the closing bracket; nil for a text that is
    /// no array, or ends in the middle of one. What stands between commas need not be JSON.
    static func ends(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int]? {
        var ends: [Int] = []
        var depth = 0, index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: break
            case UInt8(ascii: "[") where depth == 0 && ends.isEmpty:
                depth = 1
                ends.append(index)
            // Behind the array, and before it, nothing else may stand.
            case _ where depth == 0: return nil
            case UInt8(ascii: "\""):
                guard let end = endOfText(from: index + 1, bytes) else { return nil }
                index = end
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { ends.append(index) }
            case UInt8(ascii: ",") where depth == 1: ends.append(index)
            default: break
            }
            index += 1
        }
        return depth == 0 && ends.count > 1 ? ends : nil
    }

    /// The place of the quotation mark that ends a text.
    private static func endOfText(from start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var start = start
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) {
            var escapes = 0
            while end - escapes > start, bytes[end - escapes - 1] == UInt8(ascii: "\\") { escapes += 1 }
            if escapes % 2 == 0 { return end }
            start = end + 1
        }
        return nil
    }
}
