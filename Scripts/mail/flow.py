"""One small mail flow of two days, as the servers saw it. Fixtures/mail/README.md tells it message by message.

`MESSAGES` are the mails, `EVENTS` the rows of the servers' tracking logs, `TRACES` the records that a message trace has of the
same mails. Nothing here knows which of them count: that is counted by hand in Fixtures/mail/truth.csv.
"""
import datetime as dt

DOMAIN = "example.com"
SYSTEM = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com"
ARBITRATION = "SystemMailbox{1f05a927-89c2-4725-adca-4527114196a1}@example.com"
DAY = dt.datetime(2024, 3, 4, tzinfo=dt.timezone.utc)
MESSAGES, EVENTS, TRACES = {}, [], []


def at(clock, day=0, milliseconds=0):
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return DAY + dt.timedelta(days=day, hours=hours, minutes=minutes, seconds=sum(seconds), milliseconds=milliseconds)


def person(name):
    return name if "@" in name or name == "<>" else f"{name}@{DOMAIN}"


def message(key, identifier, clock, sender, subject, day=0, **more):
    number = len(MESSAGES) + 1
    MESSAGES[key] = dict(
        id=identifier, when=at(clock, day), sender=person(sender), subject=subject, size=4000 + 137 * number, internal=8_100_000_000 + number,
        network=f"{number:08x}-5c1e-4f6a-9d3b-08dc3c{number:06x}", return_path=person(sender), direction="Originating") | more


def event(key, delay, server, service, source, name, recipients=(), **more):
    """`delay` in milliseconds after the message's origin; `service` is that of the log file: "", MD, MS or MA."""
    mail = MESSAGES[key]
    row = dict(
        when=mail["when"] + dt.timedelta(milliseconds=delay), server=server, service=service, source=source, event=name, message=mail["id"],
        network=mail["network"], internal=mail["internal"], recipients=[person(name) for name in recipients], status=[], size=mail["size"],
        subject=mail["subject"], sender=mail["sender"], return_path=mail["return_path"], direction=mail["direction"], related="", reference=[],
        info="", context="", connector="", client_ip="", client="", server_ip="", server_host="", original_ip="", data=[])
    EVENTS.append(row | more)


ADDRESSES = {"mbx1": "192.0.2.11", "mbx2": "192.0.2.12", "hub3": "192.0.2.13", "edge1": "192.0.2.14"}
INTERNAL = "Intra-Organization SMTP Send Connector"


def host(server):
    return f"{server}.{DOMAIN}"


def stamp(when):
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def submitted(key, server, to, status=None, item_class="IPM.Note"):
    """What a mail that a mailbox sends leaves in the logs before it goes anywhere. The first row has no message id yet."""
    mail = MESSAGES[key]
    context = f"MDB:2f1c0a52-4d3f-4b39-a3de-1d7c5b0c6a11, Mailbox:7b3e4f0e-90a1-4a59-8f0d-0c6b1d8a2e44, Event:{mail['internal'] % 1000}, MessageClass:{item_class}, CreationTime:{stamp(mail['when'])}, ClientType:OWA"
    status = status or ["To"] * len(to)
    event(key, -180, server, "MS", "STOREDRIVER", "NOTIFYMAPI", context=context.replace(f"MessageClass:{item_class}, ", ""), message="", network="", sender="", return_path="", subject="", size="", client=server)
    event(key, 0, server, "", "STOREDRIVER", "RECEIVE", to, status=status, client_ip="2001:db8::11", client=host(server), context="08DC3C1E5A2B7C44", info="04I: ")
    event(key, 40, server, "MS", "STOREDRIVER", "SUBMIT", to, status=status, client=server, server_host=host(server), context=context)


def shadowed(key, server, other, to):
    event(key, 60, server, "", "SMTP", "HAREDIRECT", to, server_host=host(other), context="Shadow redundancy")
    event(key, 75, other, "", "SMTP", "HARECEIVE", to, client=host(server), client_ip=ADDRESSES[server], internal=MESSAGES[key]["internal"] + 40_000)
    event(key, 9_000, other, "", "REDUNDANCY", "HADISCARD", [], internal=MESSAGES[key]["internal"] + 40_000)


