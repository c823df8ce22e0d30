"""How well replies are read: counts over the development data and over our own phrases, some held out."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from handlers.replies.customer_intents import read
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.replies.yes_no import read_yes_no

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "../shared/data/replies"
PHRASES = ROOT / "tests/handlers/replies"

LOOK_ALIKES = ("optout_lookalikes.en", "optout_lookalikes.slurp", "optout_lookalikes.hinglish")
NEVER_OPT_OUTS = (*LOOK_ALIKES, "yes_no.clinc", "yes_no.clinc_negatives", "shopkeepers")
YES_NO_FILES = ("yes_no.clinc", "yes_no.recognizers", "shopkeepers")
NEITHER_FILES = ("yes_no.clinc_negatives", *LOOK_ALIKES)


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled text."""

    text: str
    language: str
    label: str


@dataclass(slots=True)
class OptOuts:
    """Opt-outs of one language: found, asked about (ambiguous) or missed; and the other texts, some taken for one."""

    found: int = 0
    asked: int = 0
    missed: int = 0
    others: int = 0
    mistaken: int = 0

    @property
    def recall(self) -> float:
        """The share of opt-outs that were honoured at once; asking does not count."""
        return _share(self.found, self.found + self.asked + self.missed)

    @property
    def precision(self) -> float:
        """The share of honoured texts that were opt-outs."""
        return _share(self.found, self.found + self.mistaken)


@dataclass(slots=True)
class Answers:
    """Answers: right, unread, flipped (yes for no); and texts that are no answer, some taken for one."""

    right: int = 0
    unread: int = 0
    flipped: int = 0
    others: int = 0
    invented: int = 0

    @property
    def recall(self) -> float:
        """The share of answers read rightly."""
        return _share(self.right, self.right + self.unread + self.flipped)


@dataclass(slots=True)
class Intents:
    """Intents: right of all, and the confusions as (label, read as)."""

    right: int = 0
    lines: int = 0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def read_data(name: str) -> Iterator[Line]:
    """The lines of one file of development data."""
    for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        values = json.loads(line)
        yield Line(values["text"], values["lang"], values["label"])


def read_phrases(name: str, *, held_out: bool) -> Iterator[Line]:
    """Our own phrases: those the rules were written on, or those scored afterwards only."""
    path = PHRASES / f"{name}_{'held_out' if held_out else 'phrases'}.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        label, language, text = line.split("\t")
        yield Line(text, language, label)


def opt_out_lines() -> Iterator[Line]:
    """Every line that is or is not an opt-out, labelled stop or other; ambiguous ones are left out."""
    for line in read_data("customers"):
        if line.label != "ambiguous_stop":
            yield Line(line.text, line.language, "stop" if line.label == "stop" else "other")
    for name in NEVER_OPT_OUTS:
        yield from (Line(line.text, line.language, "other") for line in read_data(name))


def count_opt_outs(lines: Iterator[Line]) -> dict[str, OptOuts]:
    """Opt-outs per language, and of "all"."""
    counts: dict[str, OptOuts] = {}
    for line in lines:
        verdict = read_opt_out(line.text)
        for language in (line.language, "all"):
            _count_opt_out(counts.setdefault(language, OptOuts()), line.label, verdict)
    return dict(sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])))


def _count_opt_out(counts: OptOuts, label: str, verdict: OptOut) -> None:
    if label == "stop":
        counts.found += verdict is OptOut.STOP
        counts.asked += verdict is OptOut.AMBIGUOUS
        counts.missed += verdict not in (OptOut.STOP, OptOut.AMBIGUOUS)
    elif label != "ask":
        counts.others += 1
        counts.mistaken += verdict is OptOut.STOP


def count_answers(lines: Iterator[Line]) -> dict[str, Answers]:
    """Answers per language, and of "all"; a label other than yes or no is no answer."""
    counts: dict[str, Answers] = {}
    for line in lines:
        answer = read_yes_no(line.text).answer
        for language in (line.language, "all"):
            _count_answer(counts.setdefault(language, Answers()), line.label, answer)
    return dict(sorted(counts.items(), key=lambda item: (item[0] == "all", item[0])))


def _count_answer(counts: Answers, label: str, answer: bool | None) -> None:
    if label not in ("yes", "no"):
        counts.others += 1
        counts.invented += answer is not None
    elif answer is None:
        counts.unread += 1
    else:
        counts.right += answer is (label == "yes")
        counts.flipped += answer is not (label == "yes")


def count_intents(lines: Iterator[Line]) -> Intents:
    """How many intents are right, nothing being asked, and which are taken for which."""
    counts = Intents()
    for line in lines:
        intent = read(line.text).intent.value
        counts.lines += 1
        counts.right += intent == line.label
        if intent != line.label:
            counts.confused[line.label, intent] += 1
    return counts
