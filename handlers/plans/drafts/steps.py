"""The steps of a plan as the staff writes them: "after 3 days: words; after 10 days, 10% off: words", and the arms that
are tried in the place of one: "A after 1 day: words B after 2 days: words"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.experiments.arm import FEWEST, LETTERS
from handlers.offers.terms import take_terms
from handlers.plans.drafts.heads import AFTER, AT_ONCE, HeadReader, WantedStep, bare

_BEGINS = re.compile(
    rf"\s*(?:(?:and|then|and then|y|luego|y luego|aur|phir|और|फिर)\s+)?(?:{AFTER.pattern.replace('P<', 'P<_')}"
    rf"|{AT_ONCE.pattern})",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?P<head>(?:[^:;\n]|:(?=\d)){1,120}):(?:\s+|$)")
_ODD = re.compile(
    r"\s*(?:(?:after|despu[eé]s de|tras)\s[^:;\n]{1,60}|(?:at|a las)\s\d[^;\n]{0,20}?|-\d[^:;\n]{0,40}"
    r"|-?\d+\s?(?:din|दिन)\s[^:;\n]{0,40}):(?:\s+|$)",
    re.IGNORECASE,
)
"""The head of a step that says when in a way that is not read: it is asked about, and is no customer's text."""
_BETWEEN = re.compile(r"\s*[;\n]\s*")
_ARM = re.compile(rf"(?:^|(?<=[\s;,.!?]))(?P<letter>[{LETTERS}F])(?P<mark>[:,)])?\s+")
"""What an arm of a step begins with; a letter too many is found as well, and asked about."""


def read_steps(text: str, now: datetime, zone: ZoneInfo, currency: str) -> tuple[WantedStep, ...]:
    """The steps of a text, one for each part that says when it is due. Raises WrongOffer."""
    reader = HeadReader(now, zone, currency)
    return tuple(_step(one.strip(), reader) for one in _parts(text) if one.strip())


def begins_a_step(text: str) -> bool:
    """Whether a text says when a step is due."""
    return _BEGINS.match(text) is not None


def _parts(text: str) -> Sequence[str]:
    """The text cut where a mark is followed by when the next step is due, and by a colon."""
    cuts = [one for one in _BETWEEN.finditer(text) if _headed(text[one.end() :]) or _ODD.match(text[one.end() :])]
    starts, ends = [0, *(one.end() for one in cuts)], [*(one.start() for one in cuts), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _headed(text: str) -> re.Match[str] | None:
    return _HEAD.match(text) if begins_a_step(text) else None


def _step(text: str, reader: HeadReader) -> WantedStep:
    """A step, with the arms that are tried in its place; these take what one head says of all. An arm that is not read
    is asked about, and is no customer's words."""
    if arms := _arms_in(text, reader):
        return _tried(arms, text)
    if alike := _arms_of_one_text(text, reader):
        return alike
    whole = _single(text, reader)
    if arms := _arms_in(whole.words, reader):
        return _tried([_inheriting(one, whole) for one in arms], text)
    odd = _begins_an_arm(text, reader) or _begins_an_arm(whole.words, reader)
    return replace(whole, unread=whole.unread or (text if odd else ""))


def _tried(arms: Sequence[WantedStep], text: str) -> WantedStep:
    first, *others = arms
    return replace(first, arms=tuple(others), unread=first.unread or (text if len(arms) > len(LETTERS) else ""))


def _single(text: str, reader: HeadReader) -> WantedStep:
    headed = _headed(text) or _offering(text, reader.currency)
    if headed is None:
        odd = begins_a_step(text) or _ODD.match(text) is not None
        return WantedStep(text, unread=text if odd else "")
    return reader.read(headed["head"], text[headed.end() :].strip())


def _offering(text: str, currency: str) -> re.Match[str] | None:
    """The head of a step that says an offer and nothing else, as the only one may: "20% off: come by". Raises
    WrongOffer."""
    found = _HEAD.match(text)
    if found is None:
        return None
    terms, left = take_terms(found["head"], currency)
    return found if terms and not bare(left) else None


def _arms_in(text: str, reader: HeadReader) -> Sequence[WantedStep]:
    """The arms in a text, each behind its letter, in the order of these, and one at least with a head: "A after 1 day:
    … B after 2 days: …", "A: 10% off: … B: …"; none in a text that does not begin with one."""
    found: list[re.Match[str]] = []
    for one in _ARM.finditer(text):
        letter = f"{LETTERS}F"[len(found) : len(found) + 1]
        if one["letter"] == letter and (one["mark"] == ":" or _with_a_head(text[one.end() :], reader)):
            found.append(one)
    if len(found) < FEWEST or found[0].start() > 0:
        return ()
    ends = [*(one.start() for one in found[1:]), len(text)]
    said = [text[one.end() : end].strip(" ;,\n") for one, end in zip(found, ends, strict=True)]
    read = [_with_a_head(one, reader) for one in said]
    if not any(read):
        return ()
    return [arm or WantedStep(one) for arm, one in zip(read, said, strict=True)]


def _with_a_head(text: str, reader: HeadReader) -> WantedStep | None:
    """A text that begins with a head of nothing but when, how, or what is offered; None for any other."""
    found = _HEAD.match(text)
    if found is None:
        return None
    one = reader.read(found["head"], text[found.end() :].strip())
    return one if one.says and not one.unread else None


def _arms_of_one_text(text: str, reader: HeadReader) -> WantedStep | None:
    """The arms that a head has for one text: "after 3 days, A at 10am, B at 6pm: Hi"; None for any other."""
    head = _HEAD.match(text)
    found = [] if head is None else list(_ARM.finditer(head["head"]))
    letters = "".join(one["letter"] for one in found)
    if head is None or len(found) < FEWEST or letters != LETTERS[: len(letters)]:
        return None
    said, words = head["head"], text[head.end() :].strip()
    ends = [*(one.start() for one in found[1:]), len(said)]
    whole = reader.read(said[: found[0].start()], words)
    arms = [reader.read(said[one.end() : end], words) for one, end in zip(found, ends, strict=True)]
    if whole.unread or any(one.unread or not one.says for one in arms):
        return WantedStep(text, unread=text)
    return _tried([_inheriting(one, whole) for one in arms], text)


def _begins_an_arm(text: str, reader: HeadReader) -> bool:
    """Whether a text begins as an arm with a head, with no other beside it."""
    found = _ARM.match(text)
    return found is not None and _with_a_head(text[found.end() :], reader) is not None


def _inheriting(arm: WantedStep, whole: WantedStep) -> WantedStep:
    return replace(
        arm,
        after=whole.after if arm.after is None else arm.after,
        at=arm.at or whole.at,
        offer=arm.offer or whole.offer,
        channels=arm.channels or whole.channels,
        unread=arm.unread or whole.unread,
    )
