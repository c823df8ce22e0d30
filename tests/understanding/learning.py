"""Learn the weights of each reader from labelled lines: `make learn`, or `python -m tests.understanding.learning NAME`.

The lines are our own (tests/understanding/lines and the phrases beside the readers' tests), never the development data.
Each file of weights names the digest of what it was learned from, and the same lines always give the same weights.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from handlers.replies import answering, concerns, optout, signs, text
from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.stock import weighing
from handlers.sourcing.replies.stock.reading import bits_to
from handlers.sourcing.replies.stock.values import Ask
from handlers.sourcing.replies.stock.weighing import Means
from tests import reply_figures as figures
from tests import stock_figures
from tests.understanding import varying
from tests.understanding.fitting import Fitted, Sample, fit, pack
from tests.understanding.lines import LINES, Line, ask_of, own

HANDLERS = figures.ROOT / "handlers"


@dataclass(frozen=True, slots=True)
class Lesson:
    """How one reader is taught: its samples, how far its weights may run, and by what its odds are divided.

    ``cooled`` is chosen on lines that took no part (../shared), so that of ten readings of 0.9 nine are right.
    """

    samples: Callable[[], Iterator[Sample]]
    file: Path
    strength: float
    cooled: float = 1.0


def _opt_outs() -> Iterator[Sample]:
    customers = list(own("customers"))
    yield from (_opt_out(line, 3.0) for line in customers)
    yield from (_opt_out(line, 1.0) for line in varying.dressed(customers, 2))
    # Whoever says so outright does so whatever we had asked.
    yield from (_opt_out(replace(line, asked="?"), 1.0) for line in customers if line.label in {"stop", "start"})
    for line in (*own("yesno"), *own("shops")):
        yield _opt_out(line, 3.0 if line.label == "stop" else 1.0)
    yield from map(_of_something_else, _ordinary())
    for name, counts in (("opt_out", 0.5), ("yes_no", 0.5), ("customer", 1.0)):
        for said in figures.read_phrases(name, held_out=False):
            label = said.label if name == "opt_out" else "other"
            asked = "?" if name == "yes_no" else None
            yield _opt_out(Line(said.text, said.language, ({"ask": "ambiguous"}.get(label, label),), asked), counts)


def _ordinary() -> Iterator[str]:
    """What people write all day of goods, orders and days: one listed word, two of them, answers about stock."""
    chance = random.Random(varying.SEED)
    listed = [word for name in ORDINARY for words in read_words(name).values() for word in words]
    yield from listed
    yield from (f"{one} {chance.choice(listed)}" for one in listed)
    yield from (line.text for line in own("shops") if line.label in {"yes", "partial", "alternative", "price"})


def _of_something_else(said: str) -> Sample:
    return Sample(frozenset(optout.signs_of(said, asked=False)), "other", 0.3)


def _opt_out(line: Line, counts: float) -> Sample:
    meaning = {"stop": "stop", "ambiguous": "perhaps"}.get(line.label, "other")
    if meaning == "perhaps" and line.asked is not None:
        meaning = "other"  # what declines something is the answer to the question that was open
    signs = optout.signs_of(line.text, asked=line.asked is not None)
    return Sample(frozenset(signs), meaning, counts, line.source)


ORDINARY = (
    "topics",
    "calendar",
    "moments",
    "numbers",
    "sourcing:stock/wares",
    "sourcing:stock/colours",
    "sourcing:stock/goods",
)
"""Lists of words of which somebody may write one alone."""


def _stock() -> Iterator[Sample]:
    shops = [line for line in own("shops") if isinstance(line.asked, dict) and line.label != "mixed"]
    yield from (_answer(line.text, ask_of(line.asked), line.label, 1.0, line.source) for line in shops)
    yield from (_answer(line.text, ask_of(line.asked), line.label, 0.4, line.source) for line in varying.dressed(shops))
    for said in stock_figures.read_phrases(held_out=False):
        offered = said.label == "partial" and not {"other_size", "alternative"}.isdisjoint(said.means)
        label = "alternative" if offered else said.label
        if label in _MEANINGS:
            yield _answer(said.text, said.ask, label, 0.5)


def _answer(said: str, ask: Ask, label: str, counts: float, source: str = "") -> Sample:
    return Sample(frozenset(weighing.signs_of(bits_to(said, ask), ask)), label, counts, source)


def _answers() -> Iterator[Sample]:
    lines = list(own("yesno"))
    yield from (_said(line, 1.0) for line in lines)
    yield from (_said(line, 0.4) for line in varying.dressed(lines))
    yield from (_said(line, 0.3) for line in varying.with_second_thoughts(lines, frozenset({"yes", "no"})))
    for said in figures.read_phrases("yes_no", held_out=False):
        yield _said(Line(said.text, said.language, (said.label,)), 1.0)


def _said(line: Line, counts: float) -> Sample:
    question = line.asked if isinstance(line.asked, str) else ""
    meaning = line.label if line.label in {"yes", "no"} else "neither"
    return Sample(frozenset(answering.signs_of(line.text, question)), meaning, counts, line.source)


def _concerns() -> Iterator[Sample]:
    customers = [line for line in own("customers") if line.label in _CONCERNS]
    yield from (_concern(line.text, line.label, 1.0, line.source) for line in customers)
    yield from (_concern(line.text, line.label, 0.4, line.source) for line in varying.dressed(customers))
    for said in figures.read_phrases("customer", held_out=False):
        if said.label in _OLDER:
            yield _concern(said.text, _OLDER[said.label], 1.0)


def _concern(said: str, label: str, counts: float, source: str = "") -> Sample:
    return Sample(frozenset(concerns.signs_of(said)), _CONCERNS[label], counts, source)


_CONCERNS = {str(one): one for one in concerns.Concern} | {"other": concerns.Concern.OTHER}
_OLDER = {
    "order_status": concerns.Concern.STATUS,
    "change_item": concerns.Concern.CHANGE,
    "change_size": concerns.Concern.CHANGE,
    "question": concerns.Concern.QUESTION,
    "refund": concerns.Concern.RETURN,
    **{name: concerns.Concern(name) for name in ("cancel_order", "complaint", "human", "later", "thanks")},
}
"""What the older phrases call a concern."""

_MEANINGS = frozenset(map(str, Means))


def known_words() -> set[str]:
    """The words of all lines that name no goods, neither those of a request nor any that are listed."""
    lines = [*own("shops"), *own("yesno")]  # customers and the staff name goods of their own
    requests = [one for line in own("shops") for one in (line.asked if isinstance(line.asked, list) else [line.asked])]
    goods = {word for one in requests for word in text.words(ask_of(one).item)}
    goods |= {word for name in GOODS for listed in read_words(name).values() for word in listed}
    phrases = (said.text for said in stock_figures.read_phrases(held_out=False))
    spoken = Counter(word for said in (*(line.text for line in lines), *phrases) for word in text.words(said))
    return {word for word in spoken if word[0].isalpha() and word not in goods}


SOURCES = (Path(__file__), Path(varying.__file__), HANDLERS / "replies/signs.py")
"""The code of which the samples depend, beside the readers' own."""

