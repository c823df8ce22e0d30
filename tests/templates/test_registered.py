"""A text that is registered takes so few characters in each of its values: the items give way, the rest is told."""

from __future__ import annotations

from templates.finished_message import Rendered
from templates.message_library import Library
from tests.cases import each
from tests.templates.samples import LINK, LOCALES, values

LIBRARY = Library.load()
LONG = "Extraordinarily comfortable women's organic cotton kurta with embroidery and lace"
ROOM = 30
CUSTOMERS = [name for name in LIBRARY.names() if LIBRARY.message(name).reader == "customer"]


def said(name: str, locale: str = "en", longest: int | None = ROOM, **others: object) -> Rendered:
    return LIBRARY.render(name, channel="sms", locale=locale, values=values(**others), longest=longest)


@each("locale", LOCALES)
@each("items", [[LONG], [LONG, "Belt"], ["Blue kurta", LONG, "Belt"], LONG, ["क" * 60, "Belt"]])
def test_the_items_are_no_longer_than_that(locale: str, items: object) -> None:
    told = dict(said("cart_reminder", locale, items=items).told)
    assert 8 <= len(told["items"]) <= ROOM
    assert len(dict(said("cart_reminder_last", locale, items=items).told)["items"]) <= ROOM


def test_what_is_short_is_whole_and_what_leaves_elsewhere_is_as_ever() -> None:
    assert dict(said("cart_reminder", items=["Blue kurta"]).told) == {"items": "Blue kurta", "link": LINK}
    with_room = said("cart_reminder", longest=None, items=["Comfortable women's organic cotton kurta"])
    assert "Comfortable women's organic cotton kurta" in with_room.text


def test_a_long_name_is_cut_and_a_code_never() -> None:
    named = LIBRARY.render("welcome", channel="sms", locale="en", values=values(name="N" * 40), longest=ROOM)
    assert dict(named.told)["name"] == "N" * 28 + ".."
    assert dict(said("cart_reminder_last", code="C" * 40).told)["code"] == "C" * 40


def test_the_brand_does_not_give_way_to_it() -> None:
    brand = "The Very Long Name Of A Shop"
    assert said("reserved", brand=brand, items=[LONG, LONG + "2"]).text.startswith(f"{brand}: ")


@each("name", CUSTOMERS)
def test_it_tells_every_value_but_those_of_the_business(name: str) -> None:
    for locale in LOCALES:
        found = said(name, locale)
        told = dict(found.told)
        assert told.keys() <= LIBRARY.values(name) | {"line"}
        assert told.keys().isdisjoint({"brand", "support", "often", "terms", "privacy", "mailing_address"})
        assert all(text in found.text for text in told.values())


def test_chats_note_nothing() -> None:
    assert LIBRARY.render("cart_reminder", channel="telegram", locale="en", values=values()).told == ()


def test_an_own_text_is_noted_too() -> None:
    own = "{{ brand }}: {{ items|upper }} {% if link %}{{ link }}{% endif %} STOP"
    told = LIBRARY.render("cart_reminder", channel="sms", locale="en", values=values(items=["Belt"]), override=own).told
    assert told == (("items", "BELT"), ("link", LINK))
