"""The clauses of a text, split at marks and joining words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

_MARKS = " \t\n,.;:!?–—-&+/|।…"
_AND = r"(?:and|but|then|y|pero|luego|aur|lekin|par|phir|और|लेकिन|पर|फिर)"
_UNSPACED = r"(?<=[^\W\d_]{2})[{}]+(?=[^\W\d_]{2})"  # "2 mugs.STOP"
_END = rf"[.!?;।…]+(?=\s|$)|\n|{_UNSPACED.replace('{}', '.!?;।')}"
_COMMA = rf",+(?=\s|$)|\s[-–—]+(?=\s)|{_UNSPACED.replace('{}', ',')}"  # "t-shirt" is one word
_BETWEEN = re.compile(
    rf"(?P<end>{_END})|(?P<comma>{_COMMA})"
    # "And" or "but", a sign for one of these, or the end of a postal code.
    rf"|\s*[&+/|]\s*|\s{_AND}(?=\s)|(?<=\d{{5}})(?<!\d{{7}})(?=\s)",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"{_AND}\s+", re.IGNORECASE)
_CLOSES = re.compile(rf"\s{_AND}$", re.IGNORECASE)
_LONGEST_AND = 8  # characters, with the blank before it


class Parting(IntEnum):
    """How strongly two clauses are separated."""

    JOINS = 0  # "and", "but" or a sign for it
    COMMA = 1  # or a dash
    END = 2  # of a sentence or a line
    EDGE = 3  # of the text


@dataclass(frozen=True, slots=True)
class SaidClause:
    """A clause as written, its place in the ``whole`` text, and how strongly the two are separated."""

    text: str
    before: Parting
    behind: Parting
    whole: str
    start: int
    end: int

    @property
    def rest(self) -> str:
        """Return the text without the clause. A text may have a thousand clauses, so it is made only if needed."""
        ahead, left = self.whole[: self.start].strip(_MARKS), self.whole[self.end :].strip(_MARKS)
        return strip_joint(f"{ahead}, {left}".strip(_MARKS))

    @property
    def parted(self) -> Parting:
        """Return the weaker of the separations before and after the clause."""
        return min(self.before, self.behind)

    @property
    def is_at_an_edge(self) -> bool:
        """Return True if the clause begins or ends the text."""
        return Parting.EDGE in {self.before, self.behind}


def split_clauses(text: str) -> Iterator[SaidClause]:
    """Yield the clauses of a text with several clauses, in order."""
    found = [(one.start(), one.end(), _mark(one)) for one in _BETWEEN.finditer(text)]
    start, before = 0, Parting.EDGE
    first, last = len(text) - len(text.lstrip(_MARKS)), len(text.rstrip(_MARKS))
    for at, end, mark in [*found, (len(text), len(text), Parting.EDGE)]:
        clause, ahead, left = text[start:at].strip(_MARKS), first < start, at < last
        sides = (before if ahead else Parting.EDGE, mark if left else Parting.EDGE)
        if clause and (ahead or left):
            yield SaidClause(strip_joint(clause), *sides, text, start, at)
        start, before = end, max(before, mark) if not clause else mark


def strip_joint(text: str) -> str:
    """Remove the word that joins a clause to another."""
    opens = _OPENS.match(text)
    text = text[opens.end() :] if opens is not None else text
    closes = _CLOSES.search(text[-_LONGEST_AND:])  # not in all of it: a text of many clauses asks for each
    return text[: closes.start() - len(text[-_LONGEST_AND:])].rstrip() if closes is not None else text


def _mark(found: re.Match[str]) -> Parting:
    return Parting.END if found["end"] else Parting.COMMA if found["comma"] else Parting.JOINS
