/// Reads the input as the XML of a worksheet, with a few shared texts and styles. It must end, and what comes out must
/// be whole records of JSON, each on the line of its row.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    var limits = ReaderLimits()
    limits.freeExpansion = 1 << 18
    limits.recordBytes = 1 << 16
    do throws(IntakeError) {
        let texts = Array("<sst><si><t>GlobalObjectId</t></si><si><t>ItemClass</t></si><si><t>x</t></si></sst>".utf8)
        let strings = try SharedStrings(ByteSource(bytes: texts, path: "texts"), limits: limits, path: "texts")
        let meaning = SheetStream.Meaning(
            strings: strings, dateStyles: [false, true], dates: SerialDate(countsFrom1904: count % 2 == 0))
        let source = ByteSource(path: "input", recordForm: .sheet) { () throws(IntakeError) in
            SheetStream(ByteSource(bytes: bytes, path: "input"), meaning: meaning, limits: limits)
        }
        let window = try TextWindow(source, encoding: nil, limits: limits)
        var records = JSONRecordReader(window, limits: limits)
        var line: Int64 = 0
        while let item = try records.next() {
            promise(records.line >= line, "a row stands before the one above it")
            line = records.line
            if case .problem(let problem) = item { promise(problem.code == .tooLong, "a record that is no JSON") }
        }
        promise(line <= 1_048_576, "more rows than a sheet has")
    } catch {
        promise(!error.explanation.isEmpty, "a refusal without words")
    }
    return 0
}
