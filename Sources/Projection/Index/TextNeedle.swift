/// A piece of text that is looked for in very many texts, byte by byte where all of it is ASCII.
struct TextNeedle {
    private let bytes: [UInt8]
    private let isPlain: Bool
    /// By the byte under its last one, how far it has to be moved on (Horspool).
    private let steps: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
        isPlain = bytes.allSatisfy { $0 < 0x80 } && !bytes.isEmpty
        var steps = Array(repeating: UInt8(clamping: bytes.count), count: 256)
        for (place, byte) in bytes.dropLast().enumerated() {
            steps[Int(byte)] = UInt8(clamping: bytes.count - 1 - place)
        }
        self.steps = steps
    }

    /// Whether a text begins with it as it stands.
    func begins(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.starts(with: bytes) }

    /// Whether it stands in a text as it stands.
    func isFound(in text: UnsafeBufferPointer<UInt8>) -> Bool { isFound(in: text) { $0 } }

    /// Whether it stands in the small letters of a text; nil where bytes do not tell, as one of the two is not of ASCII
    /// or the text is empty.
    func isFound(inSmallLettersOf text: UnsafeBufferPointer<UInt8>) -> Bool? {
        // Without a way out in the middle, so that the compiler takes many bytes at once.
        var strays: UInt8 = 0
        for byte in text { strays |= byte }
        guard isPlain, strays < 0x80, !text.isEmpty else { return nil }
        return isFound(in: text) { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    }

    @inline(__always)
    private func isFound(in text: UnsafeBufferPointer<UInt8>, _ form: (UInt8) -> UInt8) -> Bool {
        guard !bytes.isEmpty else { return true }
        return bytes.withUnsafeBufferPointer { sought in
            steps.withUnsafeBufferPointer { steps in
                let end = sought.count - 1
                var last = end
                while last < text.count {
                    let byte = form(text[last])
                    if byte == sought[end], (0..<end).allSatisfy({ form(text[last - end + $0]) == sought[$0] }) {
                        return true
                    }
                    last += Int(steps[Int(byte)])
                }
                return false
            }
        }
    }
}
