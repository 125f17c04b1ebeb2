/// A text that is compared byte by byte.
///
/// Swift takes two texts for equal when a reader sees the same characters, composed or decomposed. Their pseudonyms
/// differ, so a cache that took one for the other would let the order of rows decide which pseudonym leaves.
struct ExactText: Hashable, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactText, right: ExactText) -> Bool {
        let left = left.text.utf8, right = right.text.utf8
        guard left.count == right.count else { return false }
        return left.withContiguousStorageIfAvailable { own in
            right.withContiguousStorageIfAvailable { own.elementsEqual($0) } ?? own.elementsEqual(right)
        } ?? left.elementsEqual(right)
    }

    func hash(into hasher: inout Hasher) {
        let bytes = text.utf8
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        if isDone == nil { for byte in bytes { hasher.combine(byte) } }
    }
}
