"""Templates for approval: WhatsApp's rules on placeholders, and that what is approved is what is said.

Rules: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
"""

import re

import pytest

from flows.channels import CHANNELS
from templates.message_library import Library
from tests.cases import each
from tests.templates.samples import LINK, LOCALES, values

LIBRARY = Library.load()
APPROVED = {name: approved for name in LIBRARY.names() if (approved := LIBRARY.message(name).approved)}
BODIES = [
    pytest.param(name, locale, id=f"{name}-{locale}")
    for name, approved in APPROVED.items()
    for locale in approved.bodies
]


ORDERS = {
    "quote",
    "reserved", "payment_link", "payment_by_hand", "payment_reminder", "confirm_order", "part_available", "unavailable",
    "order_update", "approve_photos", "refunded", "reservation_over", "order_cancelled", "part_given_up",
    "fee_returned", "payment_returned", "waiting_on", "order_late",
}  # fmt: skip
SHOPS = {
    "stock_request", "stock_requests", "stock_reminder", "stock_reminders", "stock_taken", "stock_over", "stock_paid",
    "stock_to_bring", "stock_freed", "stock_returned", "shop_paid",
}  # fmt: skip


def test_what_may_leave_outside_the_window_has_a_template() -> None:
    sell = {name for name in LIBRARY.names() if LIBRARY.message(name).sells}
    missing = sorted(
        ({"staff_alert", "opt_in_ask", "partner_ask", "return_notice"} | ORDERS | SHOPS | sell) - APPROVED.keys()
    )
    assert missing == [], "they leave also where nobody wrote for a day: give each a whatsapp.toml"


@each("name", APPROVED)
def test_what_is_approved_is_so_as_what_it_is(name: str) -> None:
    message = LIBRARY.message(name)
    category = "marketing" if message.sells or message.asks else "utility"
    assert APPROVED[name].category == category, "`category` of whatsapp.toml follows from `sells` and `asks`"
    assert message.rewordable, "a ContentSid can be named for each: `rewordable = true` in message.toml"


@each(("name", "locale"), BODIES)
def test_a_body_neither_begins_nor_ends_with_a_value_and_has_none_side_by_side(name: str, locale: str) -> None:
    body = APPROVED[name].bodies[locale]
    pieces = re.split(r"\{\{\d+\}\}", body)
    rules = ("begins with a value", *["has two values side by side"] * (len(pieces) - 2), "ends with a value")
    broken = [rule for rule, words in zip(rules, pieces, strict=False) if not re.search(r"\w", words)]
    assert broken == [], f"{body!r} in whatsapp.toml: put words there, and no mere signs"
    assert len(body) <= 1024, f"{body!r} is longer than WhatsApp takes"


@each(("name", "locale"), BODIES)
def test_every_locale_places_the_same_values(name: str, locale: str) -> None:
    approved = APPROVED[name]
    assert set(approved.bodies) == set(LOCALES)
    placed = sorted(map(int, re.findall(r"\{\{(\d+)\}\}", approved.bodies[locale])))
    in_text = [at for at, value in enumerate(approved.values, 1) if not value.endswith("|path")]
    assert placed == in_text
    assert all(set(said) == set(LOCALES) for said in [*approved.instead.values(), *approved.said.values()])


@each(("name", "locale"), BODIES)
def test_the_approved_text_with_its_variables_is_the_text_we_keep(name: str, locale: str) -> None:
    said = LIBRARY.render(name, channel="whatsapp", locale=locale, values=values())
    body = APPROVED[name].bodies[locale]
    assert re.sub(r"\{\{(\d+)\}\}", lambda found: said.variables[found[1]], body) == said.approved
    assert all(value and "\n" not in value for value in said.variables.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_what_has_no_text_for_chats_is_said_as_approved(locale: str) -> None:
    for name in APPROVED:
        own = any((locale, one) in LIBRARY.message(name).texts for one in CHANNELS["whatsapp"].texts)
        said = LIBRARY.render(name, channel="whatsapp", locale=locale, values=values())
        assert own or said.text == said.approved, name


def test_variables_of_a_reminder() -> None:
    said = LIBRARY.render("cart_reminder", channel="whatsapp", locale="en", values=values())
    assert said.variables == {"1": "Dana", "2": "Blue kurta and 2 more", "3": "Tiger Tees", "4": "l/abc1234"}
    assert said.buttons[0].url == LINK


@each("name", [None, "", " \n"], ids=["none", "empty", "blank"])
@each(("locale", "first"), [("en", "there"), ("es", "de nuevo"), ("hi", "जी"), ("hi-Latn", "ji")])
def test_an_unknown_name_has_a_stand_in(locale: str, first: str, name: str | None) -> None:
    said = LIBRARY.render("cart_reminder", channel="whatsapp", locale=locale, values=values(name=name))
    assert said.variables["1"] == first


def test_an_override_keeps_the_variables_of_the_approved_template() -> None:
    own = "{{ brand }} still has {{ items }} for you."
    said = LIBRARY.render("cart_reminder", channel="whatsapp", locale="en", values=values(), override=own)
    assert said.text == "Tiger Tees still has Blue kurta and 2 more for you."
    assert said.variables["1"] == "Dana"
    assert said.approved is None
