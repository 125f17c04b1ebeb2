import CIDN2

/// Domains of addresses, brought to the one form by which they are compared.
public enum DomainName {
    /// A domain in lower case and as it goes over the wire: U-labels become A-labels (UTS 46, by libidn2), so that
    /// `münchen.example` and `xn--mnchen-3ya.example` are one domain. What is no domain by that standard only gets its
    /// letters lowered.
    ///
    /// - Parameter text: a domain without the dot of the root.
    public static func canonical(_ text: String) -> String {
        let bytes = text.utf8
        guard bytes.contains(where: { $0 >= 0x80 }) || holdsALabel(text) else { return text.lowercased() }
        // Longer than any domain: nothing that the library should be asked about.
        guard bytes.count <= 1_024 else { return text.lowercased() }
        var found: UnsafeMutablePointer<UInt8>?
        let flags = Int32(IDN2_NONTRANSITIONAL.rawValue) | Int32(IDN2_NFC_INPUT.rawValue)
        let status = text.withCString { characters in
            characters.withMemoryRebound(to: UInt8.self, capacity: strlenOf(characters) + 1) {
                idn2_lookup_u8($0, &found, flags)
            }
        }
        defer { idn2_free(found) }
        guard status == Int32(IDN2_OK.rawValue), let found else { return text.lowercased() }
        return String(cString: found).lowercased()
    }

    private static func strlenOf(_ text: UnsafePointer<CChar>) -> Int {
        var count = 0
        while text[count] != 0 { count += 1 }
        return count
    }

    /// Whether a label may be an A-label: it begins with `xn--`.
    private static func holdsALabel(_ text: String) -> Bool { text.lowercased().holds("xn--") }
}
