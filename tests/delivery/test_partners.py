"""Offers of partners on their way to a person: who was named in the consent is heard, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from flows.delivery import MessageStatus
from flows.events import ConsentAction, CustomerConsented
from flows.policy.departure_facts import Programme
from handlers.engine.turn import Turn
from handlers.privacy import privacy_requests
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN

DAY = timedelta(days=1)
NOT_NAMED = (MessageStatus.REFUSED, "partner_not_named")
SENT = (MessageStatus.SENT, None)


async def _tell(house: House, action: ConsentAction, *partners: str, ago: timedelta = timedelta(0)) -> None:
    """The shop's app tells of a consent to partner offers by SMS, so long ago."""
    told = shop.consented(shop.customer(), house.clock.now() - ago, ("sms",))
    given = replace(
        told.consents[0], action=action, programmes=("partner_offers",), partners=partners, told_at=told.occurred_at
    )
    await house.tell(CustomerConsented(shop.customer(), (given,), house.clock.now()))
    await house.settle()


async def _offer(house: House, partner: str, key: str = "offer") -> tuple[MessageStatus, str | None]:
    """How an offer of a partner ends, and by which rule."""
    to = await house.address("sms", ANN)
    message = await house.offer(to, key, programme=Programme.PARTNER_OFFERS, partner=partner)
    await house.settle()
    found = await house.message(message)
    return found.status, found.code


async def _write(house: House, words: str) -> None:
    """Ann writes a text, a minute later."""
    house.clock.push(shop.MINUTE, shop.MINUTE)
    assert (
        await house.twilio.say(ANN, shop.NUMBER, words, url=f"{house.url}/channels/twilio/{shop.TIGER}/inbound") == 200
    )
    await house.settle()


GRANT, REVOKE = ConsentAction.GRANTED, ConsentAction.REVOKED


@pytest.mark.parametrize(
    ("told", "partner", "ends"),
    [
        pytest.param([(GRANT, ["Nike"])], "nike", SENT, id="named"),
        pytest.param([(GRANT, ["Nike"])], "puma", NOT_NAMED, id="another"),
        pytest.param([(GRANT, [])], "nike", NOT_NAMED, id="nobody was named"),
        pytest.param([(GRANT, ["Nike"])], "", NOT_NAMED, id="of no partner"),
        pytest.param([(GRANT, ["Nike"]), (GRANT, ["Puma"])], "nike", SENT, id="another joined"),
        pytest.param([(GRANT, ["Nike"]), (REVOKE, []), (GRANT, ["Puma"])], "nike", NOT_NAMED, id="ended, anew"),
        pytest.param([(GRANT, ["Nike"]), (REVOKE, []), (GRANT, ["Puma"])], "puma", SENT, id="the new one"),
        pytest.param([(GRANT, ["Nike"]), (REVOKE, [])], "nike", (MessageStatus.REFUSED, "consent.revoked"), id="ended"),
    ],
)
async def test_an_offer_leaves_by_a_consent_that_names_its_partner(
    house: House, told: list[tuple[ConsentAction, list[str]]], partner: str, ends: tuple[MessageStatus, str | None]
) -> None:
    for action, partners in told:
        await _tell(house, action, *partners)
        house.clock.push(shop.MINUTE, shop.MINUTE)
    assert await _offer(house, partner) == ends


async def test_an_erasure_ends_the_partners_and_the_ledger_keeps_their_names(house: House) -> None:
    await _tell(house, GRANT, "Nike")
    to = await house.address("sms", ANN)

    async def erase(turn: Turn) -> tuple[dict[UUID, frozenset[str]], set[tuple[str, ...]]]:
        await privacy_requests.erase_person(turn, to.contact, "they asked")
        lines = await turn.unit.consents.ledger(to.contact)
        return await turn.unit.consents.find_partners([to.id]), {one.partners for one in lines}

    assert await house.act(erase) == ({}, {("Nike",), ()})


async def test_news_in_the_wrong_order_end_alike(house: House) -> None:
    """The consent of before the revocation comes after it, and the one of after it comes first."""
    await _tell(house, GRANT, "Puma", ago=shop.HOUR)
    await _tell(house, REVOKE, ago=2 * shop.HOUR)
    await _tell(house, GRANT, "Nike", ago=3 * shop.HOUR)
    assert await _offer(house, "nike", "first") == NOT_NAMED
    assert await _offer(house, "puma", "second") == SENT


async def test_one_offer_of_all_partners_a_day(house: House) -> None:
    await _tell(house, GRANT, "Nike", "Puma")
    assert await _offer(house, "nike", "first") == SENT
    assert await _offer(house, "puma", "second") == (MessageStatus.QUEUED, None)
    assert "offer to sms:+13145550111: queued; wait cap.partners: The shop allows one person" in await house.verdicts()
    await house.pass_(now=DAY)
    assert "queued" not in await house.verdicts()


async def test_stop_ends_all_partners_and_start_brings_them_back(house: House) -> None:
    await _tell(house, GRANT, "Nike", "Puma")
    await _write(house, "STOP")
    assert (await _offer(house, "nike", "first"))[0] is MessageStatus.REFUSED
    await _write(house, "START")
    assert await _offer(house, "nike", "second") == SENT
    assert await _offer(house, "adidas", "third") == NOT_NAMED
