/// How much a reader holds at once. None of it depends on the size of the file.
package struct ReaderLimits: Sendable, Equatable {
    /// Rows of one batch, at most; 65,536 is the largest that the log takes.
    package var rowsPerBatch = 8_192
    /// Bytes of text in one batch, and of raw text in its quarantined rows, after which it is handed over.
    package var bytesPerBatch = 8 << 20
    /// Bytes read from the file at once.
    package var bufferBytes = 1 << 20
    /// The longest row that is looked at as one. Beyond it a row is quarantined, never held in memory whole.
    package var recordBytes = 16 << 20
    /// How far into the file the header may end.
    package var headBytes = 256 << 10

    /// How much may come out of a packed file however small it is, and how many times its size beyond that.
    package var freeExpansion: Int64 = 64 << 20
    package var mostExpansion: Int64 = 250

    /// Decoded bytes that a row too long to be one leaves in the quarantine.
    static let excerptBytes = 64 << 10

    package init() {}
}
