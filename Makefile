# The two commands of a new user are `make run` and `make test`. Both install what is missing on a Debian machine.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SECONDS ?=
STEPS ?=
PREFIX ?= /usr/local
DESTDIR ?=
BUILD := swift build --explicit-target-dependency-import-check error
# Tests of one process share its few threads, one for each core. Walks hold them for minutes, so that whatever waits for a
# program or a server beside them comes too late, and servers in the process itself starve: runs, one after the other.
TEST := swift test --skip-build --disable-xctest
# Tests that reckon: nothing in them waits for anything.
RECKONING := ^(ServiceHours|CallTree|DrillSimulator|RunbookModel|Reports|JSONText|Markup|SiteSettings|AlertSources|HouseRules)Tests
# Calls in real time, one after the other: nothing beside them may keep their packets or their threads waiting. Nor what kills
# servers and helpers by the moment.
CALLS := ^CommandTests.(SIP(Answer|Away|Call|Peer|Proxy|Load)|Asterisk|Voicevox)Tests
KILLS := ^CommandTests.SIPKillTests
# Whole nights that wait for minutes: in processes of their own. Those of clouds wait beside tests that no packet hurries.
CLOUDS := ^CommandTests.(AzureRun|Notice|Watch)Tests
KILLED := ^CommandTests.TwilioKillTests
NIGHTS := ^CommandTests.SIPNightTests
BESIDE := Tests/Support/side_by_side.sh "$$(swift build --show-bin-path)/nightcallPackageTests.xctest"

.PHONY: help run test soak bench install format lint needs clean

help: ## Show what can be made.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: needs ## Start the demo site; a web server dies, people are called, it is recovered and reported; SECONDS=60 ends by itself.
	@Tests/Support/needs.sh run
	@[ -n "$${NIGHTCALL_BINARY:-}" ] || $(BUILD) --product nightcall
	@SECONDS_TO_RUN="$(SECONDS)" Tests/Support/demo.sh "$${NIGHTCALL_BINARY:-.build/debug/nightcall}"

test: needs ## Build once (debug), lint, run every test in its short form. At most 40 minutes on 2 cores.
	@Tests/Support/needs.sh test
	@swift format lint --strict --recursive Sources Tests Package.swift
	@$(BUILD) --build-tests
	@$(TEST) --filter '$(RECKONING)'
	@$(BESIDE) '--filter $(CLOUDS)' '--skip $(RECKONING)|^(CommandTests|OperatorConsoleTests)'
	@$(TEST) --filter '^OperatorConsoleTests'
	@$(TEST) --no-parallel --filter '$(CALLS)'
	@$(TEST) --filter '$(KILLS)'
	@$(BESIDE) '--filter $(KILLED)' '--filter $(NIGHTS)' \
		'--filter ^CommandTests --skip $(CALLS)|$(KILLS)|$(KILLED)|$(NIGHTS)|$(CLOUDS)'
	@Tests/Support/python_tests.sh

soak: needs ## Long forms, 10,000 kills, crash loops, sanitizers, speech, and a report; STEPS="storms provider" runs some (see soak.sh).
	@Tests/Support/needs.sh test
	@Tests/Support/soak.sh $(STEPS)

bench: needs ## Measure, in one run, beside the baselines (release build).
	@Tests/Bench/run.sh

install: ## Install a release build under PREFIX (/usr/local), with the libraries of Swift that it needs; DESTDIR for packagers.
	@Tests/Support/needs.sh install
	@$(BUILD) --configuration release --product nightcall
	@$(BUILD) --configuration release --product nightcall-sip
	@Tests/Support/install.sh "$$($(BUILD) --configuration release --show-bin-path)/nightcall" "$(DESTDIR)" "$(PREFIX)"

format: ## Format all sources in place.
	@swift format --in-place --recursive Sources Tests Package.swift

lint: ## Check the format only.
	@swift format lint --strict --recursive Sources Tests Package.swift

needs: ## Install what a build needs.
	@Tests/Support/needs.sh build

clean: ## Remove what was built.
	@rm -rf .build .build-* .work
