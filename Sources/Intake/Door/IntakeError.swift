/// Why a file or a path was refused as a whole. Nothing of a refused file is taken in.
///
/// The description is for the person at the keyboard: what it is, where, and what to do. It never quotes a value
/// of the file, because values may be personal.
public struct IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case missing, unreadable, notAFile
        case empty, binary, undecodable
        case notAnExport, duplicateColumn, dateForm, pseudonyms
    }

    public var code: Code
    /// The path as it was given.
    public var path: String
    /// What is wrong and what to do, one or more sentences.
    public var explanation: String

    public init(_ code: Code, path: String, _ explanation: String) {
        self.code = code
        self.path = path
        self.explanation = explanation
    }

    public var description: String { "\(path): \(explanation)" }
}
