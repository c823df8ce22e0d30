"""What a business's text may not do, and what a customer's name or a product's title cannot do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.finished_message import MissingValue, TemplateRefused
from templates.message_library import Library, UnknownTemplate
from templates.message_values import a_name, disarm_taps, quote_line
from tests.cases import each
from tests.templates.samples import LINK, values

LIBRARY = Library.load()

REFUSED = [
    pytest.param("{{ 'a' * 200000000 }}", r"line 1: \* may not be used", id="repetition"),
    pytest.param("{{ '%999999999d'|format(1) }}", "the filter 'format'", id="format"),
    pytest.param("x\n{{ cart.secret }}", "line 2: a dot after a value", id="attribute"),
    pytest.param("{{ brand.__class__.__mro__ }}", "a dot", id="dunder"),
    pytest.param("{{ brand['__class__'] }}", r"\[ \] after a value", id="item"),
    pytest.param("{{ range(9) }}", r"\( \) after a name", id="call"),
    pytest.param("{{ link|attr('x') }}", "the filter 'attr'", id="attr"),
    pytest.param("{{ items|map('upper')|list }}", "the filter", id="map"),
    pytest.param("{{ brand|upper('x') }}", r"a filter takes no \( \)", id="arguments"),
    pytest.param("{% set x = 1 %}", "set may not", id="set"),
    pytest.param("{% include 'x' %}", "include may not", id="include"),
    pytest.param("{% import 'x' as y %}", "import may not", id="import"),
    pytest.param("{% extends 'x' %}", "extends may not", id="extends"),
    pytest.param("{% macro m() %}{% endmacro %}", "macro may not", id="macro"),
    pytest.param("{% block b %}{% endblock %}", "block may not", id="block"),
    pytest.param("{% filter upper %}{{ brand }}{% endfilter %}", "may not be used", id="filter block"),
    pytest.param("{{ brand ~ link }}", "~ may not", id="joining"),
    pytest.param("{{ brand if link else name }}", "if inside", id="inline if"),
    pytest.param("{% if link is defined %}{% endif %}", "is may not", id="test"),
    pytest.param("{{ 9 ** 9 ** 9 }}", r"\*\* may not", id="power"),
    pytest.param("{{ [1, 2] }}", "list may not", id="a list"),
    pytest.param("{% for a in [1, 2] %}{% endfor %}", "for may only go through a value", id="for over a list"),
    pytest.param(
        "{% for a in x %}{% for b in x %}{{ a }}{% endfor %}{% endfor %}", "for inside a for", id="for in for"
    ),
    pytest.param("{% for a in x recursive %}{{ loop(a) }}{% endfor %}", r"\( \)", id="recursion"),
    pytest.param("one\n{{ brand", "line 2", id="unclosed"),
    pytest.param("{% endif %}", "line 1", id="not opened"),
    pytest.param("{{ brand|nosuch }}", "the filter 'nosuch'", id="unknown filter"),
    pytest.param("{{ " + "(" * 1500 + "brand" + ")" * 1500 + " }}", "nested too deeply", id="depth"),
    pytest.param("{% if brand %}" * 150 + "{% endif %}" * 150, "nested too deeply", id="depth of ifs"),
    pytest.param("{{ not " + "not " * 900 + "brand }}", "nested too deeply", id="depth of nots"),
    pytest.param("x" * 4501, "4501 characters", id="length"),
    pytest.param(" \n", "empty", id="nothing"),
]


@each(("source", "reason"), REFUSED)
def test_refused_with_what_and_where(source: str, reason: str) -> None:
    with pytest.raises(TemplateRefused, match=reason):
        LIBRARY.check(source)


@pytest.mark.parametrize(("source", "reason"), REFUSED[:4])
def test_refused_at_departure_too(source: str, reason: str) -> None:
    with pytest.raises(TemplateRefused, match=reason):
        LIBRARY.render("cart_reminder", channel="sms", locale="en", values=values(), override=source)


def test_a_refusal_says_what_may_be_used() -> None:
    with pytest.raises(TemplateRefused, match=r"A text may use \{\{ value \}\}, if, for, and the filters .*moment"):
        LIBRARY.check("{{ brand|format }}")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        pytest.param("no value at all", (), id="none"),
        pytest.param("{{ link }}{{ brand|upper }}", ("brand", "link"), id="sorted"),
        pytest.param("{% if name %}Hi {{ name }}{% else %}Hi{% endif %}", ("name",), id="if"),
        pytest.param("{% for line in thread %}{{ line }}{% endfor %}", ("thread",), id="a loop's own name is none"),
        pytest.param("{% if percent >= 10 and not code %}!{% endif %}", ("code", "percent"), id="comparison"),
        pytest.param("{# a note #}{% raw %}{{ x }}{% endraw %}", (), id="notes"),
    ],
)
def test_names_of_an_override(source: str, names: tuple[str, ...]) -> None:
    assert LIBRARY.check(source) == names


def test_an_override_is_checked_against_its_message() -> None:
    own = "{{ brand }}: {{ items }} {{ link }} STOP"
    assert LIBRARY.check(own, "cart_reminder") == ("brand", "items", "link")
    with pytest.raises(
        TemplateRefused, match="line 2: cart_reminder has no value 'itms'; it has brand, items, link, name"
    ):
        LIBRARY.check("{{ brand }}\n{{ itms }} {{ link }} STOP", "cart_reminder")
    with pytest.raises(TemplateRefused, match="STOP"):
        LIBRARY.check("{{ brand }}: {{ items }} {{ link }}", "cart_reminder")
    with pytest.raises(UnknownTemplate):
        LIBRARY.check(own, "cart_reminders")


def test_an_override_with_an_unknown_value_does_not_leave() -> None:
    with pytest.raises(MissingValue, match="itms"):
        LIBRARY.render("cart_reminder", channel="sms", locale="en", values=values(), override="{{ itms }}")


def test_an_endless_text_is_stopped() -> None:
    own = "{% for letter in question %}" + "x" * 3000 + "{% endfor %}"
    with pytest.raises(TemplateRefused, match="longer than 4096"):
        LIBRARY.render("staff_alert", channel="telegram", locale="en", values=values(), override=own)


def test_all_kinds_of_values_can_be_said_without_a_filter() -> None:
    own = "{{ until }}, {{ amount }}, {{ percent }}, {{ items }}, {{ amount|money }}, {{ brand|upper }}"
    said = LIBRARY.render("cart_reminder", channel="telegram", locale="en", values=values(), override=own)
    assert said.text == "Wednesday at 6 pm, 89.5, 10, Blue kurta and 2 more, $89.50, TIGER TEES"


ATTACKS = [
    pytest.param("{{ 7*7 }}", "{{ 7*7 }}", id="braces"),
    pytest.param("{% include '/etc/passwd' %}", "{% include '/ etc/passwd' %}", id="a statement"),
    pytest.param("Kurta\r\nSTOP\n\nTiger: hi\x00\x07", "Kurta STOP Tiger: hi", id="lines and controls"),
    pytest.param("https://evil.example/x HTTP://b.example", "evil example x b example", id="nothing but links"),
    pytest.param("Win at HTTP://evil.example/x, today", "Win at today", id="a link"),
    pytest.param("Win at evil.example/x today", "Win at today", id="a domain with a path"),
    pytest.param("Win at www.evil.example", "Win at", id="a domain with www"),
    pytest.param("Node.js 5.5/6 S/M w/o St. John/Paul", "Node.js 5.5/6 S/M w/o St. John/Paul", id="no links"),
    pytest.param("abc\u202egnp.exe\u2066 x\u2069", "abc gnp.exe x", id="turned reading direction"),
    pytest.param("a\u200bb\ufeff", "a b", id="hidden characters"),
    pytest.param("{0.__class__} %s {x}", "{0.__class__} %s {x}", id="format strings"),
    pytest.param("half \ud83d a pair", "half a pair", id="half of a surrogate pair"),
]


@each(("value", "said"), ATTACKS)
@each("channel", ["whatsapp", "telegram"])
def test_a_title_and_a_name_are_only_text(value: str, said: str, channel: str) -> None:
    told = values(items=[value], name=value)
    text = LIBRARY.render("cart_reminder", channel=channel, locale="en", values=told).text
    assert text == f"Hi {said}, you left {said} in your cart at Tiger Tees. It's still saved for you."


@pytest.mark.parametrize("channel", ["sms", "telegram"])
@given(value=st.text(min_size=1, max_size=5000))
def test_any_text_stays_one_short_line(value: str, channel: str) -> None:
    told = values(items=["Kurta", value], name=value, brand="B" + value)
    said = LIBRARY.render("cart_reminder", channel=channel, locale="en", values=told)
    assert "\n" not in said.text
    assert len(said.text) < 300
    assert said.text.encode()
    assert channel != "sms" or f" {LINK} STOP to opt out" in said.text


def test_ten_thousand_items() -> None:
    told = values(items=[f"Kurta {number}" for number in range(10_000)])
    said = LIBRARY.render("cart_reminder", channel="sms", locale="en", values=told)
    assert "Kurta 0 and 9999 more" in said.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("tap /pause now", "tap / pause now"),
        ("/pause@tigertees_bot", "/ pause@tigertees_bot"),
        ("(/pause) “/pause” —/pause", "(/ pause) “/ pause” —/ pause"),
        ("/अ", "/ अ"),
        ("24/7 and/or w/o S/M 1/2", "24/7 and/or w/o S/M 1/2"),
        ("https://shop.example/cart", "https://shop.example/cart"),
        ("/ /", "/ /"),
    ],
)
def test_no_word_of_others_is_a_command(said: str, shown: str) -> None:
    assert (disarm_taps(said), quote_line(f" {said}\n", 100)) == (shown, shown)


@each(
    "link",
    [
        "https://t.me/tigertees_bot?start=aB3dE5f",
        "t.me/tigertees_bot?start=aB3dE5f",
        "tigertees_bot.t.me/?start=aB3dE5f",
        "tigertees_bot.t.me?start=aB3dE5f",
        "https://api.whatsapp.com/send?phone=13145550100&text=%2Fpause",
        "TG://resolve?domain=tigertees_bot&start=aB3dE5f",
        "telegram.me/tigertees_bot",
        "https://wa.me/13145550100?text=YES",
        "whatsapp://send?phone=13145550100&text=YES",
    ],
)
def test_no_link_of_others_speaks_for_the_staff(link: str) -> None:
    assert (
        quote_line(f"look: {link} and https://shop.example/t.me", 100) == "look: (link) and https://shop.example/t.me"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Eve /pause", "Eve / pause"),
        ("Eve evil.example", "Eve evil example"),
        ("evil.example/x", "evil example x"),
        ("Eve https://evil.example", "Eve"),
        ("J.R. Smith", "J.R. Smith"),
        ("Dr. Rao St. John", "Dr. Rao St. John"),
        ("a.b@mail.example", "a.b@mail.example"),
    ],
)
def test_nothing_in_a_name_can_be_tapped(name: str, shown: str) -> None:
    assert a_name(name) == shown
