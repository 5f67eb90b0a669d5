"""A peer of the benchmark: the script that a user writes on an afternoon."""

import sys
import tempfile
from pathlib import Path

from gtts import gTTS
from pydub import AudioSegment

text = Path(sys.argv[1]).read_text(encoding="utf-8")
speech = AudioSegment.empty()
with tempfile.TemporaryDirectory() as folder:
    for number, paragraph in enumerate(text.split("\n\n")):
        if paragraph.strip():
            clip = f"{folder}/{number}.mp3"
            gTTS(paragraph, lang="en").save(clip)
            speech += AudioSegment.from_mp3(clip) + AudioSegment.silent(600)
speech.export(sys.argv[2], format="mp3")
