import ExchangeFormats

/// The dates and instants of options, UTC where nothing else is said.
package enum Moment {
    package static func instant(_ text: String, option: String, zone: ZoneRules = .utc) throws -> Instant {
        guard let instant = StatedTime.instant(text, zone: zone) else {
            throw Failure(
                .usage, "\(option) \(text) is neither a date nor an instant.", next: StatedTime.instantForm)
        }
        return instant
    }
}
