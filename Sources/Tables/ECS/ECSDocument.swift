import Encodings
import ExchangeFormats
import Foundation
import Privacy
import Reconstruct

/// Makes documents of the Elastic Common Schema of message traces, with the fields that Elastic's own integration for
/// message traces has. Belongs to one thread.
struct ECSDocument {
    /// The version of the schema that the fields are of.
    static let schemaVersion = "8.11.0"

    private let mask: Mask
    private let preservesOriginal: Bool
    private let suffixes = PublicSuffixList()

    init(mask: Mask, preservesOriginal: Bool) {
        self.mask = mask
        self.preservesOriginal = preservesOriginal
    }

    /// One end of a message, as far as it may be shown.
    private struct End {
        var address: String?
        var name: String?
        var domain: DomainParts?
        var isOutside: Bool

        var user: JSONValue {
            .filled([
                ("id", address.map(JSONValue.string)), ("email", address.map(JSONValue.string)),
                ("name", name.map(JSONValue.string)),
                ("domain", domain.map { .string($0.domain) }),
            ])
        }
    }

    /// The document's stable id: that of the record, not of its state, so that a later state replaces an earlier one.
    func id(of record: ECSRecord) throws -> String {
        try mask.identifier(of: [record.identity.trace, record.identity.recipient])
    }

    func line(_ record: ECSRecord, id: String) throws -> String {
        let from = try end(record.sender), to = try end(record.recipient)
        let direction = direction(from, to)
        let received = TimeText.iso(record.received, digits: record.digits)
        let isClear = mask.isClear
        let messageID = try isClear ? record.messageID : record.messageID.map(mask.event)
        let subject = isClear ? record.subject : record.subject.map(mask.subject)
        let traceID = isClear ? record.traceID : try record.traceID.map(shownTraceID)
        let document = JSONValue.filled([
            ("@timestamp", .string(TimeText.iso(record.received, digits: 3))),
            // Ingest pipelines of integrations drop event.original without it.
            ("tags", preservesOriginal ? .array([.string("preserve_original_event")]) : nil),
            ("ecs", .filled([("version", .string(ECSDocument.schemaVersion))])),
            (
                "email",
                .filled([
                    ("direction", direction.map { .string($0.rawValue) }),
                    ("from", .filled([("address", list(from?.address))])),
                    ("to", .filled([("address", list(to?.address))])),
                    ("subject", subject.map(JSONValue.string)), ("message_id", messageID.map(JSONValue.string)),
                    ("local_id", traceID.map(JSONValue.string)), ("delivery_timestamp", .string(received)),
                    ("attachments", .filled([("file", .filled([("size", number(record.size))]))])),
                ])
            ),
            ("event", event(record, id)),
            ("source", party(from, isClear ? record.fromIP : nil)),
            ("destination", party(to, isClear ? record.toIP : nil)),
            ("user", user(from, to, direction)), ("related", .filled([("user", related(from, to))])),
            ("microsoft", .filled([("online_message_trace", try shown(record, from, to, messageID, subject))])),
        ])
        return document.line
    }

    // MARK: - Parts

    private func event(_ record: ECSRecord, _ id: String) -> JSONValue {
        .filled([
            ("id", .string(id)), ("category", .array([.string("email")])), ("type", .array([.string("info")])),
            ("outcome", .string(ECSDocument.outcome(record.state))),
            ("original", preservesOriginal ? .string(record.asItCame ?? record.original.line) : nil),
        ])
    }

    private static func outcome(_ status: MailStatus) -> String {
        switch status {
        case .delivered, .recalled: "success"
        case .failed, .filteredAsSpam, .quarantined: "failure"
        case .unknown, .gettingStatus, .pending, .unlisted, .resolved, .expanded: "unknown"
        }
    }

    /// Text that a field of the type ip takes; nil for any other, for which Elasticsearch would refuse the whole
    /// document.
    private static func address(_ text: String?) -> JSONValue? {
        guard let text = text?.trimmingCharacters(in: .whitespaces), !text.utf8.contains(0) else { return nil }
        var four = in_addr(), six = in6_addr()
        return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1 ? .string(text) : nil
    }

    private func party(_ end: End?, _ ip: String?) -> JSONValue {
        .filled([
            ("ip", ECSDocument.address(ip)), ("domain", end?.domain.map { .string($0.domain) }),
            ("registered_domain", end?.domain?.registered.map(JSONValue.string)),
            ("top_level_domain", end?.domain?.suffix.map(JSONValue.string)),
            ("subdomain", end?.domain?.subdomain.map(JSONValue.string)), ("user", end?.user),
        ])
    }