def agents(key, server, to):
    event(key, 310, server, "", "AGENT", "AGENTINFO", to, data=["S:CompCost=|ETR=0", "S:DeliveryPriority=Normal"])


def hop(key, server, other, to, delay=700):
    """From the transport of one server to that of another."""
    event(key, delay, server, "", "SMTP", "SEND", to, status=["250 2.1.5 Recipient OK"] * len(to), connector=INTERNAL, client=server, server_ip=ADDRESSES[other], server_host=host(other), info=stamp(MESSAGES[key]["when"]))
    event(key, delay + 35, other, "", "SMTP", "RECEIVE", to, client_ip=ADDRESSES[server], client=host(server), server_ip=ADDRESSES[other], server_host=other, connector=f"{other}\\Default {other}", internal=MESSAGES[key]["internal"] + 20_000, info="0cI: ")


def delivered(key, server, to, delay=1_400, info=None, **more):
    event(key, delay - 90, server, "", "SMTP", "SEND", to, status=["250 2.1.5 Recipient OK"] * len(to), connector=INTERNAL, client=server, server_ip=ADDRESSES[server], server_host=host(server), info=stamp(MESSAGES[key]["when"]))
    arrival = stamp(MESSAGES[key]["when"]) if info is None else info
    event(key, delay, server, "MD", "STOREDRIVER", "DELIVER", to, status=[""] * len(to), client=server, server_host=server, context="08DC3C1E5A2B7D01;2024-03-04T08:00:00.000Z;ClientSubmitTime:", info=arrival, **more)


def trace(key, recipient, status, first=None, **more):
    """`first` is the status that an export of the same hour still showed."""
    TRACES.append(dict(key=key, recipient=person(recipient), status=status, first=first) | more)


# 1. A plain mail between two mailboxes of one server. Its id has capitals.
message("plain", "<DB7PR01MB1A2B3C@mbx1.EXAMPLE.com>", "08:00:00", "alice", "Lunch")
submitted("plain", "mbx1", ["bob"])
shadowed("plain", "mbx1", "mbx2", ["bob"])
agents("plain", "mbx1", ["bob"])
delivered("plain", "mbx1", ["bob"], info="2024-03-04T08:00:00.000Z;SRV=mbx1.example.com:TOTAL-SUB=0.040|SA=0.030;SRV=mbx1.example.com:TOTAL-DEL=0.310")
trace("plain", "bob", "Delivered")

# 2. Two recipients on the other server; one of them is told late. The subject would break a naive reader.
message("two-servers", "<b6f1d2c4@mbx1.example.com>", "08:05:00", "alice", "Budget, \"final\" version; 50% off")
submitted("two-servers", "mbx1", ["carol", "dave"], status=["To", "Cc"])
shadowed("two-servers", "mbx1", "mbx2", ["carol", "dave"])
agents("two-servers", "mbx1", ["carol", "dave"])
event("two-servers", 500, "mbx1", "", "QUEUE", "DEFER", ["dave"], status=["451 4.4.0 Primary target IP address responded with: \"421 4.2.1 Unable to connect; retrying.\""])
hop("two-servers", "mbx1", "mbx2", ["carol", "dave"])
delivered("two-servers", "mbx2", ["carol"])
delivered("two-servers", "mbx2", ["dave"], delay=64_200)
trace("two-servers", "carol", "Delivered")
trace("two-servers", "dave", "Delivered", first="Pending")

