"""How much of the shipped speech is understood over a telephone: a recogniser that we did not write takes it down, and what
it wrote is compared with what was to be said, sound by sound.

    .work/recogniser/bin/python Tests/Support/understood.py LIST

LIST has one JSON object a line: language, text, file. Prints a line a text and the medians; the exit code is 1 when one
Japanese text has more than 8 % of its kana wrong, or the median more than 5 %. English is measured in letters and not judged:
espeak-ng is there to be heard at all, and a site that speaks English sets a better voice.

Both sides are read aloud by UniDic, a dictionary that is not the voice's own: a word that the voice misreads counts as
misheard, and 監視 may be written 関し. What was heard is read in every way that the dictionary finds likely, and the nearest
counts: who hears カタ may well write 方, which is also read ホウ.
"""
import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

MODEL = Path(__file__).resolve().parents[2] / ".work/recogniser/model"
# Of all sounds, in percent: of any one text, and of the median one.
WORST, MEDIAN = 8, 5
# Of what was heard; two words of two readings each have four, and the words may be cut in several ways.
LIKELY_READINGS = 100
DIGITS = dict(zip("0123456789", "zero one two three four five six seven eight nine".split()))
NUMERALS = str.maketrans("0123456789０１２３４５６７８９", "〇一二三四五六七八九" * 2)
O_ROW, U_ROW = "オコソトノホモヨロゴゾドボポョ", "ウクスツヌフムユルグズヅブプュ"
E_ROW = "エケセテネヘメレゲゼデベペ"


def level(kana):
    """One word's kana as they sound: no punctuation, no long vowels, を as お."""
    sounds = re.sub(r"[^ァ-ヺ]", "", kana).replace("ヲ", "オ")
    return re.sub(f"(?<=[{O_ROW}])[ウオ]|(?<=[{U_ROW}])ウ|(?<=[{E_ROW}])[イエ]", "", sounds)


class Dictionary:
    """UniDic, with the kana of each word as it is pronounced: は as ワ where it is the particle."""

    def __init__(self):
        from fugashi import Tagger  # pylint: disable=import-outside-toplevel

        self.tagger = Tagger()

    def readings(self, text, count):
        """The likeliest first. Digits are read one by one, as numerals: no text has a number of two."""
        plain = re.sub(r"\s+", "", text.translate(NUMERALS))
        found = (self.tagger.nbestToNodeList(plain, count) if plain else [])
        return ["".join(level(self.pronounced(word)) for word in words) for words in found] or [""]

    @staticmethod
    def pronounced(word):
        if word.feature.pron and word.feature.pron != "*":
            return word.feature.pron
        # Hiragana that no word is known of.
        return "".join(chr(ord(sound) + 0x60) if "ぁ" <= sound <= "ゖ" else sound for sound in word.surface)


def read_english(text):
    spoken = re.sub(r"\d", lambda digit: f" {DIGITS[digit[0]]} ", text.lower())
    return re.sub(r"[^a-z]", "", spoken)


def distance(said, heard):
    """How many sounds must be changed, left out or put in to make one of the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for place, sound in enumerate(said, 1):
        left, row[0] = row[0], place
        for other, found in enumerate(heard, 1):
            left, row[other] = row[other], min(row[other] + 1, row[other - 1] + 1, left + (sound != found))
    return row[-1]


def error(said, heard):
    """In percent of what was said; more than 100 when more was heard than said."""
    return 100 * distance(said, heard) / max(len(said), 1)


def japanese_error(dictionary, said, heard):
    meant = dictionary.readings(said, 1)[0]
    return min(error(meant, reading) for reading in dictionary.readings(heard, LIKELY_READINGS))


class Recogniser:
    def __init__(self):
        os.environ["HF_HUB_OFFLINE"] = "1"
        from faster_whisper import WhisperModel  # pylint: disable=import-outside-toplevel

        self.model = WhisperModel(str(MODEL), device="cpu", compute_type="int8")

    def hears(self, file, language):
        with tempfile.TemporaryDirectory() as folder:
            telephone, again = Path(folder, "telephone.wav"), Path(folder, "again.wav")
            # G.711 there and back: what the telephone hears. The recogniser wants twice its rate.
            subprocess.run(["sox", "-D", file, "-r", "8000", "-c", "1", "-e", "mu-law", "-b", "8", telephone], check=True)
            subprocess.run(["sox", "-D", telephone, "-r", "16000", "-e", "signed-integer", "-b", "16", again], check=True)
            # Always the same: no second try with chance, nothing guessed from the text before.
            parts, _ = self.model.transcribe(
                str(again), language=language, beam_size=5, temperature=0, condition_on_previous_text=False)
            return "".join(part.text for part in parts).strip()


def judge(rates):
    """What is wrong with the error rates of the Japanese texts, in words."""
    if not rates:
        return ["no Japanese text was listened to"]
    found = [f"{rate:.1f} % of the kana of {text} are misheard; at most {WORST} %" for text, rate in rates.items() if rate > WORST]
    median = statistics.median(rates.values())
    return found + ([f"the median is {median:.1f} %; at most {MEDIAN} %"] if median > MEDIAN else [])


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("list", type=Path)
    given = words.parse_args()
    entries = [json.loads(line) for line in given.list.read_text(encoding="utf-8").splitlines()]
    recogniser, dictionary, rates = Recogniser(), Dictionary(), {"ja": {}, "en": {}}
    for entry in entries:
        language, text = entry["language"], entry["text"]
        heard = recogniser.hears(entry["file"], language)
        rate = japanese_error(dictionary, text, heard) if language == "ja" else error(read_english(text), read_english(heard))
        rates[language][text] = rate
        print(f"{rate:5.1f} %  {text}", *([f"         {heard}"] if rate else []), sep="\n", flush=True)
    for name, language in (("kana", "ja"), ("letters", "en")):
        found = rates[language].values()
        if found:
            print(f"{name} misheard: {len(found)} texts, median {statistics.median(found):.1f} %, worst {max(found):.1f} %")
    problems = judge(rates["ja"])
    print(*(f"FOUND {problem}" for problem in problems), sep="\n")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
