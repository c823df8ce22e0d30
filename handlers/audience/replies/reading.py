"""A phrase about customers, read as criteria: "vip in Texas not bought 60d", "frequent", "bought nike, no return".

Clauses that stand beside each other are all true; an "or" between two means either; a no before one turns it around. A
phrase of which a word cannot be read is not read at all, for a part of it means other people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.audience.criteria import EVERYBODY, All, Criteria, Not
from handlers.audience.replies.asides import without_asides
from handlers.audience.replies.clauses import clauses_at
from handlers.audience.replies.feasts import with_days_said_once
from handlers.audience.replies.goods import unsold
from handlers.audience.replies.guards import doubt_in
from handlers.audience.replies.including import holds_who_never_did, without_who_never_did
from handlers.audience.replies.joining import joined
from handlers.audience.replies.joints import adds_at, brackets_split, joint_at
from handlers.audience.replies.kept_names import NamesKept
from handlers.audience.replies.kinds import Clause
from handlers.audience.replies.limits import LONGEST
from handlers.audience.replies.names import Names
from handlers.audience.replies.parts import Ambiguous, Denied, Joint, PhrasePart, family, joint_of
from handlers.audience.replies.preambles import with_plain_signs, without_preambles
from handlers.audience.replies.sizes import STRETCHED_SIZE
from handlers.audience.replies.spelling import respellings
from handlers.audience.replies.turning import is_of_groups, is_several_goods, turned
from handlers.audience.replies.words import pattern
from handlers.replies.text import normalise

_MOST_NOES = 2  # before one clause
_FILLER = pattern(
    r"(?:[\s,;.!?&()]+|{filler}(?=[\s,;.!?)]|$)|{ever}(?=\s*(?:[,;.!?+)]|$)|\s(?:{and}|{or}|{but}|{yet})(?!\w)))"
)
_NOTHING = pattern("{none}(?!\\w)")
_NO_AT_END = pattern("(?:{neg}|{neg_last}|{nor})$")
_NEG, _EXCEPT = pattern("{neg}(?=\\s)"), pattern("{except}")
_ALL_BUT = pattern("{all_but}(?!\\w)")
_INTENT = pattern("(?:{want_word}) (?:them|em|her|him|these|those|people|ppl) to(?!\\w)")  # no word of whom
_LEAVE = pattern("(?:{leave}) (?:(?:{the}|{those}|{filler}) ){0,3}")
_LEFT = pattern(
    r" (?:(?:{those}|{filler}) ){0,2}(?:out|off|aside|behind|fuera)(?=\s*(?:[,;.!)]|$)|\s+(?:{but}|{and})(?!\w))"
)
_ONLY = pattern("{exactly}(?!\\w)")
_END = pattern(r" ?(?:[,;.!)]|$)")
_WORD = pattern(r"[^\s,;()]+")


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
    if (size := STRETCHED_SIZE.search(text)) is not None:
        return Phrased(None, (), size[0].lower())
    written = with_plain_signs(normalise(text).replace("\n", ", "), names)
    kept = NamesKept(written, names)
    said = kept.shown(without_asides(with_days_said_once(without_preambles(kept.hidden), names)))
    if len(said) > LONGEST:
        return Phrased(None, (), said[LONGEST:])
    read = _PhraseReader(said, names).read()
    if not read.unread and (lost := kept.missing_from(read.criteria)):
        return Phrased(None, read.parts, lost)
    if not read.unread or read.doubtful:
        return read
    if (fewer := without_who_never_did(said)) is not None:
        among = _PhraseReader(fewer, names).read()
        return among if holds_who_never_did(among.criteria) else read
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
        self._begun: list[int] = []  # where each part does
        self._only = ""  # a word that may stand before a group: "just the vips"

    def read(self) -> Phrased:
        parts: list[PhrasePart] = []
        unread: list[str] = []
        joint = Joint.BESIDE
        while self._skip(bool(parts)):
            if (stated := joint_at(self._said, self._place, parts)) is not None:
                joint, self._place = stated
                continue
            begins = self._place
            part = self._part()
            if part is None:
                if not self._passes_only(parts):
                    unread.append(self._word())
            else:
                part, self._place = turned(part, self._said, self._place)
                between = joint if joint is not Joint.BESIDE else joint_of(self._said[self._ended : begins])
                parts.append(replace(part, joint=between, between=self._said[self._ended : begins]))
                self._begun.append(begins)
                unread += self._checked_only(parts[-1])
                self._ended = self._place
            joint = Joint.BESIDE
        if parts and not unread and (brackets_split(self._said, self._begun, parts) or _INTENT.search(self._said)):
            unread.append(self._said)
        if not parts and not unread:
            unread.append(self._said)  # signs and fillers alone
        if not unread and (doubt := doubt_in(self._said, parts)):
            return Phrased(None, tuple(parts), doubt, doubtful=True)
        return _phrased(parts, [*unread, *([self._only] if self._only else [])])

    def _passes_only(self, parts: list[PhrasePart]) -> bool:
        """ "Just the vips", "texas only": nothing more than "the vips", unlike "only nike" of who bought others too."""
        only = _ONLY.match(self._said, self._place)
        if only is None or self._only:
            return False
        if _END.match(self._said, only.end()) is not None:
            if not parts or not is_of_groups(parts[-1].criteria):
                return False
        else:
            self._only = only[0]
        self._place = only.end()
        return True

    def _checked_only(self, part: PhrasePart) -> list[str]:
        """The word before a part that is no group, and means more there."""
        only, self._only = self._only, ""
        return [only] if only and not (is_of_groups(part.criteria) and part.denied is None) else []

    def _skip(self, joins: bool = False) -> bool:
        """Go on to what may be a clause; a filler that begins one, or a joint, is none. False at the end."""
        while self._place < len(self._said):
            filler = _FILLER.match(self._said, self._place)
            if _ALL_BUT.match(self._said, self._place):
                return True
            if filler is None or (self._said[self._place].isalnum() and self._clause() is not None):
                return True
            if joins and adds_at(self._said, self._place):
                return True
            self._place = filler.end()
        return False

    def _clause(self) -> Clause | None:
        return next(clauses_at(self._said, self._place, self._names), None)

    def _part(self, noes: int = 0) -> PhrasePart | None:
        """The clause here, with the no that stands before it, or two of them."""
        begins, clause, no = self._place, self._clause(), _NEG.match(self._said, self._place)
        if no is not None and _ALL_BUT.match(no[0]) and _NEG.match(self._said, _next_word(self._said, no.end())):
            no = None  # "everyone but skip wholesale"
        if (leave := _LEAVE.match(self._said, begins)) is not None and (left := self._left(begins, leave.end())):
            return left
        if no is not None and noes < _MOST_NOES:  # "not a discount seeker" is more than "not a discount"
            self._place = no.end()
            after = self._part(noes + 1) if self._skip() else None
            if after is not None and is_several_goods(after.criteria):
                after = None  # "not nike and puma" is not both, or neither
            if after is not None and _NO_AT_END.search(after.text):
                after = None  # "no orders no clicks": the second no is of what comes
            if after is not None and (clause is None or self._place > clause.end):
                denied = Denied.EXCEPT if _EXCEPT.fullmatch(no[0]) else Denied.NOT
                twice = isinstance(after.criteria, Not) and _NOTHING.search(after.text)  # "no haya pedido nada"
                criteria = after.criteria if twice else Not(after.criteria)
                return PhrasePart(self._said[begins : self._place], criteria, denied=denied)
        self._place = begins if clause is None else clause.end
        return None if clause is None else PhrasePart(self._said[begins : self._place], *_told(clause.criteria))

    def _left(self, begins: int, place: int) -> PhrasePart | None:
        """ "Leave the staff out"."""
        self._place = place
        inner = self._clause()
        out = _LEFT.match(self._said, inner.end) if inner is not None else None
        self._place = begins if out is None else out.end()
        if inner is None or out is None:
            return None
        return PhrasePart(self._said[begins : self._place], Not(inner.criteria), denied=Denied.EXCEPT)

    def _word(self) -> str:
        found = _WORD.match(self._said, self._place)
        end = found.end() if found else self._place + 1
        word, self._place = self._said[self._place : end], end
        return word


def _next_word(said: str, place: int) -> int:
    return place + len(said[place:]) - len(said[place:].lstrip(" ,"))


def _told(criteria: Criteria) -> tuple[Criteria, Joint, Denied | None]:
    """What a clause says; "outside Texas" denies as "except" does."""
    outside = isinstance(criteria, Not) and family(criteria.of) == "place"
    return criteria, Joint.BESIDE, Denied.EXCEPT if outside else None


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
