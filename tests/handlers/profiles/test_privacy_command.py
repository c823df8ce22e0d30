"""/privacy: the rights of a person with their buttons, what ends and is allowed again, and corrections."""

from __future__ import annotations

import pytest

from flows.privacy_limits import PrivacyLimit
from handlers.privacy import privacy_requests
from storage.consent.privacy_limits import PrivacyLimits
from storage.database.stores import Database
from storage.profiles.profiles import Profiles
from tests.handlers.profiles.test_noting import noor
from tests.handlers.sourcing.staff.sourced import Desk, play


async def limits(desk: Desk) -> set[PrivacyLimit]:
    return set(await desk.unit.of(PrivacyLimits).of(await noor(desk)))


async def test_every_right_has_a_button(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        here = (await noor(desk)).hex
        assert await desk.taps("/privacy noor") == [
            f"/known_{here}", f"/privacy_correct_{here}", f"/optout_{here}", f"/privacy_end_processing_{here}",
            f"/privacy_end_profiling_{here}", f"/privacy_end_sharing_{here}", f"/erase_{here}",
        ]  # fmt: skip
        assert "Nothing was restricted or objected to." in await desk.ask("/privacy noor")

    await play(store, scene)


@pytest.mark.parametrize("kind", PrivacyLimit)
async def test_a_use_ends_and_is_allowed_again_by_a_tap(store: Database, kind: PrivacyLimit) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        here = (await noor(desk)).hex
        ended = await desk.ask(f"/privacy_end_{kind}_{here}")
        assert (ended.startswith("Done."), await limits(desk)) == (True, {kind})
        line = ended.splitlines()[-1]
        assert line in await desk.ask("/customers noor")  # the card says it too
        assert f"/privacy_allow_{kind}_{here}" in await desk.taps("/privacy noor")
        await desk.ask(f"/privacy allow {kind} noor")
        assert await limits(desk) == set()

    await play(store, scene)


async def test_an_erasure_deletes_the_limits(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        here = await noor(desk)
        await desk.ask("/privacy end sharing noor")
        await privacy_requests.erase_person(desk.turn, here, "they asked")
        assert await desk.unit.of(PrivacyLimits).of(here) == {}

    await play(store, scene)


async def test_a_use_that_ended_already_is_no_second_deed(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        for _ in range(2):
            await desk.ask("/privacy end sharing noor")
        await desk.ask("/undo")
        assert "the opt-out of Noor" not in await desk.ask("/undo")

    await play(store, scene)


async def test_undo_takes_back_both(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.ask("/privacy end sharing noor")
        assert "the opt-out of Noor" in await desk.ask("/undo")
        assert await limits(desk) == set()
        await desk.ask("/privacy end sharing noor")
        await desk.ask("/privacy allow sharing noor")
        assert "the end of the opt-out of Noor" in await desk.ask("/undo")
        assert await limits(desk) == {PrivacyLimit.SHARING}

    await play(store, scene)


async def test_a_detail_is_asked_for_step_by_step(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        here = (await noor(desk)).hex
        which = await desk.say(f"/privacy_correct_{here}")
        assert (which.text or "").startswith("What is wrong?")
        asked = await desk.press(which)
        assert asked.startswith("What is the right name?")
        told = await desk.ask(f"/privacy correct {here} name Noor Jahan")
        assert told.startswith("Corrected. Later news of your shop does not change it.")
        assert "Corrected, and kept so: 1." in told
        assert await desk.unit.of(Profiles).find_corrected(await noor(desk)) == {"name": "Noor Jahan"}

    await play(store, scene)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("/privacy correct noor name Noor Jahan", {"name": "Noor Jahan"}),
        ("/privacy correct noor birthday 1990-05-04", {"birth_day": "05-04", "birth_year": 1990}),
        ("/privacy correct noor city New Delhi", {"city": "New Delhi"}),
        ("/privacy correct noor birthday yesterday", {}),
        ("/privacy correct noor country Narnia", {}),
        ("/privacy correct noor phone 123", {}),
    ],
)
async def test_a_detail_in_one_line(store: Database, said: str, kept: dict[str, object]) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        answer = await desk.ask(said)
        assert await desk.unit.of(Profiles).find_corrected(await noor(desk)) == kept
        assert ("Corrected." in answer) == bool(kept)

    await play(store, scene)


async def test_a_correction_cannot_be_undone(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.ask("/privacy correct noor name Noor Jahan")
        assert "the correction" in await desk.ask("/undo")
        assert await desk.unit.of(Profiles).find_corrected(await noor(desk)) == {"name": "Noor Jahan"}

    await play(store, scene)


async def test_of_several_people_it_asks_which(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.reserve("1234")
        await desk.reserve("1235")
        which = await desk.say("/privacy end sharing noor")
        assert (which.text or "").startswith("Which one?")
        assert (await desk.press(which)).startswith("Done.")
        assert (await desk.ask("/privacy end sharing")).startswith("Whose rights?")

    await play(store, scene)
