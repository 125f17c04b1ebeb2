/// Opens the input as a file that was given to be taken in: a gzip file, a zip archive, a workbook or CLIXML, by what
/// its first bytes are. Every part must end, be read or be refused, and give no more than what is packed may.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    var options = CalendarReaderOptions()
    options.limits.bufferBytes = 1 << 12
    options.limits.freeExpansion = 1 << 18
    options.limits.recordBytes = 1 << 16
    var parts = ExportParts(path: "input", limits: options.limits) { ByteSource(bytes: bytes, path: "input") }
    var found = 0
    while let part = parts.next() {
        found += 1
        // A header of the list takes 46 bytes, and an archive may be in another three times.
        promise(found <= bytes.count * 8 + 1, "more parts than the file has room for")
        do throws(IntakeError) {
            var reader = try ExportReader(part, options: options)
            while let chunk = try reader.next() {
                promise(
                    chunk.batch.cells.count == chunk.batch.rows.count * chunk.batch.kind.columns.count,
                    "rows without cells")
            }
        } catch {
            promise(!error.explanation.isEmpty, "a refusal without words")
        }
    }
    promise(found > 0 || bytes.isEmpty, "a file of which nothing is told")
    return 0
}