KNOWN = HANDLERS / "sourcing/replies/data/known.weights"
GOODS = ("sourcing:stock/wares", "sourcing:stock/colours", "sourcing:stock/shades")
"""Lists of goods, and of what is said of goods."""

LESSONS = {
    "opt_out": Lesson(_opt_outs, HANDLERS / "replies/data/opt_out.weights", strength=1.5, cooled=1.5),
    "answer": Lesson(_answers, HANDLERS / "replies/data/answer.weights", strength=1.5, cooled=1.2),
    "concern": Lesson(_concerns, HANDLERS / "replies/data/concern.weights", strength=1.0),
    "stock": Lesson(_stock, HANDLERS / "sourcing/replies/data/stock.weights", strength=2.0),
}


def digest(lesson: Lesson) -> str:
    """The digest of what is learned from: the lines, the phrases, and the code that makes signs of them."""
    told = hashlib.sha256(f"{lesson.file.name} {lesson.strength} {lesson.cooled}".encode())
    for path in (*sorted(LINES.glob("*.txt")), *sorted(figures.PHRASES.glob("*_phrases.tsv")), *SOURCES):
        told.update(path.read_bytes())
    return told.hexdigest()[:16]


def main(names: Iterable[str]) -> None:
    """Learn these readers' weights, or all."""
    KNOWN.write_bytes(pack(Fitted.of_places(map(signs.place_of, known_words())), "words"))
    for name in names or LESSONS:
        lesson = LESSONS[name]
        samples = list(lesson.samples())
        packed = pack(fit(samples, strength=lesson.strength), digest(lesson), lesson.cooled)
        lesson.file.write_bytes(packed)
        print(f"{name}: {len(samples)} texts, {len(packed)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
