"""Learn the weights of each reader from labelled lines: `make learn`, or `python -m tests.understanding.learning NAME`.

The lines are our own (tests/understanding/lines and the phrases beside the readers' tests), never the development data.
Each file of weights names the digest of what it was learned from, and the same lines always give the same weights.
"""

from __future__ import annotations

import hashlib
import random
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from handlers.replies import customer_concerns, opt_out_recognition, staff_errands, text_normalisation, weighed_answer
from handlers.replies.question_kinds import Asking, classify_question
from handlers.replies.word_lists import read_words
from tests import reply_figures as figures
from tests.understanding import fitting, saying_nothing, spoken, varying
from tests.understanding.fitting import Sample, fit, pack
from tests.understanding.lines import Line, own

HANDLERS = figures.ROOT / "handlers"


@dataclass(frozen=True, slots=True)
class Lesson:
    """How one reader is taught: its samples, how far its weights may run, and by what its odds are divided.

    ``pieces`` is how freely pieces of words weigh beside words and meanings, ``bits`` by how many signs are told apart
    where they share places, ``step`` what a unit of a stored weight is. ``cooled`` is chosen on lines that took no
    part, so that of ten readings of 0.9 nine are right.
    """

    samples: Callable[[], Iterator[Sample]]
    file: Path
    strength: float
    cooled: float = 1.0
    pieces: float = 0.2
    bits: int = 0
    step: float = fitting.STEP


def _opt_outs() -> Iterator[Sample]:
    # A yes to "Shall we stop?" ends messages there alone: learned as an opt-out, "positive" would be one anywhere.
    customers = [line for line in own("customers") if line.label != "stop" or not _ends_messages(line.asked)]
    yield from (_opt_out(line, 1.5 if _is_attack(line) else 3.0) for line in customers)
    yield from (_opt_out(line, 1.0) for line in varying.dressed(customers, 2))
    yield from (_opt_out(line, 1.0) for line in varying.in_latin_letters(customers))
    # Whoever says so outright does so whatever we had asked.
    yield from (_opt_out(replace(line, asked="?"), 1.0) for line in customers if line.label in {"stop", "start"})
    for line in (*own("yesno"), *own("shops")):
        if line.label != "yes" or not _ends_messages(line.asked):
            yield _opt_out(line, 3.0 if line.label == "stop" else 1.0)
    yield from map(_of_something_else, _ordinary())
    for name, counts in (("opt_out", 0.5), ("yes_no", 0.5), ("customer", 1.0)):
        for said in figures.read_phrases(name, held_out=False):
            label = said.label if name == "opt_out" else "other"
            asked = "?" if name == "yes_no" else None
            yield _opt_out(Line(said.text, said.language, ({"ask": "ambiguous"}.get(label, label),), asked), counts)


def _ends_messages(question: object) -> bool:
    """Whether a yes to this question is an opt-out: "Shall we stop our messages?"."""
    if not isinstance(question, str) or classify_question(question) is not Asking.UNDO:
        return False
    return any(word.startswith(_OURS) for word in text_normalisation.words(question))


_OURS = ("messag", "texts", "unsub", "mensaj", "मैसेज", "संदेश")
"""How the words of questions begin that speak of what we send."""


def _ordinary() -> Iterator[str]:
    """What people write all day of goods, orders and days: one listed word, two of them, answers about stock."""
    chance = random.Random(varying.SEED)
    listed = [word for name in ORDINARY for words in read_words(name).values() for word in words]
    listed += [word for name in ("wares", "colours", "goods") for word in saying_nothing.listed(name)]
    yield from listed
    yield from (f"{one} {chance.choice(listed)}" for one in listed)
    yield from (line.text for line in own("shops") if line.label in {"yes", "partial", "alternative", "price"})


def _of_something_else(said: str) -> Sample:
    return Sample(frozenset(opt_out_recognition.signs_of(said, asked=False)), "other", 0.3)


def _opt_out(line: Line, counts: float) -> Sample:
    meaning = {"stop": "stop", "ambiguous": "perhaps"}.get(line.label, "other")
    if meaning == "perhaps" and line.asked is not None:
        meaning = "other"  # what declines something is the answer to the question that was open
    signs = opt_out_recognition.signs_of(line.text, asked=line.asked is not None)
    return Sample(frozenset(signs), meaning, counts, line.source)


