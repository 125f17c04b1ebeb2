import Foundation
import Simulation

/// Writes a calendar log of any size to a file, or to standard output.
let usage = """
    usage: GenerateCalendarLog [--rows N] [--meetings N] [--people N] [--recurring SHARE] [--duplicates SHARE]
                               [--seed N] [--without-mailbox] [--out FILE]
    """

func fail(_ reason: String, status: Int32 = 64) -> Never {
    FileHandle.standardError.write(Data("\(reason)\n\(usage)\n".utf8))
    exit(status)
}

func parse(_ arguments: [String]) -> (options: GeneratorOptions, path: String?) {
    var options = GeneratorOptions()
    var meetings: Int?
    var path: String?
    var rest = arguments[...]
    func value<Value>(_ name: String, _ read: (String) -> Value?) -> Value {
        guard let text = rest.popFirst(), let value = read(text) else { fail("\(name) needs a value") }
        return value
    }
    while let name = rest.popFirst() {
        switch name {
        case "--rows": options.rows = max(1, value(name) { Int($0) })
        case "--meetings": meetings = max(1, value(name) { Int($0) })
        case "--people": options.people = max(1, value(name) { Int($0) })
        case "--recurring": options.recurring = value(name) { Double($0) }
        case "--duplicates": options.duplicates = min(0.5, max(0, value(name) { Double($0) }))
        case "--seed": options.seed = value(name) { UInt64($0) }
        case "--without-mailbox": options.hasMailboxColumn = false
        case "--out": path = value(name) { $0 }
        default: fail("\(name) is no option")
        }
    }
    options.meetings = meetings ?? max(1, options.rows * 6 / 100)
    return (options, path)
}

let (options, path) = parse(Array(CommandLine.arguments.dropFirst()))
do {
    var target = FileHandle.standardOutput
    if let path {
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else {
            fail("\(path): cannot be written", status: 73)
        }
        target = file
    }
    let generator = LogGenerator(options: options) { try target.write(contentsOf: Data($0)) }
    let begin = ContinuousClock.now
    try generator.run()
    let seconds = (ContinuousClock.now - begin) / .seconds(1)
    FileHandle.standardError.write(
        Data(
            """
            \(generator.written) rows of \(options.meetings) meetings, seed \(options.seed), in \(seconds) s: \
            \(Int(Double(generator.written) / seconds)) rows/s

            """.utf8))
} catch {
    FileHandle.standardError.write(Data("\(path ?? "standard output"): \(error.localizedDescription)\n".utf8))
    exit(73)
}
