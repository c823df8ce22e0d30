"""The report of people's unclear lines: the most frequent questions, and labelled lines for `make learn`.

It stores nothing of its own, so texts deleted by retention or an erasure are missing here too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flows.count_phrase import format_count
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.replies.anonymous_text import scrub_text
from handlers.replies.text_language import language_of
from storage.events.unclear_lines import AskedLine, AskedLines

if TYPE_CHECKING:
    from handlers.conversation.labelled_lines import Taught

PAGE = 200  # lines read at once
MOST = 5  # wordings of each question in a report
_LONGEST = 60  # characters of one


@dataclass(slots=True)
class QuestionDoubts:
    """One of our questions: how often it was asked, what the unclear lines turned out to mean, and their wordings."""

    asked: int = 0
    meant: Counter[str] = field(default_factory=Counter)
    wordings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Doubts:
    """The questions since a given time, and the number of messages received."""

    heard: int
    questions: dict[str, QuestionDoubts]

    @property
    def asked(self) -> int:
        """Return how many lines led to a question."""
        return sum(one.asked for one in self.questions.values())


async def report(turn: Turn, since: datetime) -> Doubts:
    """Return the questions since a given time."""
    questions: defaultdict[str, QuestionDoubts] = defaultdict(QuestionDoubts)
    async for one, taught in list_lines(turn, since):
        question = questions[one.expects]
        question.asked += 1
        question.meant[taught.label if taught else "no answer that tells"] += 1
        question.wordings[anonymise_line(one)[:_LONGEST]] += 1
    return Doubts(await turn.unit.of(AskedLines).count_heard(since), dict(questions))


async def list_lines(turn: Turn, since: datetime) -> AsyncIterator[tuple[AskedLine, Taught | None]]:
    """Yield each line since a given time that led to a question, with its label if the person's answer gave it."""
    teaches = conversations_of(turn).teaches
    after: UUID | None = None
    while True:
        page = await turn.unit.of(AskedLines).page(teaches.keys(), since, PAGE, after)
        for one in page:
            yield one, teaches[one.expects](one)
        if len(page) < PAGE:
            return
        after = page[-1].asked.id


def anonymise_line(one: AskedLine) -> str:
    """Return the text of a line with personal data removed, so that it may be stored elsewhere."""
    return scrub_text(one.line.text or "", one.name).replace("|", "/")


def block(one: AskedLine, taught: Taught) -> str:
    """Format a labelled line as in tests/understanding/lines."""
    return f"? {taught.asked}\n{language_of(one.line.text or '') or 'en'} | {taught.label} | {anonymise_line(one)}\n"


def render(found: Doubts) -> str:
    """Format the report for a terminal."""
    if not found.asked:
        return f"Of {format_count(found.heard, 'message')} none was asked about."
    rows = [f"Of {format_count(found.heard, 'message')} {found.asked} were asked about."]
    for name, one in sorted(found.questions.items(), key=lambda item: -item[1].asked):
        meant = ", ".join(f"{label} {count}" for label, count in one.meant.most_common())
        rows += ["", f"{name}: {one.asked} times; then {meant}"]
        rows += [f"  {count} × {wording}" for wording, count in one.wordings.most_common(MOST)]
    return "\n".join(rows)


def view(found: Doubts) -> dict[str, object]:
    """Format the report for programs."""
    return {
        "heard": found.heard,
        "asked": found.asked,
        "questions": {
            name: {"asked": one.asked, "meant": dict(one.meant), "wordings": dict(one.wordings.most_common(MOST))}
            for name, one in found.questions.items()
        },
    }
