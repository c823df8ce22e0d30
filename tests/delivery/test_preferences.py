"""``/p/``: what a person chose on their page binds every send, and the page shows nothing else of them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from flows.delivery import MessageStatus
from flows.policy.departure_facts import ConsentState, Preferences, Programme
from flows.privacy_limits import PrivacyLimit
from handlers.actions.customer_record import describe_record
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.people.end_links import PREFERENCES_PATH, VALID_FOR, make_preferences_link
from handlers.privacy import privacy_requests
from handlers.privacy.preferences_page import OPEN_FOR
from storage.consent.preferences import PreferenceBook
from storage.consent.privacy_limits import PrivacyLimits
from storage.erasure.personal_record import load_known
from storage.people.people import Address
from storage.schema import audit
from tests.delivery import shop
from tests.delivery.house import House, open_house
from tests.delivery.shop import ANN, ANN_CHAT
from tests.delivery.test_own_record import Reader, key_of

CONFIRMED, REVOKED = ConsentState.CONFIRMED, ConsentState.REVOKED
DAY = timedelta(days=1)


@dataclass
class Ann:
    """The shop, and Ann, who agreed by SMS and in her chat."""

    house: House
    sms: Address
    chat: Address
    url: str = ""

    async def open(self, **headers: str) -> tuple[int, str]:
        """Open the page."""
        async with ClientSession() as session, session.get(self.url, headers=headers) as page:
            return page.status, await page.text()

    async def choose(self, **form: str) -> tuple[int, str]:
        """Submit the form."""
        async with ClientSession() as session, session.post(self.url, data=form, allow_redirects=False) as page:
            return page.status, await page.text()

    async def prove(self, address: Address | None = None) -> str:
        """Type the code that goes to an address, by default by SMS; return the hidden value of the page's forms."""
        reader = await Reader(self.house, address or self.sms).link()
        return key_of((await reader.submit(code=await reader.code()))[1])

    async def chosen(self) -> Preferences:
        """Return what is stored."""
        return await self.house.act(lambda turn: turn.unit.of(PreferenceBook).get(self.sms.contact))

    async def agreed(self, programme: Programme) -> list[ConsentState]:
        """What holds by SMS, and in the chat."""
        addresses = [self.sms.id, self.chat.id]
        states = await self.house.act(lambda turn: turn.unit.consents.states(addresses))
        return [states[one, programme] for one in addresses]

    async def offer(self, key: str) -> str:
        """Queue an offer; return its status with the rule of the verdict."""
        await self.house.offer(self.sms, key, programme=Programme.OFFERS, text=key)
        await self.house.settle()
        (line,) = [one for one in (await self.house.verdicts()).splitlines() if one.startswith(f"{key} ")]
        return re.sub(r".*: (\w+)(?:; (\w+ \S+):.*)?$", r"\1 \2", line).strip()


@pytest.fixture
async def ann(database: str) -> AsyncIterator[Ann]:
    async with open_house(database, whole=True, text=shop.file(distance="0")) as house:
        await house.tell(shop.consented(shop.customer(), house.clock.now(), ("sms", "telegram")))
        await house.settle()
        found = Ann(house, await house.address("sms", ANN), await house.address("telegram", str(ANN_CHAT)))

        async def make(turn: Turn) -> str:
            return make_preferences_link(turn, found.sms.id)

        found.url = await house.act(make)
        yield found


async def test_the_page_shows_preferences_and_no_names(ann: Ann) -> None:
    status, text = await ann.open()
    assert status == 200
    shown = ("Reminders of your cart", "Our offers", "No limit", "No pause", "SMS", "Telegram", "…11")
    assert [one for one in shown if one not in text] == []
    assert [one for one in ("Ann", ANN[-4:], str(ANN_CHAT), "Offers of our partners") if one in text] == []
    assert await ann.chosen() == Preferences()


