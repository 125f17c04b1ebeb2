// What the quarantine has kept of a row, on its way through a reader once more.

extension TextDecoder {
    /// The row in UTF-8: bytes that are not are decoded by a stated encoding.
    static func decoded(_ raw: [UInt8], by encoding: TextEncoding?) -> [UInt8] {
        guard let encoding, String(validating: raw, as: UTF8.self) == nil else { return raw }
        var decoder = TextDecoder(encoding)
        return [UInt8](unsafeUninitializedCapacity: raw.count * encoding.growth + 16) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            count = raw.withUnsafeBufferPointer { decoder.decode($0, into: base) }
            count += decoder.finish(into: base + count)
        }
    }
}

extension RecordScanner {
    /// Splits text that must be exactly one record; its fields are in `kept` when nothing is wrong with it.
    mutating func problemInWhole(_ text: Bytes, line: Int64) -> RowProblem? {
        switch scan(text, isLast: true) {
        case .record(let length, let ending, _) where length + ending == text.count: nil
        case .textAfterQuote: .quoting(.textAfterQuote, line: line)
        case .unterminatedQuote: .quoting(.unterminatedQuote, line: line)
        case .record, .needsMore: RowProblem(.fieldCount, "The stored text is not one row. Take the file in again.")
        }
    }
}

/// Bytes with the readable bytes behind them that a `RecordScanner` needs.
struct PaddedBytes: ~Copyable {
    private let memory: UnsafeMutablePointer<UInt8>
    private let count: Int

    init(_ content: [UInt8]) {
        count = content.count
        memory = .allocate(capacity: count + TextWindow.slack)
        memory.initialize(repeating: 0, count: count + TextWindow.slack)
        for (index, byte) in content.enumerated() { memory[index] = byte }
    }

    deinit { memory.deallocate() }

    /// Valid as long as this value.
    var bytes: Bytes { Bytes(start: memory, count: count) }
}
