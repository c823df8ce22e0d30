"""Which of the messages with a list a shop answers by the numbers that stand there: "1 yes 2 no"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing.desk.requests import Desk, Request
from flows.sourcing.effects import RequestOutcome


def open_lists(desk: Desk, requests: Sequence[Request]) -> list[list[Request]]:
    """The messages with several requests of which one waits for an answer there, the newest last: all that stood in
    each, also what another shop has by now, but for what was handed over."""
    waiting = {one.round: one for one in requests if one.open and one.round}
    found = [desk.beside(waiting[one]) for one in sorted(waiting)]
    lists = [[replace(one, menu=False) for one in stood if one.outcome != RequestOutcome.HANDED] for stood in found]
    return [one for one in lists if len(one) > 1]


def chosen(lists: Sequence[Sequence[Request]], places: frozenset[int]) -> list[Request] | None:
    """The list in which these places stand and one of them waits for an answer; of several the newest, where they are
    all that waits there and no other list has as many. None where it cannot be told."""
    fitting = [one for one in lists if places <= _places(one) and not _waiting(one).isdisjoint(places)]
    fitting = fitting or [one for one in lists if places <= _places(one)]
    if len(fitting) == 1:
        return list(fitting[0])
    whole = [one for one in fitting if _waiting(one) == places]
    return list(whole[0]) if len(whole) == 1 and whole[0] is fitting[-1] else None


def _places(stood: Sequence[Request]) -> set[int]:
    return {one.place for one in stood}


def _waiting(stood: Sequence[Request]) -> set[int]:
    return {one.place for one in stood if one.open}