async def test_a_pause_holds_offers_until_it_ends(ann: Ann) -> None:
    status, text = await ann.choose(pause="month")
    assert (status, "Saved" in text, "Nothing until Apr 1, 2026" in text) == (200, True, True)
    assert await ann.chosen() == Preferences(shop.MORNING + 30 * DAY)
    assert await ann.offer("early") == "refused refuse preference.paused"
    news = await ann.house.post(ann.sms, "news")
    await ann.house.settle()
    assert (await ann.house.message(news)).status is MessageStatus.SENT
    await ann.house.pass_(now=30 * DAY)
    assert await ann.offer("late") == "sent send ok"


async def test_a_pause_is_ended_on_the_page_by_who_proves_the_address(ann: Ann) -> None:
    await ann.choose(pause="month")
    await ann.choose(pause="keep")
    assert await ann.chosen() == Preferences(shop.MORNING + 30 * DAY)
    key = await ann.prove()
    _, text = await ann.choose(key=key)
    assert ("No pause" in text, "Saved" in text, key in text) == (True, False, True)
    await ann.choose(pause="", key=key)
    assert await ann.offer("offer") == "sent send ok"


async def test_a_forwarded_link_brings_no_more_marketing(ann: Ann) -> None:
    """Nor does a hidden value that is made up, expired, or of another address."""
    await ann.choose(pause="month", often="7")
    before, (_, text) = await ann.chosen(), await ann.open()
    assert ("No pause" in text, "No limit" in text, "type the code" in text) == (False, False, True)
    other = await ann.prove(ann.chat)
    for key in ("", "x", other):
        await ann.choose(pause="", often="0", key=key)
        assert await ann.chosen() == before
    key = await ann.prove()
    ann.house.clock.push(elapsed=OPEN_FOR)
    _, text = await ann.choose(pause="", often="0", key=key)
    assert (await ann.chosen(), key in text) == (before, False)
    await ann.choose(often="30")
    assert (await ann.chosen()).days_apart == 30


async def test_at_most_one_offer_a_week(ann: Ann) -> None:
    await ann.choose(often="7")
    assert await ann.offer("first") == "sent send ok"
    assert await ann.offer("second") == "refused refuse preference.often"
    await ann.house.pass_(now=7 * DAY)
    assert await ann.offer("third") == "sent send ok"
    await ann.choose(often="0", key=await ann.prove())
    assert await ann.offer("fourth") == "sent send ok"


async def test_a_topic_ends_at_every_address_and_others_go_on(ann: Ann) -> None:
    _, text = await ann.choose(**{"topic-offers": "no", "topic-reminders": "yes"})
    assert "Our offers" not in text
    assert await ann.agreed(Programme.OFFERS) == [REVOKED, REVOKED]
    assert await ann.agreed(Programme.REMINDERS) == [CONFIRMED, CONFIRMED]
    assert (await ann.offer("offer")).startswith("refused refuse consent.revoked")
    line = (await ann.house.act(lambda turn: turn.unit.consents.ledger(ann.sms.contact)))[-1]
    assert (line.teller, line.source) == ("page", "the page of preferences")
    await ann.choose(**{"topic-offers": "yes"})  # the page brings no consent back
    assert await ann.agreed(Programme.OFFERS) == [REVOKED, REVOKED]


async def test_a_form_of_a_browser_with_privacy_control_ends_sharing(ann: Ann) -> None:
    """Opening the link does not: mail programs open links, and a forwarded one is somebody else's browser."""
    ended = "You are in no file"
    _, text = await ann.open(**{"Sec-GPC": "1"})
    assert ended not in text
    async with ClientSession() as session:
        for control, expected in (("0", False), ("1", True)):
            async with session.post(ann.url, data={"often": "7"}, headers={"Sec-GPC": control}) as page:
                assert (page.status, ended in await page.text()) == (200, expected)
    assert (await ann.chosen()).days_apart == 7


