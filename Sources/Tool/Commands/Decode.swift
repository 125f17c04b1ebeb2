import ArgumentParser
import ExchangeFormats
import Foundation
import Night
import Primitives

struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show a global object id, a recurrence blob or a time-zone blob, field by field with byte offsets.",
        discussion: """
            The value is hex (with or without 0x, UID:, spaces, dashes), Base64, or the name of a file that holds such a \
            text or the bytes themselves. Which of the formats it is, calfold finds by looking. Subjects and places inside \
            a blob are shown as they are.

            Examples:
              calfold decode "$(cat id.txt)"
              calfold decode blob.txt --format json
              calfold decode blob.txt
            """)

    @Argument(help: ArgumentHelp("Hex, Base64, or a file.", valueName: "hex|base64|file"))
    var value: String

    @OptionGroup var report: ReportOptions

    /// No property of a calendar item is larger; a file that is, is something else.
    private static let largestFile = 16 << 20

    func run() throws {
        let dissection: Dissection
        do {
            dissection = try dissect()
        } catch let error as FormatError {
            throw Failure(
                .inputNotUnderstood, "This value cannot be decoded.", at: error.description, next: advice(on: error))
        }
        switch report.format {
        case .text: Console.print(finished: TerminalText.plain(String(dissection.text.dropLast())))
        case .json:
            Console.print(finished: dissection.json.text)
            for item in dissection.accepted { Console.note("calfold: accepted \(item)") }
        }
    }

    private var shown: String { TerminalText.line(value) }

    private func dissect() throws -> Dissection {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: value, isDirectory: &isFolder) else {
            if looksLikeFileName {
                throw Failure(
                    .inputMissing, "There is no file \(shown).",
                    next: "Give hex, Base64, or the name of a file that holds them.")
            }
            return try Dissection(text: value.utf8)
        }
        guard !isFolder.boolValue else {
            throw Failure(
                .inputNotUnderstood, "\(shown) is a folder.",
                next: "Give hex, Base64, or the name of a file that holds them.")
        }
        let content: [UInt8]
        do throws(PlainFile.ReadError) {
            content = try PlainFile.bytes(of: value, atMost: Decode.largestFile)
        } catch {
            switch error {
            case .missing, .unreadable:
                throw Failure(.inputMissing, "\(shown) cannot be read.", next: "Check who may read it.")
            case .notPlain:
                throw Failure(.inputNotUnderstood, "\(shown) \(error.words).", next: "Give the value itself.")
            case .tooLarge:
                throw Failure(
                    .inputNotUnderstood, "\(shown) is larger than any property of a calendar item.",
                    next: "Put one value into the file.")
            }
        }
        if BinaryProperty.Kind(of: content) != nil { return try Dissection(content) }
        return try Dissection(text: content)
    }

    /// Whether the value was meant as a path: it has the ending of a file's name, or begins as only a path does. Of
    /// such a value "neither hex nor Base64" would mislead.
    private var looksLikeFileName: Bool {
        if ["/", "./", "../", "~"].contains(where: value.hasPrefix), value.count < 255 { return true }
        guard let dot = value.lastIndex(of: "."), dot != value.startIndex else { return false }
        let ending = value[value.index(after: dot)...]
        return (1...5).contains(ending.count) && ending.first?.isLetter == true
            && ending.allSatisfy { $0.isLetter || $0.isNumber }
    }

    private func advice(on error: FormatError) -> String {
        switch error.cause {
        case .truncated, .impossibleCount, .oddHexDigits, .cutOffForDisplay:
            "Export the value again in full; Exchange Online cuts large properties unless the item is bound to."
        case .empty, .notHexOrBase64, .unknownFormat:
            "Copy the value of the column as it stands, or give the name of a file that holds it."
        case .notClassID, .impossibleDate, .implausibleTime, .surplus:
            "calfold keeps such an id as opaque text; rows that share it still belong together."
        case .unknownValue, .before, .outside, .fewerThan:
            "Check that the value was copied whole and from its first character."
        }
    }
}
