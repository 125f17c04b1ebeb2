"""Writes a message tracking log of any size, as Exchange 2016 has it: mail between two servers, to lists, and to the outside.

    generate.py --megabytes N --out FILE [--seed N]
"""
import argparse
import datetime
import random

FIELDS = (
    "date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,"
    "network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,"
    "return-path,message-info,directionality,tenant-id,original-client-ip,original-server-ip,custom-data,transport-traffic-type,log-id,schema-version")
WORDS = "budget plan review offer order invoice meeting notes travel report draft contract figures quarter release minutes".split()


class Flow:
    def __init__(self, seed, people):
        self.random = random.Random(seed)
        self.people = [f"{name}.{number}@example.com" for number in range(people // 4) for name in ("anna", "boris", "carla", "david")]
        self.outside = [f"contact{number}@partner{number % 50}.example.net" for number in range(people)]
        self.instant = datetime.datetime(2024, 3, 4, 6)
        self.message = 0

    def row(self, at, client, server, connector, source, event, recipients, related="", info="", status="", context=""):
        """One line; `self` has what all rows of a message share."""
        return (
            f"{(self.instant + datetime.timedelta(milliseconds=at)).isoformat(timespec='milliseconds')}Z,192.0.2.11,{client},192.0.2.12,{server},{context},"
            f"{connector},{source},{event},{self.message + 77_000_000_000},{self.id},{self.network},{';'.join(recipients)},{status},{self.size},"
            f"{len(recipients)},{related},,{self.subject},{self.sender},{self.sender},{info},Originating,,192.0.2.99,192.0.2.12,S:DeliveryPriority=Normal,Email,"
            f"{self.network},15.01.2507.006\r\n")

    def next(self):
        """The rows of one message."""
        roll = self.random
        self.message += 1
        self.instant += datetime.timedelta(milliseconds=roll.randrange(40, 400))
        self.id = f"<{roll.getrandbits(128):032x}@ex1.example.com>"
        self.network = f"{roll.getrandbits(32):08x}-{roll.getrandbits(16):04x}-4f6a-9d3b-{roll.getrandbits(48):012x}"
        self.sender, self.size = roll.choice(self.people), roll.randrange(3_000, 90_000)
        self.subject = f"{roll.choice(WORDS)} {roll.choice(WORDS)} {roll.randrange(1000)}"
        if roll.random() < 0.1:
            self.subject = f'"{self.subject}, again"'
        own = roll.sample(self.people, roll.choice((1, 1, 1, 2, 3, 8)))
        sent = self.instant.isoformat(timespec="milliseconds") + "Z"
        named, related = own, ""
        rows = []
        if roll.random() < 0.1:
            related = f"list{roll.randrange(200)}@example.com"
            named = [related]
        context = f"MDB:{self.network}, Mailbox:{self.network}, Event:{self.message}, MessageClass:IPM.Note, CreationTime:{sent}, ClientType:MOMT"
        rows.append(self.row(0, "ex1.example.com", "ex1", "", "STOREDRIVER", "RECEIVE", named, status=";".join(["To"] * len(named)), info="04I: "))
        rows.append(self.row(30, "ex1", "ex1.example.com", "", "STOREDRIVER", "SUBMIT", named, context=f'"{context}"'))
        rows.append(self.row(90, "ex1", "ex2.example.com", "", "SMTP", "HAREDIRECT", named))
        rows.append(self.row(120, "ex1.example.com", "ex1", "ex1\\Default ex1", "SMTP", "RECEIVE", named, info="0cI: "))
        rows.append(self.row(150, "", "ex1", "", "AGENT", "AGENTINFO", named, context="CatContentConversion"))
        if related:
            rows.append(self.row(200, "", "ex1", "", "ROUTING", "EXPAND", own, related))
        done = "250 2.1.5 Recipient OK"
        rows.append(self.row(400, "ex1", "ex2.example.com", "Intra-Organization SMTP Send Connector", "SMTP", "SEND", own, info=sent, status=done))
        rows.append(self.row(500, "ex2", "ex2", "", "STOREDRIVER", "DELIVER", own, info=f"{sent};SRV=ex2.example.com:TOTAL-SUB=0.030|SA=0.020"))
        if roll.random() < 0.2:
            far = roll.sample(self.outside, roll.choice((1, 2)))
            rows.append(self.row(700, "ex1", "mx.partner.example.net", "To Internet", "SMTP", "SENDEXTERNAL", far, info=sent, status="250 2.0.0 queued"))
        return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=8_000)
    options = parser.parse_args()
    flow, written, count = Flow(options.seed, options.people), 0, 0
    with open(options.out, "w", encoding="utf-8", newline="") as file:
        head = f"#Software: Microsoft Exchange Server\r\n#Version: 15.01.2507.006\r\n#Log-type: Message Tracking Log\r\n#Date: 2024-03-04T06:00:00.000Z\r\n#Fields: {FIELDS}\r\n"
        file.write("\ufeff" + head)
        while written < options.megabytes * 1_000_000:
            rows = flow.next()
            count += len(rows)
            written += sum(map(len, rows))
            file.writelines(rows)
    print(count)


main()
