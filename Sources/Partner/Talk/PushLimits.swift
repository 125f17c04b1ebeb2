/// How long a push waits for what, in seconds.
package struct PushLimits: Sendable {
    /// One attempt in all.
    package var requestSeconds = 100
    /// Before the second attempt, the third and so on; one attempt more than there are pauses.
    package var pauses: [Double] = [2, 5, 10, 60]
    /// Before the batch is given up after a failure: somebody waits for the end.
    package var closingPauses: [Double] = [2, 5]
    /// What the service may ask for before it, and one attempt of it in all.
    package var longestAskedWhenClosing = 5.0
    package var closingSeconds = 20
    /// Where the service wants to be left alone and says not for how long.
    package var pauseOfTooMany = 60.0
    /// A service that asks for more is tried again another day.
    package var longestAsked = 600.0

    package init() {}
}
