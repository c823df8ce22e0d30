"""What a business words itself says what the law asks of that very text, in any of our languages, and sells nothing."""

from __future__ import annotations

import pytest

from templates.library import Library
from templates.rendered import TemplateRefused
from templates.wording import House
from tests.templates.samples import LOCALES

LIBRARY = Library.load()
TIGER = House("Tiger Tees", texts=True)
CHATS = House("Tiger Tees", texts=False)
REWORDABLE = [
    name for name in LIBRARY.names() if LIBRARY.message(name).rewordable and LIBRARY.message(name).reader == "customer"
]


def refused(name: str, text: str, house: House = TIGER) -> str:
    """Why that wording of the message is refused; "" where it may be said."""
    try:
        LIBRARY.check(text, name, house)
    except TemplateRefused as why:
        return str(why)
    return ""


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", REWORDABLE)
def test_our_own_texts_pass_their_own_check(name: str, locale: str) -> None:
    assert refused(name, LIBRARY.message(name).source(locale, "sms")) == ""


@pytest.mark.parametrize(
    ("name", "text", "lacks"),
    [
        ("cart_reminder", "You left {{ items }}: {{ link }} STOP to opt out", "name the business"),
        ("cart_reminder", "{{ brand }}: you left {{ items }}: {{ link }}", "how to leave"),
        ("opt_in_ask", "{{ brand }}: offers, 4 a month. Not required to buy. Rates may apply. HELP, STOP", "agree"),
        ("opt_in_ask", "{{ brand }}: YES, 4 a month. Not required to buy. Rates may apply. HELP, STOP", "what will"),
        ("opt_in_ask", "{{ brand }}: YES for offers. Not required to buy. Rates may apply. HELP, STOP", "how often"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Rates may apply. HELP, STOP", "agree to buy"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Not required to buy. HELP, STOP", "data rates"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Not required to buy. Rates may apply. STOP", "HELP"),
        ("opt_in_ask", "{{ brand }}: YES for offers, 4 a month. Not required to buy. Rates may apply. HELP", "STOP"),
        ("opt_in_done", "{{ brand }}: you're in. Rates may apply. HELP, STOP", "how often"),
        ("opt_in_done", "{{ brand }}: you're in, 4 a month. HELP, STOP", "data rates"),
        ("help", "{{ brand }}: ask us.", "a person helps"),
        ("stopped", "{{ brand }}: bye, but 20% off if you stay https://x.example", "no offer and no link"),
        ("stopped", "{{ brand }}: bye. A discount waits if you come back.", "no offer and no link"),
        ("stopped", "{{ brand }}: bye. https://x.example", "no offer and no link"),
        ("refunded", "{{ brand }}: {{ amount|money }} comes back. 10% off your next order!", "marketing as a whole"),
        ("order_update", "{{ brand }}: order {{ order }} is packed. Our sale ends Sunday.", "marketing as a whole"),
        ("unavailable", "{{ brand }}: no {{ items }}. Reply JOIN for news.", "marketing as a whole"),
        ("unavailable", "{{ brand }}: {{ items }} nahi hai. 20 rupaye ki chhoot.", "marketing as a whole"),
    ],
)  # fmt: skip
def test_what_a_wording_lacks_or_has_too_much_of(name: str, text: str, lacks: str) -> None:
    assert lacks in refused(name, text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ brand }}: Reply YES for cart reminders, up to 3 a week. Not required to buy. Msg & data rates may apply. "
        "HELP for help, STOP to stop",
        "{{ brand }}: Responde SI para recordatorios, 4 al mes. No es obligatorio. "
        "Pueden aplicarse tarifas. AYUDA o STOP",
        "{{ brand }}: कार्ट की याद के लिए YES लिखें, महीने में 4। खरीदना ज़रूरी नहीं। मैसेज शुल्क लग सकता है। मदद: HELP, बंद: STOP",
        "Tiger Tees: HAAN likhiye, cart ki yaad, hafte mein 3. Zaroori nahi. Charges lag sakte hain. HELP, STOP",
    ],
)
def test_an_ask_in_the_usual_words_of_each_language(text: str) -> None:
    assert refused("opt_in_ask", text) == ""


def test_who_sends_no_sms_needs_no_rates_and_may_leave_the_name_to_the_window_of_the_chat() -> None:
    text = "Reply YES for offers, 4 a month. Not required to buy. STOP any time."
    assert refused("opt_in_ask", text, CHATS) == ""
    assert "name the business" in refused("opt_in_ask", text)


OWN_ASK = (
    "{{ brand }}: Reply YES for offers, 4 a month. Not required to buy. Msg & data rates may apply. HELP for help, "
    "STOP to stop."
)
PAGES = House(
    "Tiger Tees",
    terms="https://tigertees.example/terms",
    privacy="https://tigertees.example/privacy",
    mailing_address="12 Main St, Newark, NJ 07102",
)


@pytest.mark.parametrize(
    ("more", "lacks"),
    [
        ("", ["{{ terms }}", "{{ privacy }}", "{{ mailing_address }}"]),
        (" {{ mailing_address }}. Terms: {{ terms }}", ["{{ privacy }}"]),
        (" {% if privacy %}Our terms and privacy page are on our site{% endif %} {{terms}}, {{ mailing_address }}",
         ["{{ privacy }}"]),
        (" {{ mailing_address }}. {% if terms %}Terms: {{terms}}{% endif %} Privacy: {{ privacy }}", []),
        (" 12 Main St, Newark, NJ 07102. https://tigertees.example/terms https://tigertees.example/privacy", []),
    ],
)  # fmt: skip
def test_an_ask_names_the_pages_and_the_address_that_are_set(more: str, lacks: list[str]) -> None:
    said = refused("opt_in_ask", OWN_ASK + more, PAGES)
    assert [name for name in ("{{ terms }}", "{{ privacy }}", "{{ mailing_address }}") if name in said] == lacks
    assert refused("opt_in_ask", OWN_ASK) == "", "what is not set cannot be missed"


def test_only_an_ask_has_to_name_them() -> None:
    done = "{{ brand }}: you're in, 4 a month. Rates may apply. HELP, STOP"
    assert refused("opt_in_done", done, PAGES) == ""


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = refused("opt_in_ask", "Welcome")
    assert all(part in said for part in ("name the business", "agree", "how often", "rates", "HELP", "STOP"))


def test_what_leaves_as_marketing_may_sell() -> None:
    assert refused("cart_reminder_last", "{{ brand }}: 20% off with {{ code }}: {{ link }} STOP to opt out") == ""


def test_the_staff_may_be_told_in_any_words() -> None:
    assert refused("staff_alert", "{{ text }} 20% off") in {"", refused("staff_alert", "{{ text }}")}
