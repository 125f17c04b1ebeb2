/// A sentence beside the work itself.
package enum Remark {
    /// Good to know.
    case fact(String)
    /// Somebody should look at it.
    case doubt(String)
}
