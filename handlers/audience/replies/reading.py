"""A phrase about customers, read as criteria: "vip in Texas not bought 60d", "frequent", "bought nike, no return".

Clauses that stand beside each other are all true; an "or" between two means either; a no before one turns it around. A
phrase of which a word cannot be read is not read at all, for a part of it means other people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.audience.criteria import EVERYBODY, All, Any, Criteria, Not
from handlers.audience.replies.clauses import clauses_at
from handlers.audience.replies.goods import unsold
from handlers.audience.replies.kinds import Clause
from handlers.audience.replies.names import Names
from handlers.audience.replies.spelling import respellings
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise

LONGEST = 300
"""Characters of a phrase; a longer one is not read, for a part of it means other people."""
_MOST_NOES = 2  # before one clause
_FILLER = pattern(r"(?:[\s,;.!&]+|{filler}(?=[\s,;.]|$))")
_OR = pattern("{or}(?=\\s)")
_NEG = pattern("{neg}(?=\\s)")
_WORD = pattern(r"[^\s,;]+")


@dataclass(frozen=True, slots=True)
class PhrasePart:
    """A clause of a phrase, as it was written."""

    text: str
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class Phrased:
    """What was understood of a phrase: ``criteria`` None where something was not, which ``unread`` says.

    ``unsold``: these words stand where goods do, and no goods are called so.
    """

    criteria: Criteria | None
    parts: tuple[PhrasePart, ...]
    unread: str = ""
    unsold: bool = False


def read_phrase(text: str, names: Names) -> Phrased:
    """The people whom a phrase means, of the business with these names."""
    said = normalise(text).replace("\n", ", ")
    if len(said) > LONGEST:
        return Phrased(None, (), said[LONGEST:])
    read = _PhraseReader(said, names).read()
    if not read.unread:
        return read
    mended = (_PhraseReader(one, names).read() for one in respellings(said, read.unread.split(), names))
    found = {repr(one.criteria): one for one in mended if one.criteria is not None}
    if len(found) == 1:
        return next(iter(found.values()))
    goods = unsold(said, read.unread)
    return read if goods is None else replace(read, unread=goods, unsold=True)


class _PhraseReader:
    def __init__(self, said: str, names: Names) -> None:
        self._said = said
        self._names = names
        self._place = 0

    def read(self) -> Phrased:
        parts: list[PhrasePart] = []
        unread: list[str] = []
        either = False
        while self._skip():
            if parts and (found := _OR.match(self._said, self._place)):
                self._place, either = found.end(), True
                continue
            part = self._part()
            if part is None:
                unread.append(self._word())
            elif either:
                before = parts.pop()
                parts.append(PhrasePart(f"{before.text} or {part.text}", _either(before.criteria, part.criteria)))
            else:
                parts.append(part)
            either = False
        if unread or not parts:
            return Phrased(None, tuple(parts), " ".join(unread))
        told = [one.criteria for one in parts if one.criteria != EVERYBODY] or [EVERYBODY]
        return Phrased(told[0] if len(told) == 1 else All(tuple(told)), tuple(parts))

    def _skip(self) -> bool:
        """Go on to what may be a clause; a filler that begins one is none. False at the end."""
        while self._place < len(self._said):
            filler = _FILLER.match(self._said, self._place)
            if filler is None or (self._said[self._place].isalnum() and self._clause() is not None):
                return True
            self._place = filler.end()
        return False

    def _clause(self) -> Clause | None:
        return next(clauses_at(self._said, self._place, self._names), None)

    def _part(self, noes: int = 0) -> PhrasePart | None:
        """The clause here, with the no that stands before it, or two of them."""
        begins, clause, no = self._place, self._clause(), _NEG.match(self._said, self._place)
        if no is not None and noes < _MOST_NOES:  # "not a discount seeker" is more than "not a discount"
            self._place = no.end()
            after = self._part(noes + 1) if self._skip() else None
            if after is not None and (clause is None or self._place > clause.end):
                return PhrasePart(self._said[begins : self._place], Not(after.criteria))
        self._place = begins if clause is None else clause.end
        return None if clause is None else PhrasePart(self._said[begins : self._place], clause.criteria)

    def _word(self) -> str:
        found = _WORD.match(self._said, self._place)
        end = found.end() if found else self._place + 1
        word, self._place = self._said[self._place : end], end
        return word


def _either(first: Criteria, second: Criteria) -> Criteria:
    return Any((*(first.of if isinstance(first, Any) else (first,)), second))
