import Foundation
import Night
import Primitives
import Yams

/// Reads a configuration file: YAML whose keys are the options' names. Everything that is wrong is told at once, each
/// with its line.
struct ConfigurationFile {
    /// One thing that is wrong with a file.
    struct Fault: Equatable {
        /// From 1; nil for the file as a whole.
        var line: Int?
        var what: String
        /// Whether all that is wrong is that a file is not there.
        var isMissingFile = false
    }

    private(set) var values: [ConfigurationKey: Configuration.Value] = [:]
    private(set) var faults: [Fault] = []

    /// Larger files are no configuration.
    static let mostBytes = 1 << 20

    /// The configuration in a file, with the environment over it; what is wrong in the file goes along, to be told with
    /// what is wrong in the values.
    ///
    /// - Throws: a `Failure` for what is no configuration file at all.
    static func load(_ path: String, environment: [String: String]) throws -> Configuration {
        let path = URL(filePath: path).standardizedFileURL.path
        let shown = TerminalText.line(path)
        let bytes: [UInt8]
        do throws(PlainFile.ReadError) {
            bytes = try PlainFile.bytes(of: path, atMost: mostBytes)
        } catch {
            switch error {
            case .missing:
                throw Failure(
                    .inputMissing, "There is no configuration file \(shown).",
                    next: "'calfold init DIR' writes one; name it with --config FILE.")
            case .unreadable:
                throw Failure(
                    .inputMissing, "The configuration file \(shown) cannot be read.", next: "Check its permissions.")
            case .notPlain: throw Failure(.usage, "The configuration file \(shown) \(error.words).")
            case .tooLarge:
                throw Failure(.usage, "\(shown) is no configuration file: it has to be UTF-8 text of at most 1 MB.")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.usage, "\(shown) is no configuration file: it has to be UTF-8 text of at most 1 MB.")
        }
        let file = ConfigurationFile(text: text)
        return Configuration(file: path, written: file.values, faults: file.faults, environment: environment)
    }

    static func refuse(_ faults: [Fault], of path: String) throws {
        guard !faults.isEmpty else { return }
        let lines = faults.sorted { ($0.line ?? 0) < ($1.line ?? 0) }.map { fault in
            "  \(TerminalText.line(path))\(fault.line.map { ", line \($0)" } ?? ""): \(fault.what)"
        }
        throw Failure(
            faults.allSatisfy(\.isMissingFile) ? .inputMissing : .usage,
            "The configuration is not right:\n" + lines.joined(separator: "\n"),
            next:
                "'calfold init DIR' writes a file that explains every key; 'calfold nightly --print-config' shows what would be used."
        )
    }

