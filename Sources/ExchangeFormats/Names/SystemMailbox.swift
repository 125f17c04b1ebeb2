import Encodings

/// Mailboxes that Exchange makes for itself, by the names it gives them.
public enum SystemMailbox {
    private static let beginnings = [
        "healthmailbox", "systemmailbox{", "discoverysearchmailbox{", "federatedemail.", "migration.",
        "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e", "extest_", "imcea",
    ]
    private static let names: Set<String> = ["inboundproxy", "maildeliveryprobe", "postmaster", "mailer-daemon"]

    /// - Parameter address: in lower case.
    public static func isOne(_ address: String) -> Bool {
        let local = String(address.prefix { $0 != "@" })
        return names.contains(local) || beginnings.contains { local.hasPrefix($0) } || isArbitration(local)
    }

    /// `SM_` or `SMO-` and a number in hex. A person's own alias may begin so too, but does not go on so.
    private static func isArbitration(_ local: String) -> Bool {
        guard let prefix = ["sm_", "smo-"].first(where: { local.hasPrefix($0) }) else { return false }
        let rest = local.utf8.dropFirst(prefix.utf8.count)
        return rest.count >= 8 && rest.contains(where: ASCII.isDigit)
            && rest.allSatisfy {
                ASCII.isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) || $0 == UInt8(ascii: "-")
            }
    }
}
