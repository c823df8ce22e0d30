"""The grammar of a typed campaign: NAME [to PEOPLE] [, PART …] [, WHEN] [: TEXT]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from flows.audience.criteria import EVERYBODY, Criteria
from flows.campaigns.campaign_texts import CampaignText
from flows.money import Money
from flows.phrase import phrase
from flows.shop_offers import ShopOffer, WhyNoOffer, WrongOffer
from handlers.audience import audience_reference
from handlers.campaigns.campaign_reference import is_nameable
from handlers.campaigns.drafts import draft_card
from handlers.campaigns.drafts.campaign_grammar import WantedCampaign, read_wanted
from handlers.campaigns.drafts.draft_wordings import split_wordings
from handlers.engine.turn import Turn
from handlers.offers.offer_terms import HOLDS
from tests.cases import each

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 1, 7, 21, 0, tzinfo=UTC)  # a Wednesday, at three
PEOPLE = {"vip", "everyone", "not bought 60d", "gone 90 days", "last:60d not:vip"}


@dataclass
class Shop:
    """The parts of a business that the grammar needs."""

    currency: str = "USD"


@dataclass
class Moment:
    """The parts of a turn that the grammar needs."""

    now: datetime = NOW
    zone: ZoneInfo = ZONE
    business: Shop = field(default_factory=Shop)


@pytest.fixture(autouse=True)
def audiences(monkeypatch: pytest.MonkeyPatch) -> None:
    async def meant(_turn: Any, people: str) -> Criteria | None:
        return EVERYBODY if people in PEOPLE else None

    monkeypatch.setattr(audience_reference, "read_people", meant)


async def read(text: str) -> WantedCampaign:
    return await read_wanted(cast("Turn", Moment()), text)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=ZONE).astimezone(UTC)


FRIDAY = at(9, 18)


@each(
    ("said", "name", "people", "words", "moment"),
    [
        ("lamps to everyone now: Hi {name|friend}: {link}", "lamps", "everyone", "Hi {name|friend}: {link}", "now"),
        ("lamps to vip friday 6pm: Lamps are here", "lamps", "vip", "Lamps are here", FRIDAY),
        ("lamps to vip, friday 6pm: Lamps are here", "lamps", "vip", "Lamps are here", FRIDAY),
        ("lamps, friday 6pm to vip: Lamps are here", "lamps", "vip", "Lamps are here", FRIDAY),
        ("lamps to vip: Lamps are here at 6pm", "lamps", "vip", "Lamps are here at 6pm", None),
        ('lamps to vip "Lamps are here" friday 6pm', "lamps", "vip", "Lamps are here", FRIDAY),
        ('lamps to vip: Lamps of "silk"', "lamps", "vip", 'Lamps of "silk"', None),
        ("winter to not bought 60d tomorrow 10am: Hi", "winter", "not bought 60d", "Hi", at(8, 10)),
        ("winter to not bought 60d: Hi", "winter", "not bought 60d", "Hi", None),
        ("winter to gone 90 days, friday 6pm: Hi", "winter", "gone 90 days", "Hi", FRIDAY),
        ("winter to last:60d not:vip friday 6pm: Hi", "winter", "last:60d not:vip", "Hi", FRIDAY),
        ("back to school to vip friday 6pm: Hi", "back to school", "vip", "Hi", FRIDAY),
        ("festival monday to vip: Hi", "festival monday", "vip", "Hi", None),
        ("lamps to blue eyes friday 6pm: Hi", "lamps", "blue eyes friday 6pm", "Hi", None),
        ("lamps friday 6pm", "lamps", "", "", FRIDAY),
        ("lamps to", "lamps", "", "", None),
        ("lamps", "lamps", "", "", None),
        ("to vip now: Hi", "", "vip", "Hi", "now"),
        ("", "", "", "", None),
    ],
)
async def test_a_typed_campaign(said: str, name: str, people: str, words: str, moment: datetime | str | None) -> None:
    found = await read(said)
    assert (found.name, found.people, found.words) == (name, people, words)
    assert (found.at, found.now) == (moment if isinstance(moment, datetime) else None, moment == "now")


async def test_parts_stand_between_commas_in_any_order() -> None:
    found = await read(
        "lamps to vip, best wins, 15% off, holdout 20%, by sms, budget $50, over 3 hours, friday 6pm: Hi"
    )
    assert (found.name, found.people, found.at) == ("lamps", "vip", FRIDAY)
    assert (found.best, found.holdout, found.channels) == (True, 0.2, ("sms",))
    assert found.terms.offer == ShopOffer.make_percent(15, HOLDS)
    assert found.terms.spread == timedelta(hours=3)


async def test_what_is_typed_again_is_read_as_before() -> None:
    """Each question of a new campaign keeps what was typed; the answer is typed behind that."""
    found = await read("lamps to vip, 15% off, by sms, no holdout “Lamps:\nof silk” friday 6pm their time")
    again = " ".join(f'"{word}"' if " " in word else word for word in found.spell()).removeprefix("new ")
    same = await read(again)
    assert (same.name, same.people, same.terms, same.channels) == ("lamps", "vip", found.terms, ("sms",))
    assert (same.when, same.at, same.local, same.holdout) == (found.when, FRIDAY, "18:00", 0)


async def test_a_line_break_of_the_words_is_kept_while_the_moment_is_asked_for() -> None:
    kept = WantedCampaign("lamps", "vip", "Lamps\nare here").spell()
    typed = " ".join(f'"{word}"' if " " in word else word for word in kept).removeprefix("new ")
    found = await read(f"{typed} friday 6pm")
    assert (found.words, found.at) == ("Lamps\nare here", FRIDAY)


@pytest.mark.parametrize(
    ("said", "people", "channels"),
    [
        ("lamps to vip on whatsapp only friday 6pm: Hi", "vip", ("whatsapp",)),
        ("lamps to vip friday 6pm by sms and telegram: Hi", "vip", ("sms", "telegram")),
        ("lamps to vip friday 6pm: We are on whatsapp only", "vip", ()),
    ],
)
async def test_the_channels_on_which_it_goes(said: str, people: str, channels: tuple[str, ...]) -> None:
    found = await read(said)
    assert (found.people, found.channels, found.at) == (people, channels, FRIDAY)


async def test_a_moment_that_has_passed_is_told_apart() -> None:
    found = await read("lamps to vip yesterday 5pm: Hi")
    assert (found.people, found.is_too_late) == ("vip", True)


async def test_words_behind_a_name_that_mean_nothing_are_unread() -> None:
    assert (await read("lamps, tomorrowish to vip: Hi")).unread == "tomorrowish"


async def test_two_offers_are_refused() -> None:
    with pytest.raises(WrongOffer) as wrong:
        await read("lamps to vip, 15% off, $5 off, now: Hi")
    assert wrong.value.why is WhyNoOffer.TWO


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("Lamps are here", (CampaignText("Lamps are here"),)),
        ("A: Lamps B: Lights", (CampaignText("Lamps", "A"), CampaignText("Lights", "B"))),
        ("See plan B: Lights", (CampaignText("See plan B: Lights"),)),
        ("", ()),
    ],
)
def test_wordings(words: str, texts: tuple[CampaignText, ...]) -> None:
    assert split_wordings(words) == texts


def test_a_sixth_wording_is_no_part_of_the_fifth() -> None:
    assert len(split_wordings("A: 1 B: 2 C: 3 D: 4 E: 5 F: 6")) == 6


@pytest.mark.parametrize("name", ["new lamps", "offer 10", "people", "all", "it", "show spring"])
def test_a_name_that_means_something_else(name: str) -> None:
    assert not is_nameable(name)


@pytest.mark.parametrize(("currency", "amount"), [("USD", 5), ("INR", 100)])
def test_an_example_of_an_offer_is_in_the_money_of_the_shop(currency: str, amount: int) -> None:
    asked = draft_card.ask_offer(currency).text
    assert asked == phrase("campaign_offer_ask", amount=Money.parse(amount, currency))
