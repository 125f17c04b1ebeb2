import ExchangeFormats
import Intake
import Privacy

/// How files are to be read, where looking at them does not tell: the words of options or of the configuration.
package struct ReadingSettings {
    package var mailbox: String?
    package var encoding: String?
    package var culture: String?
    package var dateFormat: String?
    package var timeZone: String?
    package var logTimeZone: String?
    package var directory = DirectorySettings()

    package init(
        mailbox: String? = nil, encoding: String? = nil, culture: String? = nil, dateFormat: String? = nil,
        timeZone: String? = nil, logTimeZone: String? = nil, directory: DirectorySettings = DirectorySettings()
    ) {
        self.mailbox = mailbox
        self.encoding = encoding
        self.culture = culture
        self.dateFormat = dateFormat
        self.timeZone = timeZone
        self.logTimeZone = logTimeZone
        self.directory = directory
    }

    /// - Parameter tell: gets what a person should know of the directory.
    package func options(_ tell: (Remark) -> Void) throws -> CalendarReaderOptions {
        let named = directory.files.isEmpty ? nil : ReadingSettings.mailboxes(of: try directory.load(tell))
        var options = CalendarReaderOptions(mailbox: try mailbox.map { try address($0, named) })
        options.mailboxNamed = named
        if let encoding {
            guard let found = TextEncoding(name: encoding) else {
                throw Failure(
                    .usage, "--encoding \(encoding) is not known.",
                    next: "One of: \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            options.encoding = found
        }
        if let culture {
            guard dateFormat == nil else {
                throw Failure(
                    .usage, "--culture and --date-format both say how dates are written.",
                    next: "Give one or the other.")
            }
            do throws(DateCulture.Refusal) {
                options.culture = try DateCulture(named: culture)
            } catch {
                let (what, next) = error.explanation
                throw Failure(.usage, "--culture \(culture) \(what)", next: next)
            }
        }
        if let dateFormat {
            do throws(DatePattern.Fault) {
                options.datePattern = try DatePattern(dateFormat)
            } catch {
                throw Failure(
                    .usage, "--date-format '\(dateFormat)' \(error.what)",
                    next: "Write it as .NET does: d/M/yyyy H:mm:ss, MM/dd/yyyy h:mm:ss tt, dd-MMM-yyyy HH:mm.")
            }
        }
        options.timeZone = try timeZone.map { try zone($0, "--time-zone") }
        options.logTimeZone = try logTimeZone.map { try zone($0, "--log-time-zone") }
        return options
    }

    /// A mailbox is part of what an entry is known by: a slip here would make other entries of the same rows.
    private func address(_ text: String, _ named: ((String) -> String?)?) throws -> String {
        switch Address(text) {
        case .smtp(let address)?, .legacyDN(let address)?: return address
        case .displayName?, nil:
            if let found = named?(text) { return found }
            throw Failure(
                .usage, "--mailbox \(text) is no address.",
                next: "Give the mailbox's mail address, or a --directory that knows the name.")
        }
    }

    private func zone(_ name: String, _ option: String) throws -> ZoneRules {
        guard let found = ZoneCatalogue.shipped.resolve(name), found.isExact else {
            throw Failure(
                .usage, "\(option) \(name) is not a zone that is known here.",
                next: "Use a Windows or IANA name, such as Europe/Warsaw.")
        }
        return found.rules
    }

    /// The mailbox that a name belongs to: a display name, or what stands before the @ of an address, if it is only one
    /// recipient's.
    static func mailboxes(of directory: Directory) -> @Sendable (String) -> String? {
        var owners: [String: Set<String>] = [:]
        for recipient in directory.recipients {
            for address in [recipient.address] + recipient.aliases {
                guard let at = address.lastIndex(of: "@") else { continue }
                owners[String(address[..<at]), default: []].insert(recipient.address)
            }
        }
        let local = owners.compactMapValues { $0.count == 1 ? $0.first : nil }
        return { name in
            if let address = Address(name), let found = directory.recipient(of: address) { return found.address }
            return local[name.lowercased()]
        }
    }
}
