"""``GET /api/v1/suppressions``: one's own addresses that get no messages, page by page."""

from __future__ import annotations

from flows.policy.departure_facts import AddressState
from handlers.engine.turn import Turn
from storage.people.people import Identity
from tests.handlers.api.conftest import OTHER, Rig, bearer

PATH = "/api/v1/suppressions"


async def test_suppressed_addresses_are_listed(rig: Rig) -> None:
    async def work(turn: Turn) -> None:
        for name, state in (("ann", AddressState.GONE), ("bo", AddressState.COMPLAINED), ("cy", AddressState.USABLE)):
            await turn.unit.people.resolve([Identity("email", f"{name}@mail.example")], turn.now)
            address = await turn.unit.people.address("email", f"{name}@mail.example")
            assert address is not None
            await turn.unit.people.set_state(address.id, state, "provider: 550-5.1.1", turn.now)

    await rig.turns.act("tiger", work)
    status, first = await rig.get(f"{PATH}?limit=1")
    assert (status, [one["address"] for one in first["items"]]) == (200, ["bo@mail.example"])
    status, second = await rig.get(f"{PATH}?limit=1&cursor={first['next']}")
    (one,) = second["items"]
    assert (one["channel"], one["address"], one["state"], one["reason"], second["next"]) == (
        "email", "ann@mail.example", "gone", "provider: 550-5.1.1", None
    )  # fmt: skip
    assert (await rig.get(PATH, OTHER))[1]["items"] == []


async def test_a_wrong_page_is_refused(rig: Rig) -> None:
    assert (await rig.get(f"{PATH}?limit=0"))[0] == 422
    assert (await rig.get(f"{PATH}?cursor=x"))[0] == 422
    assert (await rig.get(PATH, bearer("tell-key")))[0] == 403
