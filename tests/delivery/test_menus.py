"""The menu of commands that Telegram shows: of the staff by role and language, of customers by language."""

from __future__ import annotations

from handlers.calls.call_names import MENU
from handlers.engine.turn import Turn
from handlers.staff_chat import command_menus
from storage.businesses.access import Member
from storage.events.event_inbox import Stored
from tests.delivery.house import House
from tests.delivery.shop import OWNER

STAFF = (OWNER, "")
CUSTOMERS = "all_private_chats"


async def _ensure(house: House) -> None:
    async def work(turn: Turn) -> None:
        firing = Stored("tiger", turn.unit.ids.make(), "schedule", MENU, None, turn.now, 0, None)
        assert await command_menus.ensure_all(turn, firing)

    await house.act(work)
    await house.settle()


async def _member(house: House) -> Member:
    async def read(turn: Turn) -> Member:
        (member,) = await turn.unit.access.members()
        return member

    return await house.act(read)


async def _change(house: House, role: str, language: str | None = None) -> None:
    member = await _member(house)
    await house.act(lambda turn: turn.unit.access.put_member(member.name, role, turn.now, language, member))


async def test_an_owner_sees_all_that_an_owner_may(house: House) -> None:
    await _ensure(house)
    menu = house.telegram.menus[STAFF]
    assert {"stats", "why", "pause", "resume", "help", "erase"} <= menu.keys()
    assert menu["pause"] == "hold everything except answers, at once"
    assert "orders" not in menu, "nothing is sourced here"


async def test_customers_see_their_own_words_in_their_language(house: House) -> None:
    await _ensure(house)
    shown = {language: menu for (chat, language), menu in house.telegram.menus.items() if chat == CUSTOMERS}
    assert shown.keys() == {"", "es", "hi"}
    assert shown[""] == {"help": "What this chat is for, and who helps", "stop": "No more offers and reminders"}
    assert shown["es"]["stop"] == "No recibir más ofertas ni recordatorios"


async def test_another_role_or_language_is_another_menu(house: House) -> None:
    await _ensure(house)
    await _change(house, "agent", "es")
    await _ensure(house)
    menu = house.telegram.menus[STAFF]
    assert "pause" not in menu
    assert menu["help"] == "esta lista"
    await _change(house, "owner")
    await _ensure(house)
    assert house.telegram.menus[STAFF]["pause"] == "hold everything except answers, at once"


async def test_whoever_leaves_the_staff_has_no_menu_of_it(house: House) -> None:
    await _ensure(house)
    await house.act(lambda turn: turn.unit.access.keep_members([], turn.now))
    await _ensure(house)
    assert STAFF not in house.telegram.menus


async def test_the_same_menu_is_set_once(house: House) -> None:
    await _ensure(house)
    house.telegram.menus.clear()
    await _ensure(house)
    assert house.telegram.menus == {}


async def test_a_greeting_sets_the_menu(house: House) -> None:
    assert await house.telegram.say(OWNER, "/start") == 200
    await house.settle()
    assert "stats" in house.telegram.menus[STAFF]
