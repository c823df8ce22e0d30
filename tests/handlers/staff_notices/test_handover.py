"""What the staff is shown of somebody who asks."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from handlers.helpdesk import question_run
from handlers.staff_notices.alerts import CROWD
from handlers.staff_notices.handover import ask, drop_commands
from storage.database.stores import Database
from storage.helpdesk.customer_questions import CustomerQuestions
from storage.people.people import Address
from storage.sending.message import BY_STAFF, Message
from storage.sourcing.partner_shops import Shop as Keeper
from storage.sourcing.partner_shops import Shops
from tests.handlers.sourcing.staff.rows import MINUTE, START, Shop, blank, play


@pytest.mark.parametrize(
    ("way", "text", "shown"),
    [
        pytest.param("in", "/start GS2Z65G6SD7P", False, id="a start's token is a secret"),
        pytest.param("in", "/start@tigertees_bot GS2Z65G6SD7P", False, id="with the bot's name"),
        pytest.param("in", " /start", False, id="a bare start"),
        pytest.param("in", "/help", False, id="another command"),
        pytest.param("in", "JOIN gs2z65g6sd7p", False, id="an invite's text on WhatsApp and by SMS"),
        pytest.param("in", "join us, you say?", True, id="a word that is no invite's"),
        pytest.param("in", "1/2 or 3/4?", True, id="a fraction"),
        pytest.param("in", "do I write /stop?", True, id="one inside of a sentence"),
        pytest.param("in", "", True, id="a picture"),
        pytest.param("out", "/stop ends it", True, id="our own words"),
    ],
)
async def test_commands_are_no_words_of_theirs(store: Database, way: str, text: str, shown: bool) -> None:
    async def scene(shop: Shop) -> bool:
        noor = await shop.person("7000007001", channel="telegram")
        return bool(drop_commands([blank(shop, noor, "k", way, text, START)]))

    assert await play(store, scene) is shown


async def test_a_crowd_of_strangers_is_one_alert_more(store: Database) -> None:
    """Sixty who nobody knows ask something; whom the shop knows is passed on all the same, and all wait in the list."""

    async def scene(shop: Shop) -> tuple[list[str], list[str], list[UUID], int]:
        owner = await shop.person("9001", "Asha", "telegram", agreed=False)
        asha, _ = await shop.unit.access.put_member("Asha", "owner", START)
        await shop.unit.access.link(asha.id, owner.contact, START)

        async def question(who: Address, number: int) -> str:
            message = blank(shop, who, f"in:{number}", "in", "Do you ship?", START)
            assert await shop.unit.messages.add(message)
            return (await ask(shop.turn(), who, message)).says

        strangers = [await shop.person(str(7000 + n), channel="telegram", agreed=False) for n in range(60)]
        answers = [await question(who, number) for number, who in enumerate(strangers)]
        answers.append(await question(strangers[0], 60))
        dana = await shop.person("6000", channel="telegram", agreed=False)
        await shop.order(dana, 10, START)
        answers.append(await question(dana, 61))
        thread = await shop.unit.messages.thread(owner.id)
        told, about = [one.text for one in thread if one.text], [one.about for one in thread if one.about]
        return answers, told, about, await shop.unit.of(CustomerQuestions).count_open()

    answers, told, about, waiting = await play(store, scene)
    assert answers == ["passed_on"] * 60 + ["already_open", "passed_on"]
    assert (len(about), waiting) == (CROWD + 2, 61)
    (words,) = told
    assert words.startswith(f"More than {CROWD} people asked you something within an hour")


async def test_a_crowd_fills_no_list(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where more wait than anybody reads, one of a crowd learns how to reach the shop; who waits already waits."""
    monkeypatch.setattr(question_run, "MOST_IN_A_CROWD", CROWD + 5)

    async def scene(shop: Shop) -> tuple[list[str], int]:
        owner = await shop.person("9001", "Asha", "telegram", agreed=False)
        asha, _ = await shop.unit.access.put_member("Asha", "owner", START)
        await shop.unit.access.link(asha.id, owner.contact, START)
        strangers = [await shop.person(str(7000 + n), channel="telegram", agreed=False) for n in range(CROWD + 8)]
        answers = []
        for number, who in enumerate([*strangers, strangers[CROWD + 1], strangers[-1]]):
            message = blank(shop, who, f"in:{number}", "in", "Do you ship?", START)
            assert await shop.unit.messages.add(message)
            answers.append((await ask(shop.turn(), who, message)).says)
        return answers, await shop.unit.of(CustomerQuestions).count_open()

    answers, waiting = await play(store, scene)
    assert answers == ["passed_on"] * (CROWD + 5) + ["help"] * 3 + ["already_open", "help"]
    assert waiting == CROWD + 5


async def test_who_keeps_a_shop_is_no_stranger(store: Database) -> None:
    """Nobody who answers for a shop is left without the staff because many strangers ask."""

    async def scene(shop: Shop) -> tuple[bool, bool]:
        owner = await shop.person("9001", "Asha", "telegram", agreed=False)
        asha, _ = await shop.unit.access.put_member("Asha", "owner", START)
        await shop.unit.access.link(asha.id, owner.contact, START)
        keeper = await shop.person("6000", channel="telegram", agreed=False)
        theirs = Keeper(UUID(int=7), "karol", "Karol Bagh Gifts", "", 600, 1200, None, None, "en")
        await shop.unit.of(Shops).add([theirs], START)
        await shop.unit.of(Shops).link(theirs.id, keeper.contact, START)

        strangers = [await shop.person(str(7000 + n), channel="telegram", agreed=False) for n in range(CROWD + 1)]
        for number, who in enumerate([*strangers, keeper]):
            message = blank(shop, who, f"in:{number}", "in", "Do you ship?", START)
            assert await shop.unit.messages.add(message)
            await ask(shop.turn(), who, message)
        told = {one.about for one in await shop.unit.messages.thread(owner.id)}
        return strangers[-1].id in told, keeper.id in told

    assert await play(store, scene) == (False, True)


@pytest.mark.parametrize(
    ("minutes", "answers", "together"),
    [
        pytest.param(9, False, True, id="minutes later"),
        pytest.param(10, False, False, id="later"),
        pytest.param(9, True, False, id="after an answer"),
    ],
)
async def test_what_is_written_minutes_later_belongs_to_the_question(
    store: Database, minutes: int, answers: bool, together: bool
) -> None:
    async def scene(shop: Shop) -> None:
        owner = await shop.person("9001", "Asha", "telegram", agreed=False)
        asha, _ = await shop.unit.access.put_member("Asha", "owner", START)
        await shop.unit.access.link(asha.id, owner.contact, START)
        dana = await shop.person("6000", channel="telegram", agreed=False)
        first = await _asked(shop, owner, dana, "in:1", START)
        await _asked(shop, owner, await shop.person("6001", channel="telegram", agreed=False), "in:2", START)
        if answers:
            assert await shop.unit.messages.add(blank(shop, dana, f"{BY_STAFF}{first.id}", "out", "Yes.", START))
        again = await _asked(shop, owner, dana, "in:3", START + minutes * MINUTE)
        assert (again.reply_to == first.id, "also" in again.data) == (together, together)

    await play(store, scene)


async def _asked(shop: Shop, owner: Address, who: Address, key: str, at: datetime) -> Message:
    """The alert about what somebody writes."""
    said = blank(shop, who, key, "in", "Do you ship?", at)
    assert await shop.unit.messages.add(said)
    await ask(shop.turn(at), who, said)
    return (await shop.unit.messages.thread(owner.id))[-1]
