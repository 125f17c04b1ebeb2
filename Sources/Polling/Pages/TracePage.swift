import ExchangeFormats
import Foundation
import HTTP

/// What a poll has to know of a page of rows; the page itself goes on as it was received.
struct TracePage {
    struct Row {
        var id: String
        var recipient: String
        var received: ShownInstant?
        var status: String

        /// Whether the service will say something else of it.
        var isProvisional: Bool { ["pending", "gettingstatus"].contains(status.lowercased()) }
    }

    var rows: [Row]

    /// Which rows these are, in their order, as a number that holds for this run alone.
    var content: Int {
        var hasher = Hasher()
        for row in rows {
            hasher.combine(row.id)
            hasher.combine(row.recipient)
        }
        return hasher.finalize()
    }

    /// What leads to the next page; empty for none.
    var link: String

    /// - Returns: nil for what is no page: broken JSON, or an error in place of rows.
    init?(_ body: [UInt8]) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(body)) else { return nil }
        guard let rows = wire.rows else { return nil }
        self.rows = rows.map(\.row)
        link = wire.link ?? ""
    }

    /// Of Graph, of the reporting service's light JSON, and of its verbose one.
    private struct Wire: Decodable {
        var rows: [WireRow]?
        var link: String?

        private enum Key: String, CodingKey {
            case value, d, results, error
            case graphLink = "@odata.nextLink"
            case reportingLink = "odata.nextLink"
            case verboseLink = "__next"
            case reportingError = "odata.error"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            guard !container.contains(.error), !container.contains(.reportingError) else { return }
            if let inner = try? container.nestedContainer(keyedBy: Key.self, forKey: .d) {
                rows = try inner.decode([WireRow].self, forKey: .results)
                link = try inner.decodeIfPresent(String.self, forKey: .verboseLink)
            } else {
                rows = try container.decode([WireRow].self, forKey: .value)
                link =
                    try container.decodeIfPresent(String.self, forKey: .graphLink)
                    ?? container.decodeIfPresent(String.self, forKey: .reportingLink)
            }
        }
    }

    private struct WireRow: Decodable {
        var row: Row

        private enum Key: String, CodingKey {
            case id, recipientAddress, receivedDateTime, status
            case traceID = "MessageTraceId"
            case recipient = "RecipientAddress"
            case received = "Received"
            case state = "Status"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            // A value of another kind is the intake's to judge.
            func text(_ keys: Key...) -> String {
                for key in keys {
                    if let text = try? container.decodeIfPresent(String.self, forKey: key) { return text }
                }
                return ""
            }
            row = Row(
                id: text(.id, .traceID), recipient: text(.recipientAddress, .recipient),
                received: ShownInstant(text(.receivedDateTime, .received)),
                status: text(.status, .state))
        }
    }
}

/// What a service says of a request that it refuses.
struct ServiceError {
    var code: String
    var message: String

    /// Of `{"error":{"code":…,"message":…}}`, `{"odata.error":…}` or `{"ErrorCode":…}`; of anything else nothing.
    init(_ body: [UInt8]) {
        code = ""
        message = ""
        guard body.count < 1 << 20, let root = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any]
        else { return }
        let inner = root["error"] as? [String: Any] ?? root["odata.error"] as? [String: Any] ?? root
        code = inner["code"] as? String ?? inner["ErrorCode"] as? String ?? ""
        let said = inner["message"] ?? inner["Message"]
        message = said as? String ?? (said as? [String: Any])?["value"] as? String ?? ""
    }

    /// For a person, without anybody's address and without our secrets.
    func words(without secrets: [String]) -> String {
        let said = [code, message].filter { !$0.isEmpty }.joined(separator: ": ")
        let shown = ServiceMessage.shown(said, without: secrets, most: 300)
        return shown.isEmpty ? "" : " (\(shown))"
    }
}
