"""The file's word and the chat's: which holds for each setting when a business file is applied, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from flows.actor import COMMAND_LINE
from flows.business import ChannelSettings, Registration
from flows.money import Money
from flows.setting_choices import ChoicesOvertaken, Overtaken
from flows.step_offer import choose_percent
from handlers.actions.setting_precedence import name_setting
from handlers.business_file import WrongBusinessFile
from handlers.business_file.chat_settings import replace_value, spell_value
from handlers.setup.setting_arguments import read_discount
from storage.businesses.chosen_settings import Choice, Choices
from storage.database.stores import Database
from storage.events.event_inbox import read_stored
from storage.schema import events
from storage.unit import Unit
from tests.cases import each
from tests.handlers.actions.test_apply import ASHA, RAVI, TELEGRAM, Shop, shop

DISCOUNT, DELAY, TEXT = "recovery.steps[3].discount", "recovery.steps[2].after", "texts.cart_reminder"
STEPS = (
    '[recovery]\nsteps = [{{ after = "30m" }}, {{ after = "{second}" }}, {{ after = "48h", discount = {discount} }}]\n'
)
WORDS = "{{ brand }}: back to {{ items }}? {{ link }} STOP ends it"


def file(second: str = "24h", discount: int = 10, more: str = "") -> str:
    return TELEGRAM + ASHA + STEPS.format(second=second, discount=discount) + more


@pytest.fixture
def tiger(store: Database, clock: PushedClock) -> Shop:
    return Shop(store, clock)


async def choose(tiger: Shop, path: str, value: str | None) -> None:
    """As the chat does: the setting, and the row beside it."""

    async def work(unit: Unit) -> None:
        tenant = await unit.businesses.get()
        assert tenant is not None
        before = spell_value(tenant.business, path)
        await unit.businesses.put(replace_value(tenant.business, path, value), tiger.clock.now())
        await unit.of(Choices).put(path, value, before, before, COMMAND_LINE, tiger.clock.now())

    await tiger.store.write("tiger", work)


async def value(tiger: Shop, path: str) -> str | None:
    tenant = await tiger.store.read("tiger", lambda unit: unit.businesses.get())
    assert tenant is not None
    return spell_value(tenant.business, path)


async def still_open(tiger: Shop) -> list[str]:
    async def look(unit: Unit) -> list[Choice]:
        return list(await unit.of(Choices).list_current())

    return [one.path for one in await tiger.store.read("tiger", look)]


async def overtaken(unit: Unit) -> list[ChoicesOvertaken]:
    """What the staff is to hear."""
    rows = await unit.rows(select(events).where(unit.owns(events), events.c.type == ChoicesOvertaken.TYPE))
    return [one for row in rows if isinstance(one := read_stored(row, unit.events).event, ChoicesOvertaken)]


async def test_the_chats_word_stays_while_the_file_says_what_it_said(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, DISCOUNT, "15")
    again = await tiger.apply(file())
    assert again.chosen == ("discount of step 3: the chat says 15, the file still says 10: the chat's stays",)
    assert again.changes == ()
    assert await value(tiger, DISCOUNT) == "15"


async def test_the_file_wins_where_its_value_changed(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, DISCOUNT, "15")
    await choose(tiger, DELAY, "36h")
    changed = await tiger.apply(file(discount=20))
    assert changed.chosen == (
        "discount of step 3: the file says 20 now, it said 10: the chat's 15 is over",
        "delay of step 2: the chat says 36h, the file still says 1d: the chat's stays",
    )
    assert [await value(tiger, one) for one in (DISCOUNT, DELAY)] == ["20", "36h"]
    assert await still_open(tiger) == [DELAY]
    back = await tiger.apply(file(discount=10))
    assert (await value(tiger, DISCOUNT), len(back.chosen)) == ("10", 1), "what is over does not come back"


async def test_a_second_choice_is_measured_by_the_files_word_and_not_by_the_first(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, DISCOUNT, "15")
    await choose(tiger, DISCOUNT, "18")
    await tiger.apply(file())
    assert await value(tiger, DISCOUNT) == "18"
    await tiger.apply(file(discount=15))
    assert await value(tiger, DISCOUNT) == "15"


async def test_the_staff_is_told_what_the_file_overtook_and_a_dry_run_tells_nobody(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, DISCOUNT, "15")
    for dry_run in (True, False, False):
        await tiger.apply(file(discount=20), dry_run=dry_run)
        expected = [] if dry_run else [ChoicesOvertaken((Overtaken(DISCOUNT, "15", "20"),))]
        assert await tiger.store.read("tiger", overtaken) == expected


async def test_a_dry_run_shows_both_and_ends_nothing(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, DISCOUNT, "15")
    tried = await tiger.apply(file(discount=20), dry_run=True)
    assert tried.chosen == ("discount of step 3: the file says 20 now, it said 10: the chat's 15 is over",)
    assert tried.changes == ("recovery.steps[3].discount.base: 15 → 20",)
    assert (await value(tiger, DISCOUNT), await still_open(tiger)) == ("15", [DISCOUNT])


async def test_what_no_longer_goes_with_the_file_gives_way(tiger: Shop) -> None:
    """The chat's 40 hours are later than the step after it, since the file moved that one to 36."""
    await tiger.apply(file())
    await choose(tiger, DELAY, "40h")
    moved = await tiger.apply(file().replace('"48h"', '"36h"'))
    assert moved.chosen == (
        "delay of step 2: the chat's 40h does not go with the file any more (must be earlier than the step after it): "
        "the file's 1d holds",
    )
    assert (await value(tiger, DELAY), await still_open(tiger)) == ("1d", [])


