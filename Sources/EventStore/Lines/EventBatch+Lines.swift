import Digest
import Encodings

/// Rows as lines, for programs that bring rows of one key together elsewhere: key, kind, identity, and the kind's
/// columns in their order, parted by tabs.
///
/// A number stands as its digits, an instant as the number of seconds, milliseconds or ticks of 100 ns since 1970 UTC
/// and the letter `s`, `m` or `t` for the precision that its source had, bytes stand in Base64 and texts as `LineField`
/// has it. A column without a value is an empty field.
extension EventBatch {
    /// Adds one row to a line, which is neither begun nor ended here.
    ///
    /// - Parameters:
    ///   - index: of the row.
    ///   - arena: the batch's own.
    package func append(_ index: Int, _ arena: UnsafeBufferPointer<UInt8>, to line: inout [UInt8]) {
        let row = rows[index], width = kind.columns.count
        LineField.append(
            key: UnsafeBufferPointer(
                rebasing: arena[row.streamKeyOffset..<row.streamKeyOffset + row.streamKeyLength]), to: &line)
        line.append(0x09)
        line += EventLineKind(kind).rawValue.utf8
        line.append(0x09)
        let words = row.identity.words
        line += Hex.lowercase(SHA256.bytes(words)).utf8
        for cell in cells[index * width..<(index + 1) * width] {
            line.append(0x09)
            switch cell.kind {
            case .none: break
            case .integer: line += String(cell.value).utf8
            case .instantSeconds: EventBatch.append(cell.value, in: Self.secondTicks, letter: "s", to: &line)
            case .instantMilliseconds: EventBatch.append(cell.value, in: Self.millisecondTicks, letter: "m", to: &line)
            case .instantTicks: EventBatch.append(cell.value, in: 1, letter: "t", to: &line)
            case .text, .bytes:
                let content = UnsafeBufferPointer(
                    rebasing: arena[Int(cell.value)..<Int(cell.value) + Int(cell.length)])
                if content.isEmpty {
                    line += LineField.emptyText
                } else if cell.kind == .bytes {
                    line += Base64.string(Array(content)).utf8
                } else {
                    LineField.append(content, to: &line)
                }
            }
        }
    }

    static let secondTicks: Int64 = 10_000_000
    static let millisecondTicks: Int64 = 10_000

    /// The letter tells the precision of the source; a number that its unit does not divide is followed by what is
    /// left, in ticks.
    private static func append(_ ticks: Int64, in unit: Int64, letter: Unicode.Scalar, to line: inout [UInt8]) {
        let (whole, rest) = ticks.quotientAndRemainder(dividingBy: unit)
        line += String(whole).utf8
        line.append(UInt8(ascii: letter))
        if rest != 0 { line += String(rest).utf8 }
    }
}
