"""Which requests agree with the goods and the size that a shop's text names: "M nahi" is said of no S.

An answer is booked against no other request. What names a size that was not asked for denies nothing of what was, and
the shop is asked which one it means; only an offer, "L hai", may be another size than was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.sourcing.desk.requests import Request
from handlers.sourcing.replies.stock.reading import Says, StockAnswer, StockIntent, StockReading
from handlers.sourcing.replies.stock.said_sizes import SaidSizes, sizes_said
from handlers.sourcing.replies.stock.sizes import asked_size
from handlers.sourcing.shop.meant import AtDesk, MeantRequests
from handlers.sourcing.shop.read_answer import ReadAnswer
from handlers.sourcing.shop.read_as import asks_of
from handlers.sourcing.shop.regretted import is_named


def agreeing(heard: AtDesk, meant: MeantRequests) -> MeantRequests | ReadAnswer:
    """The requests of a size that the text denies or names beside a denial, and the unsized ones that it names; all of
    them where it denies no size. The question which is meant, where nobody asked for such a size, or where the size
    alone is that of several goods."""
    if heard.talk.event.button or heard.talk.mentioned.mentions:
        return meant
    text, sizes = heard.talk.event.text, _sizes_of(heard, meant)
    said = _said(heard, meant)
    if not said.denied:
        return meant
    named = [one for one in meant.requests if is_named(text, one)]
    beside = [meant.requests[place] for place in sorted(said.beside)]
    if beside and not any(sizes[one.key] for one in beside):
        return _which(beside) or meant  # goods that come in no sizes
    sized = [one for one in meant.requests if sizes[one.key]]
    sized = [one for one in sized if one in named] or sized or named or meant.requests
    theirs = [one for one in sized if sizes[one.key] in said.named]
    if not theirs:
        return _which(sized) or meant
    if said.of_others:
        return meant
    if not named and _of_several(theirs, said):
        return _which(theirs) or meant
    return replace(
        meant, requests=[one for one in meant.requests if one in theirs or (one in named and one not in sized)]
    )


def of_named(heard: AtDesk, meant: MeantRequests, answered: ReadAnswer) -> ReadAnswer:
    """The answer, or the question which is meant, where it would be booked against goods that the text does not name
    while it names others, or deny a size that is there by its words."""
    if heard.talk.event.button or heard.talk.mentioned.mentions or not answered.certain:
        return answered
    named = [one for one in meant.requests if is_named(heard.talk.event.text, one)]
    titles, sizes, said = {one.item for one in named}, _sizes_of(heard, meant), _said(heard, meant)
    if named and any(one.item not in titles for one, told in answered.certain if not told.swept):
        return _which(named) or answered
    there = said.there - said.denied
    turned = [one for one, told in answered.certain if _denies(told) and sizes.get(one.key) in there]
    return (
        (_which([*turned, *(one for one in answered.named if one not in turned)]) or answered) if turned else answered
    )


def _denies(told: StockAnswer) -> bool:
    """Whether an answer says that the goods are gone, also where another size is there."""
    return told.says is Says.NO or (told.says is Says.PARTIAL and not told.quantity)


def _sizes_of(heard: AtDesk, meant: MeantRequests) -> dict[tuple[UUID, str], str]:
    asks = asks_of(heard.desk, meant.requests, quoted=False)
    return {one.key: asked_size(ask) for one, ask in zip(meant.requests, asks, strict=True)}


def _said(heard: AtDesk, meant: MeantRequests) -> SaidSizes:
    return sizes_said(heard.talk.event.text, asks_of(heard.desk, meant.requests, quoted=False))


def _of_several(requests: Sequence[Request], said: SaidSizes) -> bool:
    """Whether a size alone is that of several goods that wait for an answer, or, where none does, that stand."""
    open_ = [one for one in requests if one.open] or [one for one in requests if one.stands]
    return len(said.named) == 1 and len({one.item for one in open_}) > 1


def _which(requests: Sequence[Request]) -> ReadAnswer | None:
    """The question which of these is meant: of those that wait for an answer, else of those that stand."""
    asked = [one for one in requests if one.open] or [one for one in requests if one.stands]
    unclear = tuple(StockAnswer(place, Says.UNCLEAR) for place in range(len(asked)))
    return ReadAnswer(asked, StockReading(unclear, StockIntent.WHICH)) if asked else None
