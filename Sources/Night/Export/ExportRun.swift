import EventStore
import ExchangeFormats
import Foundation
import Primitives
import Privacy
import Projection
import Reconstruct
import Tables

/// Writes tables of a log that is folded.
package struct ExportRun {
    package enum Table: String, CaseIterable, Sendable {
        case meetings, participants, emails, interactions
        case calendarLog = "calendar_log"
        case employees
        case groups = "employees_groups"
        case users, ecs, ics

        /// What a night's run may publish: documents for monitoring are in clear, and stay in the organisation;
        /// calendar files are made for people and not for the partner.
        package static let publishable = allCases.filter { $0 != .ecs && $0 != .ics }
    }

    package var tables: [Table]
    package var options: TableOptions
    package var view = OccurrenceSource.View.final
    package var asOf: Instant?
    /// Nothing that the log took in after this position.
    package var knownAt: Int64?
    package var mask: Mask
    /// What made the e-mails that tables leave out.
    var mailLeftOut = MailOrigin.machines
    /// The day of the rows of employees; the last of the month when nil.
    var rowDay: CivilDate?
    var roundsEmployment = false
    /// Who is in the table of users.
    package var users: UserList?
    /// How calendar files are made.
    package var calendar = CalendarRun()
    /// How documents for monitoring are made; under the other tables' mask when nil.
    package var monitoring: ECSRun?
    /// Is told now and then how far it is.
    package var progress: ((String) -> Void)?

    package func run(on log: EventLog) throws -> ExportReport {
        do {
            return try report(on: log)
        } catch Pseudonymiser.ValueError.hashedAlready {
            throw try HashedRow.first(in: log).failure
        }
    }

    private func report(on log: EventLog) throws -> ExportReport {
        if options.profile == .sftp, tables.contains(.meetings) {
            throw Failure(
                .usage,
                "The partner's meetings file is the table calendar_log; the table meetings would stand under its name.",
                next: "Export meetings without --profile sftp, into another folder.")
        }
        let names = try Projection(log).learnedNames(
            asOf: asOf, upTo: knownAt, isOfStored: view == .final && asOf == nil && knownAt == nil)
        mask.learn(names)
        monitoring?.mask.learn(names)
        // The rows of other streams are copied from the earlier tables.
        let streams = options.earlier?.changed.sorted()
        var gathered = try GatheredTables(tables, options, mask: mask, hasMail: log.lastPosition(of: .mail) > 0)
        try gathered.add(
            OccurrenceSource(log: log, view: view, asOf: asOf, knownAt: knownAt, streams: streams), options,
            progress: progress)
        try gathered.add(
            EmailSource(log: log, asOf: asOf, knownAt: knownAt, leavingOut: mailLeftOut, streams: streams), options,
            mask: mask, progress: progress)
        var notes = (droppedControls: 0, otherFiles: 0)
        progress?("writing \(tables.map(\.rawValue).joined(separator: ", "))")
        var finished = try gathered.finish(telling: mask) { try tablesOfEvents(log, &notes) }
        let doubts = try directoryTables(&finished)
        // A draft's is written when it is put in its place.
        if !options.isStaged { try package(finished) }
        return ExportReport(
            tables: finished,
            managersLeftOut: doubts.managersLeftOut, unknownReports: doubts.unknownReports,
            artificialUsers: doubts.artificialUsers,
            droppedControls: notes.droppedControls, otherCalendarFiles: notes.otherFiles,
            people: PeopleReport(mask.counts, isClear: mask.isClear),
            emailsLeftOut: gathered.leftOut)
    }

    /// Says beside the tables what they are.
    private func package(_ finished: [FinishedTable]) throws {
        // Calendar files are no tables.
        let resources = try finished.filter { $0.name != Table.ics.rawValue }.map { table in
            let isClear = table.name == Table.ecs.rawValue ? monitoring?.mask.isClear ?? mask.isClear : mask.isClear
            return try DataPackage.Resource(
                table: table.name, file: URL(filePath: table.path).lastPathComponent, in: options.folder,
                digest: table.content.map { ($0.bytes, $0.sha256) }, pseudonymised: !isClear,
                delimiter: options.delimiter)
        }
        guard !resources.isEmpty else { return }
        try DataPackage.update(month: options.month, in: options.folder, calfold: Program.version, with: resources)
    }

    /// The tables that show the log's events themselves.
    private func tablesOfEvents(
        _ log: EventLog, _ notes: inout (droppedControls: Int, otherFiles: Int)
    ) throws -> [FinishedTable] {
        var finished: [FinishedTable] = []
        if tables.contains(.calendarLog) {
            finished.append(try CalendarLogTable(options, mask: mask).write(log, asOf: asOf, knownAt: knownAt))
        }
        if tables.contains(.ecs) {
            let monitoring = monitoring ?? ECSRun(mask: mask, preservesOriginal: false)
            finished.append(try monitoring.run(on: log, options, asOf: asOf, knownAt: knownAt))
        }
        if tables.contains(.ics) {
            let source = OccurrenceSource(log: log, view: view, asOf: asOf, knownAt: knownAt, streams: nil)
            let made = try calendar.run(source, options, mask: mask)
            finished.append(made.files)
            notes = (made.droppedControls, made.otherFiles)
        }
        return finished
    }

    /// The tables that are made of the directory.
    private func directoryTables(_ finished: inout [FinishedTable]) throws -> DirectoryTables.Doubts {
        guard tables.contains(where: { [.employees, .groups, .users].contains($0) }) else { return .init() }
        guard !mask.people.directory.recipients.isEmpty else {
            throw Failure(
                .usage, "The tables of people are made of a directory, and there is none.",
                next: "Name an export of it with --directory.")
        }
        guard let day = rowDay ?? options.month.flatMap(CivilDate.lastDay(of:)) else {
            throw Failure(.usage, "The rows of employees need a day.", next: "Give --month, or --row-date 2024-02-29.")
        }
        var writer = DirectoryTables(options, mask: mask, day: day, roundsEmployment: roundsEmployment)
        if tables.contains(.employees) { finished.append(try writer.writeEmployees()) }
        if tables.contains(.groups) { finished.append(try writer.writeGroups()) }
        if tables.contains(.users) {
            guard let users else {
                throw Failure(
                    .usage, "The table users holds those whom a list names, and there is none.",
                    next: "Name a CSV of email and report_ids with --users.")
            }
            finished.append(try writer.writeUsers(users))
        }
        return writer.doubts
    }
}

