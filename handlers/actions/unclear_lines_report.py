"""What people wrote that was not clear: what is asked about most, and as labelled lines from which `make learn` learns.

Nothing is kept for it but the messages: what retention or an erasure takes out of them is gone here as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flows.count_phrase import counted
from handlers.engine.turn import Turn
from handlers.replies.anonymous_text import scrubbed
from handlers.replies.text_language import language_of
from storage.events.unclear_lines import AskedLine, AskedLines

if TYPE_CHECKING:
    from handlers.conversation.labelled_lines import Taught

PAGE = 200  # lines that are read at once
MOST = 5  # wordings that a report shows of each question
_LONGEST = 60  # characters of one


@dataclass(slots=True)
class QuestionDoubts:
    """How often a question of ours was put, what lines had meant by what was said next, and their wordings."""

    asked: int = 0
    meant: Counter[str] = field(default_factory=Counter)
    wordings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What was asked since a moment, by question, and of how many messages that came."""

    heard: int
    questions: dict[str, QuestionDoubts]

    @property
    def asked(self) -> int:
        """How many lines were asked about."""
        return sum(one.asked for one in self.questions.values())


async def report(turn: Turn, since: datetime) -> Doubts:
    """What was asked about since a moment."""
    questions: defaultdict[str, QuestionDoubts] = defaultdict(QuestionDoubts)
    async for one, taught in lines(turn, since):
        question = questions[one.expects]
        question.asked += 1
        question.meant[taught.label if taught else "no answer that tells"] += 1
        question.wordings[wording(one)[:_LONGEST]] += 1
    return Doubts(await turn.unit.of(AskedLines).heard(since), dict(questions))


async def lines(turn: Turn, since: datetime) -> AsyncIterator[tuple[AskedLine, Taught | None]]:
    """Each line that was asked about since a moment, and what it had meant, where that was told."""
    teaches = turn.tools.conversations.teaches
    after: UUID | None = None
    while True:
        page = await turn.unit.of(AskedLines).page(teaches.keys(), since, PAGE, after)
        for one in page:
            yield one, teaches[one.expects](one)
        if len(page) < PAGE:
            return
        after = page[-1].asked.id


def wording(one: AskedLine) -> str:
    """The text of a line as it may be kept elsewhere."""
    return scrubbed(one.line.text or "", one.name).replace("|", "/")


def block(one: AskedLine, taught: Taught) -> str:
    """A labelled line in the form of tests/understanding/lines."""
    return f"? {taught.asked}\n{language_of(one.line.text or '') or 'en'} | {taught.label} | {wording(one)}\n"


def told(found: Doubts) -> str:
    """The report for a terminal."""
    if not found.asked:
        return f"Of {counted(found.heard, 'message')} none was asked about."
    rows = [f"Of {counted(found.heard, 'message')} {found.asked} were asked about."]
    for name, one in sorted(found.questions.items(), key=lambda item: -item[1].asked):
        meant = ", ".join(f"{label} {count}" for label, count in one.meant.most_common())
        rows += ["", f"{name}: {one.asked} times; then {meant}"]
        rows += [f"  {count} × {wording}" for wording, count in one.wordings.most_common(MOST)]
    return "\n".join(rows)


def view(found: Doubts) -> dict[str, object]:
    """The report for programs."""
    return {
        "heard": found.heard,
        "asked": found.asked,
        "questions": {
            name: {"asked": one.asked, "meant": dict(one.meant), "wordings": dict(one.wordings.most_common(MOST))}
            for name, one in found.questions.items()
        },
    }
