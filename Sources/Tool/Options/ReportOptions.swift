import ArgumentParser

/// How a command prints facts.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

struct ReportOptions: ParsableArguments {
    @Option(help: "How to print: text for people, json for programs.")
    var format = ReportFormat.text
}
