/// Exchange's recipient types, by the names that Get-Recipient prints and by the numbers that Active Directory keeps
/// (msExchRecipientTypeDetails).
enum RecipientType {
    /// - Returns: `person` for an empty text, as a plain list of employees gives none; nil for a type that is not
    ///   known.
    static func kind(_ type: String) -> Directory.Kind? {
        let folded = type.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "_" }
        if folded.isEmpty { return .person }
        return kinds[folded]
    }

    private static let kinds: [String: Directory.Kind] = {
        let names: [(Directory.Kind, String)] = [
            (
                .person,
                """
                person employee user inetorgperson usermailbox linkedmailbox linkeduser legacymailbox remoteusermailbox mailuser disableduser
                1 2 8 128 65536 2097152 33554432 2147483648
                """
            ),
            (.room, "room roommailbox remoteroommailbox linkedroommailbox 16 8589934592 2199023255552"),
            (.equipment, "equipment equipmentmailbox remoteequipmentmailbox 32 17179869184"),
            (
                .shared,
                """
                shared sharedmailbox remotesharedmailbox teammailbox remoteteammailbox groupmailbox remotegroupmailbox schedulingmailbox group
                mailuniversaldistributiongroup mailuniversalsecuritygroup mailnonuniversalgroup dynamicdistributiongroup roomlist
                universaldistributiongroup universalsecuritygroup nonuniversalgroup rolegroup
                4 256 512 1024 2048 262144 524288 1048576 268435456 1073741824 34359738368 137438953472 274877906944 1099511627776
                8796093022208 17592186044416
                """
            ),
            (
                .system,
                """
                system systemmailbox systemattendantmailbox arbitrationmailbox discoverymailbox monitoringmailbox auditlogmailbox
                auxauditlogmailbox supervisoryreviewpolicymailbox publicfolder publicfoldermailbox mailboxplan microsoftexchange computer
                service serviceaccount
                4096 8192 16384 4194304 8388608 16777216 536870912 4294967296 68719476736 549755813888 4398046511104 70368744177664
                140737488355328
                """
            ),
            (
                .external,
                "external contact mailcontact mailforestcontact guestmailuser guest 64 32768 131072 35184372088832"
            ),
        ]
        return Dictionary(
            names.flatMap { kind, list in list.split(whereSeparator: \.isWhitespace).map { (String($0), kind) } }
        ) { first, _ in first }
    }()
}
