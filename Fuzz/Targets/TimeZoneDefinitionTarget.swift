@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let dissection = check(input(start, count), as: .timeZoneDefinition),
        case .timeZoneDefinition(let zone) = dissection.property
    else { return 0 }
    if let rules = ZoneRules(zone) { checkClock(rules) }
    return 0
}
