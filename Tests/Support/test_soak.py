"""`soak.sh` runs every step that it is told, whatever becomes of the others, and says in the end whether all was good."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

SUPPORT = Path(__file__).resolve().parent
# In place of the compiler: what it is asked for, and one part that fails.
SWIFT = """#!/bin/bash
case "$*" in
*--show-bin-path) echo "$BIN" ;;
*$FAILING*) echo "told to fail: $*"; exit 1 ;;
"test "*) echo "Test run with 12 tests in 3 suites passed"; [ -z "$SAYS" ] || echo "$SAYS" ;;
esac
"""
# In place of the tests' own program: what one site of kills says.
KILLS = """#!/bin/bash
echo "killed $NIGHTCALL_KILLS times, 64 at their moment: 424 calls for 423 turns, 1 doubled, 2 lost, seed 7"
"""


class SoakTests(unittest.TestCase):
    def soak(self, steps, failing="nothing", says="", hears="exit 1", checks="exit 1"):
        with tempfile.TemporaryDirectory() as folder:
            support = Path(folder, "Tests", "Support")
            shutil.copytree(SUPPORT / "campaign", support / "campaign", ignore=shutil.ignore_patterns("__pycache__"))
            shutil.copy(SUPPORT / "soak.sh", support)
            swift = Path(folder, "bin", "swift")
            swift.parent.mkdir()
            swift.write_text(SWIFT, encoding="utf-8")
            swift.chmod(0o755)
            kills = swift.parent / "nightcallPackageTests.xctest"
            kills.write_text(KILLS, encoding="utf-8")
            kills.chmod(0o755)
            for place, text in (
                ("Tests/Support/recogniser.sh", "exit 0"), (".build/debug/nightcall", "echo {}"),
                (".work/recogniser/bin/python", hears), ("Tests/Support/helper_memory.sh", checks)):
                program = Path(folder, place)
                program.parent.mkdir(parents=True, exist_ok=True)
                program.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
                program.chmod(0o755)
            path = f"{swift.parent}:{os.environ['PATH']}"
            done = subprocess.run(
                [support / "soak.sh", *steps.split()], capture_output=True, text=True, check=False,
                env={**os.environ, "PATH": path, "FAILING": failing, "SAYS": says, "BIN": str(swift.parent)})
            written = Path(folder, ".build-long", "campaign")
            if not written.exists():
                return done, {}, ""
            lines = (written / "results.jsonl").read_text(encoding="utf-8").splitlines()
            results = {result["step"]: result for result in map(json.loads, lines)}
            return done, results, (written / "report.txt").read_text(encoding="utf-8")

    def test_steps_that_pass_are_told_with_their_tests(self):
        done, results, report = self.soak("thread address")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual([results[step]["tests"] for step in ("thread", "address")], [24, 24])
        self.assertIn("All 2 steps passed.", report)

    def test_a_step_that_fails_stops_no_other_and_fails_the_whole(self):
        done, results, report = self.soak("thread address", failing="--sanitize=thread")
        self.assertEqual(done.returncode, 1)
        self.assertEqual([results[step]["passed"] for step in ("thread", "address")], [False, True])
        self.assertIn("1 of 2 steps failed: thread.", report)

    def test_a_sanitizer_that_reports_something_fails_its_step_though_its_tests_pass(self):
        done, results, _ = self.soak("thread", says="WARNING: ThreadSanitizer: data race")
        self.assertEqual(done.returncode, 1)
        self.assertEqual((results["thread"]["passed"], results["thread"]["reports"]), (False, 2))

    def test_the_kills_of_all_sites_are_added_up(self):
        _, results, report = self.soak("kills")
        kills = results["kills"]
        self.assertEqual((kills["kills"], kills["at_moment"], kills["calls"], kills["turns"]), (10_000, 5_120, 33_920, 33_840))
        self.assertEqual((kills["doubled"], kills["lost"], len(kills["seed"].split())), (80, 160, 80))
        self.assertIn("5,120  of them at the moment chosen", report)

    def test_without_a_build_the_steps_that_need_it_have_failed_and_the_others_run(self):
        done, results, report = self.soak("long storms thread", failing="build --build-tests -c release")
        self.assertEqual(done.returncode, 1)
        self.assertEqual([results[step]["passed"] for step in ("long", "storms", "thread")], [False, False, True])
        self.assertIn("2 of 3 steps failed: long, storms.", report)

    def test_the_speech_is_told_by_the_misheard_kana_and_fails_with_its_judge(self):
        heard = "kana misheard: 15 texts, median 2.5 %, worst 7.1 %"
        done, results, report = self.soak("speech", hears=f"echo '{heard}'")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual([results["speech"][name] for name in ("texts", "median", "worst")], [15, "2.5 %", "7.1 %"])
        self.assertIn("2.5 %  of their kana misheard, median", report)
        done, results, _ = self.soak("speech", hears=f"echo '{heard}'; exit 1")
        self.assertEqual((done.returncode, results["speech"]["passed"]), (1, False))

    def test_the_helper_is_told_by_what_its_checkers_report(self):
        checked = "helper: 30 ends under the address sanitizer, 25 under valgrind, {} reports"
        done, results, report = self.soak("helper", checks=f"echo '{checked.format(0)}'")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual([results["helper"][name] for name in ("sanitized", "checked", "reports")], [30, 25, 0])
        self.assertIn("25  helpers that ended under valgrind", report)
        done, results, _ = self.soak("helper", checks=f"echo '{checked.format(2)}'; exit 1")
        self.assertEqual((done.returncode, results["helper"]["passed"], results["helper"]["reports"]), (1, False, 2))

    def test_a_step_that_does_not_exist_is_refused_with_those_that_do(self):
        done, results, _ = self.soak("storms nonsense")
        self.assertEqual((done.returncode, results), (64, {}))
        for step in ("long", "kills", "storms", "provider", "thread", "address", "helper", "speech"):
            self.assertRegex(done.stderr, rf"(?m)^ +{step} ")


if __name__ == "__main__":
    unittest.main()