async def test_a_step_that_the_file_took_out_takes_the_chats_word_along(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, DISCOUNT, "15")
    fewer = await tiger.apply(TELEGRAM + ASHA + '[recovery]\nsteps = [{ after = "30m" }]\n')
    assert fewer.chosen == ("discount of step 3: the file says nothing now, it said 10: the chat's 15 is over",)


async def test_a_text_of_the_chat_stays_and_one_of_the_file_wins(tiger: Shop) -> None:
    await tiger.apply(file())
    await choose(tiger, TEXT, WORDS)
    stays = await tiger.apply(file())
    assert await value(tiger, TEXT) == WORDS
    assert stays.chosen[0].endswith("the file still says nothing: the chat's stays")
    own = '[texts]\ncart_reminder = "{{ brand }}: {{ items }} {{ link }} STOP"\n'
    await tiger.apply(file(more=own))
    assert await value(tiger, TEXT) == "{{ brand }}: {{ items }} {{ link }} STOP"


async def test_staff_of_the_chat_stay_until_the_file_says_otherwise(tiger: Shop) -> None:
    async def add(unit: Unit) -> None:
        await unit.access.put_member("Meena", "manager", tiger.clock.now())
        await unit.of(Choices).put("staff.Meena", "manager", None, None, COMMAND_LINE, tiger.clock.now())

    async def members(unit: Unit) -> dict[str, str]:
        return {one.name: one.role for one in await unit.access.members()}

    await tiger.apply(file())
    await tiger.store.write("tiger", add)
    again = await tiger.apply(file(more=RAVI))
    assert again.chosen == ("staff Meena: the chat says manager, the file still says nothing: the chat's stays",)
    assert await tiger.store.read("tiger", members) == {"Asha": "owner", "Meena": "manager", "Ravi": "agent"}
    meena = '[[staff]]\nname = "Meena"\nrole = "agent"\n'
    named_there = await tiger.apply(file(more=RAVI + meena))
    assert named_there.chosen == ("staff Meena: the file says agent now, it said nothing: the chat's manager is over",)
    assert (await tiger.store.read("tiger", members))["Meena"] == "agent"


