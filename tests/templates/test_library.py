"""Every packaged message in every locale on every channel, and what the library promises about them."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from string import ascii_letters

import pytest

from templates.finished_message import MissingValue, Rendered
from templates.message_library import Library, UnknownTemplate, pick_locale
from templates.sms_segments import Encoding
from tests.cases import each
from tests.templates.samples import CHANNELS, CODE, LINK, LOCALES, NOW, values

LIBRARY = Library.load()
NAMES = LIBRARY.names()
WRITTEN = [name for name in NAMES if LIBRARY.message(name).reader != "staff"]  # to people outside
HAPPENINGS = ("placed", "paid", "packed", "shipped", "delivered", "cancelled", "refunded", "held at customs")


@each("name", NAMES)
def test_every_text_renders(library: Library, name: str) -> None:
    for locale, channel in product(LOCALES, CHANNELS):
        said = library.render(name, channel=channel, locale=locale, values=values())
        assert said.locale == locale
        assert said.text
        assert not set("{}%") & set(said.text.replace("10%", ""))
        assert "  " not in said.text
        assert (said.size is not None) == CHANNELS[channel].segmented
        assert all(0 < len(button.text) <= 20 for button in said.buttons)
        # https://www.twilio.com/docs/content/twilio-quick-reply allows three; who takes any counts none.
        assert len(said.buttons) <= (3 if said.approved else 10)  # a list has ten rows


@each("name", NAMES)
def test_locales_are_in_step(library: Library, name: str) -> None:
    assert library.locales(name) == LOCALES
    message = library.message(name)
    used = {key: library.check(source) for key, source in message.texts.items()}
    for (locale, channel), names in used.items():
        assert names == used["en", channel], f"{locale} on {channel or 'sms'}"
    for button in message.buttons:
        assert set(button.texts) == set(LOCALES)
    if message.subjects:
        assert set(message.subjects) == set(LOCALES)
        assert len({library.check(subject) for subject in message.subjects.values()}) == 1


@each("name", WRITTEN)
def test_an_sms_begins_with_the_brand_and_fits(library: Library, name: str) -> None:
    for locale in LOCALES:
        said = library.render(name, channel="sms", locale=locale, values=values())
        assert said.size
        assert said.text.startswith("Tiger Tees: ")
        assert said.size.encoding is (Encoding.UCS2 if locale == "hi" else Encoding.GSM7)
        assert said.size.segments <= library.message(name).segments[said.size.encoding]


@each(("locale", "happened", "bare"), list(product(LOCALES, HAPPENINGS, (False, True))))
def test_an_order_status_fits_and_says_its_day(library: Library, locale: str, happened: str, bare: bool) -> None:
    less = {"expected": None, "link": None, "carrier": None, "amount": None} if bare else {}
    told = values(happened=happened, when=NOW - timedelta(days=1), **less)
    said = library.render("order_status", channel="sms", locale=locale, values=told)
    yesterday = {"en": "yesterday", "es": "ayer", "hi": "कल", "hi-Latn": "kal"}[locale]
    assert yesterday in said.text
    assert said.size
    assert said.size.segments <= (2 if locale == "hi" else 1)


def test_an_order_status_in_full(library: Library) -> None:
    told = values(happened="packed", when=NOW, carrier="", expected=(NOW + timedelta(days=1)).date(), brand="Tiger")
    said = library.render("order_status", channel="telegram", locale="en", values=told)
    assert said.text == f"Order 1234: packed today. Next: pickup by the courier, tomorrow. Track: {LINK}"


@each("locale", LOCALES)
def test_marketing_says_how_to_stop(library: Library, locale: str) -> None:
    names = [name for name in NAMES if library.message(name).says_stop]
    assert {"cart_reminder", "cart_reminder_last", "opt_in_ask", "opt_in_done"} < set(names)
    for name in names:
        assert "STOP" in library.render(name, channel="sms", locale=locale, values=values()).text


DISCLOSED = {
    "en": ("up to 3 a week", "rates may apply", "HELP", "STOP"),
    "es": ("hasta 3 por semana", "tarifas de mensajes y datos", "AYUDA", "STOP"),
    "hi": ("हफ़्ते में 3 तक", "डेटा शुल्क", "HELP", "STOP"),
    "hi-Latn": ("hafte mein 3 tak", "data charge", "HELP", "STOP"),
}


@each("locale", LOCALES)
@each("name", ["opt_in_ask", "opt_in_done", "joined", "start_again", "welcome_ask"])
def test_what_a_consent_by_sms_must_hold_in_every_language(library: Library, name: str, locale: str) -> None:
    text = library.render(name, channel="sms", locale=locale, values=values()).text
    assert [part for part in ("Tiger Tees", *DISCLOSED[locale]) if part not in text] == []


def test_spanish_has_accents_in_a_chat_and_none_in_an_sms(library: Library) -> None:
    told = values(items=["Café molido", "Camisón", "Suéter"])
    chat = library.render("cart_link", channel="telegram", locale="es-MX", values=told)
    sms = library.render("cart_link", channel="sms", locale="es-MX", values=told)
    assert chat.text == f"Aquí está tu carrito con Café molido y 2 más: {LINK}"
    assert sms.text == f"Tiger Tees: Aqui esta tu carrito con Café molido y 2 mas: {LINK}"


@each("days", range(7))
def test_a_spanish_sms_is_plain_on_each_day(library: Library, days: int) -> None:
    """One accent outside the alphabet of SMS would double what each costs."""
    moments = {name: one + timedelta(days=days) for name, one in values().items() if isinstance(one, datetime)}
    for name in WRITTEN:
        said = library.render(name, channel="sms", locale="es", values=values(**moments))
        assert said.size
        assert said.size.encoding is Encoding.GSM7, said.text


def test_the_reminder_in_each_channel(library: Library) -> None:
    told = values(items=["Blue kurta"])
    sms = library.render("cart_reminder", channel="sms", locale="en", values=told)
    chat = library.render("cart_reminder", channel="whatsapp", locale="en", values=told)
    bare = library.render("cart_reminder", channel="telegram", locale="en", values=told | {"name": ""})
    assert sms.text == f"Tiger Tees: You left Blue kurta in your cart. It's saved here: {LINK} STOP to opt out"
    assert chat.text == "Hi Dana, you left Blue kurta in your cart at Tiger Tees. It's still saved for you."
    assert [(button.id, button.url) for button in chat.buttons] == [("open", LINK), ("later", None), ("no_carts", None)]
    assert bare.text == "You left Blue kurta in your cart at Tiger Tees. It's still saved for you."
    assert chat.spell_buttons().splitlines()[1:] == [f"Open my cart: {LINK}", "- Remind me later", "- Stop reminders"]


def test_the_last_reminder(library: Library) -> None:
    said = library.render("cart_reminder_last", channel="sms", locale="en", values=values())
    assert said.text == (
        f"Tiger Tees: 10% off Blue kurta and 2 more with {CODE} until Wednesday at 6 pm: {LINK} STOP to opt out"
    )


@each(
    ("locale", "amount", "shipping"),
    [
        ("en", "$5 off Cap", "Free shipping for Cap"),
        ("es", "$5 de descuento en Cap", "Envio gratis en Cap"),
        ("hi", "Cap पर $5 छूट", "Cap पर मुफ़्त डिलीवरी"),
        ("hi-Latn", "Cap par $5 off", "Cap par free delivery"),
    ],
)
def test_the_last_reminder_says_money_off_and_free_shipping(
    library: Library, locale: str, amount: str, shipping: str
) -> None:
    def say(channel: str, off: Decimal | None = None) -> Rendered:
        told = values(items=["Cap"], percent=0, off=off)
        return library.render("cart_reminder_last", channel=channel, locale=locale, values=told)

    assert amount in say("sms", off=Decimal(5)).text
    assert shipping in say("sms").text
    for channel in ("telegram", "email", "whatsapp"):
        said = say(channel, off=Decimal(5))
        assert "$5" in said.text
        assert "$5" in (said.subject or said.text)
        assert "0%" not in f"{say(channel).text} {say(channel).subject}"
    assert say("whatsapp", off=Decimal(5)).variables["2"].startswith("$5")
    assert say("whatsapp").variables["2"]


def test_a_handed_over_question(library: Library) -> None:
    said = library.render("staff_alert", channel="telegram", locale="en", values=values())
    assert said.text.splitlines() == [
        "Dana P. asks (SMS, cart of $89):",
        "“is it true to size?”",
        "",
        "Before that:",
        "Dana: hi",
        "We: hello",
        "",
        "Reply to this message and they get it by SMS. Waiting 3 min.",
    ]


@each("absent", [None, "", "  \n ", [], [" "]], ids=["none", "empty", "blank", "no items", "no title"])
@each("channel", CHANNELS)
def test_a_missing_value_is_named(library: Library, channel: str, absent: object) -> None:
    with pytest.raises(MissingValue) as missing:
        library.render("cart_reminder", channel=channel, locale="en", values=values(items=absent))
    assert (missing.value.name, missing.value.template) == ("items", "cart_reminder")


@each("name", ["zone", "now", "until", "link", "code", "brand"])
@each("channel", CHANNELS)
def test_every_value_of_the_last_reminder_is_needed(library: Library, channel: str, name: str) -> None:
    told = values()
    del told[name]
    with pytest.raises(MissingValue, match=name) as missing:
        library.render("cart_reminder_last", channel=channel, locale="en", values=told)
    assert missing.value.name == name


def test_money_needs_its_currency(library: Library) -> None:
    told = values(happened="refunded", currency=None)
    with pytest.raises(MissingValue, match="currency"):
        library.render("order_status", channel="sms", locale="en", values=told)


@each("wrong", [object(), {"a": 1}, NOW.replace(tzinfo=None)], ids=["object", "mapping", "naive time"])
def test_a_kind_no_text_can_say_is_the_callers_mistake(library: Library, wrong: object) -> None:
    with pytest.raises(TypeError, match="brand"):
        library.render("stopped", channel="sms", locale="en", values=values(brand=wrong))


def test_an_unknown_message_names_the_known(library: Library) -> None:
    with pytest.raises(UnknownTemplate, match="cart_reminder"):
        library.render("cart_remider", channel="sms", locale="en", values={})


@each(
    ("wanted", "locale"),
    [
        pytest.param("en-GB", "en", id="a region"),
        pytest.param("hi-IN", "hi", id="Hindi in India"),
        pytest.param("hi_Latn_IN", "hi-Latn", id="Hinglish"),
        pytest.param("HI-LATN", "hi-Latn", id="any case"),
        pytest.param("es-US", "es", id="Spanish in the US"),
        pytest.param("fr-CA", "hi", id="one that is not there: the default"),
        pytest.param(None, "hi", id="none: the default"),
        pytest.param("", "hi", id="empty: the default"),
        pytest.param("english", "hi", id="not a tag"),
    ],
)
def test_pick_locale(wanted: str | None, locale: str) -> None:
    assert pick_locale(wanted, LOCALES, "hi-IN") == locale


def test_pick_locale_falls_back_to_english() -> None:
    assert pick_locale("fr", LOCALES, "de") == "en"


def test_figures_follow_the_readers_region(library: Library) -> None:
    told = values(happened="refunded", amount=Decimal("179800"), currency="INR", when=NOW - timedelta(days=9))
    said = library.render("order_status", channel="telegram", locale="en-IN", values=told)
    assert said.text.startswith("Order 1234: ₹1,79,800 refunded Sat, 3 Oct.")
    sms = library.render("order_status", channel="sms", locale="en-IN", values=told)
    assert "Rs 1,79,800 refunded" in sms.text


def test_an_override_is_said_with_the_same_values(library: Library) -> None:
    own = "{{ brand }} misses you! {{ items }} – {{ link }} “STOP” to leave"
    said = library.render("cart_reminder", channel="sms", locale="en", values=values(), override=own)
    assert said.text == f'Tiger Tees misses you! Blue kurta and 2 more - {LINK} "STOP" to leave'
    assert said.size
    assert said.size.segments == 1


def test_other_folders_can_be_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "hello"
    folder.mkdir()
    (folder / "message.toml").write_text('about = "A greeting."\nreader = "customer"\nsays_stop = false\n')
    (folder / "en.txt").write_text("{{ brand }}: hello\n")
    library = Library.load(tmp_path)
    assert library.names() == ("hello",)
    assert (
        library.render("hello", channel="sms", locale="es", values={"brand": ascii_letters[:8]}).text
        == "abcdefgh: hello"
    )


@each("channel", ["telegram", "whatsapp"])
@each(("own", "shown"), [("{{ brand }}: {{ link }}", False), ("{{ brand }}: psst!", True)])
def test_a_link_in_the_businesss_own_text_has_no_button_too(
    library: Library, channel: str, own: str, shown: bool
) -> None:
    said = library.render("cart_reminder", channel=channel, locale="en", values=values(), override=own)
    assert [button.url for button in said.buttons if button.url] == ([LINK] if shown else [])
    assert said.spell_links().count(LINK) == 1


_TAUGHT = re.compile(r"[Rr]eply (?:YES|NO|1)\b|[Rr]eply with the number")


def test_an_answer_that_a_text_teaches_is_a_choice_where_choices_are_drawn() -> None:
    taught = [name for name in NAMES if _TAUGHT.search(LIBRARY.message(name).texts["en", None])]
    assert "cancel_sure" in taught
    assert [name for name in taught if not (LIBRARY.message(name).buttons or LIBRARY.message(name).rows)] == []
