"""What the doctor says of the texts that ask for a consent: pages that carriers look for, and New Jersey's address."""

from __future__ import annotations

import pytest

from bot.examination.doctor_finding import Finding
from storage.people.people import Identity
from storage.unit import Unit
from tests.bot.examination.installation import BOT, OWNER, PRIVACY, SIMULATED, SMS, TERMS, Installation
from tests.conftest import START

STREET = 'mailing_address = "12 Main St, Newark, NJ 07102"\n'
INDIA = '\n[policy]\ncountries = ["IN"]\n'


async def meet(shop: Installation, number: str) -> None:
    async def work(unit: Unit) -> None:
        await unit.people.resolve([Identity("sms", number)], START)

    await shop.store.write("tiger", work)


async def told(shop: Installation) -> list[Finding]:
    """Every finding on the asks."""
    words = ("Short Code", "New Jersey", "every consent text")
    return [found for found in await shop.examine() if any(word in found.text for word in words)]


@pytest.mark.parametrize(
    ("file", "missing"),
    [
        pytest.param(SMS, "terms and privacy", id="none is set"),
        pytest.param(TERMS + SMS, "privacy", id="the other one"),
        pytest.param(PRIVACY + SMS, "terms", id="one of them"),
    ],
)
async def test_pages_that_carriers_look_for(shop: Installation, file: str, missing: str) -> None:
    await shop.apply(file + OWNER + BOT)
    (line,) = await told(shop)
    assert not line.ok
    assert line.text == (
        "tiger: texts that ask for marketing SMS to the United States must link your terms and your privacy page "
        f"(CTIA, Short Code Monitoring Handbook and Messaging Principles): set [business] {missing}"
    )


@pytest.mark.parametrize("file", [SIMULATED, BOT, SMS + INDIA], ids=["a simulator", "no SMS", "another country"])
async def test_where_no_carrier_of_the_united_states_looks(shop: Installation, file: str) -> None:
    await shop.apply(file)
    assert await told(shop) == []


async def test_what_is_set_is_told(shop: Installation) -> None:
    await shop.apply(TERMS + PRIVACY + STREET + SMS)
    await meet(shop, "+12015550101")
    (line,) = await told(shop)
    assert line.ok
    assert line.text == "tiger: every consent text names your terms, privacy page, mailing address"


async def test_somebody_who_may_be_in_new_jersey(shop: Installation) -> None:
    await shop.apply(SIMULATED)
    await meet(shop, "+13145550101")
    assert await told(shop) == []
    await meet(shop, "+12015550101")
    (line,) = await told(shop)
    assert not line.ok
    assert line.text == (
        "tiger: 1 customer may be in New Jersey, which asks for your mailing address in written messages or on your "
        "site (N.J.S.A. 56:8-119 and following): set [business] mailing_address, and show it there"
    )