async def test_an_erased_persons_form_is_no_error(ann: Ann) -> None:
    await ann.house.act(lambda turn: privacy_requests.erase_person(turn, ann.sms.contact, "they asked"))
    assert (await ann.choose(sharing="no"))[0] < 500


async def test_sharing_ends_by_its_own_button_and_comes_back_by_none(ann: Ann) -> None:
    _, text = await ann.open()
    assert 'name="sharing" value="no"' in text
    _, text = await ann.choose(sharing="no")
    assert "You are in no file" in text
    await ann.choose(sharing="yes")
    limits = await ann.house.act(lambda turn: turn.unit.of(PrivacyLimits).of(ann.sms.contact))
    assert list(limits) == [PrivacyLimit.SHARING]
    assert await ann.chosen() == Preferences()


async def test_a_channel_ends_by_its_own_button(ann: Ann) -> None:
    _, text = await ann.open()
    paths = re.findall(r'action="(/u/[^"]+)"', text)
    assert len(paths) == 3  # of each channel, and of all
    async with ClientSession() as session, session.post(ann.house.url + paths[1], data={"end": "here"}) as page:
        assert "Our offers and reminders by Telegram have ended" in await page.text()
    assert await ann.agreed(Programme.OFFERS) == [CONFIRMED, REVOKED]
    assert len(re.findall(r'action="(/u/[^"]+)"', (await ann.open())[1])) == 2


async def test_the_record_for_the_customer_has_them(ann: Ann) -> None:
    await ann.choose(often="7", pause="month")

    async def look(turn: Turn) -> list[str]:
        known = await load_known(turn.unit, ann.sms.contact)
        return [make_english(turn).say(one) for head, lines in describe_record(known, "USD") for one in (head, *lines)]

    lines = await ann.house.act(look)
    assert lines[lines.index("Their own limits for offers") + 1] == (
        "2 Mar 2026: days between two messages: 7, paused until 1 Apr 2026"
    )


async def test_only_a_change_is_in_the_audit(ann: Ann) -> None:
    for form in ({}, {"often": "7"}, {"often": "7"}, {"topic-partner_offers": "no"}):
        assert (await ann.choose(**form))[0] == 200

    async def look(turn: Turn) -> list[tuple[str, str]]:
        rows = await turn.unit.rows(audit.select().where(turn.unit.owns(audit), audit.c.about_kind == "contact"))
        return [(row.actor_kind, row.action) for row in rows]

    assert await ann.house.act(look) == [("customer", "preferences changed")]


@pytest.mark.parametrize("form", [{"often": "1"}, {"often": "x"}, {"pause": "year"}])
async def test_other_values_are_refused(ann: Ann, form: dict[str, str]) -> None:
    assert (await ann.choose(**form))[0] == 400
    assert await ann.chosen() == Preferences()


async def test_a_wrong_link_and_an_old_one_change_nothing(ann: Ann) -> None:
    ann.house.clock.push(VALID_FOR)
    status, text = await ann.choose(often="7")
    assert (status, "This link has expired" in text) == (410, True)
    right = ann.url
    for wrong in (right[:-1] + ("A" if right[-1] != "A" else "B"), right.replace(PREFERENCES_PATH, "/u/")):
        ann.url = wrong
        status, text = await ann.choose(often="7")
        assert (status, "There is nothing here" in text) == (404, True)
    assert await ann.chosen() == Preferences()


@pytest.mark.parametrize(
    ("locale", "words"),
    [("es", "¿Qué ofertas quieres?"), ("hi", "आपको कौन से ऑफ़र चाहिए?"), ("hi-Latn", "Aapko kaun se offer chahiye?")],
)
async def test_the_page_speaks_the_persons_language(ann: Ann, locale: str, words: str) -> None:
    await ann.house.act(lambda turn: turn.unit.people.write_in(ann.sms.contact, locale))
    assert words in (await ann.open())[1]
