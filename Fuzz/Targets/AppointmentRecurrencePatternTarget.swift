@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    guard let dissection = check(bytes, as: .recurrence), case .recurrence(let blob) = dissection.property else {
        return 0
    }
    let scrubbed = blob.scrubbed()
    let scrubbedBytes = scrubbed.encoded()
    promise(scrubbedBytes.count == bytes.count, "scrubbing changes the length")
    promise(scrubbed.scrubbed() == scrubbed, "scrubbing twice is not scrubbing once")
    promise((try? AppointmentRecurrencePattern(decoding: scrubbedBytes)) != nil, "a scrubbed blob is refused")
    return 0
}
