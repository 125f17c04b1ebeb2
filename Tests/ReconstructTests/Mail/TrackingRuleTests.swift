import ExchangeFormats
import Testing

@testable import Reconstruct

/// A test for every rule of what a tracking log's rows count for.
@Suite struct TrackingRuleTests {
    private let ann = MailLog.ann, bob = MailLog.bob, cay = MailLog.cay, dan = MailLog.dan, team = MailLog.team

    @Test func aPlainMailOfEightRowsCountsOnce() {
        let log = MailLog.of {
            $0.row(0, "NOTIFYMAPI", from: nil)
            $0.row(1, "RECEIVE", to: [bob], server: "ex1")
            $0.row(2, "SUBMIT")
            $0.row(2, "HAREDIRECT", "SMTP", to: [bob])
            $0.row(2, "RECEIVE", "SMTP", to: [bob], server: "ex1")
            $0.row(2, "AGENTINFO", "AGENT", to: [bob])
            $0.row(3, "SEND", "SMTP", to: [bob], server: "ex1", client: "ex1")
            $0.row(3, "DELIVER", to: [bob], sent: 1, server: "ex1")
        }
        #expect(log.counted == ["ann > bob @ 1"])
        #expect(log.account.countedRows == 1)
        #expect(log.account.rows == [.processing: 2, .submission: 2, .shadowCopy: 1, .hop: 2])
    }

