"""What is to be said to many is told apart from what is for one person, and from orders to this chat."""

from __future__ import annotations

import pytest

from flows.audience.criteria import Compared
from handlers.audience.names import Names
from handlers.audience.phrases import read_phrase
from handlers.campaigns.sentences.telling import said_to_many

NAMES = Names("USD", "US", {one: Compared("audience", "=", one) for one in ("vip", "loyal")})


def _means(people: str) -> bool:
    return read_phrase(people, NAMES).criteria is not None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("tell everyone we open at 9 tomorrow", ("everyone", "We open at 9 tomorrow")),
        ("message all my customers that we are closed on monday", ("everyone", "We are closed on monday")),
        ("tell vip customers that mugs are back", ("vip customers", "Mugs are back")),
        ("let my loyal customers know we have new kurtas", ("loyal customers", "We have new kurtas")),
        ("text everybody: Sale ends today", ("everyone", "Sale ends today")),
        ("tell all customers 20% off today", ("everyone", "20% off today")),
        ("tell everyone new mugs have come in", ("everyone", "New mugs have come in")),
        ("tell all customers new mugs are in", ("everyone", "New mugs are in")),
        ("tell customers gone 90 days we miss them", ("customers gone 90 days", "We miss them")),
        ("avisa a todos que mañana cerramos", ("everyone", "Mañana cerramos")),
        ("sabko batao kal dukan band hai", ("everyone", "Kal dukan band hai")),
        ("vip ko bata do ki naya maal aaya hai", ("vip", "Naya maal aaya hai")),
        ('message all customers "Sale!" tomorrow 11am', ("everyone tomorrow 11am", "Sale!")),
        ("tell vip “new mugs are in” now", ("vip now", "New mugs are in")),
        ("text my customers: “New mugs are in”", ("everyone", "New mugs are in")),
        ("send the vip a message: lamps are back {link}", ("vip", "Lamps are back {link}")),
        ("send vip customers this message: mugs are back", ("vip customers", "Mugs are back")),
        ("send my customers a text saying we open at 9", ("everyone", "We open at 9")),
        ("tell the vip lamps are back", ("vip", "Lamps are back")),
        ("manda a los vip un mensaje: llegaron las tazas", ("vip", "Llegaron las tazas")),
        ("tell the customer of order 1027 that it is here", None),
        ("tell the customer her parcel is here", None),
        ("send the customer a message: your parcel is here", None),
        ("tell the customers we are closed", ("everyone", "We are closed")),
        ("send miles a message: your size is back", None),
        ("send me a text: buy milk", None),
        ("send the vip a message: is it good?", ("vip", "Is it good?")),
        ("tell asha that her parcel is late", None),
        ("tell miles we have his size", None),
        ("tell me the stats", None),
        ("let me know when it is done", None),
        ("message everyone", None),
        ("can you tell everyone we open at 9?", None),
    ],
)
def test_who_is_told_what(said: str, told: tuple[str, str] | None) -> None:
    assert said_to_many(said, _means) == told
