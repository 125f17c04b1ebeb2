import Encodings
import ExchangeFormats
import HTTP

/// How a service is asked for rows of message traces.
struct TraceQuery: Sendable {
    var service: PollSettings.Service
    var address: ServiceAddress

    /// What a token is asked for.
    var scope: String { service == .graph ? address.base + "/.default" : "https://outlook.office365.com/.default" }

    /// Days that the service keeps.
    var days: Int64 { service == .graph ? 90 : 10 }

    /// The longest window, in ticks. Pages of the reporting service come in no promised order, so that a window that
    /// was cut off is read from its beginning.
    var longestWindow: Int64 { (service == .graph ? 10 : 1) * Instant.ticksPerDay }

    var mostRows: Int { service == .graph ? 5_000 : 2_000 }

    /// Whether pages go from new to old.
    var isOrdered: Bool { service == .graph }

    var headers: [String] {
        service == .graph
            ? ["Accept: application/json", "Prefer: include-unknown-enum-members"] : ["Accept: application/json"]
    }

    /// The permission that has to be granted.
    var permission: String {
        service == .graph
            ? "ExchangeMessageTrace.Read.All"
            : "ReportingWebService.Read.All and a directory role (Security Reader or Global Reader)"
    }

    /// - Parameters:
    ///   - id: of one message alone.
    ///   - skipped: rows to leave out, for a service that gives no links.
    func url(_ span: TimeSpan, rows: Int, id: String? = nil, skipped: Int = 0) -> String {
        switch service {
        case .graph:
            var filter = "receivedDateTime ge \(span.from.iso8601) and receivedDateTime le \(span.to.iso8601)"
            if let id { filter += " and id eq '\(id.replacing("'", with: "''"))'" }
            return
                "\(address.base)/v1.0/admin/exchange/tracing/messageTraces?$filter=\(Percent.encode(filter))&$top=\(rows)"
        case .reporting:
            // Bounds are whole seconds, and what lies between is not left out.
            let from = Instant(ticks: span.from.ticks - span.from.ticks % Instant.ticksPerSecond)
            let fraction = span.to.ticks % Instant.ticksPerSecond
            let to = fraction == 0 ? span.to : Instant(ticks: span.to.ticks - fraction + Instant.ticksPerSecond)
            let filter = "StartDate eq datetime'\(from.iso8601)' and EndDate eq datetime'\(to.iso8601)'"
            let skip = skipped > 0 ? "&$skiptoken=\(skipped)" : ""
            return "\(reportingBase)?$filter=\(Percent.encode(filter))&$format=Json&$top=\(rows)\(skip)"
        }
    }

    /// The address may be the service's host or the whole of it.
    private var reportingBase: String {
        if address.base.hasSuffix("/MessageTrace") { return address.base }
        return address.base
            + (address.base.hasSuffix(".svc") ? "/MessageTrace" : "/ecp/reportingwebservice/reporting.svc/MessageTrace")
    }
}
