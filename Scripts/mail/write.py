#!/usr/bin/env python3
"""Writes the mail flow of flow.py in every form that Exchange exports have: Scripts/mail/write.py Fixtures/mail

Each folder below the target tells the whole flow. The truth beside them is not written here: it is counted by hand.
"""
import csv, io, json, pathlib, sys, datetime as dt
from flow import EVENTS, TRACES, MESSAGES, person, stamp

TARGET = pathlib.Path(sys.argv[1])
FIELDS_2007 = ["date-time", "client-ip", "client-hostname", "server-ip", "server-hostname", "source-context", "connector-id", "source", "event-id", "internal-message-id", "message-id", "recipient-address", "recipient-status", "total-bytes", "recipient-count", "related-recipient-address", "reference", "message-subject", "sender-address", "return-path", "message-info"]
FIELDS_2010 = FIELDS_2007 + ["directionality", "tenant-id", "original-client-ip", "original-server-ip", "custom-data"]
FIELDS_2013 = FIELDS_2010[:11] + ["network-message-id"] + FIELDS_2010[11:]
FIELDS_2016 = FIELDS_2013 + ["transport-traffic-type", "log-id", "schema-version"]
VERSIONS = {"edge1": ("08.03.0485.001", FIELDS_2007), "hub3": ("14.03.0513.000", FIELDS_2010), "mbx1": ("15.01.2507.006", FIELDS_2016), "mbx2": ("15.00.1497.002", FIELDS_2013)}


def put(path, text, encoding="utf-8", mark=False):
    path = TARGET / path
    path.parent.mkdir(parents=True, exist_ok=True)
    body = text.encode(encoding)
    path.write_bytes((b"\xef\xbb\xbf" if mark and encoding == "utf-8" else b"\xff\xfe" if mark else b"") + body)


def line(values, delimiter=",", quoting=csv.QUOTE_MINIMAL):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator="\r\n").writerow(values)
    return buffer.getvalue()


# --- What the servers write themselves

def raw(row):
    number = EVENTS.index(row)
    return {
        "date-time": stamp(row["when"]), "client-ip": row["client_ip"], "client-hostname": row["client"], "server-ip": row["server_ip"],
        "server-hostname": row["server_host"], "source-context": row["context"], "connector-id": row["connector"], "source": row["source"],
        "event-id": row["event"], "internal-message-id": row["internal"], "message-id": row["message"], "network-message-id": row["network"],
        "recipient-address": ";".join(row["recipients"]), "recipient-status": ";".join(row["status"]), "total-bytes": row["size"],
        "recipient-count": len(row["recipients"]), "related-recipient-address": row["related"], "reference": ";".join(row["reference"]),
        "message-subject": row["subject"], "sender-address": row["sender"], "return-path": row["return_path"], "message-info": row["info"],
        "directionality": row["direction"], "tenant-id": "", "original-client-ip": row["original_ip"], "original-server-ip": "",
        "custom-data": ";".join(row["data"]), "transport-traffic-type": "Email", "log-id": f"{number:08x}-2a6b-4a43-4f5e-08dc3c1e5a2b", "schema-version": VERSIONS["mbx1"][0]}


def header(version, fields, date, capital="Log-type"):
    return f"#Software: Microsoft Exchange Server\r\n#Version: {version}\r\n#{capital}: Message Tracking Log\r\n#Date: {date}\r\n#Fields: {','.join(fields)}\r\n"


def tracking_logs():
    files = {}
    for row in EVENTS:
        files.setdefault((row["server"], row["service"], row["when"].strftime("%Y%m%d")), []).append(row)
    for (server, service, day), rows in files.items():
        version, fields = VERSIONS[server]
        name = f"MSGTRK{service}{day}{rows[0]['when']:%H}-1.LOG" if server == "mbx1" else f"MSGTRK{service}{day}-1.LOG"
        text = header(version, fields, stamp(rows[0]["when"]), "Log-Type" if server == "hub3" else "Log-type")
        for index, row in enumerate(rows):
            if server == "mbx2" and not service and index == 14:
                # The service came back after an upgrade: other columns from here on.
                fields = FIELDS_2016
                text += header("15.01.2507.006", fields, stamp(row["when"]))
            text += line([raw(row)[field] for field in fields])
        put(f"tracking-logs/{server}/{name}", text, mark=server != "edge1")


# --- Get-MessageTrackingLog

PASCAL = [("Timestamp", None), ("ClientIp", "client-ip"), ("ClientHostname", "client-hostname"), ("ServerIp", "server-ip"), ("ServerHostname", "server-hostname"), ("SourceContext", "source-context"), ("ConnectorId", "connector-id"), ("Source", "source"), ("EventId", "event-id"), ("InternalMessageId", "internal-message-id"), ("MessageId", "message-id"), ("NetworkMessageId", "network-message-id"), ("Recipients", None), ("RecipientStatus", None), ("TotalBytes", "total-bytes"), ("RecipientCount", "recipient-count"), ("RelatedRecipientAddress", "related-recipient-address"), ("Reference", None), ("MessageSubject", "message-subject"), ("Sender", "sender-address"), ("ReturnPath", "return-path"), ("Directionality", "directionality"), ("TenantId", "tenant-id"), ("OriginalClientIp", "original-client-ip"), ("MessageInfo", "message-info"), ("MessageLatency", None), ("MessageLatencyType", None), ("EventData", None)]
LISTS = {"Recipients": "recipients", "RecipientStatus": "status", "Reference": "reference", "EventData": "data"}


