import ExchangeFormats
import Foundation
import HTTP
import Partner

/// What a push is told, on the command line or below `push:` in the configuration. What is left out there is nil, so
/// that one can stand over the other.
package struct PushArguments {
    package var to: String?
    package var tokenFile: String?
    package var batch: Int?
    package var idNames: [String] = []
    package var lagDays: Int?
    /// `YYYY-MM`.
    package var since: String?

    package init(
        to: String? = nil, tokenFile: String? = nil, batch: Int? = nil, idNames: [String] = [], lagDays: Int? = nil,
        since: String? = nil
    ) {
        self.to = to
        self.tokenFile = tokenFile
        self.batch = batch
        self.idNames = idNames
        self.lagDays = lagDays
        self.since = since
    }

    /// These words, and where they say nothing those of the configuration.
    package func over(_ other: PushArguments) -> PushArguments {
        PushArguments(
            to: to ?? other.to, tokenFile: tokenFile ?? other.tokenFile, batch: batch ?? other.batch,
            idNames: idNames.isEmpty ? other.idNames : idNames, lagDays: lagDays ?? other.lagDays,
            since: since ?? other.since)
    }

    /// Holds each value against what it may be.
    package func settings() throws -> PushSettings {
        if let lagDays, !(0...3_660).contains(lagDays) {
            throw Failure(.usage, "--lag-days \(lagDays) is not from 0 to 3660.")
        }
        if let batch, !(1...MonthBodies.mostBatch).contains(batch) {
            throw Failure(.usage, "--batch \(batch) is not from 1 to \(MonthBodies.mostBatch).")
        }
        var settings = PushSettings()
        settings.to = try to.map { try ServiceAddress($0, option: "--to") }
        settings.tokenFile = tokenFile
        settings.names = try IDNames(idNames.isEmpty ? IDNames.standard : idNames)
        if let batch { settings.batch = batch }
        if let lagDays { settings.lagDays = lagDays }
        settings.since = try since.map { try PushArguments.month($0, option: "--since") }
        return settings
    }

    package static func month(_ text: String, option: String) throws -> MonthNumber {
        guard let date = StatedTime.month(text) else {
            throw Failure(.usage, "\(option) \(text) is not a month.", next: StatedTime.monthForm)
        }
        return MonthNumber(date)
    }
}

/// How months are pushed, every value looked at.
package struct PushSettings {
    package var to: ServiceAddress?
    package var tokenFile: String?
    package var names = IDNames.email
    package var batch = MonthBodies.mostBatch
    /// Days after its end until a month is closed.
    package var lagDays = 7
    /// The first month that is pushed without being named.
    package var since: MonthNumber?
    package var limits = PushLimits()
    /// Whether the list of users goes too.
    package var withUsers = false

    package init() {}

    package func address() throws -> ServiceAddress {
        guard let to else {
            throw Failure(
                .usage, "There is no service to push to.",
                next: "Give --to https://HOST; --dry-run --out FOLDER sends nothing.")
        }
        return to
    }

    package func isClosed(_ period: Range<Instant>, now: Instant) -> Bool {
        period.upperBound.ticks + Int64(lagDays) * Instant.ticksPerDay <= now.ticks
    }
}