/// What an export wrote.
package struct ExportReport: Encodable {
    package var tables: [FinishedTable]
    /// Managers who are not in the table of employees, groups of no employee in the list of users, and users who are no
    /// people.
    var managersLeftOut = 0
    var unknownReports = 0
    var artificialUsers = 0
    /// Control characters that texts held and that no calendar file may hold.
    var droppedControls = 0
    /// Calendar files of earlier exports beside those that were written.
    var otherCalendarFiles = 0
    package var people: PeopleReport
    package var emailsLeftOut: SentMailFilter.Counts

    /// What a person should know of it, a sentence each.
    package var warnings: [String] {
        var warnings = people.warnings
        if managersLeftOut > 0 {
            warnings.append(
                "\(managersLeftOut, "employee has", "employees have") a manager who is not in the table: an empty supervisor_id."
            )
        }
        if unknownReports > 0 {
            warnings.append(
                "\(unknownReports, "group in the list of users has", "groups in the list of users have") no employee: left out of report_ids."
            )
        }
        if artificialUsers > 0 {
            warnings.append(
                "\(artificialUsers, "user is a room, a shared mailbox or a system", "users are rooms, shared mailboxes or systems"): left out."
            )
        }
        if droppedControls > 0 {
            warnings.append(
                "\(droppedControls, "control character of a text", "control characters of texts") could not stand in a calendar file: left out."
            )
        }
        if otherCalendarFiles > 0 {
            warnings.append(
                "\(otherCalendarFiles, "calendar file of an earlier export stands", "calendar files of earlier exports stand") beside these, perhaps of another moment or in clear: begin with an empty folder."
            )
        }
        return warnings + emailsLeftOut.warnings
    }
}

extension CivilDate {
    /// The last day of a month written `YYYY-MM`.
    fileprivate static func lastDay(of month: String) -> CivilDate? {
        StatedTime.month(month)?.firstOfNextMonth.advanced(byDays: -1)
    }
}
