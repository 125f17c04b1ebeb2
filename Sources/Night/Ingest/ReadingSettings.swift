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
    /// The organisation's domains: where it has one, that of mailboxes that the support script's files name without
    /// any.
    package var acceptedDomains: [String] = []
    package var directory = DirectorySettings()

    package init(
        mailbox: String? = nil, encoding: String? = nil, culture: String? = nil, dateFormat: String? = nil,
        timeZone: String? = nil, logTimeZone: String? = nil, acceptedDomains: [String] = [],
        directory: DirectorySettings = DirectorySettings()
    ) {
        self.mailbox = mailbox
        self.encoding = encoding
        self.culture = culture
        self.dateFormat = dateFormat
        self.timeZone = timeZone
        self.logTimeZone = logTimeZone
        self.acceptedDomains = acceptedDomains
        self.directory = directory
    }

    /// - Parameter tell: gets what a person should know of the directory.
    package func options(_ tell: (Remark) -> Void) throws -> CalendarReaderOptions {
        var options = CalendarReaderOptions()
        if !directory.files.isEmpty { options.find(mailboxesIn: try directory.load(tell)) }
        options.mailbox = try mailbox.map { try address($0, options.mailboxNamed) }
        if acceptedDomains.count == 1, !acceptedDomains[0].contains("*") {
            options.acceptedDomain = acceptedDomains[0].lowercased()
        }
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
                var (what, next) = error.explanation
                let near = error == .unknown ? DateCulture.near(culture) : []
                if let first = near.first {
                    let others = near.dropFirst()
                    next =
                        "Did you mean \(first)?"
                        + (others.isEmpty ? "" : " There are \(others.joined(separator: ", ")) too.")
                }
                throw Failure(.usage, "--culture \(culture) \(what)", next: next)
            }
        }
        if let dateFormat {
            do throws(DatePattern.PatternError) {
                options.datePattern = try DatePattern(dateFormat)
            } catch {
                throw Failure(
                    .usage, "--date-format '\(dateFormat)' \(error.what)",
                    next: "Write it as .NET does: d/M/yyyy H:mm:ss, MM/dd/yyyy h:mm:ss tt, dd-MMM-yyyy HH:mm.")
            }
        }
        options.timeZone = try timeZone.map { try zone($0, "--time-zone") }
        options.logTimeZone = try logTimeZone.map { try zone($0, "--log-time-zone") }
        options.words = ReadingWords(
            encoding: encoding, culture: culture, dateFormat: dateFormat, timeZone: timeZone, logTimeZone: logTimeZone)
        return options
    }

    /// These words, and where they say nothing those that a file was read with.
    package func completed(by words: ReadingWords) -> ReadingSettings {
        var settings = self
        settings.encoding = encoding ?? words.encoding
        if culture == nil, dateFormat == nil {
            (settings.culture, settings.dateFormat) = (words.culture, words.dateFormat)
        }
        settings.timeZone = timeZone ?? words.timeZone
        // A zone that is given now holds for log times too, as it does at a first reading.
        settings.logTimeZone = logTimeZone ?? (timeZone == nil ? words.logTimeZone : nil)
        return settings
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
}

extension CalendarReaderOptions {
    /// Finds the mailboxes that names belong to in a directory: display names, or what stands before the @ of an
    /// address, if it is only one recipient's.
    mutating func find(mailboxesIn directory: Directory) {
        guard !directory.recipients.isEmpty else { return }
        var owners: [String: Set<String>] = [:]
        for recipient in directory.recipients {
            for address in [recipient.address] + recipient.aliases {
                guard let at = address.lastIndex(of: "@") else { continue }
                owners[String(address[..<at]), default: []].insert(recipient.address)
            }
        }
        let local = owners.compactMapValues { $0.count == 1 ? $0.first : nil }
        mailboxNamed = { name in
            if let address = Address(name), let found = directory.recipient(of: address) { return found.address }
            return local[name.lowercased()]
        }
        let names = owners.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        mailboxBeginning = { [owners] beginning in
            let beginning = beginning.lowercased()
            var low = 0
            var high = names.count
            while low < high {
                let middle = (low + high) / 2
                if names[middle].utf8.lexicographicallyPrecedes(beginning.utf8) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            let found = names[low...].prefix { $0.hasPrefix(beginning) }.prefix(2)
            let all = found.reduce(into: Set<String>()) { $0.formUnion(owners[$1] ?? []) }
            return all.count == 1 ? all.first : nil
        }
    }
}
