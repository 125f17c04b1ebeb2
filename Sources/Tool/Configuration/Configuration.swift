import Foundation
import Privacy

/// What a run of the night is told: the values of the configuration file, of the environment over it, and the standard
/// ones below.
struct Configuration {
    enum Origin: Equatable {
        case line(Int)
        case environment(String)
        case standard
    }

    struct Value: Equatable {
        var texts: [String]
        var origin: Origin
    }

    /// The file's path.
    var file: String
    private(set) var values: [ConfigurationKey: Value]
    /// Whether the environment holds the secret itself, which counts where no file is named.
    private let hasSecret: Bool
    /// What is wrong in the file itself.
    var faults: [ConfigurationFile.Fault]

    /// - Parameters:
    ///   - written: what stands in the file and is of its key's kind.
    ///   - faults: what stands there and is not.
    ///   - environment: only variables that name paths of secrets are looked at.
    init(
        file: String, written: [ConfigurationKey: Value], faults: [ConfigurationFile.Fault],
        environment: [String: String]
    ) {
        self.file = file
        self.faults = faults
        hasSecret = !(environment[PseudonymKey.variable] ?? "").isEmpty
        let folder = URL(filePath: file).deletingLastPathComponent().path
        var values: [ConfigurationKey: Value] = [:]
        for key in ConfigurationKey.allCases {
            var value = written[key] ?? key.standard.map { Value(texts: $0, origin: .standard) }
            if let variable = key.variable, let text = environment[variable], !text.isEmpty {
                value = Value(texts: [text], origin: .environment(variable))
            }
            if key.kind == .path || key.kind == .paths, let found = value, found.origin.isOfFile {
                value?.texts = found.texts.map { Configuration.absolute($0, in: folder) }
            }
            values[key] = value
        }
        self.values = values
    }

    /// A path as the file's reader means it: from the file's own folder, `~/` from the home folder.
    static func absolute(_ path: String, in folder: String) -> String {
        if path.hasPrefix("~/") { return NSHomeDirectory() + path.dropFirst() }
        return path.hasPrefix("/") ? path : (folder == "/" ? "/" : folder + "/") + path
    }

    func texts(_ key: ConfigurationKey) -> [String] { values[key]?.texts ?? [] }

    func text(_ key: ConfigurationKey) -> String? { values[key]?.texts.first }

    func flag(_ key: ConfigurationKey) -> Bool { text(key) == "true" }

    func number(_ key: ConfigurationKey) -> Int? { text(key).flatMap { Int($0) } }

    /// The word of a key whose words are known.
    func word<Word: RawRepresentable>(_ key: ConfigurationKey) -> Word? where Word.RawValue == String {
        text(key).flatMap { Word(rawValue: $0) }
    }

    /// Nothing but the value of one key, to hold it against what it may be.
    func only(_ key: ConfigurationKey) -> Configuration {
        var result = self
        result.values = values.filter { $0.key == key }
        return result
    }

    /// Where a value is from, as a person finds it again.
    func place(_ key: ConfigurationKey) -> String {
        switch values[key]?.origin {
        case .line(let line): "\(file), line \(line)"
        case .environment(let name): "the variable \(name)"
        case .standard, nil: "the standard value"
        }
    }

    /// The same facts as words that tell one configuration from another.
    func words(_ keys: [ConfigurationKey]) -> [String] {
        keys.flatMap { key -> [String] in
            if key.kind == .flag { return flag(key) ? ["--\(key.rawValue)"] : [] }
            return texts(key).map { "--\(key.rawValue)=\($0)" }
        }
    }

    /// Every key, its value and where it is from, one a line.
    var listing: String {
        let width = ConfigurationKey.allCases.map(\.rawValue.count).max() ?? 0
        return ConfigurationKey.allCases.map { key in
            let name = key.rawValue.padding(toLength: width, withPad: " ", startingAt: 0)
            guard let value = values[key] else {
                return "\(name)  (\(key == .keyFile && hasSecret ? "the variable \(PseudonymKey.variable)" : "none"))"
            }
            let shown = value.texts.count == 1 ? value.texts[0] : "[" + value.texts.joined(separator: ", ") + "]"
            return "\(name)  \(shown)  (\(place(key)))"
        }.joined(separator: "\n")
    }
}

extension Configuration.Origin {
    /// Whether relative paths are the file's own; those of the environment are of the folder in which the command runs.
    fileprivate var isOfFile: Bool {
        if case .environment = self { return false }
        return true
    }
}
