"""Goods in phrases by their titles: which titles words mean, what was done with them, and what no goods are called."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not
from handlers.audience.replies.names import Names
from handlers.audience.replies.reading import read_phrase
from handlers.audience.replies.sounding import sound
from handlers.audience.replies.titles import Titles
from tests.handlers.audience.test_phrases import CERAMICS, COFFEE, GIFTS, SAREES, STREETWEAR


def bought(*titles: str, event: str = "order.created", times: int = 1, days: int | None = None) -> Counted:
    asked = Compared("title", "=", titles[0]) if len(titles) == 1 else Compared("title", "in", titles)
    return Counted(event, ">=", times, None if days is None else timedelta(days), (asked,))


def returned(*titles: str, days: int | None = None) -> Counted:
    return bought(*titles, event="return.completed", days=days)


CAP, HOODIE, SOCKS = "ripstop cap", "canvas hoodie", "glow socks"
MUGS, CUPS = ("chai mug", "photo mug"), ("taza azul", "taza de barro")


@pytest.mark.parametrize(
    ("text", "names", "criteria"),
    [
        ("bought tiger", STREETWEAR, bought("tiger shorts", "tiger tee")),
        ("bought TS-01", STREETWEAR, Counted("order.created", where=(Compared("sku", "=", "ts-01"),))),
        ("bought the cap or the hoodie, not socks", STREETWEAR, All((
            Any((bought(CAP), bought(HOODIE))), Not(bought(SOCKS))))),
        ("bought cap, never returned it", STREETWEAR, All((bought(CAP), Not(returned(CAP))))),
        ("bought cap, never returned anything", STREETWEAR, All((bought(CAP), Compared("returns", "=", 0)))),
        ("bought cap, no returns", STREETWEAR, All((bought(CAP), Compared("returns", "=", 0)))),
        ("returned socks in the last 30 days", STREETWEAR, returned(SOCKS, days=30)),
        ("tiger tee not bought 60d", STREETWEAR, Not(bought("tiger tee", days=60))),
        ("everyone except hoodie buyers", STREETWEAR, Not(bought(HOODIE))),
        ("bought caps 2 times", STREETWEAR, bought(CAP, times=2)),
        ("bought carhartt apparel", STREETWEAR, Counted("order.created", where=(
            Compared("brand", "=", "carhartt"), Compared("category", "=", "apparel")))),
        ("compraron taza de puebla", CERAMICS, All((bought(*CUPS), Compared("city", "=", "puebla")))),
        ("no compraron la taza en 30 dias", CERAMICS, Not(bought(*CUPS, days=30))),
        ("साड़ी लौटाई", SAREES, returned("banarasi silk saree")),
        ("60 दिन से साड़ी नहीं खरीदी", SAREES, Not(bought("banarasi silk saree", days=60))),
        ("kurta liya magar wapas nahi kiya", SAREES, All((
            bought("cotton kurta", "चिकनकारी कुर्ता"), Not(returned("cotton kurta", "चिकनकारी कुर्ता"))))),
        ("mug nahi liya, lunch box liya", GIFTS, All((Not(bought(*MUGS)), bought("lunch box")))),
        ("mug 3 baar liya 60 din me", GIFTS, bought(*MUGS, times=3, days=60)),
        ("mug kharida aur wapas kiya", GIFTS, All((bought(*MUGS), returned(*MUGS)))),
        ("bought botle", GIFTS, bought("steel bottle")),
        ("bought ethiopia in the last month", COFFEE, bought("ethiopia yirgacheffe", days=30)),
    ],
)  # fmt: skip
def test_goods_are_meant_by_the_words_of_their_titles(text: str, names: Names, criteria: Criteria) -> None:
    assert read_phrase(text, names).criteria == criteria


@pytest.mark.parametrize(
    ("text", "names", "unread"),
    [
        ("bought a skateboard", STREETWEAR, "skateboard"),
        ("vip, never bought the surf board", STREETWEAR, "surf board"),
        ("compraron un sombrero", CERAMICS, "sombrero"),
        ("जूते नहीं खरीदे", SAREES, "जूते"),
        ("jisne laptop kharida", GIFTS, "laptop"),
        ("returned the grinder", COFFEE, "grinder"),
    ],
)
def test_what_is_sold_under_no_such_name_is_asked_about(text: str, names: Names, unread: str) -> None:
    said = read_phrase(text, names)
    assert (said.criteria, said.unread, said.unsold) == (None, unread, True)


@pytest.mark.parametrize(
    "text",
    [
        "tiger", "cap people", "no hoodie", "bought red tiger shorts", "bought nike tiger", "bought only socks",
        "bought tiger shorts but not lately", "bought tiger shorts but not size m", "people who want tiger shorts",
        "looked at tiger shorts", "tiger shorts in cart", "bought 2 caps", "last bought tiger shorts",
        "bought tiger shorts before 2025",
    ],
)  # fmt: skip
def test_what_says_more_than_that_goods_were_bought_is_not_read_as_that(text: str) -> None:
    assert read_phrase(text, STREETWEAR).criteria is None


def test_a_whole_title_is_that_one_alone() -> None:
    titles = Titles(("Mug", "Chai Mug", "Best of Last"))
    assert titles.called("mug") == ("mug",)
    assert titles.called("mugs") == ("chai mug", "mug")
    assert titles.called("chai") == ("chai mug",)
    assert titles.called("last") == titles.called("of") == titles.called("tea mug") == ()


@pytest.mark.parametrize(
    ("written", "latin"),
    [("बनारसी", "banarasi"), ("बनारसी", "banarsi"), ("साडी", "saree"), ("दुपट्टा", "dupatta"), ("रजाई", "razai")],
)
def test_a_word_sounds_the_same_in_either_script(written: str, latin: str) -> None:
    assert sound(written) == sound(latin)
    assert sound(written) != sound("kurta")
