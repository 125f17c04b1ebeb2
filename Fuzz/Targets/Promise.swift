func input(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
}

/// Breaks off, with a reason that optimised code prints too.
func promise(_ isKept: Bool, _ otherwise: StaticString) {
    if !isKept { fatalError("\(otherwise)") }
}
