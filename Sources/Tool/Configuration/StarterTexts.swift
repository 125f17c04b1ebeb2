/// What `calfold init` writes.
enum StarterTexts {
    static let configuration = """
        # The night's run of calfold. Each key is named as the option of the commands; a key that begins with '#' has the value that is
        # shown, or none. Paths are read from this file's folder.
        # 'calfold nightly --config calfold.yaml --print-config' shows what is used, and where each value is from.

        # ---- What is taken in

        # Exports of calendar diagnostic logs, tracking logs and message traces, in folders as you like. They may stay where they are.
        inbox: inbox

        # Message traces, fetched from Microsoft Graph before each night and put into the inbox; docs/polling.md tells what an administrator has
        # to grant. Instead of client-secret-file, the variable CALFOLD_CLIENT_SECRET, or certificate and private-key.
        # poll:
        #   tenant: contoso.onmicrosoft.com
        #   client-id: 6731de76-14a6-49ae-97bc-6eba6914391e
        #   client-secret-file: client-secret.txt
        #   certificate: client.crt
        #   private-key: client.key
        #   initial-interval: 90d
        #   look-back: 24h
        #   batch-size: 5000
        #   keep-days: 7
        #   every: 1h
        #   token-url: https://login.microsoftonline.com
        #   graph-url: https://graph.microsoft.com
        #   legacy: false
        #   reporting-url: https://reports.office365.com
        #   state: inbox/.poll.json

        # The log: one SQLite file. Back it up; everything else can be made from it again.
        store: calfold.db

        # Only where the files do not say so themselves: whose log they are, their encoding, how dates are written, in which zone.
        # mailbox: alice@example.com
        # encoding: windows-1250
        # culture: en-GB
        # date-format: d/M/yyyy H:mm:ss
        # time-zone: Europe/Warsaw
        # log-time-zone: Europe/Warsaw

        # ---- What comes out

        # The folder of the finished tables, each named YYYY-MM_table.csv. Not inside the inbox.
        out: tables

        # meetings, participants, emails, interactions, calendar_log; employees, employees_groups and users need a directory. A table that
        # is taken out of the list goes from the folder, and from where it was published, with the month's next tables.
        tables: [meetings, participants]

        # The zone in which a month begins and ends.
        window-time-zone: UTC

        # Months around today that are kept up to date.
        months-back: 24
        months-ahead: 1

        # What a night did, in numbers, for Prometheus' node exporter: a file that ends in .prom, in the folder that it looks into.
        # metrics: /var/lib/prometheus/node-exporter/calfold.prom

        # Where calendars disagree, looked for after the tables: a folder of its own for findings.csv, evidence.csv and coverage.csv, which are
        # never published. Rooms that several meetings may have at once are no double bookings.
        # audit: findings
        # allow-conflicts: [desks@example.com]

        # final: as the newest entry leaves each occurrence. as-held: as it stood when it began.
        # view: final
        # include-cancelled: false
        # The partner's own form; meetings cannot be among the tables of the profile sftp, where calendar_log has that name.
        # profile: sftp
        # delimiter: ";"
        # list-style: json
        # round-employment-dates: false
        # users: users.csv

        # ---- Who is who

        # The secret for pseudonyms; instead of a file, the variable CALFOLD_KEY may hold it. CALFOLD_KEY_FILE names another file.
        key-file: key.txt

        # Your own domains; people of any other are 'external'. Without any, nobody is.
        # accepted-domain: [example.com, "*.example.com"]

        # Exports of the directory, so that one person is one pseudonym and rooms are no people.
        # directory: people.csv
        # include: ["*@example.com"]
        # exclude: ["test*@example.com"]
        # out-of-scope: drop
        # leave-out-mail: [automatic, rule, agent, public-folder, server, journal, moderation]
        # subjects: false

        # ---- Where it goes

        # An SFTP server, reached by the system's own sftp with its ssh configuration, or a folder that is mounted here. The server's key has
        # to be known: 'ssh-keyscan' shows it, and its operator tells whether it is right.
        # publish:
        #   sftp: calfold@sftp.example.com:/incoming
        #   identity-file: /var/lib/calfold/.ssh/id_ed25519
        #   port: 22
        #   known-hosts: known_hosts
        #   ssh-config: ssh_config
        #   attempts: 4
        #
        # publish:
        #   folder: /mnt/partner

        # The partner's API: each month that is closed for lag-days and was not pushed, from 'since' on; docs/partner.md tells the rest. With
        # with-users the list of users goes too, whose addresses are in clear. Instead of token-file, the variable CALFOLD_PARTNER_TOKEN.
        # push:
        #   to: https://app.example.com
        #   token-file: token.txt
        #   since: 2024-01
        #   lag-days: 7
        #   id-name: [Email]
        #   batch: 20000
        #   with-users: false

        """

    static let readMe = """
        # calfold on this machine

        Every night `calfold nightly --config calfold.yaml` takes in the exports in `inbox/`, brings the meetings up to date, writes the months that
        changed to `tables/`, checks them and publishes them where `calfold.yaml` says. It costs what is new, and can be run again after any failure.

        | here | what it is |
        |---|---|
        | `calfold.yaml` | the configuration, every key explained |
        | `key.txt` | the secret for pseudonyms: back it up apart from the rest; with another one every person has another pseudonym |
        | `inbox/` | the exports; files may stay, be added and grow |
        | `calfold.db` | the log. Back it up: everything else can be made from it |
        | `tables/` | the finished tables, one manifest a month; `last-night.txt` is the report of the last run |

        - How was the last night? `cat tables/last-night.txt`, or `calfold status --runs --store calfold.db`. For monitoring: `calfold status --check --store calfold.db`.
        - Rows were set aside? `calfold quarantine --store calfold.db` says which and why; `--retry` reads them again.
        - A file of the report is known by its hash, as names of files may be names of people: `find inbox -type f -exec sha256sum {} +` shows it.
        - Something was not published? It will be the next time; running the night again does it now.
        - Exit status: 0 done; 1 done, but rows were set aside or a table failed its check; 65 a file was not understood; 69 not everything was
          published; 75 another run was under way; the rest is in `calfold --help`.

        """
}
