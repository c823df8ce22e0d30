"""What must not change a reading, and how often it does: `python -m tests.understanding.invariance [-v] [KIND...]`.

Each line of every set is read as it stands and as others would write it: with other marks, polite, greeted, named, with
a sign, in capitals, with one slip in a long word, with a letter held down, Hindi in Latin letters. A reading that
changes is counted; one that changes towards a deed which does more harm is a fault.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.replies.expected_answers import Expecting
from handlers.replies.opt_out_recognition import read_opt_out
from handlers.replies.weighed_answer import read_answer
from handlers.sourcing.replies.stock.stock_answers import StockIntent
from handlers.sourcing.replies.stock.stock_grammar import read_stock
from tests.understanding import varying
from tests.understanding.latin import in_latin
from tests.understanding.lines import Line, ask_of, natural, own

NOW, ZONE = datetime(2026, 1, 7, 6, 30, tzinfo=UTC), ZoneInfo("Asia/Kolkata")
HARMS: Mapping[str, Mapping[str, int]] = {
    "opt-out": {"none": 0, "start": 0, "help": 0, "ambiguous": 1, "stop": 2},
    "answer": {"neither": 0, "yes": 1, "no": 1},
    "stock": {"open": 0, "partial": 0, "later": 0, "no": 1, "yes": 1},
}
"""What a reading may do, by the harm of a wrong one; of two of one rank each does the other's opposite."""
_ENDS = ".!?।"


def ways(language: str) -> Mapping[str, Callable[[str, random.Random], str]]:
    """How else somebody might write the same, by its name."""
    spoken = varying.family(language)
    polite, names = varying.POLITE[spoken], varying.STRANGERS[spoken]
    return {
        "a full stop": lambda text, _: f"{text.rstrip(_ENDS)}." if not text.rstrip().endswith("?") else text,
        "no marks": lambda text, _: text if text.rstrip().endswith("?") else text.rstrip(_ENDS),
        "a courtesy": lambda text, chance: f"{text}, {chance.choice(varying.THANKS[spoken])}",
        "a greeting": lambda text, chance: f"{chance.choice(varying.GREETINGS[spoken])}, {text}",
        "a word for whom": lambda text, chance: f"{text} {chance.choice(polite)}",
        "a name": lambda text, chance: f"{text} {chance.choice(names)}",
        "a sign": lambda text, chance: f"{text} {chance.choice(varying.SMILES)}",
        "capitals": lambda text, _: text.upper(),
        "a slip": varying.misspell,
        "a letter held down": _held_down,
        "in Latin letters": lambda text, _: in_latin(text),
    }


def _held_down(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 3 and word.isalpha() and word.isascii()]
    if not long:
        return text
    at = chance.choice(long)
    words[at] += words[at][-1] * 3
    return " ".join(words)


def deeds(line: Line) -> Iterator[tuple[str, str]]:
    """What each reader that is concerned makes of a line, by the reader."""
    if not isinstance(line.asked, dict):
        expecting = Expecting.NOTHING if line.asked is None else Expecting.OTHER
        yield "opt-out", read_opt_out(line.text, expecting=expecting).value
    if isinstance(line.asked, str):
        said = read_answer(line.text, line.asked).answer
        yield "answer", "neither" if said is None else "yes" if said else "no"
    if isinstance(line.asked, dict):
        found = read_stock(line.text, [ask_of(line.asked)], NOW, ZONE)
        says = found.answers[0].says.value if found.intent is StockIntent.ANSWER else "open"
        yield "stock", says if says in HARMS["stock"] else "open"


def is_worse(reader: str, before: str, after: str) -> bool:
    """Whether a reading that became another does more harm, or the opposite."""
    rank = HARMS[reader]
    return rank[after] > rank[before] or (before != after and rank[after] == rank[before] > 0)


def count(lines: Iterable[Line]) -> Counter[tuple[str, str, str]]:
    """By reader and way: how many were read, changed, and worse."""
    counts: Counter[tuple[str, str, str]] = Counter()
    chance = random.Random(varying.SEED)
    for line in lines:
        plain = dict(deeds(line))
        for way, write in ways(line.language).items():
            text = write(line.text, chance)
            if text == line.text:
                continue
            for reader, after in deeds(replace(line, text=text)):
                counts[reader, way, "read"] += 1
                counts[reader, way, "changed"] += after != plain[reader]
                worse = is_worse(reader, plain[reader], after)
                counts[reader, way, "worse"] += worse
                if worse and "-v" in sys.argv:
                    print(f"    {reader}: {plain[reader]} -> {after} | {text} | {line.asked}")
    return counts


def main(kinds: Iterable[str]) -> None:
    """Print a row for each reader and way."""
    for name in kinds or ("customers", "yesno", "shops"):
        lines = [line for line in (*own(name), *natural(name)) if not isinstance(line.asked, list)]
        counts = count(lines)
        for reader, way in sorted({(reader, way) for reader, way, _ in counts}):
            read, changed, worse = (counts[reader, way, what] for what in ("read", "changed", "worse"))
            print(f"{name:10} {reader:8} {way:18} {read:6} {changed / read:7.2%} changed {worse / read:7.2%} worse")


if __name__ == "__main__":
    main([one for one in sys.argv[1:] if not one.startswith("-")])
