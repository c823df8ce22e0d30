"""Every text that asks for a consent names the business's terms, its privacy page and where it gets its mail.

CTIA, Short Code Monitoring Handbook, and Messaging Principles 5.1.2: a call to action links both pages. New Jersey asks
whoever sells by text for a mailing address (N.J.S.A. 56:8-119 and following).
"""

from __future__ import annotations

from itertools import product
from uuid import UUID

import pytest

from flows import opt_in
from flows.engine import Send
from flows.policy import departure_facts
from handlers.returns.partner_ask import PARTNER_ASK
from templates.message_library import Library
from tests.cases import each
from tests.templates.samples import CHANNELS, LOCALES, NOW, values

LIBRARY = Library.load()
ADDRESS = UUID(int=1)
ASKS = [name for name in LIBRARY.names() if LIBRARY.message(name).asks]
TOLD = {
    "en": "12 Main St, Newark, NJ 07102. Terms: https://tigertees.example/terms Privacy: https://tigertees.example/privacy",
    "es": "12 Main St, Newark, NJ 07102. Términos: https://tigertees.example/terms "
    "Privacidad: https://tigertees.example/privacy",
    "hi": "12 Main St, Newark, NJ 07102। शर्तें: https://tigertees.example/terms गोपनीयता: https://tigertees.example/privacy",
    "hi-Latn": "12 Main St, Newark, NJ 07102. Sharten: https://tigertees.example/terms "
    "Privacy: https://tigertees.example/privacy",
}
NOTHING = {"terms": "", "privacy": None, "mailing_address": ""}
EVERY = list(product(ASKS, LOCALES, CHANNELS))


def said(name: str, locale: str, channel: str, **told: object) -> str:
    return LIBRARY.render(name, channel=channel, locale=locale, values=values(**told)).text


def test_what_asks_is_what_a_yes_is_a_consent_to() -> None:
    wanted = opt_in.OptInWanted(ADDRESS, "sms", ("reminders",))
    greeted = opt_in.Greeted(ADDRESS, "sms", ("reminders",), ADDRESS, {})
    decided = [opt_in.decide(None, event, opt_in.OptInFacts(), NOW) for event in (wanted, greeted)]
    sent = [effect for one in decided if one for effect in one.effects if isinstance(effect, Send)]
    assert {one.template for one in sent if one.kind in departure_facts.ASKS} == set(ASKS) - {PARTNER_ASK}


@each(("name", "locale", "channel"), EVERY)
def test_all_three_are_told(name: str, locale: str, channel: str) -> None:
    told = TOLD[locale].replace("Términos", "Terminos") if channel == "sms" else TOLD[locale]
    assert f" {told}" in said(name, locale, channel)


@each(("name", "locale", "channel"), EVERY)
def test_what_is_not_set_is_not_told(name: str, locale: str, channel: str) -> None:
    text = said(name, locale, channel, **NOTHING)
    assert not [word for word in ("Main St", "://", "Terms", "Términos", "Privac", "शर्तें", "Sharten") if word in text]
    assert "  " not in text
    assert text[-1] in ".।"


@each("only", NOTHING)
@each(("name", "locale", "channel"), EVERY)
def test_each_is_told_without_the_others(name: str, locale: str, channel: str, only: str) -> None:
    text = said(name, locale, channel, **{key: value for key, value in NOTHING.items() if key != only})
    assert str(values()[only]) in text
    assert len(text) > len(said(name, locale, channel, **NOTHING))


@each(("name", "locale"), list(product(ASKS, LOCALES)))
def test_they_and_the_brand_are_whole_in_an_sms_at_their_longest(name: str, locale: str) -> None:
    page, street, brand = "https://" + "t" * 92, "12 " + "M" * 117, "B" * 40
    told = values(
        brand=brand, name="N" * 40, hello="yes", again="yes", terms=page, privacy=page, mailing_address=street
    )
    found = LIBRARY.render(name, channel="sms", locale=locale, values=told)
    assert found.text.startswith(f"{brand}: ")
    assert (found.text.count(page), found.text.count(street)) == (2, 1)
    assert found.size
    assert found.size.segments <= LIBRARY.message(name).segments[found.size.encoding]


@pytest.mark.parametrize("locale", ["en", "es", "hi-Latn"])
def test_an_address_with_accents_does_not_make_an_sms_dearer(locale: str) -> None:
    assert "12 Calle Leon" in said("opt_in_ask", locale, "sms", mailing_address="12 Calle León")


@each("name", [name for name in LIBRARY.names() if name not in ASKS])
def test_nothing_else_names_them(name: str) -> None:
    assert LIBRARY.values(name).isdisjoint(NOTHING)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_whatsapp_approves_names_what_is_set_now(locale: str) -> None:
    with_all = LIBRARY.render("opt_in_ask", channel="whatsapp", locale=locale, values=values())
    without = LIBRARY.render("opt_in_ask", channel="whatsapp", locale=locale, values=values(**NOTHING))
    assert with_all.variables["3"].endswith(TOLD[locale])
    assert without.variables["3"] == with_all.variables["3"].removesuffix(f" {TOLD[locale]}")
    assert with_all.approved == with_all.text
