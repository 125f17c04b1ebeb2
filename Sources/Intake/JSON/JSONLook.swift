/// What the head of a JSON file shows of its records.
enum JSONLook {
    /// The titles of the first record.
    case record(titles: [String])
    /// Records are wrapped as web services wrap them, and there is none in the head.
    case emptyPage
    /// No record that can be read.
    case nothing

    /// Looks without taking anything.
    init(_ window: inout TextWindow, limits: ReaderLimits) throws(IntakeError) {
        var wanted = min(4_096, limits.headBytes)
        while true {
            let (bytes, isLast) = try window.peek(wanted)
            let isWhole = isLast || bytes.count >= limits.headBytes
            if let look = JSONLook(bytes, isLast: isLast, isWhole: isWhole) {
                self = look
                return
            }
            wanted = min(limits.headBytes, max(bytes.count + 1, wanted * 2))
        }
    }

    private init?(_ bytes: Bytes, isLast: Bool, isWhole: Bool) {
        var scanner = JSONRecordScanner()
        var rest = bytes
        var isWrapped = false
        while let start = rest.firstIndex(of: UInt8(ascii: "{")) {
            rest = Bytes(rebasing: rest[start...])
            switch scanner.scan(rest, isLast: isLast, mayBeWrapper: !isWrapped) {
            case .record:
                self = .record(titles: scanner.fields.map { String(decoding: scanner.bytes($0.title), as: UTF8.self) })
                return
            case .wrapper(let length, _):
                isWrapped = true
                rest = Bytes(rebasing: rest[length...])
                // What follows an empty list is no record.
                if rest.first(where: { $0 > 0x20 }) == UInt8(ascii: "]") {
                    self = .emptyPage
                    return
                }
            case .needsMore where !isWhole: return nil
            case .needsMore, .flaw:
                self = .nothing
                return
            }
        }
        guard isWhole else { return nil }
        self = isWrapped ? .emptyPage : .nothing
    }
}
