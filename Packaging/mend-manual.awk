# Mends a manual page that the argument parser's generator wrote: examples stand as they are typed, exit statuses are calfold's own,
# and pages are named as `man calfold ingest` looks for them.

function leave_example() {
    if (in_example) print ".Ed"
    in_example = 0
}

/^\.Xr calfold\./ { sub(/calfold\./, "calfold-") }
/^\.Dt CALFOLD\./ { sub(/CALFOLD\./, "CALFOLD-") }

# An index of pages knows names of one word; where the command is typed it has two.
/^\.Nm "calfold [a-z]+"$/ && typed == "" {
    typed = $0
    sub(/calfold /, "calfold-")
    gsub(/"/, "")
}
/^\.Nm$/ && typed != "" { $0 = typed }

# The commands and what they are for, on the program's own page. Those of commands within commands have a dot in their names.
function print_commands(    line, parts, begun) {
    if (!is_program || abstracts == "") return
    while ((getline line < abstracts) > 0) {
        split(line, parts, "\t")
        if (parts[1] == "" || parts[1] ~ /^help/) continue
        if (!begun) print ".Sh COMMANDS\n.Bl -tag -width 4n"
        begun = 1
        gsub(/\./, "-", parts[1])
        gsub(/^"|"$/, "", parts[2])
        print ".It Xr calfold-" parts[1] " 1"
        print parts[2]
    }
    close(abstracts)
    if (begun) print ".El"
}

/^\.Dt CALFOLD 1/ { is_program = 1 }

# What every page says of the environment and of files.
function print_places() {
    print ".Sh ENVIRONMENT"
    print ".Bl -tag -width 4n"
    print ".It Ev CALFOLD_STORE"
    print "The store of commands that are not told another with"
    print ".Fl -store ."
    print ".It Ev CALFOLD_KEY"
    print "The secret for pseudonyms, where"
    print ".Fl -key-file"
    print "names no file."
    print ".It Ev CALFOLD_CLIENT_SECRET"
    print "The application's secret for"
    print ".Xr calfold-poll 1 ."
    print ".It Ev CALFOLD_PARTNER_TOKEN"
    print "The connector's token for"
    print ".Xr calfold-push 1 ,"
    print "where no file of it is named."
    print ".It Ev CALFOLD_KEY_FILE , CALFOLD_DIRECTORY , \&..."
    print "For"
    print ".Xr calfold-nightly 1 :"
    print "a path of a secret or of people, over the one that the configuration names."
    print ".It Ev NO_COLOR"
    print "No colours on a terminal, whatever it holds."
    print ".It Ev COLUMNS"
    print "The width of what is printed where no terminal tells it."
    print ".It Ev TMPDIR"
    print "Where large sorts and dry runs keep what does not fit in memory."
    print ".El"
    print ".Sh FILES"
    print ".Bl -tag -width 4n"
    print ".It Pa calfold.db"
    print "The store: one SQLite file, with"
    print ".Pa -wal"
    print "and"
    print ".Pa -shm"
    print "beside it while it is in use."
    print ".It Pa calfold.yaml"
    print "The configuration of the night's run, as"
    print ".Xr calfold-init 1"
    print "writes it."
    print ".It Pa datapackage.json"
    print "What the tables beside it are: columns, types, meanings, hashes."
    print ".It Pa /var/lib/calfold"
    print "Where the service keeps all of it."
    print ".El"
}

# "Exit status: 0 done; 1 done, but …; 64 usage." belongs into its own section.
/^Exit status: / {
    sub(/^Exit status: /, ""); sub(/\.$/, "")
    statuses = $0
    next
}

/^\.Sh .?EXIT STATUS/ {
    print_commands()
    print_places()
}

/^\.Ex -std/ {
    if (statuses == "") {
        print "As listed in"
        print ".Xr calfold 1 ."
    } else {
        print ".Bl -tag -width 4n"
        count = split(statuses, parts, /; /)
        for (i = 1; i <= count; i++) {
            number = parts[i]; sub(/ .*/, "", number)
            meaning = parts[i]; sub(/^[0-9]+ /, "", meaning)
            print ".It " number
            print meaning
        }
        print ".El"
    }
    next
}

/^$/ {
    leave_example()
    waiting = 1
    next
}

/^  / {
    if (!in_example) print ".Bd -literal"
    in_example = 1
    waiting = 0
    gsub(/\\/, "\\e")
    print substr($0, 3)
    next
}

{
    leave_example()
    if (waiting && $0 !~ /^\./) print ".Pp"
    waiting = 0
    # A tag list brings its own paragraph.
    if (held_paragraph && $0 !~ /^\.It/) print ".Pp"
    held_paragraph = $0 == ".Pp"
    if (!held_paragraph) print
}
