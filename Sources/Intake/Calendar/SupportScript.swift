import ExchangeFormats

/// What is known of the files that Microsoft's support script (Get-CalendarDiagnosticObjectsSummary) leaves behind: of
/// each mailbox the raw log, the same log made readable, and a time line; as sheets of a workbook or as files.
package enum SupportScript {
    /// The line above the readable log, which names the mailbox and the meeting that its rows do not name:
    /// `Enhanced Calendar Logs for alice@example.com, Organizer for MeetingID [0400…].`
    struct Title: Equatable, Sendable {
        /// In lower case; nil where the script was given a name and no address.
        var mailbox: String?
        /// Hexadecimal digits alone.
        var meetingID: String

        init?(_ text: String) {
            let lowercased = text.lowercased()
            // Every file's first line is asked, and nearly none is one: a search for letters takes a look.
            guard lowercased.holds("calendar logs for "), let mark = lowercased.firstRange(of: "calendar logs for "),
                let id = lowercased.firstRange(of: "meetingid"), mark.upperBound <= id.lowerBound
            else { return nil }
            let digits = lowercased[id.upperBound...].drop { $0 == " " || $0 == "[" }.prefix {
                $0.isHexDigit && $0.isASCII
            }
            guard digits.count >= 32 else { return nil }
            meetingID = digits.uppercased()
            mailbox = MailboxName.leadingAddress(in: String(lowercased[mark.upperBound..<id.lowerBound]))
        }
    }

    /// What the newest versions of the script call the column that the title stands in for.
    static let meetingColumn = "CleanGlobalObjectId"

    static func namesMeeting(_ title: String) -> Bool {
        ColumnNames.identifiers.contains(ColumnNames.normalized(title))
    }

    /// The name of the mailbox in the name of a file or sheet: what stands before `_RAW` and the meeting's last six
    /// digits, and behind the case number. Cut off after 20 characters by the script.
    struct FileName: Equatable {
        enum Part { case raw, readable, timeLine }

        /// With the case number, where there is one.
        var owner: String
        var part: Part
        /// In upper case.
        var meetingEnd: String

        /// - Parameter name: without what stands behind its last dot.
        init?(_ name: String) {
            guard let mark = name.lastIndex(of: "_") else { return nil }
            let end = name[name.index(after: mark)...]
            guard end.count == 6, end.allSatisfy({ $0.isHexDigit && $0.isASCII }) else { return nil }
            meetingEnd = end.uppercased()
            var rest = name[..<mark]
            part = .readable
            for (suffix, part) in [("_raw", Part.raw), ("_timeline", .timeLine)]
            where rest.lowercased().hasSuffix(suffix) {
                rest.removeLast(suffix.count)
                self.part = part
                break
            }
            guard !rest.isEmpty else { return nil }
            owner = String(rest)
        }
    }

    static let longestOwner = 20

    /// The owner in the name of a file or of a sheet of raw logs.
    static func owner(of name: String) -> String? {
        if let owner = FileName(name)?.owner { return owner }
        return name.lowercased().hasSuffix("_raw") && name.count > 4 ? String(name.dropLast(4)) : nil
    }

    /// A name behind a case number, which has digits and no small letters: `2406250050001234_anna.berg`.
    static func withoutCaseNumber(_ owner: String) -> String {
        guard let end = owner.firstIndex(of: "_") else { return owner }
        let number = owner[..<end]
        let isNumber =
            number.contains(where: \.isNumber)
            && number.allSatisfy { $0.isNumber || $0.isUppercase || $0 == "-" || $0 == "#" }
        return isNumber ? String(owner[owner.index(after: end)...]) : owner
    }

    /// Of the paths those of readable logs and time lines whose raw log is among the paths too: the raw log says more,
    /// and both would make two entries of every row.
    package static func companions(among paths: some Sequence<String>) -> Set<String> {
        var raw: Set<String> = []
        var others: [(path: String, key: String)] = []
        for path in paths {
            let start = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
            let file = path[start...]
            guard file.lowercased().hasSuffix(".csv"), let name = FileName(String(file.dropLast(4))) else { continue }
            let key = path[..<start] + name.owner.lowercased() + "_" + name.meetingEnd
            if name.part == .raw { raw.insert(key) } else { others.append((path, key)) }
        }
        return Set(others.lazy.filter { raw.contains($0.key) }.map(\.path))
    }
}

extension SupportScript {
    /// Which sheets of a workbook belong together: `NAME`, `NAME_Raw` and `NAME_TimeLine`, beside `Script Info`.
    struct Sheets {
        private let names: [String: String]

        init(names: [String]) {
            self.names = Dictionary(names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        }

        /// Whether a sheet says less than the raw log beside it.
        func isCompanion(_ name: String) -> Bool {
            let name = name.lowercased()
            if name == "script info" { return names.keys.contains { $0.hasSuffix("_raw") } }
            let owner = name.hasSuffix("_timeline") ? String(name.dropLast("_timeline".count)) : name
            return names[owner + "_raw"] != nil
        }

        /// The readable log of a raw one.
        func readable(of raw: String) -> String? {
            raw.lowercased().hasSuffix("_raw") ? names[String(raw.lowercased().dropLast(4))] : nil
        }
    }

    package static func isCompanion(path: String) -> IntakeError {
        IntakeError(
            .companion, path: path,
            "the support script's raw log of the same meeting lies beside it and says more: that was taken in instead.")
    }
}
