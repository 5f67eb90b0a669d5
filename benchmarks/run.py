"""Measure narrate side by side with what people use today, as whole processes.

    python3 benchmarks/run.py [--article FILE] [--runs N] [--only ROW ...]

It makes its own environment (this project and its peers) and its own stand-in for Google's
service on loopback, and prints a table. `ffmpeg`, `espeak-ng` and `lame` must be installed
for the peers that use them. Nothing else should run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import statistics
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bench import PROJECT, Bench, Cost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SERVICE = ("--latency", "0.2", "--connect", "0.1")
"""Seconds an answer takes, and seconds a new connection takes on top."""
LIMIT = 20
"""Requests a second that a service grants, in the row about its limit."""
WORDS_AN_HOUR = 60 * 175
"""How fast the built-in voice reads, so that so much text makes an hour of speech."""
ENGLISH = sorted((PROJECT / "articles").glob("[nst]*.txt"))
"""The articles of the project that are in English."""
Row = tuple[str, str, str, str]
"""What is measured; the peer's median; narrate's; what comes out and what is the goal."""


def main() -> None:
    rows: dict[str, Callable[[Bench, Path, int], list[Row]]] = {
        "google": against_google_peers,
        "cutting": requests_and_cuts,
        "pipe": against_the_pipe,
        "hour": an_hour_against_the_pipe,
        "ten-hours": ten_hours,
        "again": the_same_again,
        "pace": half_an_hour_at_a_limit,
        "help": start_up,
    }
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--article", type=Path, default=PROJECT / "articles" / "tide-pools.txt")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", nargs="*", choices=rows, default=list(rows))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.install()
        article = Path(shutil.copy(given.article, Path(folder) / "article.txt"))
        print(
            f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
        )
        print("| what | peer | narrate | outcome |\n|---|---|---|---|")
        for name in given.only:
            for row in rows[name](bench, article, given.runs):
                print(f"| {' | '.join(row)} |", flush=True)


def against_google_peers(bench: Bench, article: Path, runs: int) -> list[Row]:
    """The same article through the same service, everybody in turn, nothing stored before."""
    peers = {
        "gtts-cli": f"gtts-cli -l en -f {article} -o peer.mp3",
        "gTTS a paragraph, pydub `+=`, export": f"python {users_script(bench)} {article} peer.mp3",
    }
    ours = {"8 at once": ("", 12), "`--jobs 16`": ("--jobs 16", 15)}
    costs: dict[str, list[Cost]] = {name: [] for name in (*peers, *ours)}
    with bench.stand_in(*SERVICE):
        for _ in range(runs):
            for name, command in peers.items():
                costs[name].append(bench.run(command))
            for name, (options, _goal) in ours.items():
                with fresh_cache(bench) as cache:
                    costs[name].append(
                        bench.run(
                            f"narrate -e gtts -l en {options} {article} -o ours.mp3", cache=cache
                        )
                    )
    return [
        (
            f"{peer} against narrate, {name}",
            told(costs[peer]),
            told(costs[name]),
            f"{ratio(costs[peer], costs[name]):.1f} times faster; goal ≥ {goal}",
        )
        for peer in peers
        for name, (_options, goal) in ours.items()
    ]


def requests_and_cuts(bench: Bench, article: Path, runs: int) -> list[Row]:
    """Requests per 1,000 characters of English prose, and cuts in mid-clause an article."""
    script = Path(__file__).with_name("cutting.py")
    found = subprocess.run(
        [str(bench.bin / "python"), str(script), str(article), *map(str, ENGLISH)],
        check=True, capture_output=True, text=True, cwd=bench.folder,
    ).stdout.split()  # fmt: skip
    theirs, their_cuts, their_torn, ours, our_cuts, our_torn, least = map(float, found)
    return [
        ("requests per 1,000 characters", f"{theirs:.1f}", f"{ours:.1f}", "goal ≤ 15.5"),
        (
            "cuts in mid-clause an article",
            f"{their_cuts:.1f}",
            f"{our_cuts:.1f}",
            f"no way has less than {least:.1f} here; goal ≤ 4.3",
        ),
        (
            "the same, without those before a conjunction",
            f"{their_torn:.1f}",
            f"{our_torn:.1f}",
            "",
        ),
    ]


def against_the_pipe(bench: Bench, article: Path, runs: int) -> list[Row]:
    return [pipe_row(bench, article, runs, "the article, built-in voice", 0.8)]


def an_hour_against_the_pipe(bench: Bench, article: Path, runs: int) -> list[Row]:
    text = text_of(bench, article, hours=1)
    return [pipe_row(bench, text, min(runs, 3), "an hour of it, built-in voice", 0.6)]


def pipe_row(bench: Bench, text: Path, runs: int, name: str, goal: float) -> Row:
    lame = "lame --quiet -q 5 --resample 44.1 -b 64 -m m"
    pipe = f"espeak-ng --stdout -f {text} | {lame} - peer.mp3"
    ours = f"narrate -e espeak -l en {text} -o ours.mp3"
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(runs):
        for command, spent in zip((pipe, ours), costs, strict=True):
            spent.append(bench.run(command))
    share = 1 / ratio(*costs)
    return name, told(costs[0]), told(costs[1]), f"{share:.2f} of its time; goal ≤ {goal}"


def ten_hours(bench: Bench, article: Path, runs: int) -> list[Row]:
    """Time for a minute of speech and peak memory, at 5 minutes, an hour and 10 hours."""
    found = []
    for hours, times in ((1 / 12, runs), (1, 1), (10, 1)):
        text = text_of(bench, article, hours)
        target = bench.folder / "long.mp3"
        costs = [bench.run(f"narrate -e espeak -l en {text} -o {target}") for _ in range(times)]
        minutes = target.stat().st_size * 8 / 64_000 / 60  # 64 kbit/s, and next to nothing else
        seconds = statistics.median(cost.seconds for cost in costs)
        found.append((minutes, seconds / minutes, max(cost.megabytes for cost in costs)))
    (short, pace, memory), (hour, hours_pace, _), (long, long_pace, long_memory) = found
    return [
        (
            f"{long / 60:.1f} hours against {short:.1f} minutes: seconds for a minute of speech",
            f"{pace:.3f}", f"{long_pace:.3f}", f"{long_pace / pace - 1:+.0%}; goal ± 10 %",
        ),
        (
            f"{long / 60:.1f} hours against {hour:.0f} minutes: the same",
            f"{hours_pace:.3f}", f"{long_pace:.3f}", f"{long_pace / hours_pace - 1:+.0%}",
        ),
        (
            "the same against the short one: peak memory, all processes",
            f"{memory:.0f} MB", f"{long_memory:.0f} MB",
            f"{long_memory / memory:.2f} times; goal ≤ 1.25 times and ≤ 200 MB",
        ),
    ]  # fmt: skip


def the_same_again(bench: Bench, article: Path, runs: int) -> list[Row]:
    """Requests of a second run: nothing changed; one paragraph of 100 changed."""
    lines = [
        f"Paragraph number {i} tells of pool {i * 7} and of tide {i * 13}." for i in range(100)
    ]
    text = bench.folder / "hundred.txt"
    asked = []
    with bench.stand_in("--latency", "0"), fresh_cache(bench) as cache:
        for line in (lines[50], lines[50], "Here somebody wrote another sentence altogether."):
            lines[50] = line
            text.write_text("A hundred pools\n\n" + "\n\n".join(lines), encoding="utf-8")
            cost = bench.run(f"narrate -e gtts -l en {text} -o ours.mp3", cache=cache)
            asked.append(cost.requests)
    first, same, edited = asked
    return [
        ("requests, the same article again", f"{first} at first", f"{same}", "goal 0"),
        ("requests, one paragraph of 100 changed", f"{first} at first", f"{edited}",
         f"{edited / first:.1%}; goal ≤ 5 %"),
    ]  # fmt: skip


def half_an_hour_at_a_limit(bench: Bench, article: Path, runs: int) -> list[Row]:
    """Half an hour through a service that answers 429 to more than 20 requests in any second."""
    words = article.read_text(encoding="utf-8").split()
    chance = random.Random(1)
    text = bench.folder / "half-an-hour.txt"
    # The words in other orders again and again, so that no piece comes twice.
    sentences = [" ".join(chance.sample(words, 20)) + "." for _ in range(WORDS_AN_HOUR // 40)]
    paragraphs = (" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))
    text.write_text("Half an hour\n\n" + "\n\n".join(paragraphs), encoding="utf-8")
    with bench.stand_in(*SERVICE, "--limit", str(LIMIT)), fresh_cache(bench) as cache:
        cost = bench.run(f"narrate -e gtts -l en {text} -o ours.mp3", cache=cache)
        later = bench.stats()["later"]
    refused = later["refused"] / later["requests"]
    used = (later["requests"] - later["refused"]) / later["seconds"] / LIMIT
    return [
        (
            f"half an hour, at most {LIMIT} requests a second: refused after five seconds",
            "", f"{cost.seconds:.1f} s, {cost.requests} requests", f"{refused:.1%}; goal ≤ 10 %",
        ),
        ("the same: how much of the rate is used", "", "", f"{used:.0%}; goal ≥ 75 %"),
    ]  # fmt: skip


def start_up(bench: Bench, article: Path, runs: int) -> list[Row]:
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(3 * runs):
        for command, spent in zip(
            (["python", "-c", "pass"], ["narrate", "--help"]), costs, strict=True
        ):
            spent.append(bench.run([str(bench.bin / command[0]), *command[1:]]))
    more = median(costs[1]) - median(costs[0])
    return [("`--help` against `python -c pass`", told(costs[0]), told(costs[1]),
             f"{more:+.3f} s; goal ≤ 0.15 s")]  # fmt: skip


def users_script(bench: Bench) -> Path:
    """What somebody writes on an afternoon: gTTS a paragraph, pydub `+=`, export."""
    return Path(shutil.copy(Path(__file__).with_name("peer.py"), bench.folder / "peer.py"))


def text_of(bench: Bench, article: Path, hours: float) -> Path:
    """The article's paragraphs over and over, until they last so long when read aloud."""
    paragraphs = [line for line in article.read_text(encoding="utf-8").splitlines() if line.strip()]
    words, text, number = 0, ["A long reading"], 0
    while words < hours * WORDS_AN_HOUR:
        paragraph = f"{paragraphs[number % len(paragraphs)]} That was part {number}."
        text.append(paragraph)
        words += len(paragraph.split())
        number += 1
    path = bench.folder / f"{hours:.2f}-hours.txt"
    path.write_text("\n\n".join(text), encoding="utf-8")
    return path


@contextmanager
def fresh_cache(bench: Bench) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        yield Path(folder)


def median(costs: list[Cost]) -> float:
    return statistics.median(cost.seconds for cost in costs)


def ratio(theirs: list[Cost], ours: list[Cost]) -> float:
    return median(theirs) / median(ours)


def told(costs: list[Cost]) -> str:
    requests = f", {costs[0].requests} requests" if costs[0].requests else ""
    return f"{median(costs):.2f} s{requests}"


if __name__ == "__main__":
    main()
