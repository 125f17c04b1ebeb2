import ExchangeFormats
import Testing

@testable import Reconstruct

/// Mail that is handed to a server of ours whose log is not here: a smart host, an Edge server, a server nobody
/// collected from.
@Suite struct HopRuleTests {
    private let ann = MailLog.ann, bob = MailLog.bob, cay = MailLog.cay, dan = MailLog.dan, team = MailLog.team

    /// Names that a smart host goes by: in the organisation's domain, without a domain, by the connector that leads to
    /// it.
    @Test(arguments: [
        ("smtp-gw.corp.example", "Internet", "mbx1.corp.example"), ("gw", "Internet", "mbx1.corp.example"),
        ("gw", nil, "mbx1"),
        ("edge1.corp.example", "EdgeSync - Site to Internet", "mbx1.corp.example"),
        ("ex9.other.example", "Intra-Organization SMTP Send Connector", "mbx1"),
    ])
    func whoWasLastSeenOnAHopReceived(server: String, connector: String?, client: String) {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, dan], server: "mbx1", client: "mbx1")
            $0.row(1, "RECEIVE", "SMTP", to: [bob, dan], server: "mbx1.corp.example", client: "mbx1.corp.example")
            $0.row(2, "DELIVER", to: [bob], sent: 1, server: "mbx1.corp.example", client: "mbx1.corp.example")
            $0.row(3, "SEND", "SMTP", to: [dan], sent: 1, server: server, connector: connector, client: client)
        }
        #expect(log.counted == ["ann > bob, dan@partner.org @ 1"])
        #expect(log.account.countedRows == 2)
        #expect(foldMail(log.events).servers.withoutLog == [server])
    }

    /// Two hubs, then a gateway; the clock of the first is ahead by more than the whole way takes.
    @Test(arguments: [0, 5]) func severalHopsAreOneReceipt(ahead: Int) {
        let log = MailLog.of {
            $0.row(1 + ahead, "RECEIVE", "SMTP", to: [dan], server: "hub1", client: "laptop")
            $0.row(
                2 + ahead, "SEND", "SMTP", to: [dan], server: "hub2.corp.example",
                connector: "Intra-Organization SMTP Send Connector", client: "hub1.corp.example")
            $0.row(2, "RECEIVE", "SMTP", to: [dan], server: "hub2", client: "hub1.corp.example")
            $0.row(
                3, "SEND", "SMTP", to: [dan], server: "gw.corp.example", connector: "Internet",
                client: "hub2.corp.example")
        }
        #expect(foldMail(log.events).messages.map(\.recipients) == [[dan]])
        #expect(log.account.countedRows == 1)
        #expect(log.account.rows == [.hop: 3])
        #expect(foldMail(log.events).servers.withoutLog == ["gw.corp.example"])
    }

    /// The next server's log is here, and the message waits there.
    @Test(arguments: ["hub2.corp.example", "mail.corp.example"]) func whatWaitsAtAServerWithALogReachedNobody(
        name: String
    ) {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", "SMTP", to: [dan], server: "hub1", client: "laptop")
            $0.row(
                2, "SEND", "SMTP", to: [dan], server: name, connector: "Intra-Organization SMTP Send Connector",
                client: "hub1.corp.example")
            $0.row(2, "RECEIVE", "SMTP", to: [dan], server: "hub2", client: "hub1.corp.example")
            $0.row(9, "DEFER", "SMTP", to: [dan], server: "hub2")
        }
        #expect(log.counted.isEmpty)
        #expect(log.account.rows == [.hop: 3, .processing: 1])
    }

    @Test func whatFailedBehindAHopReachedNobody() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", "SMTP", to: [bob, dan], server: "hub1", client: "laptop")
            $0.row(
                2, "SEND", "SMTP", to: [bob, dan], server: "edge.corp.example", connector: "Internet",
                client: "hub1.corp.example")
            $0.row(3, "FAIL", "SMTP", to: [dan])
        }
        #expect(log.counted == ["ann > bob @ 1"])
    }

    /// Of some recipients the next server's log tells, of others it does not.
    @Test func aHopIsFinalForSomeOfItsRecipients() {
        let log = MailLog.of {
            $0.row(2, "SEND", "SMTP", to: [bob, cay, dan], server: "hub2.corp.example", client: "hub1.corp.example")
            $0.row(3, "DELIVER", to: [bob], server: "hub2.corp.example")
            $0.row(3, "RECEIVE", "SMTP", to: [cay], server: "hub2.corp.example", client: "hub1.corp.example")
        }
        #expect(log.counted == ["ann > bob, dan@partner.org @ 2"])
    }

    /// A list that the next server expands is its members, and whom that server redirects is whoever takes their place.
    @Test func theNextServersChangesOfRecipientsAreFollowed() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", "SMTP", to: [team, bob], server: "hub1", client: "laptop")
            $0.row(2, "SEND", "SMTP", to: [team, bob], server: "hub2.corp.example", client: "hub1.corp.example")
            $0.row(3, "EXPAND", "ROUTING", to: [cay], related: [team], server: "hub2")
            $0.row(3, "REDIRECT", "ROUTING", to: [dan], related: [bob], server: "hub2")
            $0.row(4, "SEND", "SMTP", to: [cay, dan], server: "gw.corp.example", client: "hub2.corp.example")
        }
        #expect(log.counted == ["ann > cay, dan@partner.org @ 1"])
    }

    /// An export of SEND rows alone, as administrators filter: the last hop of each recipient is the hand-over to the
    /// mailbox.
    @Test func sendsAloneTellWhoReceived() {
        let log = MailLog.of {
            $0.row(
                1, "SEND", "SMTP", to: [bob], server: "ex2.corp.example",
                connector: "Intra-Organization SMTP Send Connector", client: "ex1.corp.example")
            $0.row(
                2, "SEND", "SMTP", to: [bob], server: "ex2.corp.example",
                connector: "Intra-Organization SMTP Send Connector", client: "ex2.corp.example")
        }
        #expect(log.counted == ["ann > bob @ 1"])
        #expect(log.account.countedRows == 1 && log.account.rows == [.hop: 1])
    }

    /// The server's log may come a night later; then it decides.
    @Test func theLogThatComesLaterDecides() {
        var log = MailLog.of {
            $0.row(2, "SEND", "SMTP", to: [bob, dan], server: "edge.corp.example", client: "hub1.corp.example")
        }
        #expect(log.counted == ["ann > bob, dan@partner.org @ 2"])
        log.row(2, "RECEIVE", "SMTP", to: [bob, dan], server: "edge", client: "hub1.corp.example")
        log.row(3, "SENDEXTERNAL", "SMTP", to: [dan], server: "mx.partner.org", client: "edge")
        #expect(log.counted == ["ann > dan@partner.org @ 2"])
        #expect(foldMail(log.events).servers.withoutLog.isEmpty)
    }

    /// Behind the gateway is Exchange Online, and its trace knows what became of those who have a mailbox there.
    @Test func whatATraceSaysOfARecipientOutweighsTheHop() {
        let log = MailLog.of {
            $0.row(1, "RECEIVE", to: [bob, cay, dan], server: "ex1", client: "ex1")
            $0.row(2, "SEND", "SMTP", to: [bob, cay, dan], server: "gw.corp.example", client: "ex1.corp.example")
            $0.trace(3, .quarantined, to: bob)
            $0.trace(3, .delivered, to: cay)
        }
        #expect(log.counted == ["ann > cay, dan@partner.org @ 1"])
    }

    @Test func serversAreKnownByEitherName() {
        let servers = MailServers(
            logged: ["ex1", "ex2.corp.example"],
            called: ["ex1.corp.example", "ex2", "ex3", "ex10.corp.example", "ex2.dmz.example"])
        #expect(servers.withoutLog == ["ex10.corp.example", "ex2.dmz.example", "ex3"])
    }

    /// Whoever sends a message from outside again and again, under any names, leaves no more to look through.
    @Test func manyArrivalsAtOneServerAreOne() {
        let log = MailLog.of { log in
            for number in 0..<2_000 {
                log.row(
                    number, "RECEIVE", "SMTP", to: [MailLog.bob], server: "edge", client: "mail\(number).example.net")
            }
        }
        let path = MailPath(log.events.map { ($0, MailRole($0)) })
        #expect(path.arrivals.count == 1 && path.arrivals[MailLog.bob]?.count == 1)
        for (client, isThere) in [
            ("mail7", true), ("mail7.example.net", true), ("mail7.example.org", false), ("mail", false), ("", false),
            ("mail2000.example.net", false),
        ] {
            var hop = MailEvent(.tracking, at: MailLog.at(5_000))
            (hop.clientHost, hop.serverHost) = (client, "elsewhere")
            #expect(path.goesOn(from: hop, MailLog.bob) == isThere, "\(client)")
        }
        // What arrived later than it was sent is an answer by its time.
        var early = MailEvent(.tracking, at: MailLog.at(5))
        (early.clientHost, early.serverHost) = ("other", "elsewhere")
        #expect(path.goesOn(from: early, MailLog.bob) && !path.goesOn(from: early, MailLog.ann))
    }
}
