"""Clauses made of a cue and what is said of it, in any order: how often, how much, when, and a no.

"2 or more refunds in the last 6 months", "left 2+ carts", "kharcha abhi 2 hazar bhi nahi hua". The words of one topic
(``topics.CUES``) are composed with every number, comparison and time that make sense of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from handlers.audience.replies.kinds import Clause
from handlers.audience.replies.names import Names
from handlers.audience.replies.saying import ClauseWords
from handlers.audience.replies.times import UnreadTime
from handlers.audience.replies.topics import CUES, NOUNS, Cue
from handlers.audience.replies.words import pattern

_MOST = 8  # words or figures on each side of the cue
_GAP = re.compile(r"\s*")
_THEN_A_TIME = pattern(" ?, ?(?={window}(?: ?[,;.]|$))")  # "5 orders, last 6 months"
_TIMES_OF = (
    ("either", pattern("(?:{today} {or} {yesterday}|{yesterday} {or} {today})(?!\\w)")),
    ("span", pattern("{span}(?: {ago}| back(?!\\w))?")),
    ("rate", pattern("{rate}")),
    ("window", pattern("(?P<w>{window})(?: back(?!\\w))?(?: {now})?")),
    ("date", pattern("{dated}")),
)  # fmt: skip
_HOW_MANY = (
    ("several", pattern("{some_of}")),
    ("range", pattern("{range}(?: (?:{times}|x))?(?!\\w)")),
    ("quantity", pattern("{multiple}")),
    ("quantity", pattern("{quantity}(?!\\w)(?! (?:de |of )?{month_word})")),  # not of "2 de noviembre"
)  # fmt: skip
_BEFORE = (*_TIMES_OF, *_HOW_MANY, ("no", pattern("{neg}")), ("ever", pattern("{ever}")))
_BEHIND = (
    ("behind", pattern("(?:{or_more}|{or_less}|{than} {above}|{than} {beneath}|\\+)(?!\\w)")),
    ("at_least_last", pattern(  # of what comes next where a number does: "3 orders at least 2 returns"
        "{at_least}(?=\\s*(?:[,;.!)]|$)"
        "|\\s+(?:{and}|{but}|(?:{within} |{in} )?(?:the )?(?:{last}|{this}|{previous}))(?!\\w))")),
    *_TIMES_OF,
    *_HOW_MANY,
    ("no_last", pattern("(?:{ever} )?(?:{neg_last}|never(?!\\w))(?: (?:{did}|{be}|hua|hui|हुआ|हुई))*"
                        "(?=\\s*(?:[,;.!)]|$)|\\s+(?:{but}|{and}|{or}|{shoppers})(?!\\w))")),
)  # fmt: skip
_ARTICLE = pattern("(?:a|an|un|una|one of)")
_TIMES = pattern(r"{times}|{once}|{twice}|{thrice}|\d ?x(?!\w)")
_GLUE_BEFORE, _GLUE_BEHIND = pattern("{told_before}"), pattern("{told_behind}")
_BUT_BEHIND_NO = pattern("(?:par|पर)(?!\\w)")  # "order nahi par is hafte aaye" is no "par is hafte"
_BARE_DATE = pattern("(?P<date>{date}) (?:was|is|were|had|tha|thi|fue|me|mein|में) (?:{told_before} )?")


def composed(said: str, place: int, names: Names) -> Clause | None:
    """The longest clause with one cue at a place."""
    found = [one for topic in CUES for one in _clauses(topic, said, place, names)] if _may_begin(said, place) else []
    return max(found, key=lambda one: one.end, default=None)


def _may_begin(said: str, place: int) -> bool:
    return place == 0 or not said[place - 1].isalnum()


def _clauses(topic: Cue, said: str, place: int, names: Names) -> Iterator[Clause]:
    for told, at in _beginnings(topic, said, place):
        cue = topic.cue.match(said, at)
        if cue is not None and _is_led(topic, told, cue[0]):
            yield from _endings(
                replace(told, cue=cue[0], verb=topic.is_verb(cue[0]), noun=topic.is_noun(cue[0])),
                cue.end(),
                topic,
                said,
                names,
            )


def _is_led(topic: Cue, told: ClauseWords, cue: str) -> bool:
    """Whether the cue may stand so: "carts" behind "left 2" alone, "aaye" behind "3 baar"."""
    led = topic.led is None or told.lead or not topic.led.fullmatch(cue)
    return led and (topic.often is None or told.numbered or not topic.often.fullmatch(cue))


def _beginnings(topic: Cue, said: str, place: int) -> Iterator[tuple[ClauseWords, int]]:
    """The words before the cue so far, after each of these words."""
    told, at = ClauseWords(), place
    if topic.dated_before and (found := _BARE_DATE.match(said, place)):
        yield replace(told, date=f"in {found['date']}"), found.end()
    yield told, at
    for _ in range(_MOST):
        step = _step(_BEFORE, told, said, at) or _passed(_GLUE_BEFORE if at > place else None, told, said, at)
        step = step or _passed(topic.lead, replace(told, lead=True), said, at)
        if step is None:
            return
        told, end = step
        at = _next(said, end)
        yield told, at


def _endings(told: ClauseWords, end: int, topic: Cue, said: str, names: Names) -> Iterator[Clause]:
    """The clauses that end behind the cue, or behind each word of what is said behind it."""
    yield from _meant(topic, told, end, names)
    for _ in range(_MOST):
        timed = _THEN_A_TIME.match(said, end) if told.numbered else None
        at = timed.end() if timed is not None else _next(said, end)
        step = _step(_BEHIND, told, said, at)
        if step is not None and _is_of_another(topic, step[0], told, said, step[1]):
            return
        if step is None and told.no_behind and _BUT_BEHIND_NO.match(said, at):
            return
        passed = None if step else _passed(topic.tail, told, said, at) or _passed(_GLUE_BEHIND, told, said, at)
        if step is None and passed is None:
            return
        told, end = step or passed or (told, end)
        if step is not None or (topic.tail is not None and topic.tail.match(said, at)):
            yield from _meant(topic, told, end, names)


def _is_of_another(topic: Cue, after: ClauseWords, before: ClauseWords, said: str, end: int) -> bool:
    """ "Clicked 5 orders", "bought in 6": the number belongs to what comes next, or to nothing."""
    if after.numbered == before.numbered or (topic.tail is not None and topic.tail.match(said, _next(said, end))):
        return False
    counts = after.several or after.range or after.quantity
    return NOUNS.match(said, _next(said, end)) is not None or (
        after.verb and not after.noun and not _TIMES.search(counts)
    )


def _step(
    kinds: tuple[tuple[str, re.Pattern[str]], ...], told: ClauseWords, said: str, at: int
) -> tuple[ClauseWords, int] | None:
    for kind, wanted in kinds:
        found = wanted.match(said, at)
        if found is None or found.end() == at or not told.takes(kind) or _ARTICLE.fullmatch(found[0]):
            continue
        return told.with_(kind, found[0]), found.end()
    return None


def _passed(wanted: re.Pattern[str] | None, told: ClauseWords, said: str, at: int) -> tuple[ClauseWords, int] | None:
    found = wanted.match(said, at) if wanted is not None else None
    return (told, found.end()) if found is not None and found.end() > at else None


def _next(said: str, end: int) -> int:
    gap = _GAP.match(said, end)
    return gap.end() if gap else end


def _meant(topic: Cue, told: ClauseWords, end: int, names: Names) -> Iterator[Clause]:
    if told.lead and not told.numbered:
        return
    try:
        criteria = topic.meant(told, names)
    except UnreadTime:
        return
    if criteria is not None:
        yield Clause(criteria, end)