    init(text: String) {
        // Some editors write a byte order mark, and a file that was put together has one in the middle.
        var text = text
        if text.unicodeScalars.contains("\u{FEFF}") {
            text = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                String(line.unicodeScalars.drop { $0 == "\u{FEFF}" })
            }.joined(separator: "\n")
        }
        if let line = ConfigurationFile.firstAnchor(in: text) {
            faults.append(
                Fault(line: line, what: "anchors (&name) and aliases (*name) are not taken: write the value out"))
            return
        }
        do {
            guard let root = try Yams.compose(yaml: text) else { return }
            guard let mapping = root.mapping else {
                faults.append(Fault(line: root.mark?.line, what: "a configuration is a list of 'key: value' lines"))
                return
            }
            read(mapping, prefix: "")
        } catch let error as YamlError {
            faults.append(ConfigurationFile.fault(error))
        } catch {
            faults.append(Fault(what: "this is no YAML that can be read"))
        }
    }

    /// The line, from 1, of the first anchor outside quotes and comments. Anchors within anchors make a text that grows
    /// with each of them, and no configuration needs one.
    private static func firstAnchor(in text: String) -> Int? {
        for (place, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        where line.contains("&") {
            var quote: Character?, before: Character = " "
            for (character, next) in zip(line, line.dropFirst()) {
                if let open = quote {
                    if character == open { quote = nil }
                } else if (character == "\"" || character == "'") && !before.isLetter && !before.isNumber {
                    quote = character
                } else if character == "#", before.isWhitespace {
                    break
                } else if character == "&", before.isWhitespace || "[{,:-?".contains(before), !next.isWhitespace {
                    return place + 1
                }
                before = character
            }
        }
        return nil
    }

    private mutating func read(_ mapping: Node.Mapping, prefix: String) {
        for (name, node) in mapping {
            let line = name.mark?.line
            guard let word = name.string else {
                faults.append(Fault(line: line, what: "a key has to be a word"))
                continue
            }
            if prefix.isEmpty, word + "." == ConfigurationKey.publishPrefix {
                readPublish(node, line)
                continue
            }
            if prefix.isEmpty, let keys = ConfigurationFile.sections[word] {
                readSection(word, keys, node, line)
                continue
            }
            guard let key = ConfigurationKey(rawValue: prefix + word),
                prefix.isEmpty == !word.contains(".") || !prefix.isEmpty
            else {
                faults.append(Fault(line: line, what: ConfigurationFile.unknown(word, prefix: prefix)))
                continue
            }
            read(node, of: key, line)
        }
    }

    private mutating func readPublish(_ node: Node, _ line: Int?) {
        if let inner = node.mapping {
            read(inner, prefix: ConfigurationKey.publishPrefix)
            if values[.publishSFTP] != nil && values[.publishFolder] != nil {
                faults.append(Fault(line: line, what: "publish has one target: sftp or folder, not both"))
            } else if values[.publishSFTP] == nil && values[.publishFolder] == nil {
                faults.append(
                    Fault(line: line, what: "publish needs a target: sftp: user@host:/folder, or folder: /path"))
            }
        } else if node.isNothing {
            faults.append(
                Fault(
                    line: line,
                    what:
                        "publish needs a target below it: sftp: user@host:/folder, or folder: /path; or leave the key out"
                ))
        } else {
            faults.append(
                Fault(
                    line: line,
                    what: "publish has keys of its own, indented below it: sftp: user@host:/folder, or folder: /path"))
        }
    }

    /// Sections of which every key may be left out, with some of their keys.
    private static let sections = [
        "poll": "tenant, client-id, client-secret-file and others",
        "push": "to, token-file, since and others",
        "fetch": "from, out and others",
    ]

    private mutating func readSection(_ name: String, _ keys: String, _ node: Node, _ line: Int?) {
        guard let inner = node.mapping else {
            faults.append(
                Fault(line: line, what: "\(name) has keys of its own, indented below it: \(keys); or leave the key out")
            )
            return
        }
        read(inner, prefix: name + ".")
    }

    /// Reads the value of a key, if it is of the key's kind.
    private mutating func read(_ node: Node, of key: ConfigurationKey, _ keyLine: Int?) {
        let line = node.mark?.line ?? keyLine ?? 1
        func fault(_ what: String) { faults.append(Fault(line: line, what: "\(key.rawValue): \(what)")) }
        if key == .acceptedDomain, node.isNothing || node.sequence?.isEmpty == true {
            return fault("names no domain, so that everybody would be inside. Name them, or leave the key out")
        }
        guard !node.isNothing else { return }
        switch key.kind {
        case .word(let known):
            guard let text = node.plainText else { return fault("takes one value") }
            guard known.contains(text) else {
                return faults.append(Fault(line: line, what: ConfigurationFile.unknown(value: text, of: key, known)))
            }
            values[key] = .init(texts: [text], origin: .line(line))
        case .text, .path:
            guard let text = node.plainText else { return fault("takes one value") }
            guard ConfigurationFile.isPrintable(text) else { return fault("holds a character that cannot be printed") }
            values[key] = .init(texts: [text], origin: .line(line))
        case .flag:
            guard let flag = node.scalar.flatMap({ ConfigurationFile.flags[$0.string.lowercased()] }) else {
                return fault("is true or false")
            }
            values[key] = .init(texts: [flag ? "true" : "false"], origin: .line(line))
        case .number(let range):
            guard let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
                return fault("is a number from \(range.lowerBound) to \(range.upperBound)")
            }
            values[key] = .init(texts: [String(number)], origin: .line(line))
        case .texts, .paths, .words:
            let nodes = node.sequence.map(Array.init) ?? [node]
            let texts = nodes.compactMap(\.plainText)
            guard texts.count == nodes.count, texts.allSatisfy(ConfigurationFile.isPrintable) else {
                return fault("takes one value, or a list of values")
            }
            if case .words(let known) = key.kind {
                guard !texts.isEmpty else { return fault("names none. One of: \(known.joined(separator: ", "))") }
                for (text, node) in zip(texts, nodes) where !known.contains(text) {
                    faults.append(
                        Fault(
                            line: node.mark?.line ?? line, what: ConfigurationFile.unknown(value: text, of: key, known))
                    )
                }
            }
            values[key] = .init(texts: texts, origin: .line(line))
        }
    }

    private static let flags = ["true": true, "yes": true, "on": true, "false": false, "no": false, "off": false]

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    private static func unknown(value: String, of key: ConfigurationKey, _ known: [String]) -> String {
        let near = NearestWord.to(value, among: known).map { " Did you mean \($0)?" } ?? ""
        return "\(key.rawValue): \(value) is not known.\(near) One of: \(known.joined(separator: ", "))"
    }

    private static func unknown(_ word: String, prefix: String) -> String {
        let known =
            ConfigurationKey.allCases.map(\.rawValue).filter {
                prefix.isEmpty ? !$0.contains(".") : $0.hasPrefix(prefix)
            }
            .map { String($0.dropFirst(prefix.count)) } + (prefix.isEmpty ? ["publish"] + sections.keys.sorted() : [])
        let shown = prefix.isEmpty ? word : "\(word) (below \(prefix.dropLast()))"
        if let near = NearestWord.to(word, among: known) {
            return "the key \(shown) is not known. Did you mean \(near)?"
        }
        return "the key \(shown) is not known. One of: \(known.sorted().joined(separator: ", "))"
    }

    private static func fault(_ error: YamlError) -> Fault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            Fault(line: mark.line, what: "column \(mark.column): this is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            Fault(
                line: context.mark.line,
                what: "the key \(duplicates.sorted().joined(separator: ", ")) stands there twice")
        default: Fault(what: "this is no YAML that can be read")
        }
    }
}

extension Node {
    /// An empty value: the key is there to be filled in.
    fileprivate var isNothing: Bool {
        guard let scalar else { return false }
        return scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
    }

    /// A single value as it was written, so that numbers and dates need no quotes.
    fileprivate var plainText: String? { isNothing ? nil : scalar?.string }
}
