"""A phrase about customers, read as criteria: "vip in Texas not bought 60d", "frequent", "bought nike, no return".

Clauses that stand beside each other are all true; an "or" between two means either; a no before one turns it around. A
phrase of which a word cannot be read is not read at all, for a part of it means other people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.audience.criteria import EVERYBODY, All, Counted, Criteria, Not, leaves
from handlers.audience.replies.clauses import clauses_at
from handlers.audience.replies.goods import unsold
from handlers.audience.replies.joining import joined
from handlers.audience.replies.kinds import Clause
from handlers.audience.replies.names import Names
from handlers.audience.replies.parts import Ambiguous, Denied, Joint, PhrasePart, family, joint_of
from handlers.audience.replies.spelling import respellings
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise

LONGEST = 300
"""Characters of a phrase; a longer one is not read, for a part of it means other people."""
_MOST_NOES = 2  # before one clause
_FILLER = pattern(r"(?:[\s,;.!&]+|{filler}(?=[\s,;.]|$))")
_OR = pattern("{or}(?=\\s)")
_NEG, _EXCEPT = pattern("{neg}(?=\\s)"), pattern("{except}")
_OUT = pattern(r" ?,? ?(?:{case} ){0,2}{left_out}(?! (?:de|of|from)(?!\w))(?!\w)")
_NO_BEHIND = pattern(
    r" (?:{case} ){0,2}(?:{ever} )?{neg_last}(?: (?:{did}|{be}))?"
    r"(?=\s*(?:[,;.]|$)|\s+(?:{but}|{and}|{or})(?!\w))"
)
_WORD = pattern(r"[^\s,;]+")


@dataclass(frozen=True, slots=True)
class Phrased:
    """What was understood of a phrase: ``criteria`` None where something was not, which ``unread`` says.

    ``unsold``: these words stand where goods do, and no goods are called so.
    ``doubtful``: they may be meant in two ways.
    """

    criteria: Criteria | None
    parts: tuple[PhrasePart, ...]
    unread: str = ""
    unsold: bool = False
    doubtful: bool = False


def read_phrase(text: str, names: Names) -> Phrased:
    """The people whom a phrase means, of the business with these names."""
    said = normalise(text).replace("\n", ", ")
    if len(said) > LONGEST:
        return Phrased(None, (), said[LONGEST:])
    read = _PhraseReader(said, names).read()
    if not read.unread or read.doubtful:
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
        self._ended = 0  # where the last part did

    def read(self) -> Phrased:
        parts: list[PhrasePart] = []
        unread: list[str] = []
        joint = Joint.BESIDE
        while self._skip():
            if parts and (found := _OR.match(self._said, self._place)):
                self._place, joint = found.end(), Joint.OR
                continue
            begins = self._place
            part = self._part()
            if part is None:
                unread.append(self._word())
            else:
                part = self._turned(part)
                between = Joint.OR if joint is Joint.OR else joint_of(self._said[self._ended : begins])
                parts.append(replace(part, joint=between, between=self._said[self._ended : begins]))
                self._ended = self._place
            joint = Joint.BESIDE
        return _phrased(parts, unread)

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
            if after is not None and _is_several_goods(after.criteria):
                after = None  # "not nike and puma" is not both, or neither
            if after is not None and (clause is None or self._place > clause.end):
                denied = Denied.EXCEPT if _EXCEPT.fullmatch(no[0]) else Denied.NOT
                return PhrasePart(self._said[begins : self._place], Not(after.criteria), denied=denied)
        self._place = begins if clause is None else clause.end
        return None if clause is None else PhrasePart(self._said[begins : self._place], *_told(clause.criteria))

    def _turned(self, part: PhrasePart) -> PhrasePart:
        """The part with a no that stands behind it: "vip nahi", "vip ko chhodkar", "vip out"."""
        out, no = _OUT.match(self._said, self._place), _NO_BEHIND.match(self._said, self._place)
        found = out or no
        if found is None or part.denied is not None or part.criteria == EVERYBODY:
            return part
        self._place = found.end()
        return PhrasePart(part.text + found[0], Not(part.criteria), denied=Denied.OUT if out else Denied.BEHIND)

    def _word(self) -> str:
        found = _WORD.match(self._said, self._place)
        end = found.end() if found else self._place + 1
        word, self._place = self._said[self._place : end], end
        return word


def _told(criteria: Criteria) -> tuple[Criteria, Joint, Denied | None]:
    """What a clause says; "outside Texas" denies as "except" does."""
    outside = isinstance(criteria, Not) and family(criteria.of) == "place"
    return criteria, Joint.BESIDE, Denied.EXCEPT if outside else None


def _is_several_goods(criteria: Criteria) -> bool:
    of_goods = (isinstance(one, Counted) or one.fact in {"brand", "category"} for one in leaves(criteria))
    return isinstance(criteria, All) and any(of_goods)


def _phrased(parts: list[PhrasePart], unread: list[str]) -> Phrased:
    """The criteria of all parts together; none where a part may be meant in two ways."""
    if unread or not parts:
        return Phrased(None, tuple(parts), " ".join(unread))
    try:
        together = joined(parts)
    except Ambiguous as doubt:
        return Phrased(None, tuple(parts), str(doubt), doubtful=True)
    told = [one.criteria for one in together if one.criteria != EVERYBODY] or [EVERYBODY]
    return Phrased(told[0] if len(told) == 1 else All(tuple(told)), tuple(together))
