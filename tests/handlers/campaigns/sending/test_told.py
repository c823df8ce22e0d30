"""The words of a campaign as they are put into its message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.campaign_texts import CampaignText, LacksValue, UnknownPlace, fill_text, list_new_places, nearest
from flows.campaigns.send_schedule import Schedule
from handlers.campaigns.sending.campaign_messages import choose_words
from templates.message_library import Library
from tests.cases import each

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
LINK = "https://tigr.example/l/abc"


def campaign(*texts: CampaignText) -> Campaign:
    return Campaign(
        id=UUID(int=1), name="Spring", status=CampaignStatus.SENDING, criteria=EVERYBODY, phrase="everybody",
        texts=texts, channels=("sms",), schedule=Schedule(NOW), holdout=0.0, url="https://tigr.example", made_by=SYSTEM,
        made_at=NOW, updated_at=NOW,
    )  # fmt: skip


def _said(one: Campaign, place: int, locale: str, channel: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    return choose_words(one, one.texts, place, locale, channel, values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kurtas are here", f"Kurtas are here {LINK}"),
        ("See {link} today", f"See {LINK} today"),
        ("Hi {{ name|friend }}, see {LINK}", f"Hi Bo, see {LINK}"),
        ("{brand} of {name}", f"Tiger of Bo {LINK}"),
    ],
)
def test_the_link_stands_once(text: str, words: str) -> None:
    values = {"brand": "Tiger", "name": "Bo", "link": LINK}
    told = {**values, **_said(campaign(CampaignText(text)), 0, "en", "sms", values)}
    rendered = Library.load().render("campaign", channel="sms", locale="en", values=told)
    assert rendered.text == f"Tiger: {words} STOP to opt out"


def test_who_has_nothing_for_a_place_gets_what_it_says_else_or_no_message() -> None:
    assert fill_text("Hi {name|friend}", {}) == "Hi friend"
    assert fill_text("Hi {name|}!", {}) == "Hi !"
    with pytest.raises(LacksValue, match="name"):
        fill_text("Hi {name}", {"name": ""})
    assert list_new_places("Hi {name|you}, {brand}") == {"name": True, "brand": False}
    with pytest.raises(UnknownPlace, match="shoe_size"):
        list_new_places("{shoe_size}")
    assert fill_text("100 % {off} {a b}".replace("{off} ", ""), {}) == "100 % {a b}", "what is no place stays as it is"


@pytest.mark.parametrize("told", ["{first_name}", "{{name}}", "{", "Bo }"])
def test_a_brace_that_somebody_told_goes_to_nobody(told: str) -> None:
    """A form that was not filled in tells "{first_name}"; nothing that is known of a person is read as a place."""
    assert fill_text("Hi {name|friend} of {city|your town}", {"name": told, "city": told}) == "Hi friend of your town"
    with pytest.raises(LacksValue, match="name"):
        fill_text("Hi {name}", {"name": told})


@each(
    "text",
    [
        "{name|a|b}",
        "{name!r}",
        "{नाम}",
        "{name|{link}}",
        "Hi {name, lamps",
        "{a b}",
        "{*name*}",
        "{\u200bname}",
        "{5 off}",
    ],
)
def test_what_is_written_as_no_place_is_refused_and_goes_to_nobody(text: str) -> None:
    with pytest.raises(UnknownPlace):
        list_new_places(text)


@each("tag", ["*|FNAME|*", "%name%", "[name]", "[First Name]", "<<name>>"])
def test_a_tag_of_another_tool_is_refused_with_our_own(tag: str) -> None:
    with pytest.raises(UnknownPlace, match=re.escape(f"{tag} is a tag of another tool; write {{name}}")):
        list_new_places(f"Hi {tag}, lamps are here {{if vip: today|soon}}")
    assert list_new_places("[SALE] Hi {name}, 20% off or 30% off") == {"name": False}


def test_braces_around_no_word_are_no_place() -> None:
    assert list_new_places("{} :} {5} {{name}}") == {"name": False}


def test_the_nearest_wording_is_of_the_channel_then_of_the_language() -> None:
    texts = (
        CampaignText("any"),
        CampaignText("es", locale="es"),
        CampaignText("chat", channel="telegram"),
        CampaignText("es chat", locale="es", channel="telegram"),
        CampaignText("b", "B"),
    )
    asked = [
        (0, "en", "sms"),
        (0, "es-MX", "sms"),
        (0, "en", "telegram"),
        (0, "es", "telegram"),
        (1, "es", "sms"),
        (7, "en", "sms"),
    ]
    assert [nearest(texts, *one).text for one in asked] == ["any", "es", "chat", "es chat", "b", "any"]


@pytest.mark.parametrize(
    ("locale", "there", "read"),
    [
        ("hi-Latn", ("hi", "hi-Latn", "en"), "hi-Latn"),
        ("hi-Latn-IN", ("hi", "en", ""), "en"),
        ("hi-Latn", ("hi", ""), ""),
        ("hi", ("hi-Latn", "en"), "en"),
        ("hi-IN", ("en", "hi"), "hi"),
    ],
)
def test_readers_of_hindi_get_their_script_then_english(locale: str, there: tuple[str, ...], read: str) -> None:
    texts = [CampaignText(one or "all", locale=one) for one in there]
    assert nearest(texts, 0, locale, "sms").locale == read


def test_long_words_are_sent_whole_with_their_lines_links_and_pictures() -> None:
    text = "\n".join(
        ["Sale 🎉 https://tigr.example/sale", *(f"line {number} of silk and cotton" for number in range(20))]
    )
    told = {"brand": "Tiger", "link": LINK, **_said(campaign(CampaignText(text)), 0, "en", "telegram", {"link": LINK})}
    rendered = Library.load().render("campaign", channel="telegram", locale="en", values=told)
    assert rendered.text == f"{text}\n{LINK}"
    by_sms = Library.load().render("campaign", channel="sms", locale="en", values=told)
    assert by_sms.text == f"Tiger: {text} {LINK} STOP to opt out"


def test_a_name_brings_no_link_and_no_command_into_the_words() -> None:
    values = {"name": "evil.example/pay /pause", "brand": "Tiger"}
    told = _said(campaign(CampaignText("Hi {name|friend}, look")), 0, "en", "sms", values)
    assert "evil.example" not in told["words"]
    assert "/pause" not in told["words"]


def test_approved_words_hold_no_line_break() -> None:
    told = {"brand": "Tiger", "link": LINK, "name": "Bo", "words": "one\ntwo"}
    rendered = Library.load().render("campaign", channel="whatsapp", locale="en", values=told)
    assert "one two" in rendered.variables.values()
