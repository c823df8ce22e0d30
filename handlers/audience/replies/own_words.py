"""Clauses of everyday words: places ("up in Ohio"), sources ("the ones Google brought us"), reach ("textable"), texts
turned off, birthdays ("got a birthday"), the age of the last order, the gap between orders."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from flows.audience.criteria import Compared, Criteria, Not
from flows.channels import SMS
from handlers.audience.replies import marks
from handlers.audience.replies.birthdays import BIRTHDAYS
from handlers.audience.replies.figures import read_length
from handlers.audience.replies.kinds import Clause, Reads, followed, listed, named, plain
from handlers.audience.replies.meanings import is_so
from handlers.audience.replies.names import Names
from handlers.audience.replies.reach import opted_out_of
from handlers.audience.replies.words import pattern

_GOT = pattern("(?:got|gotten|gets) (?:(?:a|an|their|his|her) )?(?={birthday})")
_SHUT = pattern(r" (?:{ko} )?{shut} (?:(?P<no>{neg}) )?{shut_did}(?P<nor> {neg_last})?(?: {be})?(?!\w)")
_MORE = pattern("{more}|{than} {above}")
_OLD = (
    r"{last_order} (?:(?:is|was|hai|h|ka|ki) )?(?:(?:{more}|{at_least}) )?(?P<w>{length}) "
    r"(?:{or_more} |{than} {above} )?"
    r"{of_old}(?: {or_more})?(?! {or_less})(?!\w)"
)

_GAP = (
    r"{rhythm} (?:{told_behind} ){0,2}(?:(?P<op>{less}|{at_most}|{more}|{at_least}) )?"
    r"(?P<w>{length})(?P<more> {or_more})?(?! ?(?:{ago}|{or_less}))(?!\w)"
)
_OPS = (
    ("<=", pattern("{at_most}$")),
    (">=", pattern("{at_least}$")),
    ("<", pattern("{less}$")),
    (">", pattern("{more}$")),
)


def got_birthday(said: str, place: int, names: Names) -> Clause | None:
    """ "Who's got a birthday next month"."""
    opening = _GOT.match(said, place)
    if opening is None:
        return None
    found = [clause for read in BIRTHDAYS if (clause := read(said, opening.end(), names)) is not None]
    return max(found, key=lambda one: one.end, default=None)


def shut(said: str, place: int, _names: Names) -> Clause | None:
    """ "WhatsApp band kar diya", "sms band nahi karwaya"."""
    clause = listed(said, place, opted_out_of())
    found = _SHUT.match(said, clause.end) if clause is not None else None
    if clause is None or found is None or (found["no"] and found["nor"]):
        return None
    return Clause(Not(clause.criteria) if found["no"] or found["nor"] else clause.criteria, found.end())


def _old(found: re.Match[str], _names: Names) -> Criteria | None:
    """ "Last order 90 days old or more"."""
    length = read_length(found["w"])
    op = ">" if _MORE.search(found[0]) else ">="
    return None if length is None else Compared("days_since_order", op, Decimal(length // timedelta(days=1)))


def _gap(found: re.Match[str], _names: Names) -> Criteria | None:
    """ "Gap between orders under 10 days"; of one without a comparison it is not known what is meant."""
    length = read_length(found["w"])
    said = [op for op, wanted in _OPS if found["op"] and wanted.match(found["op"])] or ([">="] if found["more"] else [])
    if length is None or not said or (found["op"] and found["more"]):
        return None
    return Compared("own_rhythm_days", said[0], Decimal(length // timedelta(days=1)))


OWN_WORDS: tuple[Reads, ...] = (
    named("{over_there} (?:the )?", lambda names: names.places()),
    named("{came_from} (?:the|our|my) ", marks.sources),
    followed(marks.sources, r"{brought_us}(?!\w)"),
    plain(r"{textable}(?!\w)", is_so(Compared("reachable", "=", SMS.name))),
    named("{turned_off} (?:(?:all|the|our|my|any) ){0,2}", lambda _names: opted_out_of()),
    shut,
    got_birthday,
    plain(r"{birthday} (?:(?:is|on) )?{tomorrow}(?!\w)(?! {or})", is_so(Compared("birthday_in_days", "=", Decimal(1)))),
    plain(r"{tomorrow} (?:(?:is|their|a) )*{birthday}(?!\w)", is_so(Compared("birthday_in_days", "=", Decimal(1)))),
    plain(_OLD, _old),
    plain(_GAP, _gap),
)  # fmt: skip
