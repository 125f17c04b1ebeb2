import Reconstruct

/// Attendee columns that were read before: a big meeting's list comes again with each of its entries, whole or with one
/// answer more. Equal cells are one list, which the entries share.
struct AttendeeMemory {
    private var texts: [String] = []
    private var column = AttendeeColumn()
    private var elements: [Substring: AttendeeColumn] = [:]
    /// How many cells, or elements of them, were read so far rather than found.
    private(set) var readings = 0

    /// Shorter lists are read as fast as they are found.
    private static let shortest = 4_096
    /// About as many as one row can list.
    private static let mostElements = 200_000

    /// What the cells of one entry list.
    mutating func read(_ cells: [String]) -> AttendeeColumn {
        guard cells.contains(where: { $0.utf8.count >= AttendeeMemory.shortest }) else {
            return cells.reduce(into: AttendeeColumn()) { $0.read($1) }
        }
        if cells == texts { return column }
        var column = AttendeeColumn()
        for cell in cells {
            if let list = elements(of: cell) {
                for element in list { column.add(element) }
            } else {
                readings += 1
                column.read(cell)
            }
        }
        (texts, self.column) = (cells, column)
        return column
    }

    /// The elements of a JSON array, each read by itself; nil for other texts, and where one of them is no JSON.
    private mutating func elements(of cell: String) -> [AttendeeColumn]? {
        guard let parts = JSONElements.split(cell) else { return nil }
        if elements.count + parts.count > AttendeeMemory.mostElements { elements = [:] }
        var read: [AttendeeColumn] = []
        read.reserveCapacity(parts.count)
        for part in parts {
            if let known = elements[part] {
                read.append(known)
                continue
            }
            var column = AttendeeColumn()
            guard column.readElement(String(part)) else { return nil }
            readings += 1
            // A copy, as a part of it would keep the whole cell.
            elements[Substring(String(part))] = column
            read.append(column)
        }
        return read
    }
}

/// The elements of a JSON array as texts.
enum JSONElements {
    /// Nil for a text that is no array, or ends in the middle of one. What stands between commas need not be JSON.
    static func split(_ text: String) -> [Substring]? {
        var copy = text
        guard let ends = copy.withUTF8(ends) else { return nil }
        let bytes = text.utf8
        var parts: [Substring] = []
        parts.reserveCapacity(ends.count)
        var index = bytes.startIndex, offset = 0
        for (begin, end) in zip(ends, ends.dropFirst()) {
            let first = bytes.index(index, offsetBy: begin + 1 - offset)
            index = bytes.index(first, offsetBy: end - begin - 1)
            offset = end
            parts.append(text[first..<index])
        }
        return parts
    }

    /// Where the opening bracket stands, each comma between elements, and the closing bracket.
    private static func ends(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int]? {
        var ends: [Int] = []
        var depth = 0, isQuoted = false, isEscaped = false
        for (index, byte) in bytes.enumerated() {
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: continue
            case UInt8(ascii: "[") where depth == 0 && ends.isEmpty:
                depth = 1
                ends.append(index)
            // Behind the array, and before it, nothing else may stand.
            case _ where depth == 0: return nil
            case UInt8(ascii: "\""): isQuoted = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { ends.append(index) }
            case UInt8(ascii: ",") where depth == 1: ends.append(index)
            default: continue
            }
        }
        return depth == 0 && ends.count > 1 ? ends : nil
    }
}
