"""Figures, days and lists as readers in the US, India, Spain and Britain write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates import formats
from templates.formats import (
    channel,
    format_day,
    format_day_or_date,
    format_frequency,
    format_moment,
    format_money,
    format_percent,
    format_stretch,
    join_items,
    join_titles,
    name_free_shipping,
    name_language,
    number,
    stamp,
)
from tests.cases import each

NOW = datetime(2026, 10, 12, 15, tzinfo=UTC)  # a Monday
CHICAGO = "America/Chicago"  # 10:00 there


@each(
    ("amount", "currency", "locale", "said"),
    [
        pytest.param("89", "USD", "en", "$89", id="whole dollars"),
        pytest.param("89.5", "USD", "en-US", "$89.50", id="cents"),
        pytest.param("89.999", "USD", "en", "$90", id="rounded to the currency"),
        pytest.param("1798", "INR", "en-IN", "₹1,798", id="rupees"),
        pytest.param("179800", "INR", "en", "₹1,79,800", id="grouped as in India"),
        pytest.param("1798", "INR", "hi-IN", "₹1,798", id="rupees in Hindi"),
        pytest.param("1798.5", "INR", "hi-Latn", "₹1,798.50", id="rupees in Hinglish"),
        pytest.param("1798", "INR", "es", "₹1,798", id="rupees in Spanish"),
        pytest.param("1798.5", "EUR", "es-US", "€1,798.50", id="euros in the US"),
        pytest.param("89", "USD", "es", "$89", id="Spanish in the US"),
        pytest.param("1234.5", "EUR", "es-ES", "1.234,50 €", id="Spain"),
        pytest.param("89", "EUR", "es", "89 €", id="euros in Spanish"),
        pytest.param("89", "EUR", "en", "€89", id="euros in English"),
        pytest.param("89", "GBP", "en", "£89", id="pounds"),
        pytest.param("5000", "JPY", "en", "¥5,000", id="no decimals"),
        pytest.param("-5", "USD", "en", "-$5", id="a refund"),
        pytest.param("89", "USD", "xx-YY", "$89", id="unknown locale"),
    ],
)
def test_money(amount: str, currency: str, locale: str, said: str) -> None:
    assert format_money(Decimal(amount), currency, locale) == said


@each(
    ("hours", "locale", "said"),
    [
        pytest.param(8, "en", "today at 6 pm", id="today"),
        pytest.param(32, "en-US", "tomorrow at 6 pm", id="tomorrow"),
        pytest.param(32.5, "en-IN", "tomorrow at 6:30 pm", id="half past"),
        pytest.param(46, "en-GB", "Wednesday at 08:00", id="24 hours"),
        pytest.param(46, "en", "Wednesday at 8 am", id="weekday"),
        pytest.param(220, "en", "Wed, Oct 21 at 2 pm", id="a date has its weekday"),
        pytest.param(220, "en-IN", "Wed, 21 Oct at 2 pm", id="a date in India"),
        pytest.param(24 * 100, "en", "Wed, Jan 20, 2027 at 9 am", id="another year, another offset"),
        pytest.param(-24, "en", "yesterday at 10 am", id="yesterday"),
        pytest.param(32, "es-US", "mañana a las 6 pm", id="Spanish tomorrow"),
        pytest.param(27, "es", "mañana a la 1 pm", id="Spanish one o'clock"),
        pytest.param(56, "es-ES", "el miércoles a las 18:00", id="Spain"),
        pytest.param(32, "hi", "कल शाम 6 बजे", id="Hindi"),
        pytest.param(50, "hi-IN", "बुधवार दोपहर 12 बजे", id="Hindi weekday"),
        pytest.param(36, "hi-Latn", "kal raat 10 baje", id="Hinglish"),
        pytest.param(32, "fr", "mardi 18:00", id="a language without words of ours"),
    ],
)
def test_moment(hours: float, locale: str, said: str) -> None:
    assert format_moment(NOW + timedelta(hours=hours), CHICAGO, locale, NOW) == said


@pytest.mark.parametrize(
    ("hours", "locale", "said"),
    [
        pytest.param(0, "en", "Mon, Oct 12, 10 am", id="now"),
        pytest.param(-14, "en-IN", "Sun, 11 Oct, 8 pm", id="yesterday"),
        pytest.param(24.5, "es", "mar, 13 de oct a las 10:30 am", id="Spanish"),
        pytest.param(24, "hi", "मंगल, 13 अक्टू॰, सुबह 10 बजे", id="Hindi"),
        pytest.param(24, "hi-Latn", "Mangal, 13 Oct, subah 10 baje", id="Hinglish"),
        pytest.param(24 * 365, "en", "Tue, Oct 12, 2027, 10 am", id="another year"),
    ],
)
def test_a_stamp_names_the_day_however_near_it_is(hours: float, locale: str, said: str) -> None:
    at = NOW + timedelta(hours=hours)
    assert stamp(at, CHICAGO, locale, NOW) == said
    assert said.startswith(format_day(at, CHICAGO, locale, NOW))


def test_moment_is_of_the_place_and_not_of_utc() -> None:
    late = datetime(2026, 10, 13, 3, tzinfo=UTC)
    assert format_moment(late, CHICAGO, "en", NOW) == "today at 10 pm"
    assert format_moment(late, "Asia/Kolkata", "en-IN", NOW) == "tomorrow at 8:30 am"


@pytest.mark.parametrize(
    ("away", "locale", "said"),
    [
        pytest.param(0, "en", "today", id="today"),
        pytest.param(-3, "en", "Friday", id="a weekday that was"),
        pytest.param(3, "es", "el jueves", id="Spanish"),
        pytest.param(1, "hi", "कल", id="Hindi"),
        pytest.param(7, "en", "Mon, Oct 19", id="a week"),
    ],
)
def test_day(away: int, locale: str, said: str) -> None:
    assert format_day_or_date(date(2026, 10, 12) + timedelta(days=away), CHICAGO, locale, NOW) == said


@each(
    ("titles", "locale", "said"),
    [
        pytest.param(["Blue kurta"], "en", "Blue kurta", id="one"),
        pytest.param(["Blue kurta", "Cotton scarf"], "en", "Blue kurta and Cotton scarf", id="two"),
        pytest.param(["Blue kurta", "Cotton scarf", "Belt"], "en", "Blue kurta and 2 more", id="three"),
        pytest.param(["Camisa", "Falda"], "es", "Camisa y Falda", id="Spanish two"),
        pytest.param(["Aguja", "Hilo"], "es", "Aguja e Hilo", id="Spanish before the sound of i"),
        pytest.param(["Carbón", "Hierro"], "es", "Carbón y Hierro", id="Spanish before a glide"),
        pytest.param(["Camisa", "Falda", "Saco"], "es-MX", "Camisa y 2 más", id="Spanish three"),
        pytest.param(["कुर्ता", "दुपट्टा", "जूती"], "hi", "कुर्ता और 2 चीज़ें", id="Hindi"),
        pytest.param(["Kurta", "Dupatta"], "hi-Latn", "Kurta aur Dupatta", id="Hinglish"),
        pytest.param(["{0}", "{x}"], "en", "{0} and {x}", id="braces are only braces"),
    ],
)
def test_items(titles: list[str], locale: str, said: str) -> None:
    assert join_items(titles, locale) == said


@pytest.mark.parametrize(
    ("titles", "locale", "said"),
    [
        pytest.param(["Blue kurta"], "en", "Blue kurta", id="one"),
        pytest.param(["Kurta", "Belt"], "en", "Kurta and Belt", id="two"),
        pytest.param(["Kurta", "Scarf", "Belt"], "en", "Kurta, Scarf and Belt", id="three"),
        pytest.param(["Falda", "Saco", "Hilo"], "es", "Falda, Saco e Hilo", id="Spanish before the sound of i"),
        pytest.param(["कुर्ता", "दुपट्टा", "जूती"], "hi", "कुर्ता, दुपट्टा और जूती", id="Hindi"),
        pytest.param(list("abcdefghijklmn"), "en", "a, b, c, d, e, f, g, h, i, j, k, l and 2 more", id="very many"),
        pytest.param(["{0}", "{x}", "{"], "en", "{0}, {x} and {", id="braces are only braces"),
    ],
)
def test_every(titles: list[str], locale: str, said: str) -> None:
    assert join_titles(titles, locale) == said


def test_percent_number_and_channel() -> None:
    assert format_percent(10, "en") == "10%"
    assert format_percent(Decimal("12.50"), "es-ES") == "12,5%"
    assert number(Decimal("1798.00"), "en-IN") == "1,798"
    assert [channel(name) for name in ("sms", "whatsapp", "other")] == ["SMS", "WhatsApp", "other"]


def test_free_shipping_is_said_in_each_language() -> None:
    said = ["free shipping", "envío gratis", "मुफ़्त डिलीवरी", "free delivery", "free shipping"]
    assert [name_free_shipping(locale) for locale in ("en", "es-MX", "hi", "hi-Latn", "fr")] == said


@given(
    at=st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    locale=st.sampled_from(["en-US", "es-US", "hi-IN", "en-IN", "hi-Latn", "es-ES", "fr-FR"]),
    amount=st.decimals(min_value=0, max_value=10**7, places=2),
)
def test_no_space_that_cuts_an_sms(at: datetime, locale: str, amount: Decimal) -> None:
    said = (
        format_moment(at, CHICAGO, locale, NOW)
        + format_money(amount, "INR", locale)
        + format_money(amount, "EUR", locale)
    )
    assert "\u202f" not in said
    assert "\u00a0" not in said


@pytest.mark.parametrize(
    ("often", "locale", "said"),
    [
        ("3/7", "en-US", "up to 3 a week"),
        ("4/30", "en", "up to 4 a month"),
        ("4/28", "es-MX", "hasta 4 al mes"),
        ("1/1", "hi", "दिन में 1 तक"),
        ("5/10", "hi-Latn", "10 din mein 5 tak"),
        ("any", "en", "message frequency varies"),
        ("any", "fr", "message frequency varies"),
    ],
)
def test_how_often_is_said_as_the_caps_have_it(often: str, locale: str, said: str) -> None:
    assert format_frequency(often, locale) == said


@pytest.mark.parametrize(
    ("minutes", "locale", "said"),
    [
        (12, "en-US", "12 min"),
        (200, "es", "3 h 20 min"),
        (120, "hi", "2 घं"),
        (72, "hi-IN", "1 घं 12 मि"),
        (3120, "hi", "2 दिन 4 घं"),
        (3120, "hi-Latn", "2 din 4 h"),
        (5000, "fr", "3 d"),
    ],
)
def test_how_long_is_said_in_two_units(minutes: int, locale: str, said: str) -> None:
    assert format_stretch(timedelta(minutes=minutes), locale) == said


@pytest.mark.parametrize(
    ("text", "locale", "behind", "said"),
    [
        pytest.param("जूती और 2 चीज़ें का इंतज़ाम", "hi", "", "जूती और 2 चीज़ों का इंतज़ाम", id="of them"),
        pytest.param("कुर्ता और 2 चीज़ें", "hi", " के लिए", "कुर्ता और 2 चीज़ों", id="in a variable"),
        pytest.param("3 चीज़ें में से", "hi", "", "3 चीज़ों में से", id="among them"),
        pytest.param("3 चीज़ें चाहिए", "hi", "", "3 चीज़ें चाहिए", id="themselves"),
        pytest.param(
            "kurta aur 2 cheezen ke liye", "hi-Latn", "", "kurta aur 2 cheezon ke liye", id="in Latin letters"
        ),
        pytest.param("2 cheezen keval", "hi-Latn", "", "2 cheezen keval", id="another word"),
    ],
)
def test_counted_words_before_a_postposition(text: str, locale: str, behind: str, said: str) -> None:
    assert formats.inflect_text(text, locale, behind) == said


@pytest.mark.parametrize(
    ("tag", "said"),
    [("en-US", "English"), ("es-MX", "Español"), ("hi-IN", "हिन्दी"), ("hi-Latn-IN", "Hinglish"), ("fr", "français")],
)
def test_a_language_is_called_as_those_who_speak_it_do(tag: str, said: str) -> None:
    assert name_language(tag) == said
