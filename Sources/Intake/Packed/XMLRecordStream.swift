/// Records that are made of the elements of an XML document, as the bytes of a stream.
protocol XMLRecordStream: ByteStream, XMLHandler {
    var scanner: XMLScanner? { get }
    var output: RecordOutput { get }
}

extension XMLRecordStream {
    var bytesSpent: Int64 { scanner?.bytesSpent ?? 0 }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(IntakeError) -> Int {
        while output.isHandedOn {
            guard let scanner, !scanner.isDone else { return 0 }
            output.beginAnew()
            try scanner.step()
            try output.count(spent: scanner.bytesSpent)
        }
        return output.handOn(to: buffer)
    }
}

/// What a handler has written of records and nobody has read yet. Each record stands on the line that has the number of
/// the document's line or row, so that messages name places of the document.
final class RecordOutput {
    var bytes = ByteBuffer()
    private var given = 0
    private var expansion: Expansion
    /// Line on which the next byte stands.
    private var line: Int64 = 1

    init(_ limits: ReaderLimits, path: String) {
        var larger = limits
        // A few bytes may stand for all of another value: a reference for its object, a number for a shared text.
        larger.mostExpansion = 4 * limits.mostExpansion
        expansion = Expansion(larger, path: path)
    }

    /// What is held of records at most, but for the last of them.
    private static let mostHeld = 1 << 20

    fileprivate var isHandedOn: Bool { given == bytes.count }
    /// Whether there is so much that it should be handed on before more is made.
    var isFull: Bool { bytes.count >= RecordOutput.mostHeld }

    fileprivate func beginAnew() {
        bytes.removeAll()
        given = 0
    }

    fileprivate func count(spent: Int64) throws(IntakeError) { try expansion.add(bytes.count, spent: spent) }

    fileprivate func handOn(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        let part = Bytes(rebasing: bytes.bytes[given..<min(bytes.count, given + buffer.count)])
        if let source = part.baseAddress { buffer.baseAddress?.update(from: source, count: part.count) }
        given += part.count
        return part.count
    }

    /// Goes on to a line; nothing happens where it is behind already.
    func begin(onLine number: Int64) {
        while line < number {
            bytes.append(UInt8(ascii: "\n"))
            line += 1
        }
    }

    /// Writes text that ends its line, and may hold ends of lines itself.
    func append(line text: [UInt8]) {
        bytes.append(text)
        bytes.append(UInt8(ascii: "\n"))
        line += 1 + text.reduce(into: 0) { $0 += $1 == 0x0A ? 1 : 0 }
    }
}
