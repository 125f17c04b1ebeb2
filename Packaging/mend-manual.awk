# Mends a manual page that the argument parser's generator wrote: examples stand as they are typed, exit statuses are calfold's own,
# and pages are named as `man calfold ingest` looks for them.

function leave_example() {
    if (in_example) print ".Ed"
    in_example = 0
}

/^\.Xr calfold\./ { sub(/calfold\./, "calfold-") }
/^\.Dt CALFOLD\./ { sub(/CALFOLD\./, "CALFOLD-") }

# "Exit status: 0 done; 1 done, but …; 64 usage." belongs into its own section.
/^Exit status: / {
    sub(/^Exit status: /, ""); sub(/\.$/, "")
    statuses = $0
    next
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
