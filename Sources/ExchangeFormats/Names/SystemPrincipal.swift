/// The components of Exchange that appear as the user responsible for a change: never somebody.
public enum SystemPrincipal {
    /// The name to show for a system component; nil for a person.
    public static func name(_ user: String) -> String? {
        let folded = user.lowercased()
        // Nearly all users are addresses, and a search within a text costs more than all else that is done with one.
        if folded.utf8.first == UInt8(ascii: "/"),
            folded.contains("/cn=configuration/") || folded.hasSuffix("/cn=microsoft system attendant")
        {
            return "Microsoft System Attendant"
        }
        switch folded {
        case "microsoft system attendant": return "Microsoft System Attendant"
        case "calendar assistant": return "Calendar Assistant"
        case "microsoftexchange", "transport service", "transport", "microsoft exchange": return "MicrosoftExchange"
        case "system", "nt authority\\system", "localsystem": return "System"
        default:
            return folded.hasPrefix("microsoftexchange329e71ec88ae4615bbc36ab6ce41109e") ? "MicrosoftExchange" : nil
        }
    }
}
