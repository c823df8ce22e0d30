"""Consents as the API shows them: with their proofs, page by page, of one's own business, and after an erasure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from flows.events import ConsentAction, Means, Teller
from flows.policy.departure_facts import Programme
from handlers.actions.consent_view import COLUMNS
from handlers.api.consent_endpoints import ConsentLine
from handlers.engine.turn import Turn
from handlers.privacy import privacy_requests
from storage.consent.consents import ALL_PROGRAMMES, LedgerLine
from storage.consent.disclosures import Disclosure
from storage.people.people import Identity
from tests.handlers.api.conftest import OTHER, START, TELL, Rig

NOOR = Identity("sms", "+12055550110")
ASK = Disclosure("Tiger Tees: Reply YES to get cart reminders.", "opt_in_ask", "en")
PATH = "/api/v1/consents"
HERS = f"{PATH}?address={quote('sms:+12055550110')}"


async def agree(rig: Rig, *programmes: Programme, name: Identity = NOOR) -> None:
    """She answers our question, from a phone that is known."""

    async def work(turn: Turn) -> None:
        contact = await turn.unit.people.resolve([name], turn.now)
        address = await turn.unit.people.address(name.channel, name.value)
        assert address is not None
        for programme in programmes:
            line = LedgerLine(contact, address.id, programme, ConsentAction.CONFIRMED, "reply", "opt_in_ask", turn.now)
            proof = {"ip": "203.0.113.9", "user_agent": "Mozilla/5.0", "words": "yes"}
            proven = replace(line, teller=Teller.PERSON, means=Means.ANSWER, shown=ASK, **proof)  # type: ignore[arg-type]
            await turn.unit.consents.record(proven, turn.now)

    await rig.turns.act("tiger", work)


async def test_a_consent_is_shown_with_what_proves_it(rig: Rig) -> None:
    await agree(rig, Programme.REMINDERS)
    status, told = await rig.get(HERS)
    assert (status, told["next"]) == (200, None)
    (line,) = told["items"]
    assert line.pop("id")
    assert line == {
        "address": "sms:+12055550110",
        "channel": "sms",
        "purpose": "marketing",
        "programme": "reminders",
        "partners": [],
        "action": "confirmed",
        "teller": "person",
        "means": "answer",
        "source": "reply",
        "text": "opt_in_ask",
        "words": "yes",
        "shown": "Tiger Tees: Reply YES to get cart reminders.",
        "template": "opt_in_ask",
        "locale": "en",
        "version": ASK.version,
        "at": "2026-03-02T15:00:00Z",
        "recorded_at": "2026-03-02T15:00:00Z",
        "ip": "203.0.113.9",
        "user_agent": "Mozilla/5.0",
    }
    assert list(ConsentLine.model_fields) == ["id", *line] == list(COLUMNS)
    assert START.isoformat().startswith("2026-03-02T15:00:00")


async def test_a_consent_to_partner_offers_is_shown_with_its_partners(rig: Rig) -> None:
    async def work(turn: Turn) -> None:
        contact = await turn.unit.people.resolve([NOOR], turn.now)
        address = await turn.unit.people.address(NOOR.channel, NOOR.value)
        assert address is not None
        line = LedgerLine(
            contact, address.id, Programme.PARTNER_OFFERS, ConsentAction.GRANTED, "app", "Offers of Nike and Puma",
            turn.now, partners=("Nike", "Puma"),
        )  # fmt: skip
        await turn.unit.consents.record(line, turn.now)

    await rig.turns.act("tiger", work)
    _, told = await rig.get(HERS)
    assert [one["partners"] for one in told["items"]] == [["Nike", "Puma"]]


async def test_it_is_read_page_by_page(rig: Rig) -> None:
    await agree(rig, *ALL_PROGRAMMES)
    pages, cursor = [], ""
    while cursor is not None:
        status, told = await rig.get(f"{HERS}&limit=2&cursor={cursor}")
        assert status == 200
        pages.append([one["programme"] for one in told["items"]])
        cursor = told["next"]
    assert pages == [["partner_offers", "offers"], ["reminders"]]


async def test_without_an_address_it_is_everybodys(rig: Rig) -> None:
    await agree(rig, Programme.OFFERS)
    await agree(rig, Programme.OFFERS, name=Identity("telegram", "99"))
    _, told = await rig.get(PATH)
    assert [one["address"] for one in told["items"]] == ["telegram:99", "sms:+12055550110"]


async def test_nothing_of_another_business_and_not_by_every_key(rig: Rig) -> None:
    await agree(rig, Programme.OFFERS)
    assert await rig.get(HERS, OTHER) == (200, {"items": [], "next": None})
    assert await rig.get(PATH, OTHER) == (200, {"items": [], "next": None})
    assert (await rig.get(HERS, TELL))[0] == 403
    assert (await rig.get(HERS, {}))[0] == 401


@pytest.mark.parametrize(
    ("query", "field"),
    [
        pytest.param("address=Noor", "address", id="no address"),
        pytest.param("address=customer:api:7", "address", id="a name the shop gave"),
        pytest.param("address=sms:%00", "address", id="a NUL"),
        pytest.param("address=sms:" + "9" * 200, "address", id="too long"),
        pytest.param("limit=0", "limit", id="none"),
        pytest.param("limit=201", "limit", id="too many"),
        pytest.param("cursor=x", "cursor", id="no cursor"),
    ],
)
async def test_what_is_no_question_is_refused(rig: Rig, query: str, field: str) -> None:
    status, told = await rig.get(f"{PATH}?{query}")
    assert (status, told["error"]["code"]) == (422, "invalid")
    assert field in str(told["error"])


@pytest.mark.parametrize("address", ["sms:%25", "sms:erased:%25", "sms:_", "telegram:erased:"])
async def test_nobody_is_found_by_a_pattern(rig: Rig, address: str) -> None:
    await agree(rig, Programme.OFFERS)
    await rig.turns.act("tiger", _forget)
    assert await rig.get(f"{PATH}?address={address}") == (200, {"items": [], "next": None})


async def _forget(turn: Turn) -> None:
    address = await turn.unit.people.address(NOOR.channel, NOOR.value)
    assert address is not None
    await privacy_requests.erase_person(turn, address.contact, "the shop asked")


async def test_whoever_was_erased_is_found_by_their_number_alone(rig: Rig) -> None:
    await agree(rig, Programme.OFFERS)
    rig.clock.push(rig.clock.now() + timedelta(days=1))
    await rig.turns.act("tiger", _forget)
    _, told = await rig.get(HERS)
    assert [one["action"] for one in told["items"]] == ["revoked", "revoked", "revoked", "confirmed"]
    last = told["items"][-1]
    assert (last["shown"], last["words"], last["ip"], last["user_agent"]) == (ASK.text, None, None, None)
    assert "5550110" not in str(told)