ORDINARY = (
    "topics",
    "calendar",
    "moments",
    "numbers",
)
"""Lists of words of which somebody may write one alone."""


def _answers() -> Iterator[Sample]:
    lines = list(own("yesno"))
    yield from (_said(line, _counts(line)) for line in lines)
    lines = [line for line in lines if not _is_attack(line)]
    yield from (_said(line, 0.3) for line in varying.dressed(lines, 2))
    yield from (_said(line, 0.4) for line in varying.in_latin_letters(lines))
    yield from (_said(line, 0.3) for line in varying.with_second_thoughts(lines, frozenset({"yes", "no"})))
    for said in figures.read_phrases("yes_no", held_out=False):
        yield _said(Line(said.text, said.language, (said.label,)), 1.0)
    yield from (_said(line, 0.3) for line in _beside_the_question(lines))
    yield from (_said(line, 0.3) for line in _of_nothing(lines))


def _counts(line: Line) -> float:
    """What everybody writes is met most, and is shortest: few signs have to say it. Of attacks there are many to one
    question."""
    return 2.0 if ".plain-" in line.source else 0.25 if _is_attack(line) else 1.0


def _is_attack(line: Line) -> bool:
    """Whether it was written to be misread, of which there are many alike."""
    return ".attacks-" in line.source


def _beside_the_question(answers: Sequence[Line]) -> Iterator[Line]:
    """What customers write of another matter while some question is open: no answer to it."""
    chance = random.Random(varying.SEED)
    questions = _questions(answers)
    for line in own("customers"):
        if line.asked is None and line.label in _NO_ANSWER_TO:
            question = chance.choice(questions[chance.choice(_NO_ANSWER_TO[line.label])])
            yield replace(line, labels=("other",), asked=question)


def _of_nothing(answers: Sequence[Line]) -> Iterator[Line]:
    """Words that say nothing, whatever was asked; a figure may answer what asks for a fact."""
    chance = random.Random(varying.SEED)
    for kind, questions in _questions(answers).items():
        for said in saying_nothing.texts(_NOTHINGS, chance, figures=kind is not Asking.FACT):
            yield Line(said, "en", ("other",), chance.choice(questions))
    yield from (Line(said, "en", ("other",)) for said in saying_nothing.texts(_NOTHINGS, chance))


def _questions(answers: Sequence[Line]) -> dict[Asking, list[str]]:
    """The questions of these lines by what they ask for."""
    questions: dict[Asking, list[str]] = {kind: [] for kind in Asking}
    for asked in sorted({line.asked for line in answers if isinstance(line.asked, str)}):
        questions[classify_question(asked)].append(asked)
    return questions


def _said(line: Line, counts: float) -> Sample:
    question = line.asked if isinstance(line.asked, str) else ""
    meaning = line.label if line.label in {"yes", "no"} else "neither"
    return Sample(frozenset(weighed_answer.signs_of(line.text, question)), meaning, counts, line.source)


def _concerns() -> Iterator[Sample]:
    # An attack says only whether it is an opt-out.
    customers = [line for line in own("customers") if line.label in _CONCERNS and not _is_attack(line)]
    yield from (_concern(line.text, line.label, 1.0, line.source) for line in customers)
    yield from (_concern(line.text, line.label, 0.4, line.source) for line in varying.dressed(customers))
    yield from (_concern(line.text, line.label, 0.4, line.source) for line in varying.in_latin_letters(customers))
    for said in figures.read_phrases("customer", held_out=False):
        if said.label in _OLDER:
            yield _concern(said.text, _OLDER[said.label], 1.0)


def _concern(said: str, label: str, counts: float, source: str = "") -> Sample:
    return Sample(frozenset(customer_concerns.signs_of(said)), _CONCERNS[label], counts, source)


def _errands() -> Iterator[Sample]:
    lines = [line for line in own("staff") if line.label in _ERRANDS]
    # What answers a question of the bot asks for nothing by itself.
    yield from (_errand(line, 1.0 if line.asked is None else 0.5) for line in lines)
    lines = [line for line in lines if line.asked is None]
    yield from (_errand(line, 0.3) for line in varying.dressed(lines, 2))
    yield from (_errand(line, 0.4) for line in varying.in_latin_letters(lines))
    # What customers write of nothing in particular asks for nothing here either.
    yield from (_errand(line, 0.5) for line in own("customers") if line.label in {"thanks", "greeting"})