# 3. To a list and to one of its members. The sender is a member too.
message("list", "<7e0c55aa@mbx1.example.com>", "08:10:00", "bob", "Quarter: figures")
submitted("list", "mbx1", ["sales", "carol"])
event("list", 260, "mbx1", "", "ROUTING", "EXPAND", ["bob", "carol", "dave"], status=["250 2.1.5 Recipient OK"] * 3, related=person("sales"), reference=[person("sales")])
event("list", 265, "mbx1", "", "ROUTING", "DUPLICATEEXPAND", ["carol"], related=person("sales"))
delivered("list", "mbx1", ["bob"])
hop("list", "mbx1", "mbx2", ["carol", "dave"])
event("list", 720, "mbx2", "", "ROUTING", "TRANSFER", ["dave"], internal=8_100_777_001, reference=[str(8_100_020_003)])
delivered("list", "mbx2", ["carol", "dave"], delay=1_900)
event("list", 2_300, "mbx2", "MD", "STOREDRIVER", "DUPLICATEDELIVER", ["carol"], server_host="mbx2")
trace("list", "sales", "Expanded")
trace("list", "bob", "Delivered")
trace("list", "carol", "Delivered")
trace("list", "dave", "Delivered", first="GettingStatus")

# 4. A message that alice has to approve, and the request for it. It arrives twenty-five minutes after it was sent.
message("moderated", "<c0ffee01@mbx2.example.com>", "08:15:00", "dave", "Please approve")
message("approval-request", "<a11c0de1@mbx2.example.com>", "08:15:02", ARBITRATION, "Approval requested: Please approve", return_path="<>")
submitted("moderated", "mbx2", ["carol"])
event("moderated", 220, "mbx2", "MA", "APPROVAL", "INITMESSAGECREATED", [ARBITRATION], related=person("carol"), reference=["<a11c0de1@mbx2.example.com>"])
event("approval-request", 0, "mbx2", "", "APPROVAL", "RECEIVE", ["alice"], status=["To"])
hop("approval-request", "mbx2", "mbx1", ["alice"])
delivered("approval-request", "mbx1", ["alice"])
event("moderated", 1_500_000, "mbx2", "MA", "APPROVAL", "MODERATORAPPROVE", [ARBITRATION], related=person("alice"))
event("moderated", 1_500_400, "mbx2", "", "APPROVAL", "RECEIVE", ["carol"], internal=8_100_777_002)
delivered("moderated", "mbx2", ["carol"], delay=1_501_000)
trace("moderated", "carol", "Delivered", first="Pending")
trace("approval-request", "alice", "Delivered")

# 5. The journal's report of the first mail.
message("journal", "<5a1f7d10@journal.report.generator>", "08:00:03", SYSTEM, "Lunch", return_path="<>")
event("journal", 0, "mbx1", "", "AGENT", "RECEIVE", ["journal"], context="Journaling", reference=["<DB7PR01MB1A2B3C@mbx1.EXAMPLE.com>"])
delivered("journal", "mbx1", ["journal"])
trace("journal", "journal", "Delivered")

# 6. Delivered, then submitted again by the safety net and delivered once more.
message("resubmitted", "<9d8e7f60@mbx1.example.com>", "09:00:00", "alice", "Minutes")
submitted("resubmitted", "mbx1", ["dave"])
hop("resubmitted", "mbx1", "mbx2", ["dave"])
delivered("resubmitted", "mbx2", ["dave"])
event("resubmitted", 600_000, "mbx1", "", "SAFETYNET", "RESUBMIT", ["dave"], internal=8_100_777_003, context="Safety Net resubmission")
event("resubmitted", 600_900, "mbx1", "", "REDUNDANCY", "RESUBMIT", ["dave"], internal=8_100_777_004)
delivered("resubmitted", "mbx2", ["dave"], delay=602_000)
event("resubmitted", 603_000, "mbx2", "MD", "STOREDRIVER", "DUPLICATEDELIVER", ["dave"], server_host="mbx2")
trace("resubmitted", "dave", "Delivered", first="GettingStatus")

# 7. To somebody outside and to somebody here: the newer way of saying so.
message("outbound", "<0f1e2d3c@mbx2.example.com>", "09:10:00", "carol", "Offer")
submitted("outbound", "mbx2", ["partner@example.net", "bob"])
hop("outbound", "mbx2", "mbx1", ["bob"])
delivered("outbound", "mbx1", ["bob"])
event("outbound", 1_800, "mbx2", "", "SMTP", "SENDEXTERNAL", ["partner@example.net"], status=["250 2.0.0 OK; queued as 4Tq3"], connector="Outbound to Internet", server_ip="198.51.100.7", server_host="mx.example.net", info=stamp(at("09:10:00")))
trace("outbound", "partner@example.net", "Delivered")
trace("outbound", "bob", "Delivered")

