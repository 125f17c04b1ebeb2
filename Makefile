# make run      take the sample exports of calendars and mail in, fold them, leave CSV tables in out/tables; then make poll
# make test     run every test
# make poll     poll the test server of message traces, and take in what came: what docs/polling.md tells, without a tenant
# make bench    measure beside what people use instead (ARGUMENTS=--scaling for 4 times the rows as well, --short for a quick round)
# make torture  kill it, fill its disk, change its bytes, feed it hostile files (ARGUMENTS=--short for a quick round)
# make cluster-test run the job of Cluster/spark on a cluster of this machine, and compare bytes (ARGUMENTS=--short for a quick round)
# make sanitize run every test under the address sanitizer, then under the thread sanitizer
# make build    the release build: .build/release/calfold
# make install  build with Swift's libraries inside and install: PREFIX=/usr/local, DESTDIR for packagers; make uninstall removes it
# make deb      a Debian package with its checksums and a list of what is inside, in .build/deb; make deb-test tries it in a fresh Debian
# make setup    install the system packages that a build needs (Debian)
# make clean    remove what these made

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup build run poll test bench torture cluster-test sanitize completions man release deb deb-test install uninstall clean

SAMPLE := Fixtures/calendar/sample-organisation/logs
SAMPLE_MAIL := Fixtures/mail/tracking-logs Fixtures/mail/trace-csv
OUT := out
CALFOLD := .build/release/calfold

help:
	@sed -n 's/^# //p' Makefile

setup:
	@Scripts/setup

build: setup
	swift build -c release --static-swift-stdlib --product calfold

run:
	@echo "1 of 5: building $(CALFOLD). The first time takes some minutes; later ones are short."
	@$(MAKE) --no-print-directory build
	@mkdir -p $(OUT)
	@rm -f $(OUT)/calfold.db $(OUT)/calfold.db-wal $(OUT)/calfold.db-shm
	@test -f $(OUT)/key.txt || (umask 077; head -c 32 /dev/urandom | base64 > $(OUT)/key.txt)
	@echo; echo "2 of 5: taking in the sample exports."
	$(CALFOLD) ingest $(SAMPLE) $(SAMPLE_MAIL) --store $(OUT)/calfold.db
	@echo; echo "3 of 5: folding rows into meetings and e-mails."
	$(CALFOLD) fold --store $(OUT)/calfold.db
	@echo; echo "4 of 5: writing tables, under a key of their own."
	$(CALFOLD) export meetings participants emails interactions calendar_log --store $(OUT)/calfold.db --key-file $(OUT)/key.txt \
	  --accepted-domain example.com --from 2024-01-01 --to 2024-07-01 --out $(OUT)/tables
	$(CALFOLD) verify --store $(OUT)/calfold.db
	@echo
	@head -4 $(OUT)/tables/meetings.csv | cut -c1-160
	@echo; echo "5 of 5: message traces by themselves, from a server that behaves as Microsoft Graph does (docs/polling.md):"
	@Scripts/poll-sample $(OUT)/poll $(CALFOLD)
	@echo
	@echo "What is left, all of it in $(OUT)/ ('make clean' removes it):"
	@printf '  %-34s %s\n' "$(OUT)/calfold.db" "the store: every row, and the meetings that were made of them" \
	  "$(OUT)/tables/*.csv" "tables with pseudonyms; datapackage.json beside them says what each column is" \
	  "$(OUT)/key.txt" "the key that the pseudonyms are made with" "$(OUT)/poll/" "a store of its own, with the traces that were fetched"
	@echo "Look at it:"
	@printf '  %s\n' "$(CALFOLD) replay 8B907496 --store $(OUT)/calfold.db" \
	  "$(CALFOLD) replay --find budget planning --store $(OUT)/calfold.db" \
	  "$(CALFOLD) serve --store $(OUT)/calfold.db --accepted-domain example.com" \
	  "sqlite3 $(OUT)/calfold.db \"SELECT organizer, count(*) FROM meetings GROUP BY 1\""

poll: build
	@Scripts/poll-sample $(OUT)/poll $(CALFOLD)

test: setup
	@Scripts/test

bench: setup
	Benchmarks/run $(ARGUMENTS)

release completions man: setup
	@Packaging/release

PREFIX ?= /usr/local
export PREFIX DESTDIR

install: release
	@Packaging/install

deb: release
	@Packaging/deb

deb-test:
	@Packaging/test-deb

uninstall:
	@Packaging/install uninstall

torture: setup
	Torture/run $(ARGUMENTS)

cluster-test: setup
	@Scripts/cluster/test $(ARGUMENTS)

sanitize: setup
	@Scripts/sanitize $(ARGUMENTS)

clean:
	rm -rf .build .build-address .build-thread $(OUT)
