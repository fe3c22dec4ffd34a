#!/usr/bin/env bash
# The tests of what the tests are made with: the fake provider, and the judges and the report of the campaign.
set -euo pipefail
cd "$(dirname "$0")"
# Debian's Python, for whom Debian packs Twilio's own library.
exec /usr/bin/python3 -m unittest -q test_fake_twilio test_fake_twilio_faults test_fake_arm test_campaign test_soak
