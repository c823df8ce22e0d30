"""Who is left alone gets nothing, of a mailing as of a plan, at whichever address, up to the departure itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import true

from flows.delivery import MessageStatus
from flows.policy.departure_facts import Programme
from handlers.engine.turn import Turn
from storage.people.people import Identity
from storage.people.people_merge import merge, move
from storage.reports.experiment_report import load_experiment_report
from storage.reports.report_values import ExperimentReport
from storage.sending.fanout import Fanout, Mailing, Variant
from storage.sending.holdout_draws import Assignment
from storage.sending.message import Message
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, TIGER

PEOPLE = [f"+13145550{number}" for number in range(120, 144)]
CAMPAIGN = UUID(int=7)
EXPERIMENT = f"campaign:{CAMPAIGN}"


async def _agreed(house: House, *phones: str) -> None:
    for phone in phones:
        await house.tell(shop.consented(shop.customer(phone, None, phone), house.clock.now(), ("sms",)))
    await house.settle()


async def _mail(house: House, holdout: float) -> None:
    """Fan a mailing out to everybody who agreed."""
    values = {"items": ("Tiger tee",), "link": "https://tigertees.example/"}

    async def queue(turn: Turn) -> int:
        sender = await turn.unit.senders.find_for_channel("sms")
        assert sender is not None
        said = (Variant("back_in_stock", 1, values), Variant("back_in_stock", 1, values))
        mailing = Mailing(CAMPAIGN, sender.id, "sms", Programme.OFFERS, said, turn.now, holdout=holdout)
        fanout = Fanout(mailing, true(), postgres=turn.unit.postgres)
        drawing = partial(turn.tools.seeds.make_drawing, TIGER)
        chunk = await fanout.find(turn.unit, None, 100)
        return await fanout.queue(turn.unit, fanout.draw_lots(chunk.people, turn.unit.ids, drawing), turn.now)

    assert await house.act(queue) > 0


async def _mailed(house: House) -> Sequence[Message]:
    async def find(turn: Turn) -> Sequence[Message]:
        page = await turn.unit.messages.page(None, None, None, 1000)
        return [one for one in page if one.campaign == CAMPAIGN]

    return await house.act(find)


async def _verdict(house: House, message: Message) -> str | None:
    judged = await house.act(lambda turn: turn.unit.verdicts.find_verdicts([message.id]))
    return judged[message.id][-1].verdict.rule if judged[message.id] else None


async def test_nobody_held_out_of_a_mailing_is_written_to_and_the_others_get_theirs(house: House) -> None:
    await _agreed(house, *PEOPLE)
    await _mail(house, 0.5)
    await house.settle()
    mailed = await _mailed(house)
    seeds = house.service.turns.tools.seeds
    alone = {one.contact for one in mailed if seeds.fraction(TIGER, EXPERIMENT, one.contact) < 0.5}
    assert 4 <= len(alone) <= len(PEOPLE) - 4
    assert len(mailed) == len(PEOPLE)
    for one in mailed:
        held = one.contact in alone
        assert (one.status, await _verdict(house, one)) == (
            (MessageStatus.REFUSED, "holdout") if held else (MessageStatus.SENT, None)
        ), one
    assert len(house.twilio.messages) == len(PEOPLE) - len(alone)
    assert {(one.experiment, one.step) for one in mailed} == {(EXPERIMENT, 1)}
    assert {one.variant for one in mailed} == {0, 1}

    async def report(turn: Turn) -> ExperimentReport:
        return await load_experiment_report(turn.unit, turn.tenant, EXPERIMENT, None, turn.now)

    found = await house.act(report)
    assert (found.messaged, found.held_out) == (len(PEOPLE) - len(alone), len(alone))
    assert {one.variant for one in mailed if one.contact not in alone} == {0, 1}
    assert (found.treated.carts, found.control.carts) == (found.messaged, found.held_out)


async def test_a_draw_that_is_stored_decides_whatever_the_chance_is_now(house: House) -> None:
    await _agreed(house, ANN)
    ann = await house.address("sms", ANN)
    await house.act(lambda turn: turn.unit.draws.keep(Assignment(EXPERIMENT, ann.contact, 0.1, 0.05)))
    await _mail(house, 0.0)
    await house.settle()
    (mailed,) = await _mailed(house)
    assert (mailed.status, mailed.code) == (MessageStatus.REFUSED, "holdout")


@pytest.mark.parametrize("first_is_alone", [True, False])
async def test_who_was_left_alone_stays_so_when_two_are_one(house: House, *, first_is_alone: bool) -> None:
    """Of the two messages neither leaves: the person is judged at every address."""
    one, other = PEOPLE[:2]
    await _agreed(house, one, other)
    ways = [await house.address("sms", phone) for phone in (one, other)]

    async def draw(turn: Turn) -> None:
        for way, alone in zip(ways, (first_is_alone, not first_is_alone), strict=True):
            await turn.unit.draws.keep(Assignment(EXPERIMENT, way.contact, 0.5, 0.1 if alone else 0.9))

    await house.act(draw)
    await _mail(house, 0.5)
    await house.act(lambda turn: merge(turn.unit, ways[0].contact, ways[1].contact, turn.now))
    await house.settle()
    mailed = await _mailed(house)
    assert [(one.status, one.code) for one in mailed] == [(MessageStatus.REFUSED, "holdout")] * 2
    assert len({one.contact for one in mailed}) == 1
    assert house.twilio.messages == []


async def test_who_comes_to_a_message_of_another_is_drawn_as_the_others_were(house: House) -> None:
    """A number that turned out to be someone else's brings them its message: they never were drawn."""
    await _agreed(house, ANN)
    ann = await house.address("sms", ANN)
    new = await house.act(lambda turn: turn.unit.people.resolve([Identity("telegram", "7101")], turn.now))
    await _mail(house, 1.0)
    await house.act(lambda turn: move(turn.unit, [ann.id], new, turn.now))
    await house.settle()
    (mailed,) = await _mailed(house)
    assert (mailed.contact, mailed.status, mailed.code) == (new, MessageStatus.REFUSED, "holdout")


async def test_a_plan_keeps_its_holdout_at_the_departure_too(house: House) -> None:
    await house.apply(shop.file().replace("[recovery]", "[recovery]\nholdout = 0.4", 1))
    ann = await house.address("sms", ANN)
    await house.act(lambda turn: turn.unit.draws.keep(Assignment("recovery", ann.contact, 0.4, 0.3)))
    reminder = await house.remind()
    assert (reminder.experiment, reminder.status, reminder.code) == ("recovery", MessageStatus.REFUSED, "holdout")
    await house.apply(shop.file())
    bea = shop.customer(PEOPLE[0], None, "Bea")
    await house.tell(shop.consented(bea, house.clock.now(), ("sms",)))
    await house.tell(shop.cart(bea, house.clock.now(), "c2"))
    await house.settle()
    await house.pass_(now=shop.FIRST_STEP)
    assert [one.status for one in await house.reminders()] == [MessageStatus.REFUSED, MessageStatus.SENT]