    @Test func severalServersDeliverOneMessage() {
        let log = MailLog.of {
            $0.row(3, "DELIVER", to: [bob], sent: 1)
            $0.row(9, "DELIVER", to: [cay], sent: 1)
            $0.row(4, "DUPLICATEDELIVER", to: [bob])
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
        #expect(log.account.rows == [.duplicate: 1])
    }

    @Test func aSendToAnOutsideServerIsTheLastHop() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, dan], server: "ex1")
            $0.row(2, "DELIVER", to: [bob], server: "ex1")
            $0.row(3, "SEND", "SMTP", to: [dan], server: "mx.partner.org", connector: "To Internet", client: "ex1")
        }
        #expect(log.counted == ["ann > bob, dan@partner.org @ 1"])
    }

    @Test func sendExternalCountsWhateverTheServerIsCalled() {
        let log = MailLog.of {
            $0.row(
                3, "SENDEXTERNAL", "SMTP", to: [dan], server: "gateway",
                connector: "Intra-Organization SMTP Send Connector")
        }
        #expect(log.counted == ["ann > dan@partner.org @ 3"])
    }

    @Test(arguments: [
        ("ex2.corp.example", "Intra-Organization SMTP Send Connector", "ex1"), ("ex2", "Between sites", "ex1"),
        ("ex2.corp.example", "Between sites", "ex1.corp.example"), ("ex1.corp.example", nil, "ex1"),
    ])
    func aSendBetweenOurServersIsAHop(server: String, connector: String?, client: String) {
        let log = MailLog.of {
            $0.row(3, "SEND", "SMTP", to: [bob], server: server, connector: connector, client: client)
            $0.row(3, "RECEIVE", "SMTP", to: [bob], server: "\(server)", client: client)
        }
        // A server that hands to itself hands to a mailbox, of which no arrival tells.
        guard server != "ex1.corp.example" else { return #expect(log.counted == ["ann > bob @ 3"]) }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.hop: 2])
    }

    @Test func aSendToAServerThatLoggedTheArrivalIsAHop() {
        let log = MailLog.of {
            $0.row(3, "SEND", "SMTP", to: [bob], server: "edge.dmz.example", connector: "To the edge", client: "ex1")
            $0.row(4, "RECEIVE", "SMTP", to: [bob], server: "edge.dmz.example", client: "ex1")
        }
        #expect(log.counted.isEmpty)
    }

    @Test func withoutADeliveryTheSubmissionCounts() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, cay])
            $0.row(2, "SUBMIT", to: [bob, cay, dan])
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
        #expect(log.account.submittedOnly == 1)
    }

    @Test func submitAloneCountsToo() {
        let log = MailLog.of { $0.row(2, "SUBMIT", to: [bob]) }
        #expect(log.counted == ["ann > bob @ 2"])
    }

    @Test func submissionAndDeliveryAreNeverMixed() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, cay])
            $0.row(2, "DELIVER", to: [bob])
        }
        #expect(log.counted == ["ann > bob @ 1"])
        #expect(log.account.submittedOnly == 0)
    }

    @Test func arrivalsAloneCountNobody() {
        let log = MailLog.of { $0.row(1, "RECEIVE", "SMTP", from: dan, to: [bob]) }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.hop: 1])
    }

    @Test func anExpandedListIsDropped() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [team])
            $0.row(2, "EXPAND", "ROUTING", to: [bob, cay], related: [team])
            $0.row(3, "DELIVER", to: [bob, cay])
            $0.row(3, "SEND", "SMTP", to: [team], server: "mx.partner.org", client: "ex1")
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
        #expect(log.account.recipients == [.list: 1])
    }

    @Test func anExpandedListIsDroppedFromASubmission() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [team, dan])
            $0.row(2, "EXPAND", "ROUTING", to: [bob, cay], related: [team])
        }
        #expect(log.counted == ["ann > dan@partner.org @ 1"])
    }

    @Test func anAddressThatWasReplacedIsItsReplacement() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: ["b.old@example.com"])
            $0.row(2, "RESOLVE", "ROUTING", to: ["b.new@example.com"], related: ["b.old@example.com"])
            $0.row(2, "REDIRECT", "ROUTING", to: [bob], related: ["b.new@example.com"])
        }
        #expect(log.counted == ["ann > bob @ 1"])
        #expect(log.account.recipients == [.redirected: 1])
    }

    @Test func addressesThatReplaceEachOtherBothStand() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob])
            $0.row(2, "REDIRECT", "ROUTING", to: [cay], related: [bob])
            $0.row(2, "REDIRECT", "ROUTING", to: [bob], related: [cay])
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
    }

    @Test func aMailboxThatKeepsWhatItForwardsStaysARecipient() {
        let log = MailLog.of {
            $0.row(2, "REDIRECT", "ROUTING", to: [dan], related: [bob])
            $0.row(3, "DELIVER", to: [bob])
            $0.row(3, "SENDEXTERNAL", "SMTP", to: [dan])
        }
        #expect(log.counted == ["ann > bob, dan@partner.org @ 2"])
    }

    @Test func shadowCopiesAndResubmissionsCountNothing() {
        let log = MailLog.of {
            $0.row(1, "HARECEIVE", "SMTP", to: [bob])
            $0.row(1, "RECEIVE", "REDUNDANCY", to: [bob])
            $0.row(1, "HADISCARD", "REDUNDANCY", to: [bob])
            $0.row(2, "RESUBMIT", "SAFETYNET", to: [cay])
            $0.row(2, "RECEIVE", "SAFETYNET", to: [cay])
        }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.shadowCopy: 3, .resubmission: 2])
    }

    @Test func aResubmissionDoesNotDoubleADelivery() {
        let log = MailLog.of {
            $0.row(1, "DELIVER", to: [bob], sent: 1)
            $0.row(600, "RESUBMIT", "SAFETYNET", to: [bob])
            $0.row(601, "DELIVER", to: [bob], sent: 1)
        }
        #expect(log.counted == ["ann > bob @ 1"])
    }

    @Test func aModeratedMessageCountsByItsDeliveryAlone() {
        var log = MailLog.of {
            $0.row(1, "RECEIVE", to: [team])
            $0.row(
                2, "INITMESSAGECREATED", "APPROVAL",
                to: ["SystemMailbox{1f05a927-0000-4000-8000-000000000000}@example.com"])
            $0.row(2, "RECEIVE", "APPROVAL", to: [cay])
        }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.moderation: 3])
        log.row(30, "MODERATORAPPROVE", "APPROVAL", to: [team])
        log.row(31, "EXPAND", "ROUTING", to: [bob], related: [team])
        log.row(32, "DELIVER", to: [bob], sent: 1)
        #expect(log.counted == ["ann > bob @ 1"])
    }

    @Test func aRejectedMessageReachedNobody() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob])
            $0.row(30, "MODERATORREJECT", "APPROVAL", to: [bob])
        }
        #expect(log.counted.isEmpty)
    }

    @Test func aJournalReportIsNobodysMail() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", "AGENT", to: ["journal@example.com"]) { $0.isJournaling = true }
            $0.row(2, "DELIVER", to: ["journal@example.com"])
        }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.journal: 2])
    }

    @Test(arguments: ["MAILBOXRULE", "PUBLICFOLDER", "DSN", "AGENT"])
    func whatAMachineMadeIsNotCounted(source: String) {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", source, to: [bob])
            $0.row(2, "RECEIVE", "SMTP", to: [bob])
            $0.row(3, "DELIVER", to: [bob])
        }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.machineMade: 2, .hop: 1])
        let origins = ["MAILBOXRULE": "rule", "PUBLICFOLDER": "publicFolder", "DSN": "server", "AGENT": "agent"]
        #expect(log.made == ["\(origins[source] ?? ""): bob"])
    }

    /// What a rule forwards of its own is a message to all whom it names; what it adds to somebody's message is kept
    /// apart.
    @Test func whatAMachineMadeIsKeptWithItsOrigin() {
        let forwarded = MailLog.of {
            $0.row(1, "RECEIVE", "MAILBOXRULE", to: [bob, cay])
            $0.row(2, "DELIVER", to: [bob, cay])
        }
        #expect(forwarded.made == ["rule: bob, cay"])
        let added = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob])
            $0.row(2, "RECEIVE", "MAILBOXRULE", to: [cay, MailLog.ann])
            $0.row(2, "DELIVER", to: [bob])
            $0.row(3, "DELIVER", to: [cay, MailLog.ann])
        }
        #expect(added.made == ["somebody: bob + cay"])
        let automatic = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob]) { $0.messageClass = "ipm.note.rules.oofTemplate.microsoft" }
            $0.row(2, "DELIVER", to: [bob])
        }
        #expect(automatic.made == ["automatic: bob"] && automatic.account.rows == [.automatic: 2])
        let journal = MailLog.of {
            $0.row(1, "RECEIVE", "AGENT", to: [cay]) { $0.isJournaling = true }
            $0.row(2, "DELIVER", to: [cay])
        }
        #expect(journal.made == ["journal: cay"])
    }

    /// Invitations count as mail, whatever they are kept as.
    @Test func anInvitationIsKnownByItsClass() {
        let log = MailLog.of {
            $0.row(1, "SUBMIT", to: [bob]) { $0.messageClass = "ipm.schedule.meeting.request" }
            $0.row(2, "DELIVER", to: [bob])
        }
        #expect(log.counted == ["ann > bob @ 1"] && log.made == ["meeting: bob"])
        #expect(log.account.countedRows == 1 && log.account.rows == [.submission: 1])
    }

    @Test func aRuleThatRedirectsAddsNoRecipient() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob])
            $0.row(2, "RECEIVE", "MAILBOXRULE", to: [cay])
            $0.row(2, "DELIVER", to: [bob])
            $0.row(3, "DELIVER", to: [cay])
        }
        #expect(log.counted == ["ann > bob @ 1"])
        #expect(log.account.recipients == [.ruleMade: 1])
    }

    @Test func systemMailboxesNeitherSendNorReceive() {
        let sent = MailLog.of {
            $0.row(1, "DELIVER", from: "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e@example.com", to: [bob])
        }
        #expect(sent.counted.isEmpty)
        #expect(sent.account.rows == [.systemSender: 1])
        let received = MailLog.of { $0.row(1, "DELIVER", to: [bob, "healthmailbox0a1b@example.com"]) }
        #expect(received.counted == ["ann > bob @ 1"])
        #expect(received.account.recipients == [.systemMailbox: 1])
    }

    @Test func theNullSenderIsNobody() {
        let log = MailLog.of { $0.row(1, "DELIVER", from: nil, to: [bob]) }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.nullSender: 1])
    }

    @Test func automaticRepliesAreNotCounted() {
        let bounced = MailLog.of { $0.row(1, "DELIVER", to: [bob]) { $0.hasNullReturnPath = true } }
        let absent = MailLog.of {
            $0.row(1, "SUBMIT") { $0.messageClass = "ipm.note.rules.ooftemplate.microsoft" }
            $0.row(2, "DELIVER", to: [bob])
        }
        #expect(bounced.account.rows == [.automatic: 1])
        #expect(absent.account.rows == [.automatic: 2])
    }

    @Test func anInvitationIsMailAsAnyOther() {
        let log = MailLog.of {
            $0.row(1, "SUBMIT") { $0.messageClass = "ipm.schedule.meeting.request" }
            $0.row(2, "DELIVER", to: [bob])
        }
        #expect(log.counted == ["ann > bob @ 1"])
    }

    @Test func aFailureTakesItsRecipientAway() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, dan])
            $0.row(2, "SEND", "SMTP", to: [dan, "eve@partner.org"], server: "mx.partner.org", client: "ex1")
            $0.row(3, "FAIL", "SMTP", to: [dan])
        }
        #expect(log.counted == ["ann > eve@partner.org @ 1"])
        #expect(log.account.recipients == [.failed: 1])
        let submitted = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, dan])
            $0.row(3, "FAIL", "ROUTING", to: [dan])
        }
        #expect(submitted.counted == ["ann > bob @ 1"])
    }

    @Test func aDeliveryStandsAgainstAnAttemptThatFailed() {
        let log = MailLog.of {
            $0.row(1, "DELIVERFAIL", to: [bob])
            $0.row(2, "FAIL", to: [bob])
            $0.row(3, "DELIVER", to: [bob])
        }
        #expect(log.counted == ["ann > bob @ 1"])
    }

    @Test func mailToOneselfIsNotCounted() {
        let log = MailLog.of { $0.row(1, "DELIVER", to: [ann, bob]) }
        #expect(log.counted == ["ann > bob @ 1"])
        #expect(log.account.recipients == [.sender: 1])
    }

    @Test func anUnknownEventIsCountedAsSuch() {
        let log = MailLog.of {
            $0.row(1, "DELIVER", to: [bob])
            $0.row(1, "TELEPORT", to: [cay])
        }
        #expect(log.counted == ["ann > bob @ 1"])
        #expect(log.account.rows == [.unknownEvent: 1])
    }

    @Test func whenIsTheOriginationElseTheEarliestRow() {
        let known = MailLog.of {
            $0.row(10, "RECEIVE", "SMTP", to: [bob])
            $0.row(12, "DELIVER", to: [bob], sent: 11)
            $0.row(15, "DELIVER", to: [cay], sent: 11)
        }
        #expect(known.counted == ["ann > bob, cay @ 11"])
        let unknown = MailLog.of {
            $0.row(10, "RECEIVE", "SMTP", to: [bob])
            $0.row(12, "DELIVER", to: [bob])
            $0.row(15, "DELIVER", to: [cay])
        }
        #expect(unknown.counted == ["ann > bob, cay @ 10"])
    }

    @Test func aReusedIDIsToldApartBySenderAndByDay() {
        let log = MailLog.of {
            $0.row(1, "DELIVER", to: [bob])
            $0.row(2, "DELIVER", from: dan, to: [bob])
            $0.row(1 + 1441, "DELIVER", to: [bob])
            $0.row(1 + 1441, "RECEIVE", "SMTP", to: [bob])
        }
        #expect(log.counted == ["ann > bob @ 1", "dan@partner.org > bob @ 2", "ann > bob @ 1442"])
    }

    @Test func aLateDeliveryIsTheMessageOfItsOrigination() {
        let log = MailLog.of {
            $0.row(1, "DELIVER", to: [bob], sent: 1)
            $0.row(3000, "DELIVER", to: [cay], sent: 1)
        }
        #expect(log.counted == ["ann > bob, cay @ 1"])
    }

    @Test func mailThatCameInIsKnownAsSuch() {
        let incoming = MailLog.of { $0.row(1, "DELIVER", to: [bob], directionality: .incoming) }
        let own = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob], directionality: .originating)
            $0.row(2, "DELIVER", to: [bob], directionality: .incoming)
        }
        #expect(foldMail(incoming.events).messages.map(\.cameFromOutside) == [true])
        #expect(foldMail(own.events).messages.map(\.cameFromOutside) == [false])
    }
}
