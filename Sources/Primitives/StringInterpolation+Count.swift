extension DefaultStringInterpolation {
    /// How many of something, in words that fit the number: `\(1, "row")` is "1 row" and `\(2, "row")` "2 rows".
    ///
    /// - Parameter many: what more than one are called, where it is not the one with an s.
    package mutating func appendInterpolation(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) {
        appendInterpolation("\(count) \(count == 1 ? one : many ?? one + "s")")
    }
}
