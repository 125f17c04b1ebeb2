import Primitives

/// Why a file or a path was refused as a whole. Nothing of a refused file is taken in.
///
/// The description is for the person at the keyboard: what it is, where, and what to do. It never quotes a value
/// of the file, because values may be personal.
package struct IntakeError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case missing, unreadable, notAFile
        /// Its name is no UTF-8.
        case nameIsNoText
        case empty, binary, undecodable
        case notAnExport, duplicateColumn, dateForm, pseudonyms
        /// Another file has the same rows, and more of them.
        case companion
    }

    package var code: Code
    /// The path as it was given.
    package var path: String
    /// What is wrong and what to do, one or more sentences.
    package var explanation: String

    package init(_ code: Code, path: String, _ explanation: String) {
        self.code = code
        self.path = path
        self.explanation = explanation
    }

    package var description: String { "\(TerminalText.line(path)): \(TerminalText.line(explanation))" }
}
