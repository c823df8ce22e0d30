"""What was shown and agreed to can be shown years later: page by page, by number, and after an erasure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from flows.delivery import MessageStatus
from flows.events import ConsentAction, Means, Teller
from flows.policy.departure_facts import Programme
from storage.businesses.service_operations import make_first_id
from storage.consent.consent_evidence import Proof
from storage.consent.consent_state import Said, find_basis
from storage.consent.consents import LedgerLine
from storage.consent.disclosures import Disclosure
from storage.database.stores import Database
from storage.erasure.erasure import hash_names, scrub_person
from storage.people.people_merge import begin_anew
from storage.schema import consent_proofs, disclosures
from storage.unit import Unit
from storage.upkeep.retention import sweep
from tests.storage.world import NOW, OTHER_SHOP, PHONE, after, do, person, queued

GRANT, CONFIRM, REVOKE = ConsentAction.GRANTED, ConsentAction.CONFIRMED, ConsentAction.REVOKED
ASK = Disclosure("Kiln: Reply YES to get cart reminders.", "opt_in_ask", "en")
FROM = {"ip": "203.0.113.9", "user_agent": "Mozilla/5.0", "words": "yes please"}
YEARS = timedelta(days=5 * 366)


def agreed(contact: UUID, address: UUID, minutes: float = 0, **more: object) -> LedgerLine:
    plain = LedgerLine(
        contact, address, Programme.REMINDERS, CONFIRM, "reply to the opt-in ask", "opt_in_ask", after(minutes)
    )
    return replace(plain, teller=Teller.PERSON, means=Means.ANSWER, shown=ASK, **FROM, **more)  # type: ignore[arg-type]


async def say(unit: Unit, *lines: LedgerLine) -> None:
    for line in lines:
        await unit.consents.record(line, line.at)


def hashed(value: str) -> str:
    return f"h{len(value)}"


async def named(unit: Unit) -> Sequence[Proof]:
    """The lines of a number, whatever became of it."""
    erased = hash_names(PHONE, lambda value: (hashed(value),))
    return await unit.evidence.page(99, at=await unit.evidence.addresses_of(PHONE, erased))


async def many(unit: Unit, table: object = consent_proofs) -> int:
    return int(await unit.value(select(func.count()).select_from(table)))  # type: ignore[arg-type]


async def test_a_line_is_shown_with_all_that_proves_it(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address), agreed(contact, address, 1, programme=Programme.OFFERS))
        newest, oldest = await unit.evidence.page(9)
        assert (newest.programme, oldest.programme) == (Programme.OFFERS, Programme.REMINDERS)
        assert (oldest.address, oldest.shown, oldest.means) == ("sms:+13145550101", ASK, Means.ANSWER)
        assert {name: getattr(oldest, name) for name in FROM} == FROM
        assert (oldest.at, oldest.recorded_at) == (NOW, NOW)
        assert await unit.evidence.page(9, before=newest.id) == [oldest]
        assert await unit.evidence.page(1, contact=contact) == [newest]

    await do(store, tell)
    assert await do(store, lambda unit: unit.evidence.page(9), OTHER_SHOP) == []


async def test_each_wording_is_kept_once(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        other = replace(ASK, text="Kiln: Reply YES. Rates may apply.")
        await say(unit, *(agreed(contact, address, at) for at in range(5)))
        await say(unit, replace(agreed(contact, address, 9), shown=other))
        assert await many(unit, disclosures) == 2
        shown = {one.shown for one in await unit.evidence.page(9)}
        assert shown == {ASK, other}
        assert ASK.version != other.version

    await do(store, tell)


async def test_lines_of_before_show_what_the_shop_told(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        ticked = LedgerLine(contact, address, Programme.REMINDERS, GRANT, "checkout", "Text me", NOW)
        await say(unit, ticked, replace(ticked, text="start", teller=Teller.PERSON), replace(ticked, action=REVOKE))
        assert [one.shown for one in await unit.evidence.page(9)] == [None, None, Disclosure("Text me")]

    await do(store, tell)


@pytest.mark.parametrize(
    ("said", "rests"),
    [
        pytest.param([], None, id="nothing"),
        pytest.param([(GRANT, "shop")], 0, id="a tick"),
        pytest.param([(GRANT, "shop"), (CONFIRM, "person")], 1, id="the second step"),
        pytest.param([(CONFIRM, "person"), (GRANT, "shop"), (CONFIRM, "shop")], 0, id="told again"),
        pytest.param([(CONFIRM, "person"), (REVOKE, "person")], None, id="taken back"),
        pytest.param([(CONFIRM, "person"), (REVOKE, "person"), (CONFIRM, "shop")], None, id="a shop lifts no stop"),
        pytest.param([(CONFIRM, "shop"), (REVOKE, "person"), (CONFIRM, "person")], 2, id="came back"),
    ],
)
def test_on_what_a_consent_rests(said: list[tuple[ConsentAction, str]], rests: int | None) -> None:
    assert find_basis([Said(action, after(at), Teller(teller)) for at, (action, teller) in enumerate(said)]) == rests


async def test_on_what_a_message_rested_is_what_was_known_then(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address, 10), replace(agreed(contact, address, 20), action=REVOKE))
        found = [await unit.evidence.find_basis(address, Programme.REMINDERS, after(at)) for at in (9, 10, 19, 20)]
        assert [one and one.at for one in found] == [None, after(10), after(10), None]
        assert await unit.evidence.find_basis(address, Programme.OFFERS, after(15)) is None

    await do(store, tell)


async def test_what_was_shown_when_they_last_agreed_is_found_behind_any_number_of_lines(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        newer, late = (replace(ASK, text=f"Kiln: {word}. Reply YES.") for word in ("newer", "read late"))
        await say(unit, agreed(contact, address, 1), replace(agreed(contact, address, 3), shown=newer))
        await say(
            unit, replace(agreed(contact, address, 2), shown=late), replace(agreed(contact, address, 4), shown=None)
        )
        await say(unit, replace(agreed(contact, address, 5), action=REVOKE, shown=None))
        await say(unit, *(agreed(contact, address, 6 + at, programme=Programme.OFFERS) for at in range(60)))
        found = [await unit.evidence.find_last_shown(address, one) for one in Programme]
        assert found == [newer, ASK, None, None]

    await do(store, tell)


async def test_a_consent_that_a_shop_told_of_shows_its_text(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        ticked = LedgerLine(contact, address, Programme.REMINDERS, GRANT, "checkout", "Text me", NOW)
        await say(unit, ticked, replace(ticked, text="reply", teller=Teller.PERSON, at=after(1)))
        assert await unit.evidence.find_last_shown(address, Programme.REMINDERS) == Disclosure("Text me")

    await do(store, tell)


async def test_a_former_owner_read_it_and_not_the_next(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address, 10))
        await begin_anew(unit, [address], after(20))
        assert await unit.evidence.find_last_shown(address, Programme.REMINDERS) is None

    await do(store, tell)


async def test_what_a_former_owner_agreed_to_is_theirs_alone(store: Database) -> None:
    """A number that changed hands: what left before it began anew rested on their words, and nothing afterwards."""

    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address, 10))
        await begin_anew(unit, [address], after(20))
        await say(unit, replace(agreed(contact, address, 30), action=GRANT))
        found = [await unit.evidence.find_basis(address, Programme.REMINDERS, after(at)) for at in (19, 20, 29, 30)]
        assert [one and one.at for one in found] == [after(10), None, None, after(30)]

    await do(store, tell)


async def test_what_a_former_owner_took_back_stays_so(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address, 10), replace(agreed(contact, address, 15), action=REVOKE))
        await begin_anew(unit, [address], after(20))
        await say(unit, replace(agreed(contact, address, 30), teller=Teller.SHOP))
        assert await unit.evidence.find_basis(address, Programme.REMINDERS, after(31)) is None

    await do(store, tell)


@pytest.mark.parametrize(("keep", "kept"), [(False, None), (True, "yes please")])
async def test_an_erased_person_is_found_by_their_number(store: Database, keep: bool, kept: str | None) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address))
        await scrub_person(unit, contact, NOW, hashed, keep_proofs=keep)
        (line,) = await named(unit)
        assert PHONE.value not in line.address
        assert (line.shown, line.at, line.words) == (ASK, NOW, kept)
        assert (line.ip, line.user_agent) == ((FROM["ip"], FROM["user_agent"]) if keep else (None, None))

    await do(store, tell)
    assert await do(store, named, OTHER_SHOP) == []


async def test_a_number_that_was_erased_twice_shows_both_lives(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        for minutes in (0, 60):
            contact, address = await person(unit)
            await say(unit, agreed(contact, address, minutes))
            await scrub_person(unit, contact, after(minutes), hashed)
        contact, address = await person(unit)
        await say(unit, agreed(contact, address, 120))
        assert [line.at for line in await named(unit)] == [after(120), after(60), NOW]

    await do(store, tell)


async def test_what_was_shown_outlives_the_texts_of_messages(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address))
        marks: dict[str, str] = {}
        done = False
        while not done:
            marks, done = await sweep(unit, marks, NOW + YEARS, NOW + YEARS)
        assert [one.shown for one in await named(unit)] == [ASK]
        assert await many(unit) == 1  # they agree still

    await do(store, tell)


STOPPED = NOW + timedelta(days=10)


@pytest.mark.parametrize(
    ("days", "written", "proofs"),
    [
        pytest.param(5 * 366 - 1, None, 1, id="a claim may still come"),
        pytest.param(5 * 366 + 1, None, 0, id="five years after the stop"),
        pytest.param(5 * 366 + 1, STOPPED + timedelta(days=9), 1, id="something left after it"),
    ],
)
async def test_proofs_go_when_no_claim_can_come(
    store: Database, days: int, written: datetime | None, proofs: int
) -> None:
    async def tell(unit: Unit) -> None:
        contact, address = await person(unit)
        await say(unit, agreed(contact, address))
        await unit.consents.revoke(contact, "STOP", "opt-out.clear", STOPPED)
        if written is not None:
            await queued(unit, id=make_first_id(written), status=MessageStatus.SENT, left_at=written)
        now = STOPPED + timedelta(days=days)
        await sweep(unit, {}, now - YEARS, now - YEARS)
        assert await many(unit) == proofs
        assert (await named(unit))[-1].shown == ASK

    await do(store, tell)