    private enum Direction: String { case `internal`, external, inbound, outbound }

    /// By the accepted domains; without any, nobody can say.
    private func direction(_ from: End?, _ to: End?) -> Direction? {
        guard !mask.people.acceptedDomains.isEmpty, let to else { return nil }
        // The null sender is of no domain, and so outside.
        switch (from?.isOutside ?? true, to.isOutside) {
        case (false, false): return .internal
        case (true, true): return .external
        case (true, false): return .inbound
        case (false, true): return .outbound
        }
    }

    /// Those of the organisation who took part: one as a value, two as a list.
    private func user(_ from: End?, _ to: End?, _ direction: Direction?) -> JSONValue {
        let own: [End?] =
            switch direction {
            case .inbound: [to]
            case .outbound: [from]
            case .internal: [to, from]
            case .external, nil: []
            }
        func values(_ field: (End) -> String?) -> JSONValue? {
            let found = distinct(own.map { $0.flatMap(field) })
            return found.count > 1 ? .array(found.map(JSONValue.string)) : found.first.map(JSONValue.string)
        }
        return .filled([
            ("id", values(\.address)), ("email", values(\.address)), ("name", values(\.name)),
            ("domain", values { $0.domain?.domain }),
        ])
    }

    private func related(_ from: End?, _ to: End?) -> JSONValue {
        let names = distinct([to?.address, from?.address, to?.name, from?.name]).filter {
            mask.isClear || $0 != "external"
        }
        return .array(names.map(JSONValue.string))
    }

    /// The record under its own names; where identities are hashed, only what is known to name nobody.
    private func shown(
        _ record: ECSRecord, _ from: End?, _ to: End?, _ messageID: String?, _ subject: String?
    ) throws -> JSONValue {
        guard !mask.isClear else { return record.original }
        var masked = record
        masked.messageID = messageID
        masked.sender = from?.address
        masked.recipient = to?.address ?? ""
        masked.subject = subject
        masked.fromIP = nil
        masked.toIP = nil
        masked.traceID = try record.traceID.map(shownTraceID)
        // A word that no document lists may be anybody's.
        if record.state == .unlisted { masked.status = nil }
        masked.more = record.more.filter { name, value in
            switch name {
            case "organization": ECSDocument.isDomain(value)
            case "startdate", "enddate": ECSDocument.isTime(value)
            case "index": true
            default: false
            }
        }
        return masked.original
    }

    /// The id as it is where it has the form that the service gives it, and a pseudonym of anything else.
    private func shownTraceID(_ text: String) throws -> String {
        UUID(uuidString: text) == nil ? try mask.event(text) : text
    }

    /// Whether a text is a domain and nothing else, as a tenant's name is.
    private static func isDomain(_ text: String) -> Bool {
        text.contains(".")
            && text.utf8.allSatisfy {
                ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
            }
    }

    /// Whether a text has nothing but what dates and times are written with.
    private static func isTime(_ text: String) -> Bool { text.utf8.allSatisfy("0123456789-:./+ TZAPM".utf8.contains) }

    private func end(_ text: String?) throws -> End? {
        guard let text, let address = mask.address(text) else { return nil }
        let isOutside = mask.people.kind(of: address) == .external
        guard mask.isClear else {
            let shown = try mask.person(text)
            // The domain of somebody outside may be the person.
            return End(
                address: shown.isEmpty ? nil : shown,
                domain: isOutside ? nil : domain(address.canonical).map(suffixes.parts), isOutside: isOutside)
        }
        let at = text.lastIndex(of: "@")
        return End(
            address: text, name: at.map { String(text[..<$0]) }, domain: domain(text).map(suffixes.parts),
            isOutside: isOutside)
    }

    private func domain(_ text: String) -> String? {
        text.lastIndex(of: "@").map { String(text[text.index(after: $0)...]) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private func list(_ address: String?) -> JSONValue? { address.map { .array([.string($0)]) } }

    private func number(_ value: Int64?) -> JSONValue? { value.flatMap { Int(exactly: $0) }.map(JSONValue.number) }

    private func distinct(_ texts: [String?]) -> [String] {
        var seen: Set<String> = []
        return texts.compactMap { $0 }.filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
