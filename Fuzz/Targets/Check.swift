/// What every target asks of a decoder: a value whose bytes are the input again and whose dumps can be written, or an
/// error that points into the input. A broken promise traps, and the fuzzer keeps the input.
func check(_ bytes: [UInt8], as kind: BinaryProperty.Kind) -> Dissection? {
    do throws(FormatError) {
        let dissection = try Dissection(bytes, as: kind)
        promise(dissection.property.encoded() == bytes, "encoding does not give the same bytes")
        // Dumps cost ten times what decoding does: one input in four has them, chosen by its bytes so that a find
        // repeats.
        if bytes.reduce(0, &+) % 4 == 0 {
            promise(!dissection.text.isEmpty && !dissection.json.text.isEmpty, "an empty dump")
        }
        return dissection
    } catch {
        promise((0...bytes.count).contains(error.offset), "the error is outside the input")
        return nil
    }
}

/// A clock answers for every instant and every reading, and is never more than a day from UTC.
func checkClock(_ rules: ZoneRules) {
    for year in [1601, 1969, 1970, 2006, 2024, 2399, 2400, 4500] {
        let wall = WallTime(CivilDate(days: CivilDate.days(year: year, month: 3, day: 31)), minutes: 150)
        let offset = rules.offset(at: rules.instant(of: wall))
        promise(abs(offset) < Instant.ticksPerDay, "a clock more than a day from UTC")
    }
}
