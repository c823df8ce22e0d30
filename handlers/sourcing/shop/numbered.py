"""Which of the messages with a list a shop answers by the numbers that stand there: "1 yes 2 no"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing.desk.requests import Desk, Request
from flows.sourcing.effects import RequestOutcome
from handlers.sourcing.replies.stock.reading import Ask, places_in
from handlers.sourcing.shop.read_as import asks_of


def open_lists(desk: Desk, requests: Sequence[Request]) -> list[list[Request]]:
    """The messages with several requests of which one waits for an answer there, the newest last: all that stood in
    each, also what another shop has by now, but for what was handed over."""
    waiting = {one.round: one for one in requests if one.open and one.round}
    found = [desk.beside(waiting[one]) for one in sorted(waiting)]
    lists = [[replace(one, menu=False) for one in stood if one.outcome != RequestOutcome.HANDED] for stood in found]
    return [one for one in lists if len(one) > 1]


def goes_beyond(text: str, desk: Desk, lists: Sequence[Sequence[Request]]) -> bool:
    """Whether a text answers one more place than the longest of these lists has: "1 yes 2 yes 3 no" of two."""
    longest = max(lists, key=len, default=())
    if not longest:
        return False
    last = max(one.place for one in longest)
    asks = [*asks_of(desk, list(longest), quoted=True), Ask("", "", 1, "", last + 1)]
    return {last, last + 1} <= places_in(text, asks)


def answers_a_list(text: str, desk: Desk, requests: Sequence[Request]) -> bool:
    """Whether a text answers several places of a message with a list of which one waits for an answer: "1 no, 2 yes"
    counts nothing anew."""
    return any(len(places_in(text, asks_of(desk, one, quoted=True))) > 1 for one in open_lists(desk, requests))


def of_several(requests: Sequence[Request]) -> bool:
    """Whether these were asked for in several messages, and more than one of them in one: answers that name none of
    them may be those to one message alone."""
    return 1 < len({one.round for one in requests}) < len(requests)


def chosen(lists: Sequence[tuple[Sequence[Request], frozenset[int]]]) -> list[Request] | None:
    """The list that a text answers, of lists each with the places that the text has there: "1 yes 2 no 3 yes" is none
    of a list of two. One of these places has to wait for an answer; of several such lists the newest is meant, where
    exactly these places wait there, and in no other list. None where it cannot be told."""
    said = frozenset[int]().union(*(places for _, places in lists))
    fitting = [one for one, places in lists if places == said]
    fitting = [one for one in fitting if not _waiting(one).isdisjoint(said)] or fitting
    if len(fitting) == 1:
        return list(fitting[0])
    whole = [one for one in fitting if _waiting(one) == said]
    return list(whole[0]) if len(whole) == 1 and whole[0] is fitting[-1] else None


def _waiting(stood: Sequence[Request]) -> set[int]:
    return {one.place for one in stood if one.open}