def _errand(line: Line, counts: float) -> Sample:
    return Sample(frozenset(staff_errands.signs_of(line.text)), _ERRANDS[line.label], counts, line.source)


_TALK = ("unclear", "danger_ambiguous", "yes", "no", "greeting", "thanks", "stop", "other")
_CAMPAIGNS = ("create", "launch", "pause", "resume", "cancel", "stats")
_ERRANDS = (
    {str(one): one for one in staff_errands.Errand}
    | dict.fromkeys(_TALK, staff_errands.Errand.OTHER)
    | {f"campaign.{one}": staff_errands.Errand.CAMPAIGN for one in _CAMPAIGNS}
    | {"send.all": staff_errands.Errand.CAMPAIGN}
)
"""The errands by the labels of lines: an offer or a message to many is a campaign."""

_CONCERNS = {str(one): one for one in customer_concerns.Concern} | {"other": customer_concerns.Concern.OTHER}
_OLDER = {
    "order_status": customer_concerns.Concern.STATUS,
    "change_item": customer_concerns.Concern.CHANGE,
    "change_size": customer_concerns.Concern.CHANGE,
    "question": customer_concerns.Concern.QUESTION,
    "refund": customer_concerns.Concern.RETURN,
    **{name: customer_concerns.Concern(name) for name in ("cancel_order", "complaint", "human", "later", "thanks")},
}
"""What the older phrases call a concern."""

_NOTHINGS = 150  # texts that say nothing, for each kind of question
_OF_DEEDS = (Asking.CONSENT, Asking.PUBLISH, Asking.APPROVE, Asking.UNDO)
_NO_ANSWER_TO: Mapping[str, Sequence[Asking]] = {
    "where_is_my_order": (*_OF_DEEDS, Asking.DEAL, Asking.FACT),
    "question_product": (*_OF_DEEDS, Asking.FACT),
    "price": (Asking.CONSENT, Asking.UNDO, Asking.FACT),
    "return_refund": (Asking.CONSENT, Asking.FACT),
    "complaint": (Asking.CONSENT, Asking.FACT),
    "buy": (Asking.CONSENT, Asking.FACT, Asking.PROBLEM),
    "change_order": (Asking.CONSENT,),
    "human": (Asking.CONSENT, Asking.APPROVE),
    "greeting": (*_OF_DEEDS, Asking.DEAL, Asking.FACT),
    "help": (*_OF_DEEDS, Asking.DEAL, Asking.FACT),
}
"""To which questions these concerns of customers say neither yes nor no."""

LESSONS = {
    "opt_out": Lesson(_opt_outs, HANDLERS / "replies/data/opt_out.weights", strength=1.07, cooled=1.5, pieces=1.0),
    "answer": Lesson(
        _answers, HANDLERS / "replies/data/answer.weights", strength=0.138, cooled=0.95, bits=16, step=1 / 6
    ),
    "concern": Lesson(_concerns, HANDLERS / "replies/data/concern.weights", strength=1.45, pieces=0.5),
    "errand": Lesson(_errands, HANDLERS / "replies/data/errand.weights", strength=4.0, pieces=0.5),
}


def digest(lesson: Lesson, samples: Sequence[Sample]) -> str:
    """The digest of what is learned: each text's signs and meaning, whatever code and lists they come of, and how."""
    how = (lesson.file.name, lesson.strength, lesson.cooled, lesson.pieces, lesson.bits, lesson.step)
    told = hashlib.sha256(" ".join(map(str, how)).encode())
    for one in samples:
        told.update(f"\n{one.meaning} {one.counts} {one.family} ".encode())
        told.update(array("Q", sorted(one.signs)).tobytes())
    return told.hexdigest()[:16]


def main(names: Iterable[str]) -> None:
    """Learn these readers' weights, or all."""
    spoken.KNOWN.write_bytes(spoken.pack(spoken.known_words()))
    for name in names or LESSONS:
        lesson = LESSONS[name]
        samples = list(lesson.samples())
        fitted = fit(samples, strength=lesson.strength, pieces=lesson.pieces, bits=lesson.bits)
        packed = pack(fitted, digest(lesson, samples), lesson.cooled, lesson.step)
        lesson.file.write_bytes(packed)
        print(f"{name}: {len(samples)} texts, {len(packed)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
