"""A shop asks what a request says: how many pieces, which size, which colour. It is told once more."""

from __future__ import annotations

from collections.abc import Sequence

from flows.sourcing.desk.events import AskedBack
from flows.sourcing.desk.requests import Request
from handlers.sourcing.replies.asking_how_many import asks_how_many
from handlers.sourcing.replies.asking_which import asks_which
from handlers.sourcing.replies.stock.colours import names_colour
from handlers.sourcing.shop.meant import AtDesk, MeantRequests


def wanted(heard: AtDesk, asked: MeantRequests) -> AskedBack | None:
    """The number that we need, where the shop asks that and nothing else, or which size or colour: what is asked stays
    open. A colour that no title tells is for a person."""
    if heard.talk.event.button:
        return None
    text, named = heard.talk.event.text, heard.talk.mentioned.numbers
    open_ = [one for one in asked.requests if one.open and one.round and (not named or one.number in named)]
    names = [name for one in open_ for name in (one.title, one.number)]
    if not open_ or not (asks_how_many(text, names) or _is_told(text, open_)):
        return None
    return AskedBack(tuple(one.key for one in open_), heard.talk.message.id, wanted=True)


def _is_told(text: str, open_: Sequence[Request]) -> bool:
    """Whether it asks which size or colour, and each of these requests says so."""
    asked = asks_which(text, (one.number for one in open_))
    sized = "size" not in asked or all(one.size for one in open_)
    return bool(asked) and sized and ("colour" not in asked or all(names_colour(one.title) for one in open_))
