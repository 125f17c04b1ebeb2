import ExchangeFormats
import Foundation
import Simulation

/// Writes simulated organisations: the small one of Fixtures, or any other, with its logs and its truth.
let usage = """
    usage: SimulateOrganisation small DIR
           SimulateOrganisation any DIR [--seed N] [--people N] [--rooms N] [--guests N] [--meetings N] [--days N]
                                        [--recurring SHARE] [--extra-columns] [--settled]
                                        [--merged | --nights N | --shuffled | --duplicates SHARE | --loss SHARE]
    """

func fail(_ reason: String) -> Never {
    FileHandle.standardError.write(Data("\(reason)\n\(usage)\n".utf8))
    exit(64)
}

func write(_ files: [ExportFile], to folder: URL) throws {
    for file in files {
        let target = folder.appending(path: file.name)
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: target)
    }
}

func inFolder(_ name: String, _ files: [ExportFile]) -> [ExportFile] {
    files.map { ExportFile(name: "\(name)/\($0.name)", bytes: $0.bytes) }
}

/// What becomes of the rows on their way.
enum Variant {
    case asLogged, merged, shuffled
    case nights(Int)
    case duplicated(Double)
    case losing(Double)

    func files(of organisation: Organisation, dialect: ExportDialect) -> [ExportFile] {
        let seed = organisation.seed
        func byMailbox(_ rows: [LogRow]) -> [ExportFile] { Organisation.files(of: rows, dialect: dialect) }
        switch self {
        case .asLogged: return byMailbox(organisation.rows)
        case .merged: return [organisation.mergedFile(dialect: dialect)]
        case .shuffled: return byMailbox(organisation.shuffledRows(seed: seed))
        case .duplicated(let share): return byMailbox(organisation.duplicatedRows(seed: seed, share: share))
        case .losing(let share): return byMailbox(organisation.rowsLosing(share: share, seed: seed))
        case .nights(let count):
            return organisation.nights(count: count, seed: seed).flatMap { rows -> [ExportFile] in
                guard let newest = rows.map(\.logTime).max() else { return [] }
                return Organisation.files(of: rows, dialect: dialect, suffix: "_\(WallTime(ticks: newest.ticks).date)")
            }
        }
    }
}

func anyOrganisation(_ arguments: [String]) -> [ExportFile] {
    var options = OrganisationOptions()
    var seed: UInt64 = 1
    var variant = Variant.asLogged
    var hasSettledCases = false
    var rest = arguments[...]
    func number<Number>(_ name: String, _ read: (String) -> Number?) -> Number {
        guard let text = rest.popFirst(), let value = read(text) else { fail("\(name) needs a number") }
        return value
    }
    while let name = rest.popFirst() {
        switch name {
        case "--seed": seed = number(name) { UInt64($0) }
        case "--people": options.people = number(name) { Int($0) }
        case "--rooms": options.rooms = number(name) { Int($0) }
        case "--guests": options.guests = number(name) { Int($0) }
        case "--meetings": options.meetings = number(name) { Int($0) }
        case "--days": options.days = number(name) { Int($0) }
        case "--recurring": options.recurringShare = number(name) { Double($0) }
        case "--merged": variant = .merged
        case "--nights": variant = .nights(number(name) { Int($0) })
        case "--shuffled": variant = .shuffled
        case "--duplicates": variant = .duplicated(number(name) { Double($0) })
        case "--loss": variant = .losing(number(name) { Double($0) })
        case "--extra-columns":
            options.hasExtraColumns = true
            options.behaviours = .everything
        case "--settled": hasSettledCases = true
        default: fail("\(name) is no option")
        }
    }
    if hasSettledCases { options.behaviours.formUnion(.settledLater) }
    let organisation = Organisation(seed: seed, options: options)
    var dialect = ExportDialect()
    dialect.hasExtraColumns = options.hasExtraColumns
    return inFolder("logs", variant.files(of: organisation, dialect: dialect)) + truth(of: organisation)
}

func truth(of organisation: Organisation) -> [ExportFile] {
    let begin = WallTime(organisation.options.begin).ticks
    let from = Instant(ticks: begin - 30 * Instant.ticksPerDay)
    let to = Instant(ticks: begin + Int64(organisation.options.days + 120) * Instant.ticksPerDay)
    return [("final", TruthView.final), ("as-held", .asHeld)].flatMap { name, view -> [ExportFile] in
        let truth = organisation.truth(view, from: from, to: to)
        return [
            ExportFile(
                name: "truth/\(name)/meetings.csv",
                bytes: CSVWriter.bytes(header: Truth.meetingColumns, rows: truth.meetingRows)),
            ExportFile(
                name: "truth/\(name)/participants.csv",
                bytes: CSVWriter.bytes(header: Truth.participantColumns, rows: truth.participantRows)),
        ]
    }
}

var arguments = CommandLine.arguments.dropFirst()
guard let kind = arguments.popFirst(), let path = arguments.popFirst() else { fail("a kind and a folder are needed") }
let folder = URL(filePath: path)
do {
    switch kind {
    case "small": try write(SmallOrganisation.files(), to: folder)
    case "any": try write(anyOrganisation(Array(arguments)), to: folder)
    default: fail("\(kind) is neither small nor any")
    }
} catch {
    FileHandle.standardError.write(Data("\(folder.path): \(error.localizedDescription)\n".utf8))
    exit(73)
}
