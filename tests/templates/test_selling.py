"""Nothing that sells rides in a service text: every word of every message, in every language, branch and channel.

A text that serves and sells is a solicitation as a whole: FCC, 2003 TCPA Order, paragraphs 140-142; PECR regulation 22;
the mini-TCPAs of the states. So what sells is a message of its own, which leaves with the consent to its programme.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from templates.message_library import Library
from templates.wording_rules import SELLING, read
from tests.cases import each

LIBRARY = Library.load()
CUSTOMERS = [name for name in LIBRARY.names() if LIBRARY.message(name).reader == "customer"]
SELL = {name for name in LIBRARY.names() if LIBRARY.message(name).sells}
NAMES = [name for name in CUSTOMERS if LIBRARY.message(name).names_offers]


def words_of(name: str) -> Iterator[tuple[str, str]]:
    """Each text of a message as it is written, with all its branches, and where it stands."""
    message = LIBRARY.message(name)
    for (locale, channel), text in message.texts.items():
        yield f"{locale} {channel or 'sms'}", text
    for button in message.buttons:
        for locale, text in button.texts.items():
            yield f"{locale} button {button.id}", text
    if message.approved is None:
        return
    for locale, text in message.approved.bodies.items():
        yield f"{locale} whatsapp", text
    for table in (message.approved.said, message.approved.instead):
        for value, said in table.items():
            for locale, text in said.items():
                yield f"{locale} whatsapp {value}", text


def test_what_names_offers_and_sells_nothing_is_looked_at_one_by_one() -> None:
    looked_at = {
        "opt_in_ask", "opt_in_mail", "opt_in_done", "joined", "start_again",  # say what it is that is agreed to
        "welcome", "welcome_ask", "partner_ask", "partner_ask_done",
        "help", "stopped", "stop_asked", "cancel_which", "erasure_asked",  # say what ends, or how to end it
        "reminders_over", "preferences_ask", "preferences_kept",
        "refer", "referred", "referral_refused",  # answer a wish to refer somebody, or a friend's code
        "pick_offer", "pick_told", "pick_summary", "payment_link", "quote",  # the price of what they are ordering
    }  # fmt: skip
    assert set(NAMES) == looked_at, "no word of a text with `names_offers` is read here: list it, and say why it may"


@each("name", [name for name in CUSTOMERS if name not in SELL and name not in NAMES])
def test_a_service_text_sells_nothing(name: str) -> None:
    found = {where: seen[0] for where, text in words_of(name) if (seen := SELLING.search(read(text)))}
    assert found == {}, "say it by a word that sells nothing; what sells is a message of its own, with `sells = true`"


@each("name", [name for name in CUSTOMERS if name not in SELL])
def test_no_service_text_names_what_only_an_offer_does(name: str) -> None:
    assert LIBRARY.values(name).isdisjoint({"alternatives", "percent", "code"} - ({"code"} & _codes(name)))


def _codes(name: str) -> set[str]:
    return {"code"} if name == "refer" else set()


@each("name", sorted(SELL))
def test_what_sells_says_how_to_leave_and_is_approved_as_marketing(name: str) -> None:
    message = LIBRARY.message(name)
    assert message.says_stop
    assert all("STOP" in text for (_, channel), text in message.texts.items() if channel is None)
    assert any(button.id in {"stop", "no_carts"} for button in message.buttons)
    assert message.approved is None or message.approved.category == "marketing"


@each("name", [name for name in CUSTOMERS if name not in SELL | {"opt_in_ask", "partner_ask"}])
def test_a_service_text_is_approved_as_such(name: str) -> None:
    approved = LIBRARY.message(name).approved
    assert approved is None or approved.category == "utility"


@pytest.mark.parametrize(
    "text",
    [
        "Reply JOIN to hear when it's back, and of offers.",
        "Escribe UNIRME y te avisamos, con alguna oferta.",
        "JOIN likhiye to aate hi batayenge.",
        "कभी-कभी ऑफ़र भी।",
        "Close to it: Tiger Tee Two",
        "10% off your next order",
        "naye doston ke liye chhoot",
    ],
)
def test_the_reader_of_this_test_sees_what_sells(text: str) -> None:
    assert SELLING.search(read(text))
