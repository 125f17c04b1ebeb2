import Primitives
import Privacy

/// What a person should know of a directory before trusting it: counts and lines, never names.
package enum DirectoryNotes {
    package static func summary(_ report: Directory.Report) -> String {
        "The directory knows \(report.recipients, "recipient"), \(report.aliases, "further address", "further addresses") and \(report.legacyNames, "legacy name")."
    }

    static func doubts(_ report: Directory.Report) -> [String] {
        var lines: [String] = []
        func tell(_ places: [Directory.Place], _ what: String) {
            guard !places.isEmpty else { return }
            let shown =
                places.prefix(5).map(\.description).joined(separator: "; ")
                + (places.count > 5 ? "; and \(places.count - 5) more" : "")
            lines.append("\(what) (\(shown)).")
        }
        tell(
            report.contested,
            "\(report.contested.count, "line holds", "lines hold") an address that another recipient has too; it leads to nobody, or to whom it is the primary address of"
        )
        tell(
            report.withoutAddress, "\(report.withoutAddress.count, "line has", "lines have") no mail address: left out")
        tell(
            report.unreadDates,
            "\(report.unreadDates.count, "line has", "lines have") an employment date that is none, or could be read in two ways; write it as 2024-02-01"
        )
        if !report.unknownTypes.isEmpty {
            let count = report.unknownTypes.values.reduce(0, +)
            lines.append(
                "\(count, "recipient has", "recipients have") a type that is not known here (\(report.unknownTypes.keys.sorted().prefix(5).joined(separator: ", "))); taken for a person each."
            )
        }
        return lines
    }
}
