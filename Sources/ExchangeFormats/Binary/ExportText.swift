/// What exports write around and instead of a property's value.
enum ExportText {
    /// Without the ASCII white space at both ends.
    static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let first = text.firstIndex(where: { !BinaryText.isSpace($0) }),
            let last = text.lastIndex(where: { !BinaryText.isSpace($0) })
        else { return UnsafeBufferPointer(rebasing: text[..<0]) }
        return UnsafeBufferPointer(rebasing: text[first...last])
    }

    /// Whether trimmed text says that there is no such property: nothing, or one of the words that exports write then.
    static func isPlaceholder(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        Placeholder.isOne(text)
    }
}
