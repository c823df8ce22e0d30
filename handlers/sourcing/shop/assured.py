"""The answer of a shop that was asked whether the doubted requests are taken back: all, some of these, or none."""

from __future__ import annotations

from flows.sourcing.desk.doubting import LISTED, TAKES_BACK, takes_paid
from flows.sourcing.desk.events import Assured
from handlers.replies.choices import read_sure
from handlers.replies.text import tokens
from handlers.sourcing.replies.stock.numbers_chosen import read_chosen
from handlers.sourcing.shop.requests_meant import AtDesk
from storage.questions import Question

_SURE = (1, 2)  # the choices of whether what is paid is taken back


def assured(heard: AtDesk) -> Assured | None:
    """Return which of the doubted requests the shop takes back; None for an answer to something else. Of several it
    chooses by their numbers alone: "1 yes 2 no" may be its answer to what it was asked before."""
    talk, desk, question = heard.talk, heard.desk, heard.talk.question
    if question is None or question.expects != TAKES_BACK or not desk.doubted or talk.event.media:
        return None
    if not _is_listed(heard, question):
        figures = () if talk.event.button else (int(one) for one in tokens(talk.event.text) if one.isdecimal())
        if any(one not in _SURE for one in figures):
            return None  # "6 si" answers a list with a sixth
        sure = read_sure(talk.event.text, talk.event.button)
        places = tuple(range(len(desk.doubted) if sure else 0))
        return None if sure is None else Assured(sure, talk.message.id, places)
    found = [desk.find(one.order, one.line) for one in desk.doubted]
    numbers = [one.number if one else "" for one in found]
    chosen = read_chosen(talk.event.text, numbers)
    return None if chosen is None else Assured(bool(chosen), talk.message.id, tuple(sorted(chosen)), listed=True)


def _is_listed(heard: AtDesk, question: Question) -> bool:
    """Whether the doubted requests were numbered, to choose from."""
    doubted = heard.desk.doubted
    return bool(question.data.get(LISTED)) or not (
        len(doubted) == 1 or all(takes_paid(heard.desk, one) for one in doubted)
    )
