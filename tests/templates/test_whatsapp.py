"""Templates for approval: WhatsApp's rules on placeholders, and that what is approved is what is said.

Rules: https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates
"""

import re

import pytest

from templates.library import Library
from tests.templates.samples import LINK, LOCALES, values

LIBRARY = Library.load()
APPROVED = {name: approved for name in LIBRARY.names() if (approved := LIBRARY.message(name).approved)}
BODIES = [
    pytest.param(name, locale, id=f"{name}-{locale}")
    for name, approved in APPROVED.items()
    for locale in approved.bodies
]


MARKETING = {
    "opt_in_ask", "cart_reminder", "cart_reminder_last", "back_in_stock", "alternatives", "referral_earned",
}  # fmt: skip
ORDERS = {
    "quote",
    "reserved", "payment_link", "payment_reminder", "confirm_order", "part_available", "unavailable", "order_update",
    "approve_photos", "refunded", "reservation_over", "order_cancelled", "part_given_up", "fee_returned",
    "payment_returned", "waiting_on", "order_late",
}  # fmt: skip
SHOPS = {
    "stock_request", "stock_requests", "stock_reminder", "stock_reminders", "stock_taken", "stock_over", "stock_paid",
    "stock_freed", "stock_returned", "shop_paid",
}  # fmt: skip


def test_what_may_leave_outside_the_window_has_a_template() -> None:
    found = {name: approved.category for name, approved in APPROVED.items()}
    utility = dict.fromkeys({"staff_alert"} | ORDERS | SHOPS, "utility")
    assert found == utility | dict.fromkeys(MARKETING, "marketing")
    assert all(LIBRARY.message(name).rewordable for name in APPROVED), "a ContentSid can be named for each"


@pytest.mark.parametrize(("name", "locale"), BODIES)
def test_a_body_neither_begins_nor_ends_with_a_value_and_has_none_side_by_side(name: str, locale: str) -> None:
    pieces = re.split(r"\{\{\d+\}\}", APPROVED[name].bodies[locale])
    assert all(re.search(r"\w", piece) for piece in pieces)
    assert len(APPROVED[name].bodies[locale]) <= 1024


@pytest.mark.parametrize(("name", "locale"), BODIES)
def test_every_locale_places_the_same_values(name: str, locale: str) -> None:
    approved = APPROVED[name]
    assert set(approved.bodies) == set(LOCALES)
    placed = sorted(map(int, re.findall(r"\{\{(\d+)\}\}", approved.bodies[locale])))
    in_text = [at for at, value in enumerate(approved.values, 1) if not value.endswith("|path")]
    assert placed == in_text
    assert all(set(said) == set(LOCALES) for said in [*approved.instead.values(), *approved.said.values()])


@pytest.mark.parametrize(("name", "locale"), BODIES)
def test_the_approved_text_with_its_variables_is_the_text_we_keep(name: str, locale: str) -> None:
    said = LIBRARY.render(name, channel="whatsapp", locale=locale, values=values())
    body = APPROVED[name].bodies[locale]
    assert re.sub(r"\{\{(\d+)\}\}", lambda found: said.variables[found[1]], body) == said.approved
    assert all(value and "\n" not in value for value in said.variables.values())


@pytest.mark.parametrize("locale", LOCALES)
def test_what_has_no_text_for_chats_is_said_as_approved(locale: str) -> None:
    alike = {
        "opt_in_ask",
        "cart_reminder",
        "cart_reminder_last",
        "staff_alert",
        "stock_taken",
        "stock_over",
        "stock_freed",
        "stock_returned",
        "referral_earned",
    }
    for name in APPROVED:
        said = LIBRARY.render(name, channel="whatsapp", locale=locale, values=values())
        assert (said.text == said.approved) is (name in alike), name


def test_variables_of_a_reminder() -> None:
    said = LIBRARY.render("cart_reminder", channel="whatsapp", locale="en", values=values())
    assert said.variables == {"1": "Dana", "2": "Blue kurta and 2 more", "3": "Tiger Tees", "4": "l/abc1234"}
    assert said.buttons[0].url == LINK


@pytest.mark.parametrize("name", [None, "", " \n"], ids=["none", "empty", "blank"])
@pytest.mark.parametrize(("locale", "first"), [("en", "there"), ("es", "de nuevo"), ("hi", "जी"), ("hi-Latn", "ji")])
def test_an_unknown_name_has_a_stand_in(locale: str, first: str, name: str | None) -> None:
    said = LIBRARY.render("cart_reminder", channel="whatsapp", locale=locale, values=values(name=name))
    assert said.variables["1"] == first


def test_an_override_keeps_the_variables_of_the_approved_template() -> None:
    own = "{{ brand }} still has {{ items }} for you."
    said = LIBRARY.render("cart_reminder", channel="whatsapp", locale="en", values=values(), override=own)
    assert said.text == "Tiger Tees still has Blue kurta and 2 more for you."
    assert said.variables["1"] == "Dana"
    assert said.approved is None
