/// Looks at the first records of a JSON file before anything of it is taken in.
enum JSONHead {
    /// Whether a file is JSON, by its first byte that is no white space.
    static func isJSON(_ window: inout TextWindow, limits: ReaderLimits) throws(IntakeError) -> Bool {
        var wanted = min(64, limits.headBytes)
        while true {
            let (bytes, isLast) = try window.peek(wanted)
            if let answer = JSONRecordReader.begins(bytes) { return answer }
            if isLast || bytes.count >= limits.headBytes { return false }
            wanted = min(limits.headBytes, max(bytes.count + 1, wanted * 2))
        }
    }

    /// Calls `look` with the first records, until it gives false or the head of the file ends. Takes nothing.
    ///
    /// - Returns: how many records `look` was called with.
    /// - Throws: `IntakeError` when there is text and no record in it.
    static func forEachRecord(
        of window: inout TextWindow, limits: ReaderLimits, _ look: (borrowing JSONRecordReader) -> Bool
    ) throws(IntakeError) -> Int {
        let path = window.path
        let (bytes, isLast) = try window.peek(limits.headBytes)
        let head = try TextWindow(ByteSource(bytes: Array(bytes), path: path), encoding: .utf8, limits: limits)
        var records = JSONRecordReader(head, limits: limits)
        var count = 0
        var firstProblem: [UInt8]?
        while let item = try records.next() {
            if item == .record {
                count += 1
                if !look(records) { return count }
            } else if firstProblem == nil {
                firstProblem = Array(records.raw.prefix(8))
            }
        }
        if count == 0, let firstProblem {
            throw IntakeError(.notAnExport, path: path, words(firstProblem, isLast: isLast))
        }
        return count
    }

    /// The titles of the first record; none for an empty list.
    static func titles(of window: inout TextWindow, limits: ReaderLimits) throws(IntakeError) -> [String] {
        var titles: [String] = []
        _ = try forEachRecord(of: &window, limits: limits) { records in
            titles = records.titles
            return false
        }
        return titles
    }

    private static func words(_ first: [UInt8], isLast: Bool) -> String {
        if first.first == UInt8(ascii: "\"") {
            return """
                this JSON holds texts where objects with named fields were expected: the output of Get-CalendarDiagnosticAnalysis is \
                text already. Use `| Set-Content FILE -Encoding UTF8` instead of ConvertTo-Json, and export again.
                """
        }
        return """
            this looks like JSON, but no record in \(isLast ? "it" : "its beginning") can be read. It may have been cut off, or put together \
            by hand: export it again.
            """
    }
}

extension JSONRecordReader {
    /// The titles of the record given last.
    var titles: [String] { fields.map { String(decoding: bytes($0.title), as: UTF8.self) } }
}