# 8. Outside by way of an old server, which says SEND.
message("outbound-old", "<1b2c3d4e@mbx1.example.com>", "09:20:00", "dave", "Contract")
submitted("outbound-old", "mbx2", ["partner@example.net"])
hop("outbound-old", "mbx2", "hub3", ["partner@example.net"])
event("outbound-old", 2_500, "hub3", "", "SMTP", "SEND", ["partner@example.net"], status=["250 2.1.5 Recipient OK"], connector="Outbound to Internet", client="hub3", server_ip="198.51.100.7", server_host="mx.example.net", info=stamp(at("09:20:00")))
trace("outbound-old", "partner@example.net", "Delivered")

# 9. From outside, through the edge.
message("inbound", "<20240304093000.4711@mail.example.org>", "09:30:00", "vendor@example.org", "Rechnung für März", direction="Incoming")
event("inbound", 0, "edge1", "", "SMTP", "RECEIVE", ["alice"], client_ip="203.0.113.25", client="mail.example.org", server_ip=ADDRESSES["edge1"], server_host="edge1", connector="edge1\\Default internal receive connector", original_ip="203.0.113.25")
hop("inbound", "edge1", "mbx1", ["alice"])
delivered("inbound", "mbx1", ["alice"], original_ip="203.0.113.25")
trace("inbound", "alice", "Delivered", from_ip="203.0.113.25")

# 10. An address that does not exist, and the two kinds of bounces.
message("failed", "<33445566@mbx1.example.com>", "09:40:00", "alice", "Hello?")
message("bounce", "<77889900@mbx1.example.com>", "09:40:05", SYSTEM, "Undeliverable: Hello?", return_path="<>")
message("bounce-from-outside", "<bounce.81@mx.example.net>", "09:45:00", "<>", "Returned mail: see transcript for details", direction="Incoming")
submitted("failed", "mbx1", ["nobody@example.net"])
event("failed", 4_800, "mbx1", "", "SMTP", "FAIL", ["nobody@example.net"], status=["550 5.1.1 User unknown; please check"], server_host="mx.example.net")
event("failed", 4_900, "mbx1", "", "DSN", "DSN", ["alice"], reference=["<77889900@mbx1.example.com>"])
event("bounce", 0, "mbx1", "", "DSN", "RECEIVE", ["alice"])
delivered("bounce", "mbx1", ["alice"])
event("bounce-from-outside", 0, "edge1", "", "SMTP", "RECEIVE", ["bob"], client="mx.example.net", client_ip="198.51.100.7", original_ip="198.51.100.7")
hop("bounce-from-outside", "edge1", "mbx1", ["bob"])
delivered("bounce-from-outside", "mbx1", ["bob"])
trace("failed", "nobody@example.net", "Failed", first="Pending")
trace("bounce", "alice", "Delivered")
trace("bounce-from-outside", "bob", "Delivered", from_ip="198.51.100.7")

# 11. An invitation.
message("meeting", "<aabbccdd@mbx1.example.com>", "10:00:00", "alice", "Planning")
submitted("meeting", "mbx1", ["bob", "carol"], item_class="IPM.Schedule.Meeting.Request")
delivered("meeting", "mbx1", ["bob"])
hop("meeting", "mbx1", "mbx2", ["carol"])
delivered("meeting", "mbx2", ["carol"])
event("meeting", 2_700, "mbx1", "MD", "MEETINGMESSAGEPROCESSOR", "PROCESSMEETINGMESSAGE", ["bob"])
event("meeting", 2_750, "mbx2", "MD", "MEETINGMESSAGEPROCESSOR", "PROCESSMEETINGMESSAGE", ["carol"])
trace("meeting", "bob", "Delivered")
trace("meeting", "carol", "Delivered")