@each(
    ("path", "given", "wrong"),
    [
        pytest.param(DISCOUNT, "0", "whole number from 1 to 100", id="no percent"),
        pytest.param(DISCOUNT, "ten", "whole number from 1 to 100", id="a word"),
        pytest.param(DISCOUNT, "5.00 EUR", "business's currency, USD", id="another currency"),
        pytest.param("recovery.steps[4].discount", "5", "there is no step 4", id="no such step"),
        pytest.param(DELAY, "20m", "later than the step before", id="too early"),
        pytest.param(DELAY, "3d", "earlier than the step after", id="too late"),
        pytest.param(DELAY, "soon", 'a time like "30m"', id="no time"),
        pytest.param("policy.hours", "06:00-23:00", "marketing may begin only at", id="looser than the law"),
        pytest.param("policy.hours", "21:00-09:00", "ends before it begins", id="a night"),
        pytest.param("texts.opt_in_done", "You are in", "must say how to leave", id="without STOP"),
        pytest.param(TEXT, "{{ brand }} {{ foo }} STOP", "has no value 'foo'", id="a value that is none"),
        pytest.param(TEXT, "{{ brand.upper() }} STOP", "may not be used", id="a program"),
        pytest.param("recovery.holdout", "0.95", "number from 0 to 0.9", id="too many alone"),
        pytest.param("policy.marketing_caps", "many/7d", "must be like", id="no count"),
        pytest.param("policy.marketing_caps", "0/7d", "whole number from 1", id="nothing at all"),
        pytest.param("texts.nothing", "x", "there is no rewordable text nothing", id="no such text"),
    ],
)
def test_a_value_is_checked_as_the_files_is(path: str, given: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        replace_value(shop(file()).business, path, given)


def test_what_is_no_setting_of_the_chat_is_none() -> None:
    with pytest.raises(LookupError):
        spell_value(shop(file()).business, "business.country")
    assert name_setting("business.country") == "business.country"


@each(
    ("path", "given"),
    [
        (DISCOUNT, "15"),
        (DISCOUNT, "5.50 USD"),
        (DISCOUNT, "free shipping"),
        (DELAY, "36h"),
        (TEXT, WORDS),
        ("policy.hours", "10:00-19:00"),
        ("policy.hours", None),
        (DISCOUNT, None),
        ("recovery.holdout", "0.1"),
        ("recovery.holdout", None),
        ("policy.marketing_caps", "2/7d"),
        ("policy.marketing_caps", "1/1d,4/30d"),
    ],
)
def test_what_is_put_is_spelled_so(path: str, given: str | None) -> None:
    assert spell_value(replace_value(shop(file()).business, path, given), path) == given


_END = "{{ brand }}: {{ items }} with {{ code }}: {{ link }} STOP"
_EVERY = "{% if percent %}{{ percent|percent }}{% elif off %}{{ off|money }}{% else %}free{% endif %} " + _END


@each(
    ("words", "given", "named"),
    [
        pytest.param("{{ percent|percent }} off " + _END, "5 USD", "percent", id="a percentage"),
        pytest.param("{{ percent|percent }} off " + _END, "free shipping", "percent", id="a percentage, shipped free"),
        pytest.param("{{ off|money }} off " + _END, "15", "off", id="an amount"),
        pytest.param("{% if name %}{{ percent }}{% endif %} " + _END, "5 USD", "percent", id="for some people"),
        pytest.param(_EVERY, "5 USD", None, id="each kind"),
        pytest.param(_EVERY, "free shipping", None, id="each kind, shipped free"),
        pytest.param(_EVERY, "15", None, id="each kind, in percent"),
        pytest.param(_END, "5 USD", None, id="none"),
    ],
)
def test_a_text_of_the_shop_and_a_discount_go_together(words: str, given: str, named: str | None) -> None:
    """Whichever is there first: the other one is refused, in chat and in the file."""
    last, business = "texts.cart_reminder_last", shop(file()).business
    bare = replace_value(business, DISCOUNT, None)
    written = given if given.isdigit() else f'"{given}"'
    whole = file().replace("discount = 10", f"discount = {written}") + f"[texts]\ncart_reminder_last = '{words}'\n"
    if named is None:
        assert shop(whole).business.texts["cart_reminder_last"] == words
        changed = replace_value(replace_value(bare, last, words), DISCOUNT, given)
        assert replace_value(replace_value(bare, DISCOUNT, given), last, words) == changed
        return
    wrong = rf"names {{{{ {named} }}}}, but step 3 offers"
    with pytest.raises(ValueError, match=wrong):
        replace_value(replace_value(business, DISCOUNT, given), last, words)
    with pytest.raises(ValueError, match=wrong):
        replace_value(replace_value(bare, last, words), DISCOUNT, given)
    with pytest.raises(WrongBusinessFile, match=rf"texts.cart_reminder_last: {wrong}"):
        shop(whole)


def test_a_text_registered_in_india_cannot_say_free_shipping() -> None:
    business = shop(file()).business
    dlt = Registration("1101", {"cart_reminder_last": "1107"})
    registered = replace(business, channels=(ChannelSettings("sms", "twilio", "+13145550100", dlt=dlt),))
    assert replace_value(registered, DISCOUNT, "5 USD").recovery.steps[2].discount is not None
    with pytest.raises(ValueError, match="registered for SMS, cannot say it"):
        replace_value(registered, DISCOUNT, "free shipping")


def test_an_amount_is_the_same_for_everybody_and_a_percentage_has_its_conditions_again() -> None:
    tiers = "{ base = 10, first_order = 15, tiers = [{ over = 100, percent = 20 }] }"
    business = shop(file().replace("discount = 10", f"discount = {tiers}")).business
    cut = replace_value(business, DISCOUNT, "5 USD")
    step = cut.recovery.steps[2].discount
    assert step is not None
    assert (choose_percent(step, Money.parse("500", "USD"), 0), step.most) == (0, 0)
    assert replace_value(cut, DISCOUNT, "10") == business


@each(
    ("said", "value"),
    [
        *(("15", "15"), ("15%", "15"), ("15% off", "15"), ("5 off", "5"), ("none", "none")),
        *(("$5", "5.00 USD"), ("$5.50 off", "5.50 USD"), ("5 dollars", "5.00 USD"), ("500 rs", "500.00 INR")),
        *(("free shipping", "free shipping"), ("free delivery", "free shipping")),
        *(("$0", None), ("-$5", None), ("$5 tomorrow", None), ("ten", None), ("free shipping valid for 2 days", None)),
        ("$5 off, free shipping", None),
    ],
)
def test_a_discount_is_read_as_it_is_written(said: str, value: str | None) -> None:
    assert read_discount(said, "USD") == value
