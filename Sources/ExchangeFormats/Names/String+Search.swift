extension String {
    /// Where a text of ASCII first ends in this one, byte by byte: the standard library's search goes by characters and
    /// takes many times as long.
    public func end(of word: StaticString) -> Index? {
        let sought = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        var text = self
        let place = text.withUTF8 { bytes -> Int? in
            guard bytes.count >= sought.count else { return nil }
            return (0...bytes.count - sought.count).first { start in
                sought.indices.allSatisfy { bytes[start + $0] == sought[$0] }
            }
        }
        return place.map { utf8.index(startIndex, offsetBy: $0 + sought.count) }
    }

    /// Whether a text of ASCII stands somewhere in this one, byte by byte.
    public func holds(_ word: StaticString) -> Bool { end(of: word) != nil }
}
