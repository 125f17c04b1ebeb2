import ExchangeFormats

/// What an entry does to a meeting, by its class, its action and its flags: the table of docs/fold.md.
public enum Role: Hashable, Sendable {
    /// Upsert of an item's state.
    case saves
    /// The item is deleted from the entry's log time on.
    case deletes
    /// An invitation: stands in for an item that the log does not show.
    case invites
    /// Evidence that the item is cancelled.
    case cancels
    /// An answer of the message's sender.
    case answers(Response)
    case ignored(Reason)

    /// Why an entry is kept in the history and has no effect.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        case outdatedRequest, hijackedMeeting, draft, sharedCopy, copiedItem, delegateCopy
        /// A deletion by the retention assistant, an administrator or a component of Exchange.
        case cleanUp
        /// A deletion followed by a save of the same copy within five minutes.
        case clientRoundTrip
        /// Only the mail was deleted.
        case messageDeleted
        /// The organizer's own copy of a message that was sent.
        case ownMessage
        /// A lower sequence number than the item has reached.
        case stale
        /// A late word about an item that was deleted and created anew.
        case olderItem
        /// An exception of a series that does not say of which date.
        case undatedException
        case otherClass
    }
}

extension Entry {
    /// What the entry does, judged by itself alone; its neighbours may still make it stale or a round trip.
    public var role: Role {
        if let details {
            if details.isHijacked == true { return .ignored(.hijackedMeeting) }
            if details.isDraft == true { return .ignored(.draft) }
            if details.isSharedCopy { return .ignored(.sharedCopy) }
            if details.auxiliaryFlags?.contains(.copied) == true { return .ignored(.copiedItem) }
            if isDelegateCopy(details) { return .ignored(.delegateCopy) }
            if itemClass == .request, details.meetingRequestType?.contains(.outdated) == true {
                return .ignored(.outdatedRequest)
            }
        }
        if itemClass.isOfOneDate, instanceDate == nil, details?.originalStartDate == nil {
            return .ignored(.undatedException)
        }
        switch itemClass {
        case .deletedOccurrence:
            return details?.isCleanUp == true || responsible.isSystem ? .ignored(.cleanUp) : .deletes
        case .appointment, .exception:
            guard trigger.isDeletion else { return .saves }
            return details?.isCleanUp == true || responsible.isSystem ? .ignored(.cleanUp) : .deletes
        case .request:
            return .invites
        case .cancellation:
            return trigger.isDeletion ? .ignored(.messageDeleted) : .cancels
        case .response(let answer):
            if trigger.isDeletion { return .ignored(.messageDeleted) }
            return answer.map(Role.answers) ?? .ignored(.otherClass)
        case .forwardNotification, .other:
            return .ignored(.otherClass)
        }
    }

    /// A delegate gets the manager's requests: the meeting type says so, or the message was received for
    /// somebody else.
    private func isDelegateCopy(_ details: EntryDetails) -> Bool {
        guard itemClass == .request || itemClass == .cancellation else { return false }
        if details.meetingRequestType?.contains(.principalWantsCopy) == true { return true }
        guard let represented = details.receivedRepresenting else { return false }
        // Who received it is written like whom it was received for; a mailbox is an address, and beside it a legacy DN
        // or a name says nothing.
        let receiver = [details.receivedBy, mailbox].lazy.compactMap { $0 }.first {
            Address.areOfOneForm($0, represented)
        }
        return receiver.map { $0 != represented } ?? false
    }

    /// When an answer was given: a message that is only touched again later keeps the time of its making.
    var answeredAt: Instant {
        guard trigger != .create, let creationTime else { return loggedAt }
        return min(creationTime, loggedAt)
    }

    /// Who answered. The sender of a response is the attendee, or a delegate who sent it for the attendee.
    func answerer(organizer: String?) -> String? {
        if let sentRepresenting, sentRepresenting != organizer { return sentRepresenting }
        return sender
    }
}
