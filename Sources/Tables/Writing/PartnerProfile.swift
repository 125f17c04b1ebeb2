import ExchangeFormats

/// For whom the partner's tables are written.
package enum PartnerProfile: String, Sendable, CaseIterable {
    /// Files that a batch job fetches: `;`, names in snake_case, the log of changes named `meetings`.
    case sftp
    /// Files that the partner's loader takes with its default options: tabs and the loader's own column names.
    case cli
}
