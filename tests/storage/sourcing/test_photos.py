"""The rows of photos: kept once, shown by check, removed with their customer or with time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.delivery import MessageStatus
from handlers.engine.turn import Turn
from storage.erasure.erasure import scrub_person
from storage.sending.message import Message
from storage.sourcing.order_photos import Photo, Photos
from storage.sourcing.reservations import Reservations
from tests.sourced import NOOR, Souvenirs

FIRST, SECOND = UUID(int=71), UUID(int=72)
BO = replace(NOOR, name="Bo", whatsapp="+919822222222")


async def _add(house: Souvenirs, order: UUID, run: UUID = FIRST, many: int = 1) -> list[Photo]:
    """Photos of an order, each with a message of its own."""

    async def work(turn: Turn) -> list[Photo]:
        found = await turn.unit.of(Reservations).get(order)
        assert found is not None
        assert found.contact is not None
        (address, *_) = await turn.unit.people.addresses_of(found.contact)
        made = []
        for _ in range(many):
            message, photo = turn.unit.ids.make(), turn.unit.ids.make()
            sent = Message(
                id=message, direction="in", key=f"whatsapp:{message}", channel="whatsapp", address=address.id,
                contact=found.contact, status=MessageStatus.RECEIVED, status_at=turn.now, created_at=turn.now,
            )  # fmt: skip
            assert await turn.unit.messages.add(sent)
            name = f"souvenirs/{photo.hex}.jpg"
            one = Photo(photo, order, run, message, 0, None, None, "ab", 40, 30, 900, name, turn.now)
            assert await turn.unit.of(Photos).add(one)
            assert not await turn.unit.of(Photos).add(replace(one, id=turn.unit.ids.make()))
            made.append(one)
        return made

    return await house.act(work)


async def test_a_photo_is_kept_once(house: Souvenirs) -> None:
    order = await house.reserve("1234")
    (photo,) = await _add(house, order)
    assert await house.act(lambda turn: turn.unit.of(Photos).get(photo.id)) == photo
    assert await house.act(lambda turn: turn.unit.of(Photos).list_photos(order)) == [photo]
    messages = [photo.message, UUID(int=5)]
    assert await house.act(lambda turn: turn.unit.of(Photos).find_stored(messages)) == {photo.message}
    assert await house.act(lambda turn: turn.unit.of(Photos).find_stored([])) == set()


async def test_the_last_check_that_passed_is_shown(house: Souvenirs) -> None:
    order = await house.reserve("1234")
    old = await _add(house, order, FIRST, 2)
    assert await house.act(lambda turn: turn.unit.of(Photos).list_shown(order)) == []
    assert await house.act(lambda turn: turn.unit.of(Photos).show(FIRST, turn.now)) == 2
    house.later(hours=1)
    new = await _add(house, order, SECOND)
    shown = await house.act(lambda turn: turn.unit.of(Photos).list_shown(order))
    assert [one.id for one in shown] == [one.id for one in old]
    assert await house.act(lambda turn: turn.unit.of(Photos).show(SECOND, turn.now)) == 1
    shown = await house.act(lambda turn: turn.unit.of(Photos).list_shown(order))
    assert [one.id for one in shown] == [one.id for one in new]


async def test_an_erased_customers_photos_are_nobodys_to_see(house: Souvenirs) -> None:
    mine, other = await house.reserve("1234"), await house.reserve("1235", customer=BO)
    (gone,) = await _add(house, mine)
    (kept,) = await _add(house, other)

    async def forget(turn: Turn) -> None:
        found = await turn.unit.of(Reservations).get(mine)
        assert found is not None
        assert found.contact is not None
        await scrub_person(turn.unit, found.contact, turn.now, lambda text: f"h{abs(hash(text))}")

    await house.act(forget)
    assert await house.act(lambda turn: turn.unit.of(Photos).list_photos(mine)) == []
    assert await house.act(lambda turn: turn.unit.of(Photos).list_photos(other)) == [kept]
    left = await house.act(lambda turn: turn.unit.of(Photos).list_left_behind())
    assert [(one.id, one.removed_at) for one in left] == [(gone.id, house.clock.now())]
    await house.act(lambda turn: turn.unit.of(Photos).note_gone(gone.id))
    assert await house.act(lambda turn: turn.unit.of(Photos).list_left_behind()) == []


async def test_the_oldest_go_first(house: Souvenirs) -> None:
    order = await house.reserve("1234")
    await _add(house, order, many=2)
    house.later(days=10)
    (young,) = await _add(house, order)
    before = house.clock.now() - timedelta(days=5)
    assert await house.act(lambda turn: turn.unit.of(Photos).remove_older(before, turn.now)) == 2
    assert await house.act(lambda turn: turn.unit.of(Photos).remove_older(before, turn.now)) == 0
    assert await house.act(lambda turn: turn.unit.of(Photos).list_photos(order)) == [young]
    assert len(await house.act(lambda turn: turn.unit.of(Photos).list_left_behind(1))) == 1
