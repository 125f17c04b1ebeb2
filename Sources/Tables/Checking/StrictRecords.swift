import Foundation
import Primitives

/// The records of a finished table, as RFC 4180 has them and no other way; one at a time, whatever the size of the
/// file.
package struct StrictRecords {
    /// What a file's bytes have wrong, apart from what they say.
    package enum Flaw: String, CaseIterable {
        case byteOrderMark, lineFeedAlone, carriageReturnAlone, noLastLineEnd, strayQuote, textAfterQuote,
            unclosedQuote, nul, endlessField, unreadable
    }

    /// No field of a table comes near it; a file whose quote is never closed would be read into memory whole.
    package static let longestRecord = 64 << 20

    private let handle: FileHandle
    private let longest: Int
    private var block: [UInt8] = []
    private var place = 0
    private var isAtEnd = false
    private var line = 1
    package private(set) var flaws: [Flaw: (count: Int, line: Int)] = [:]

    let delimiter: UInt8
    /// The fields of the record that was read last, their quotes taken off, one after the other.
    private(set) var bytes: [UInt8] = []
    private(set) var ends: [Int] = []
    /// The line on which it began, from 1.
    package private(set) var recordLine = 1

    /// - Returns: nil when the file cannot be read.
    package init?(path: String, longest: Int = longestRecord) {
        guard PlainFile.isThere(path) else { return nil }
        self.longest = longest
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            // Nothing is read of an empty file.
            block = [UInt8](try handle.read(upToCount: 1 << 18) ?? Data())
            self.handle = handle
        } catch {
            return nil
        }
        let header = block.prefix { $0 != 0x0A && $0 != 0x0D }
        let candidates = [UInt8(ascii: ";"), 0x09, UInt8(ascii: ","), UInt8(ascii: "|")]
        delimiter =
            candidates.max { left, right in header.count { $0 == left } < header.count { $0 == right } }
            ?? candidates[0]
        if block.starts(with: [0xEF, 0xBB, 0xBF]) {
            place = 3
            note(.byteOrderMark)
        }
    }

    package var count: Int { ends.count }

    package func field(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }

    private mutating func note(_ flaw: Flaw) { flaws[flaw] = flaws[flaw].map { ($0.count + 1, $0.line) } ?? (1, line) }

    private mutating func nextByte() -> UInt8? {
        if place == block.count {
            guard !isAtEnd else { return nil }
            do {
                block = [UInt8](try handle.read(upToCount: 1 << 18) ?? Data())
            } catch {
                note(.unreadable)
                block = []
            }
            place = 0
            isAtEnd = block.isEmpty
            if isAtEnd { return nil }
        }
        defer { place += 1 }
        return block[place]
    }

    /// Takes what stands before the next byte that means something, without a look at each by itself; false when there
    /// is nothing.
    private mutating func takePlainRun() -> Bool {
        let end = block.withUnsafeBufferPointer { block in
            var end = place
            // A longer record is looked at byte by byte, and refused.
            let last = min(block.count, place + max(0, longest - bytes.count))
            while end < last {
                let byte = block[end]
                if byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D || byte == 0 { break }
                end += 1
            }
            return end
        }
        guard end > place else { return false }
        bytes.append(contentsOf: block[place..<end])
        place = end
        return true
    }

    private enum State { case start, plain, quoted, afterQuote, afterReturn }

    /// Reads the next record; false at the end.
    package mutating func next() -> Bool {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        recordLine = line
        var state = State.start
        var isEmpty = true
        while true {
            if state == .plain || state == .start, takePlainRun() { state = .plain }
            guard let byte = nextByte() else { break }
            isEmpty = false
            if byte == 0 { note(.nul) }
            // A record of delimiters alone has no bytes, and an end for each.
            if bytes.count + ends.count * MemoryLayout<Int>.size > longest {
                note(.endlessField)
                isAtEnd = true
                place = block.count
                return false
            }
            if state == .afterReturn {
                if byte == 0x0A { return endLine() }
                note(.carriageReturnAlone)
                place -= 1
                return endLine()
            }
            if state == .quoted {
                if byte == 0x22 { state = .afterQuote } else { bytes.append(byte) }
                if byte == 0x0A { line += 1 }
                continue
            }
            switch byte {
            case delimiter:
                ends.append(bytes.count)
                state = .start
            case 0x0A:
                note(.lineFeedAlone)
                return endLine()
            case 0x0D: state = .afterReturn
            case 0x22 where state == .start: state = .quoted
            case 0x22 where state == .afterQuote:
                bytes.append(byte)
                state = .quoted
            default:
                if byte == 0x22 { note(.strayQuote) }
                if state == .afterQuote { note(.textAfterQuote) }
                bytes.append(byte)
                state = .plain
            }
        }
        guard !isEmpty || !bytes.isEmpty else { return false }
        note(state == .quoted ? .unclosedQuote : state == .afterReturn ? .carriageReturnAlone : .noLastLineEnd)
        return endLine()
    }

    private mutating func endLine() -> Bool {
        ends.append(bytes.count)
        line += 1
        return true
    }
}
