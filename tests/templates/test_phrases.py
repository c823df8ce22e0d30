"""Phrases: every one in four languages, said as its reader writes, with what is foreign in it made harmless."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows.money import Money
from flows.phrase import At, Lines, Ours, Recorded, Shows, Story, join_first, phrase, sentences
from templates.finished_message import MissingValue, TemplateRefused
from templates.phrases import LOCALES, PhraseRefused, Phrases, UnknownPhrase
from templates.speech import Speech

ALL = Phrases.load()
LENGTHS = {"en": 1.0, "es": 2.2, "hi": 2.0, "hi-Latn": 2.2}  # a translation is not an essay
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def speech(folder: Path, text: str, locale: str = "en", **texts: str) -> Speech:
    written = "\n".join(f'{one} = "{text}"' for one in LOCALES)
    (folder / "x").mkdir(exist_ok=True)
    (folder / "x" / "y.toml").write_text(f"[said]\n{written}\n", encoding="utf-8")
    return Speech(Phrases.load(folder), locale, {"zone": "UTC", "now": NOW, "currency": "INR"}, texts)


def test_each_language_names_the_same_values() -> None:
    said = [(name, *text) for name in ALL.names() for text in ALL.texts(name).items()]
    for name, locale, text in said:
        english = ALL.texts(name)["en"]
        assert ALL.names_in(text) == ALL.names_in(english), f"{name}: {locale} names other values than en"
        assert len(text) <= max(LENGTHS[locale] * len(english), 40), f"{name}: {locale} is long"
        assert text == text.strip(), f"{name}: {locale} begins or ends with a blank"


def test_what_is_counted_begins_with_no_number_of_its_own() -> None:
    """Rules are told with how many people they kept from a message: "2 30 din mein …" would be two numbers."""
    rules = {name: ALL.texts(name) for name in ALL.names() if name.startswith("rule_")}
    assert [(name, text) for name, texts in rules.items() for text in texts.values() if text[:1].isdigit()] == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("/erase_1 me", "/ erase_1 me"),
        (Ours("/order_12"), "/order_12"),
        (Money(1_798_000_000, "INR"), "₹1,798"),
        (Money(5_500_000, "USD"), "$5.50"),
        (timedelta(hours=3, minutes=20), "3 h 20 min"),
        (phrase("said", value="inner"), "[inner]"),
        (join_first(["a", "b"]), "a, b"),
        (join_first(["/pause x", Ours("/order_1")]), "/ pause x, /order_1"),
        ((Ours("/order_1"), "/pause x"), "/order_1 and / pause x"),
    ],
)
def test_values(tmp_path: Path, value: object, said: str) -> None:
    told = speech(tmp_path, "[{{ value }}]").say(phrase("said", value=value))
    assert told == f"[{said}]"


@pytest.mark.parametrize(
    ("told", "locale", "said"),
    [
        (At(NOW), "en", "Wed 12:00"),
        (At(NOW), "es", "mié 12:00"),
        (At(NOW), "hi-Latn", "Budh 12:00"),
        (At(NOW, before=NOW - timedelta(hours=2)), "en", "12:00"),
        (At(NOW - timedelta(days=8)), "en", "Tue 24 Feb 12:00"),
        (At(NOW - timedelta(days=80)), "en", "Sun 14 Dec 2025 12:00"),
        (At(NOW, Shows.YEAR, zone=ZoneInfo("Asia/Kolkata")), "en-IN", "Wed 4 Mar 2026 17:30"),
        (At(NOW, Shows.DAY), "es", "4 mar 2026"),
        (At(NOW, Shows.MONTH), "en", "March 2026"),
    ],
)
def test_moments_by_the_clock(tmp_path: Path, told: At, locale: str, said: str) -> None:
    assert speech(tmp_path, "{{ value }}", locale).say(phrase("said", value=told)) == said


def test_a_record_is_told_in_english_word_for_word_and_to_others_in_their_words(tmp_path: Path) -> None:
    kept = Recorded("as it was kept (§ 1)", phrase("said", value="law"))
    assert speech(tmp_path, "<{{ value }}>", "en-US").say(phrase("said", value=kept)) == "<as it was kept (§ 1)>"
    assert speech(tmp_path, "<{{ value }}>", "es").say(phrase("said", value=kept)) == "<<law>>"


@pytest.mark.parametrize(
    ("newest_first", "kept"),
    [(False, ["head", "6 aur", "y" * 40, "last"]), (True, ["head", "x" * 40, "6 aur", "last"])],
)
def test_a_story_loses_what_is_oldest(newest_first: bool, kept: list[str]) -> None:
    parts = ("x" * 40, *["-" * 40] * 5, "y" * 40)
    story = Story("head", parts, "last", "and_more", 90, newest_first)
    assert Speech(ALL, "hi-Latn", {}, {}).say(story).splitlines() == kept


def test_a_list_is_cut_and_counted() -> None:
    plain = Speech(ALL, "hi-Latn", {}, {})
    assert plain.say(join_first(["a", "b", "c"], most=2)) == "a, b, 1 aur"
    assert plain.say(sentences("One.", "", "Two.")) == "One. Two."


def test_what_is_too_long_loses_what_stands_before_the_last_line() -> None:
    lines = Lines(("head", "x" * 300, "y" * 300, "Next: /orders"), longest=330)
    said = Speech(ALL, "en", {}, {}).say(lines)
    assert len(said) <= 330
    assert said.splitlines()[0] == "head"
    assert said.splitlines()[-1] == "Next: /orders"


def test_lines_that_say_where_the_others_are_lose_whole_ones() -> None:
    plain, more = Speech(ALL, "en", {}, {}), "More: /campaign_details"
    lines = Lines(("head", "x" * 100, "y" * 100, "z", "Next: /orders"), longest=170, more=more)
    assert plain.say(lines).splitlines() == ["head", "x" * 100, more, "Next: /orders"]
    assert plain.say(replace(lines, longest=700)).splitlines() == ["head", "x" * 100, "y" * 100, "z", "Next: /orders"]
    assert len(plain.say(Lines(("x" * 300, "Next: /orders"), longest=170, more=more))) <= 170


def test_a_business_words_it_in_its_own_way(tmp_path: Path) -> None:
    assert speech(tmp_path, "{{ value }}.", said="So: {{ value }}").say(phrase("said", value="a")) == "So: a"


@pytest.mark.parametrize("broken", ["{{ nothing }}", "{{ value|money|nope }}"])
def test_the_staff_is_told_in_our_words_where_the_businesss_own_cannot_be_said(tmp_path: Path, broken: str) -> None:
    assert speech(tmp_path, "{{ value }}.", said=broken).say(phrase("said", value="a")) == "a."


def test_a_wording_is_checked() -> None:
    ALL.check("next", "Then {{ command }}")
    with pytest.raises(TemplateRefused, match="line 1: next has no value 'comand'; it has command"):
        ALL.check("next", "Then {{ comand }}")
    with pytest.raises(TemplateRefused, match="empty"):
        ALL.check("next", " ")


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingValue):
        speech(tmp_path, "{{ value }}").say(phrase("said"))
    with pytest.raises(UnknownPhrase, match="templates/phrases"):
        Speech(ALL, "en", {}, {}).say(phrase("no_such_phrase"))


def test_a_file_without_a_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "y.toml").write_text('[said]\nen = "a"\n', encoding="utf-8")
    with pytest.raises(PhraseRefused, match=r"y\.toml: the phrase 'said' must be written in en, es, hi, hi-Latn"):
        Phrases.load(tmp_path)


def test_a_name_stands_once(tmp_path: Path) -> None:
    written = "\n".join(f'{one} = "a"' for one in LOCALES)
    (tmp_path / "x").mkdir()
    for file in ("y", "z"):
        (tmp_path / "x" / f"{file}.toml").write_text(f"[said]\n{written}\n", encoding="utf-8")
    with pytest.raises(PhraseRefused, match=r"is in y\.toml too"):
        Phrases.load(tmp_path)
