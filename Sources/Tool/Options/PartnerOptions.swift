import ArgumentParser
import Publish

extension PartnerProfile: ExpressibleByArgument {}
extension ListStyle: ExpressibleByArgument {}

/// How the partner's tables are written.
struct PartnerOptions: ParsableArguments {
    @Option(help: ArgumentHelp(
        "sftp: for the partner's pick-up, the calendar log named 'meetings'; cli: for its loader, with tabs and the loader's column names.", valueName: "sftp|cli"))
    var profile: PartnerProfile?

    @Option(help: ArgumentHelp("Lists in a cell: json, or single-quoted as in the partner's samples.", valueName: "json|single-quoted"))
    var listStyle = ListStyle.json

    @Option(help: "Between fields: one character, or tab; ';' when left out, and tab for --profile cli.")
    var delimiter: String?

    func delimiterByte() throws -> UInt8 {
        guard let delimiter else { return profile == .cli ? 0x09 : UInt8(ascii: ";") }
        if delimiter == "tab" || delimiter == "\\t" { return 0x09 }
        guard let byte = delimiter.utf8.first, delimiter.utf8.count == 1, byte != 0x22, byte >= 0x20 || byte == 0x09 else {
            throw Failure(.usage, "--delimiter takes one character, or tab.")
        }
        return byte
    }
}
