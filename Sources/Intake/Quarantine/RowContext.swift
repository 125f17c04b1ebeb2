/// What is needed, beside its text, to read a quarantined row again.
package struct RowContext: Sendable, Equatable {
    /// How the row was read.
    package enum Form: String, Sendable, CaseIterable {
        /// A row of a calendar export.
        case calendar
        /// A record of a calendar export in JSON: it says itself what its fields are.
        case calendarJSON = "calendar-json"
        /// A row of a message log with a header line, and one of a server's log with `#Fields`.
        case mailTable = "mail-table"
        case mailLog = "mail-log"
        /// A record of a message log in JSON.
        case mailJSON = "mail-json"
    }

    package var form: Form
    /// The header line that held for the row, as it stood.
    package var header: String
    package var delimiter: UInt8
    /// The mailbox that the file's path told, or the one that was stated.
    package var mailbox: String?
    /// Whether the mailbox was stated by the operator, and so outweighs a mailbox column.
    package var isMailboxStated: Bool

    package init(
        header: String, delimiter: UInt8, mailbox: String?, isMailboxStated: Bool = false, form: Form = .calendar
    ) {
        self.form = form
        self.header = header
        self.delimiter = delimiter
        self.mailbox = mailbox
        self.isMailboxStated = isMailboxStated
    }
}

extension RowContext {
    /// A form to be stored beside the row: three lines, of which the last is the header and may have line breaks. For
    /// rows that are not of a calendar export a line `form mail-table` or the like stands above them.
    ///
    ///     delimiter 59
    ///     mailbox-from-path alice@example.com
    ///     header logtime;starttime;…
    package var text: String {
        (form == .calendar ? "" : "form \(form.rawValue)\n")
            + "delimiter \(delimiter)\n\(isMailboxStated ? "mailbox-stated" : "mailbox-from-path") \(mailbox ?? "")\nheader \(header)"
    }

    /// Reads what `text` wrote; nil for anything else.
    package init?(text: String) {
        var text = Substring(text)
        var form = Form.calendar
        if text.hasPrefix("form "), let end = text.firstIndex(of: "\n") {
            guard let named = Form(rawValue: String(text[..<end].dropFirst(5))) else { return nil }
            form = named
            text = text[text.index(after: end)...]
        }
        let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
            .map { $0.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false) }
        guard lines.count == 3, lines.allSatisfy({ $0.count == 2 }), lines[0][0] == "delimiter",
            lines[2][0] == "header",
            lines[1][0] == "mailbox-stated" || lines[1][0] == "mailbox-from-path", let delimiter = UInt8(lines[0][1])
        else { return nil }
        self.init(
            header: String(lines[2][1]), delimiter: delimiter, mailbox: lines[1][1].isEmpty ? nil : String(lines[1][1]),
            isMailboxStated: lines[1][0] == "mailbox-stated", form: form)
    }
}
