"""Values that others wrote: what is taken, what is refused, and that nothing else ever happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.events import Item
from flows.money import Money
from handlers.engine.checked_fields import CheckedField, Wrong, clean, parse_document, read_lines
from tests.cases import each

NOW = datetime(2026, 3, 8, 12, tzinfo=UTC)
READS: dict[str, Callable[[CheckedField], object]] = {
    "text": CheckedField.text,
    "title": CheckedField.title,
    "identifier": CheckedField.identifier,
    "number": CheckedField.number,
    "whole": CheckedField.read_whole,
    "money": lambda field: field.money("EUR"),
    "currency": CheckedField.currency,
    "country": CheckedField.country,
    "time": lambda field: field.time(NOW),
    "flag": CheckedField.flag,
    "url": CheckedField.url,
    "each": CheckedField.read_each,
    "member": lambda field: field["x"]["y"],
    "lines": lambda field: read_lines(field, "EUR"),
}
TAKEN: dict[str, tuple[str, object, object]] = {
    "text": ("text", "  a\tb \n", "a b"),
    "text of a number": ("text", 12, "12"),
    "text of a fraction": ("text", Decimal("1.50"), "1.50"),
    "blank text": ("text", " \u0000 ", None),
    "text with joiners": ("text", "क्\u200dष 👩\u200d👧", "क्\u200dष 👩\u200d👧"),
    "text without overrides": ("text", "a\u202eb\u2066c\ufeff\ud800", "abc"),
    "title with entities": ("title", "Salt &amp; Pepper &#39;24&#x27; &eacute;", "Salt & Pepper '24' é"),
    "title escaped twice": ("title", "Mum&amp;#39;s mug", "Mum's mug"),
    "title with tags": ("title", "<b>Blue</b> kurta<br/>for <span class='x'>men</span>", "Blue kurta for men"),
    "title with tags as entities": ("title", "&lt;strong&gt;Blue&lt;/strong&gt; kurta", "Blue kurta"),
    "title of tags alone": ("title", "<p>&nbsp;</p>", None),
    "title without HTML": ("title", "Tee <S> 3 < 4 AT&T, Black&notebook &x", "Tee <S> 3 < 4 AT&T, Black&notebook &x"),
    "identifier": ("identifier", " gid://shop/1 ", "gid://shop/1"),
    "identifier of a number": ("identifier", 12345678901234567890, "12345678901234567890"),
    "identifier of a whole fraction": ("identifier", Decimal("5002.0"), "5002"),
    "number of text": ("number", " -1.5e2 ", Decimal("-150")),
    "no number": ("number", "", None),
    "nothing": ("number", Decimal("0E-400"), Decimal(0)),
    "whole": ("whole", "3.0", 3),
    "money": ("money", "0.10", Money(100_000, "EUR")),
    "the most money": ("money", 10**10, Money(10**16, "EUR")),
    "currency": ("currency", " inr ", "INR"),
    "country": ("country", "us", "US"),
    "time": ("time", "2026-03-08T01:30:00-05:00", datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
    "time with nanoseconds": (
        "time",
        "2026-03-08T01:30:00.123456789Z",
        datetime(2026, 3, 8, 1, 30, 0, 123456, tzinfo=UTC),
    ),
    "time to come": ("time", "2030-01-01T00:00:00Z", NOW),
    "flag": ("flag", "true", True),
    "flag of a number": ("flag", 0, False),
    "link": ("url", " HTTPS://Shop.example:8443/a?b=c#d ", "HTTPS://Shop.example:8443/a?b=c#d"),
    "link in another script": ("url", "https://दुकान.example/चाय", "https://दुकान.example/चाय"),
}
REFUSED: dict[str, tuple[str, object]] = {
    "text of a list": ("text", []),
    "text of a flag": ("text", True),
    "identifier with a NUL": ("identifier", "a\u0000"),
    "identifier of two lines": ("identifier", "a\nb"),
    "identifier with half a pair": ("identifier", "a\ud800"),
    "identifier too long": ("identifier", "x" * 256),
    "number with underscores": ("number", "1_000"),
    "number in other digits": ("number", "१२"),
    "number of a flag": ("number", True),
    "number beyond sense": ("number", 10**50),
    "number below sense": ("number", Decimal("1e-400")),
    "number of words": ("number", "Infinity"),
    "whole of a half": ("whole", 0.5),
    "whole below nothing": ("whole", -1),
    "money owed": ("money", "-0.01"),
    "money beyond sense": ("money", "10000000000.01"),
    "currency of gold": ("currency", "XAU"),
    "country by name": ("country", "France"),
    "time without offset": ("time", "2026-03-08T01:30:00"),
    "time in seconds": ("time", 1767369900),
    "time at the beginning": ("time", "0001-01-01T00:00:00+23:59"),
    "time at the end": ("time", "9999-12-31T23:59:59-23:59"),
    "time long ago": ("time", "1970-01-01T00:00:00Z"),
    "flag of a word": ("flag", "perhaps"),
    "link to a script": ("url", "javascript:alert(1)"),
    "link to data": ("url", "data:text/html,x"),
    "link without a host": ("url", "https:///path"),
    "link with a name": ("url", "https://a@b.example"),
    "link with a space": ("url", "https://a.example/ b"),
    "link with a line": ("url", "https://a.example/\nb"),
    "link with a backslash": ("url", "https://a.example\\@b.example"),
    "link of a broken host": ("url", "http://[::1"),
    "link of a broken port": ("url", "http://a.example:port/"),
    "link too long": ("url", "https://a.example/" + "x" * 2048),
    "link on its own": ("url", "//a.example"),
    "list of text": ("each", "abc"),
    "member of text": ("member", {"x": "y"}),
    "line without a name": ("lines", [{"quantity": 1}]),
}


@each(("how", "value", "expected"), TAKEN.values(), ids=TAKEN)
def test_what_is_taken(how: str, value: object, expected: object) -> None:
    assert READS[how](CheckedField(value)) == expected


@each(("how", "value"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(how: str, value: object) -> None:
    with pytest.raises(Wrong):
        READS[how](CheckedField(value, "here"))


def test_a_place_is_told() -> None:
    root = parse_document(b'{"cart": {"items": [{}, {"price": "free"}]}}')
    with pytest.raises(Wrong) as raised:
        root["cart"]["items"].read_each()[1]["price"].money("EUR")
    assert (raised.value.path, raised.value.message) == ("cart.items[1].price", "is not a number")
    assert str(raised.value) == "cart.items[1].price is not a number"


def test_what_must_be_there_and_is_not() -> None:
    with pytest.raises(Wrong, match=r"^a\.b is missing$"):
        CheckedField({"a": None})["a"]["b"].must(CheckedField.text)


def test_a_cart_of_ten_thousand_lines_keeps_the_first() -> None:
    kept = read_lines(CheckedField([{"title": f"tea {at}"} for at in range(10_000)]), "EUR")
    assert (len(kept), kept[0], kept[-1]) == (250, Item("", "tea 0"), Item("", "tea 249"))


@each(
    "body",
    [
        b"",
        b"{",
        b"NaN",
        b"-Infinity",
        b"\xff\xfe\xfd",
        b'"\x00"',
        b"1e-99999999999999999999",
        b"9" * 5000,
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_json(body: bytes) -> None:
    with pytest.raises(Wrong, match=r"^the body is not JSON$"):
        parse_document(body)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"not":' * 2000 + b"1" + b"}" * 2000], ids=["lists", "objects"])
def test_what_is_too_deep_is_told_so(body: bytes) -> None:
    with pytest.raises(Wrong, match=r"^the body is nested too deeply$"):
        parse_document(body)


def test_fractions_are_read_exactly() -> None:
    assert parse_document(b"0.1").value == Decimal("0.1")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xy"), inner, max_size=2),
    max_leaves=5,
)


@given(st.sampled_from(sorted(READS)), ANYTHING)
def test_only_wrong_is_ever_raised(how: str, value: object) -> None:
    try:
        READS[how](CheckedField(value))
    except Wrong as wrong:
        str(wrong).encode()


@pytest.mark.parametrize(
    "text",
    ["क्\u200dष", "می\u200cخواهم", "葛\U000e0100城", "❤\ufe0f", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e007f"],
    ids=["joiner", "non-joiner", "variant", "look", "flag"],
)
def test_what_words_and_pictures_are_written_with_stays(text: str) -> None:
    assert clean(text, 50) == text


@given(st.text(st.characters(), max_size=300), st.integers(1, 50))
def test_cleaned_text_is_one_storable_line(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert cleaned == cleaned.strip()
    assert cleaned.isprintable() or not any(letter in cleaned for letter in "\x00\n\r\t\x1b\u202e\u2028")
    assert clean(cleaned, limit) == cleaned.encode().decode()
