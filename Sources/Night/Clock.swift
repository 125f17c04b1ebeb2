import Foundation

/// The one look at the clock.
package enum Clock {
    /// Milliseconds since 1970 UTC.
    package static var milliseconds: Int64 { Int64((Date().timeIntervalSince1970 * 1000).rounded()) }
}