def warsaw(when):
    return when + dt.timedelta(hours=1)


def american(when):
    return f"{when.month}/{when.day}/{when.year} {(when.hour + 11) % 12 + 1}:{when:%M:%S} {'PM' if when.hour >= 12 else 'AM'}"


def tracking(row, joined, when):
    values = {}
    for name, field in PASCAL:
        values[name] = raw(row)[field] if field else ""
    for name, key in LISTS.items():
        values[name] = joined(row[key])
    values["Timestamp"] = when
    values["MessageLatencyType"] = "None"
    return values


def tracking_csv():
    names = [name for name, _ in PASCAL] + ["PSComputerName", "RunspaceId", "PSShowComputerName"]
    text = line(names, quoting=csv.QUOTE_ALL)
    for row in EVENTS:
        values = tracking(row, ";".join, stamp(row["when"]))
        text += line([values.get(name, {"PSComputerName": "mbx1.example.com", "RunspaceId": "0d1f", "PSShowComputerName": "False"}.get(name)) for name in names], quoting=csv.QUOTE_ALL)
    put("tracking-cmdlet-csv/tracking.csv", text, mark=True)

    # Columns as people make them: the calculated one keeps its expression as its name; local time of the computer in Warsaw.
    names = ["Timestamp", "EventId", "Source", "Sender", "Recipients", "MessageSubject", "MessageId", "InternalMessageId", "ServerHostname", "ClientHostname", "ConnectorId", "Directionality", "RelatedRecipientAddress", "ReturnPath", "MessageInfo", "SourceContext", "NetworkMessageId", "RecipientStatus"]
    titles = [" $_.Recipients" if name == "Recipients" else name for name in names]
    text = "#TYPE Selected.System.Management.Automation.PSCustomObject\r\n" + line(titles, ";", csv.QUOTE_ALL)
    for row in EVENTS:
        values = tracking(row, " ".join, american(warsaw(row["when"])))
        text += line([values[name] for name in names], ";", csv.QUOTE_ALL)
    put("tracking-cmdlet-csv-local/tracking.csv", text.replace("ä", "?"), encoding="utf-8")


def tracking_json():
    new, old = [], []
    for row in EVENTS:
        values = tracking(row, list, stamp(row["when"]).replace(".000Z", "Z"))
        values["TotalBytes"] = row["size"] or 0
        new.append(values | {"MessageLatency": None})
        milliseconds = int(row["when"].timestamp() * 1000)
        values = tracking(row, lambda parts: parts[0] if len(parts) == 1 else list(parts), f"/Date({milliseconds})/")
        old.append(values | {"MessageLatency": None, "PSComputerName": "mbx1.example.com", "RunspaceId": "0d1f"})
    put("tracking-cmdlet-json/tracking.json", json.dumps(new, ensure_ascii=False, indent=2).replace("\n", "\r\n"))
    # Windows PowerShell 5.1, redirected with >: UTF-16; its last object alone in a file.
    text = json.dumps(old[:-1], ensure_ascii=False, indent=4).replace("/Date(", "\\/Date(").replace(")/\"", ")\\/\"").replace("\n", "\r\n")
    put("tracking-cmdlet-json-5/tracking.json", text, encoding="utf-16-le", mark=True)
    text = json.dumps(old[-1], ensure_ascii=False, indent=4).replace("/Date(", "\\/Date(").replace(")/\"", ")\\/\"").replace("\n", "\r\n")
    put("tracking-cmdlet-json-5/last.json", text, encoding="utf-16-le", mark=True)


# --- Exchange Online

def ticks(when, zone="Z"):
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond:06d}0{zone}"


def records(run):
    """The records as the first run saw them, some provisional, or as the second did; each run knows its own query window."""
    for item in TRACES:
        mail = MESSAGES[item["key"]]
        if run == 1 and mail["when"].day != 4:
            continue
        status = (item["first"] or item["status"]) if run == 1 else item["status"]
        yield dict(
            Organization="example.onmicrosoft.com", MessageId=mail["id"], Received=mail["when"], SenderAddress=mail["return_path"] if mail["return_path"] == "<>" else mail["sender"],
            RecipientAddress=item["recipient"], Subject=mail["subject"], Status=status, ToIP="198.51.100.7" if "example.net" in item["recipient"] else None,
            FromIP=item.get("from_ip", "2001:db8::11"), Size=mail["size"], MessageTraceId=mail["network"], StartDate=dt.datetime(2024, 3, 3 + run, tzinfo=dt.timezone.utc),
            EndDate=dt.datetime(2024, 3, 4 + 2 * run, tzinfo=dt.timezone.utc))