# 12. To another address of bob's.
message("alias", "<deadbea7@mbx2.example.com>", "10:10:00", "dave", "Old address")
submitted("alias", "mbx2", ["b.jones"])
event("alias", 200, "mbx2", "", "ROUTING", "RESOLVE", ["bob"], related=person("b.jones"))
hop("alias", "mbx2", "mbx1", ["bob"])
delivered("alias", "mbx1", ["bob"])
trace("alias", "b.jones", "Resolved")
trace("alias", "bob", "Delivered")

# 13. Two mails that a filter kept back.
message("spam", "<spam.1@mail.example.org>", "10:20:00", "vendor@example.org", "You have won", direction="Incoming")
message("quarantined", "<spam.2@mail.example.org>", "10:21:00", "vendor@example.org", "Invoice.exe", direction="Incoming")
for key, reply in [("spam", "550 5.7.1 Message rejected as spam by Content Filtering."), ("quarantined", "550 5.2.1 Content Filter agent quarantined this message")]:
    recipient = "dave" if key == "spam" else "carol"
    event(key, 0, "edge1", "", "SMTP", "RECEIVE", [recipient], client="mail.example.org", client_ip="203.0.113.25", original_ip="203.0.113.25")
    event(key, 400, "edge1", "", "AGENT", "FAIL", [recipient], status=[reply])
trace("spam", "dave", "FilteredAsSpam", from_ip="203.0.113.25")
trace("quarantined", "carol", "Quarantined", first="Pending", from_ip="203.0.113.25")

# 14. The servers' own watchman. A message trace does not show it.
message("probe", "<probe.9@mbx1.example.com>", "10:30:00", "HealthMailbox5b1d8c3e7f6a4e0f9c2d1b0a@example.com", "00000000-0000-0000-0000-000000000000")
event("probe", 0, "mbx1", "", "SMTP", "RECEIVE", ["inboundproxy"])
delivered("probe", "mbx1", ["HealthMailbox5b1d8c3e7f6a4e0f9c2d1b0a@example.com"])

# 15. Passed on from outside to outside.
message("relayed", "<relay.5@mail.example.org>", "10:40:00", "vendor@example.org", "For your partner", direction="Incoming")
event("relayed", 0, "edge1", "", "SMTP", "RECEIVE", ["partner@example.net"], client="mail.example.org", client_ip="203.0.113.25")
hop("relayed", "edge1", "hub3", ["partner@example.net"])
event("relayed", 2_000, "hub3", "", "SMTP", "SEND", ["partner@example.net"], status=["250 2.1.5 Recipient OK"], connector="Outbound to Internet", server_ip="198.51.100.7", server_host="mx.example.net", info=stamp(at("10:40:00")))
trace("relayed", "partner@example.net", "Delivered", from_ip="203.0.113.25")

# 16. A device that gives every mail the same id, two days apart.
for day, key in [(0, "scan"), (2, "scan-again")]:
    message(key, "<scan@printer.example.com>", "11:00:00", "scanner", "Scan", day=day)
    event(key, 0, "mbx1", "", "SMTP", "RECEIVE", ["alice"], client="printer.example.com", client_ip="192.0.2.77")
    delivered(key, "mbx1", ["alice"])
    trace(key, "alice", "Delivered", from_ip="192.0.2.77")

# 17. Two senders outside who made the same id on one day.
for clock, key, sender, recipient in [("11:30:00", "same-id-1", "one@example.org", "bob"), ("11:45:00", "same-id-2", "two@example.org", "carol")]:
    message(key, "<1@localhost>", clock, sender, "Newsletter", direction="Incoming")
    server = "mbx1" if recipient == "bob" else "mbx2"
    event(key, 0, "edge1", "", "SMTP", "RECEIVE", [recipient], client="mail.example.org", client_ip="203.0.113.25")
    hop(key, "edge1", server, [recipient])
    delivered(key, server, [recipient])
    trace(key, recipient, "Delivered", from_ip="203.0.113.25")

EVENTS.sort(key=lambda row: row["when"])
TRACES.sort(key=lambda row: MESSAGES[row["key"]]["when"])
