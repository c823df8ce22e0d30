"""A campaign by its name in the staff's own words, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY
from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.schedule import Schedule
from flows.campaigns.texts import CampaignText
from handlers.campaigns.sentences.another_time import moved_at_another_time
from handlers.campaigns.sentences.courtesy import bare, led_in
from handlers.campaigns.sentences.named import led, named, slipped
from handlers.replies.text import words

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
NAMES = ("diwali", "winter sale", "sale", "दीवाली", "stop smoking")


def campaign(name: str, number: int) -> Campaign:
    return Campaign(
        id=UUID(int=number),
        name=name,
        status=CampaignStatus.SENDING,
        criteria=EVERYBODY,
        phrase="everybody",
        texts=(CampaignText("Kurtas are here"),),
        channels=("sms",),
        schedule=Schedule(NOW),
        holdout=0.0,
        url="",
        made_by=SYSTEM,
        made_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("said", "name", "does"),
    [
        ("pause diwali", "diwali", "pause"),
        ("Diwali roko", "diwali", "pause"),
        ("please pause the winter sale campaign", "winter sale", "pause"),
        ("stop diwali", "diwali", "pause"),
        ("cancel diwali", "diwali", "cancel"),
        ("diwali band karo", "diwali", "cancel"),
        ("resume winter sale", "winter sale", "resume"),
        ("launch diwali now", "diwali", "launch"),
        ("how is diwali doing?", "diwali", ""),
        ("status of sale", "sale", ""),
        ("who got diwali?", "diwali", ""),
        ("how much did sale cost", "sale", ""),
        ("¿quién recibió diwali?", "diwali", ""),
        ("diwali kisko mila", "diwali", ""),
        ("diwali ka kharcha kitna hua", "diwali", ""),
        ("pausa la campaña diwali", "diwali", "pause"),
        ("दीवाली रोको", "दीवाली", "pause"),
        ("pause stop smoking", "stop smoking", "pause"),
        ("delete diwali", "diwali", "cancel"),
        ("borra diwali", "diwali", "cancel"),
        ("what did diwali bring", "diwali", ""),
        ("how much did winter sale make", "winter sale", ""),
        ("diwali results", "diwali", ""),
        ("show me a chart of diwali", "diwali", "chart"),
        ("send me the csv of winter sale", "winter sale", "csv"),
        ("diwali in excel please", "diwali", "csv"),
        ("diwali ka graph dikhao", "diwali", "chart"),
        ("hazme una grafica de diwali", "diwali", "chart"),
        ("send me the diwali numbers as a file", "diwali", "csv"),
        ("how many ppl opened the diwali one so far", "diwali", ""),
        ("diwali se kitna aaya", "diwali", ""),
        ("que tal fue la de diwali", "diwali", ""),
        ("muestra diwali", "diwali", ""),
        ("diwali wala cancel kar do hamesha ke liye", "diwali", "cancel"),
        ("diwali thodi der ke liye rok do", "diwali", "pause"),
        ("diwali is fine now send it out", "diwali", "launch"),
    ],
)
def test_what_is_meant(said: str, name: str, does: str) -> None:
    found = _named(said)
    assert found == (name, does)


@pytest.mark.parametrize(
    "said",
    [
        "diwali",
        "pause",
        "pause everything",
        "stop",
        "pause or stop diwali",
        "why did you pause diwali",
        "do not pause diwali",
        "pause diwali on friday",
        "send diwali to vip",
        "stop sending diwalis",
        "what is the status of my order for the sale mug",
        "i will pause my diwali shopping",
    ],
)
def test_what_is_none(said: str) -> None:
    assert _named(said) is None


def _named(said: str) -> tuple[str, str] | None:
    known = [campaign(name, number) for number, name in enumerate(NAMES)]
    found = named(words(said), known)
    return None if found is None else (found[0].name, found[1])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("hold diwali for now, we r out of stock", ("diwali", "pause")),
        ("forget the winter sale, dont want it anymore", ("winter sale", "cancel")),
        ("can i get diwali in excel, my accountant wants it", ("diwali", "csv")),
        ("pause diwali, no wait", None),
        ("launch diwali, or not", None),
        ("diwali, pause", None),
        ("hold diwali", None),
    ],
)
def test_the_first_clause_says_it_and_the_others_why(said: str, found: tuple[str, str] | None) -> None:
    known = [campaign(name, number) for number, name in enumerate(NAMES)]
    meant = led(said, known)
    assert (None if meant is None else (meant[0].name, meant[1])) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("pausse diwali", ("diwali", "pause")),
        ("paus diwali", ("diwali", "pause")),
        ("cancl winter sale", ("winter sale", "cancel")),
        ("pause dewali", ("diwali", "pause")),
        ("stop diwlai", ("diwali", "pause")),
        ("please pause the winter sal campaign", ("winter sale", "pause")),
        ("diwalli band karo", ("diwali", "cancel")),
        ("diwalli radd karo", ("diwali", "cancel")),
        ("pause sal", None),
        ("pause everything", None),
        ("stop texting me", None),
        ("cancel order 1048", None),
        ("how is dewali doing", None),
    ],
)
def test_what_is_a_letter_away_is_asked_about(said: str, found: tuple[str, str] | None) -> None:
    near = slipped(words(said), [campaign(name, number) for number, name in enumerate(NAMES)])
    assert (None if near is None else (near[0].name, near[1])) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("pause sale at 5pm", ("sale", "pause")),
        ("pause sale monday at 5pm", ("sale monday", "pause")),
        ("cancel sale monday tomorrow", ("sale monday", "cancel")),
        ("pausa sale monday a las 17:00", ("sale monday", "pause")),
        ("pause friday sale at 5pm", ("friday sale", "pause")),
        ("pause diwali for 2 hours", ("diwali", "pause")),
        ("diwali ko kal tak roko", ("diwali", "pause")),
        ("resume diwali tomorrow", ("diwali", "resume")),
        ("pausa diwali después del viernes", ("diwali", "pause")),
        ("दीवाली को शाम 5 बजे रोको", ("दीवाली", "pause")),
        ("launch diwali at 5pm", None),
        ("pause diwali", None),
        ("pause holi at 5pm", None),
        ("pause diwali at 5pm if it rains", None),
        ("diwali at 5pm", None),
    ],
)
def test_what_is_done_at_once_alone_is_read_with_its_time(said: str, found: tuple[str, str] | None) -> None:
    names = (*NAMES, "sale monday", "friday sale")
    moved = moved_at_another_time(said, [campaign(name, number) for number, name in enumerate(names)])
    assert (None if moved is None else (moved[0].name, moved[1])) == found


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("ok looks good, launch it", "launch it"),
        ("hi, can you msg everybody that we moved", "msg everybody that we moved"),
        ("make it 20 percent off pls", "make it 20 percent off"),
        ("perfecto, lánzala ya", "lánzala ya"),
        ("ok", "ok"),
        ("edit diwali: please come, thanks", "edit diwali: please come, thanks"),
        ("okra is here", "okra is here"),
    ],
)
def test_courtesies_are_left_out(said: str, left: str) -> None:
    assert bare(led_in(said)) == left