def traces():
    names = ["Organization", "MessageId", "Received", "SenderAddress", "RecipientAddress", "Subject", "Status", "ToIP", "FromIP", "Size", "MessageTraceId", "StartDate", "EndDate", "Index"]
    for run in (1, 2):
        rows = list(records(run))
        text, american_text, lines, light, verbose, graph = line(["PSComputerName"] + names, quoting=csv.QUOTE_ALL), line(names[1:11]), "", [], [], []
        for index, row in enumerate(rows):
            plain = row | dict(Index=index, Received=ticks(row["Received"], ""), StartDate=ticks(row["StartDate"], ""), EndDate=ticks(row["EndDate"], ""))
            text += line(["outlook.office365.com"] + [plain[name] for name in names], quoting=csv.QUOTE_ALL)
            american_text += line([(row | dict(Received=american(row["Received"])))[name] for name in names[1:11]])
            iso = {name: value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, dt.datetime) else value for name, value in (row | dict(Index=index)).items()}
            lines += json.dumps(iso, ensure_ascii=False) + "\n"
            light.append(plain)
            dates = {name: f"/Date({int(value.timestamp() * 1000)})/" if isinstance(value, dt.datetime) else value for name, value in (row | dict(Index=index)).items()}
            verbose.append({"__metadata": {"id": f"https://reports.office365.com/ecp/reportingwebservice/reporting.svc/MessageTrace({index})", "type": "TenantReporting.MessageTrace"}} | dates)
            graph.append({
                "id": row["MessageTraceId"], "senderAddress": row["SenderAddress"], "recipientAddress": row["RecipientAddress"], "messageId": row["MessageId"],
                "receivedDateTime": ticks(row["Received"]), "subject": row["Subject"], "size": row["Size"], "fromIP": row["FromIP"], "toIP": row["ToIP"],
                "status": row["Status"][0].lower() + row["Status"][1:]})
        put(f"trace-csv/2024-03-{3 + 2 * run:02d}.csv", text, mark=True)
        put(f"trace-v2-csv/2024-03-{3 + 2 * run:02d}.csv", american_text)
        put(f"trace-json-lines/2024-03-{3 + 2 * run:02d}.json", lines, mark=True)
        half = len(rows) // 2
        service = "https://reports.office365.com/ecp/reportingwebservice/reporting.svc"
        for page, part in enumerate([slice(0, half), slice(half, None)], 1):
            next_light = {"odata.nextLink": "MessageTrace?$skiptoken=2000"} if page == 1 else {}
            put(f"web-service-light/run-{run}-page-{page}.json", json.dumps({"odata.metadata": f"{service}/$metadata#MessageTrace", "value": light[part]} | next_light, ensure_ascii=False))
            next_verbose = {"__next": f"{service}/MessageTrace?$skiptoken=2000"} if page == 1 else {}
            put(f"web-service-verbose/run-{run}-page-{page}.json", json.dumps({"d": {"results": verbose[part]} | next_verbose}, ensure_ascii=False).replace("/Date(", "\\/Date(").replace(")/\"", ")\\/\""))
            newest = list(reversed(graph))
            next_graph = {"@odata.nextLink": "https://graph.microsoft.com/v1.0/admin/exchange/tracing/messageTraces?$skiptoken=x"} if page == 1 else {}
            put(f"graph/run-{run}-page-{page}.json", json.dumps({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#admin/exchange/tracing/messageTraces"} | next_graph | {"value": newest[part]}, ensure_ascii=False, indent=1))


OUTCOMES = {"Delivered": "Receive, Deliver", "Expanded": "Receive, Expand", "Resolved": "Receive, Resolve", "Failed": "Receive, Fail", "FilteredAsSpam": "Receive, Fail", "Quarantined": "Receive, Fail"}


def historical():
    names = ["origin_timestamp", "sender_address", "Recipient_status", "message_subject", "total_bytes", "message_id", "network_message_id", "original_client_ip", "directionality", "connector_id", "delivery_priority"]
    text = line(names)
    for key, mail in MESSAGES.items():
        items = [item for item in TRACES if item["key"] == key]
        if not items:
            continue
        outcome = lambda item: "Receive, Send" if item["status"] == "Delivered" and not item["recipient"].endswith("@example.com") else OUTCOMES[item["status"]]
        status = ";".join(f"{item['recipient']}##{outcome(item)}" for item in items)
        text += line([ticks(mail["when"]), mail["return_path"] if mail["return_path"] == "<>" else mail["sender"], status, mail["subject"], mail["size"], mail["id"], mail["network"], items[0].get("from_ip", "2001:db8::11"), 1 if mail["direction"] == "Incoming" else 2, "", "Normal"])
    put("historical-summary/summary.csv", text, encoding="utf-16-le", mark=True)

    fields = [field for field in FIELDS_2013 if field not in ("date-time", "tenant-id")]
    text = line(["date_time_utc"] + [field.replace("-", "_") for field in fields])
    for row in EVENTS:
        values = raw(row)
        text += line([ticks(row["when"])] + [values[field] for field in fields])
    put("historical-extended/extended.csv", text, encoding="utf-16-le", mark=True)


tracking_logs()
tracking_csv()
tracking_json()
traces()
historical()
