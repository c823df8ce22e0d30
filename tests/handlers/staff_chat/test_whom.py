"""Whom a command is about, beside what else it takes: words in any order, and taps that say all of them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from bot.conversations import CONVERSATIONS
from flows.mail_address import MAIL
from flows.phrase import phrase
from handlers.engine.person_language import speech_to
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, read_values
from handlers.staff_chat.person_argument import PERSON
from handlers.staff_chat.staff_command import Command, IssuedCommand, Reply
from storage.database.stores import Database
from storage.people.people import Address
from tests.handlers.sourcing.staff.rows import Shop, play
from tests.handlers.staff_chat.test_commanded import Chat


@dataclass(frozen=True, slots=True)
class Rest:
    """Somebody is left alone for so many days."""

    days: int
    contact: UUID


async def _days(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    named = next((word for word in words if word.isdecimal() and len(word) < 3), None)
    return Missing() if named is None else FoundArgument(int(named), tuple(word for word in words if word != named))


async def _how_long(_asked: IssuedCommand, _known: Known) -> Reply:
    return Reply(phrase("which_of_them"))


DAYS = Argument("days", "7", _days, ask=_how_long)
REST = Command(name="erase", arguments=(DAYS, PERSON), takes=Rest)


async def read(shop: Shop, *words: str) -> dict[str, Any] | Reply:
    chat, turn = await Chat.open(shop), shop.turn(shop.now)
    asked = IssuedCommand(turn, chat.member, words, shop.unit.ids.make(), " ".join(words), REST.name)
    read = await read_values(REST, asked)
    return read[0] if isinstance(read, tuple) else read


async def dana(shop: Shop, number: str = "+13125550177") -> Address:
    return await shop.person(number, "Dana Reyes", agreed=False)


@pytest.mark.parametrize("said", ["Dana Reyes 7", "7 dana reyes", "Dana 7 Reyes", "0177 7", "7 …0177", "dana 7"])
async def test_words_come_in_any_order(store: Database, said: str) -> None:
    async def scene(shop: Shop) -> None:
        her = await dana(shop)
        assert await read(shop, *said.split()) == {"days": 7, "contact": her.contact}

    await play(store, scene)


async def test_a_tap_on_one_of_several_says_the_other_words_again(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        her = await dana(shop)
        await dana(shop, "+13125550178")
        which = await read(shop, "Dana", "7")
        assert isinstance(which, Reply)
        assert which.asks == ("erase", "7")
        speech = await speech_to(shop.turn(shop.now), her)
        assert speech.say(which.text).splitlines() == [
            "Which one?",
            "1 Dana Reyes (…0178)",
            "2 Dana Reyes (…0177)",
        ]
        assert [tap for tap, _ in which.buttons] == ["/erase_7_0178", "/erase_7_0177"]

    await play(store, scene)


async def test_a_customer_with_a_mail_alone_has_a_row_of_their_own(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        her = await dana(shop)
        await shop.person("dana@mail.example", "Dana Reyes", MAIL, agreed=False)
        which = await read(shop, "Dana", "7")
        assert isinstance(which, Reply)
        speech = await speech_to(shop.turn(shop.now), her)
        rows = speech.say(which.text).splitlines()[1:]
        assert {row[2:] for row in rows} == {"Dana Reyes (…0177)", "Dana Reyes (d…@mail.example)"}

    await play(store, scene)


@pytest.mark.parametrize(
    ("said", "understood", "asks"),
    [((), True, ("erase",)), (("7",), True, ("erase", "7")), (("Zoe", "7"), False, ("erase", "7"))],
    ids=["no days", "nobody", "somebody unknown"],
)
async def test_a_question_says_what_was_understood(
    store: Database, said: tuple[str, ...], understood: bool, asks: tuple[str, ...]
) -> None:
    async def scene(shop: Shop) -> None:
        await dana(shop)
        asked = await read(shop, *said)
        assert isinstance(asked, Reply)
        assert (asked.understood, asked.asks) == (understood, asks)

    await play(store, scene)


def test_a_person_is_the_last_argument() -> None:
    early = [one.name for one in CONVERSATIONS.commands if PERSON in one.arguments[:-1]]
    assert early == [], "PERSON takes all words that are left: name it after the other arguments"
