"""/stock with a mark: at how many free pieces of a size the staff is told."""

from __future__ import annotations

import pytest

from storage.businesses.chosen_settings import Choices
from storage.database.stores import Database
from storage.sourcing.own_stock import Stocks
from tests.handlers.sourcing.staff.sourced import Desk, play


async def _marks(desk: Desk, sku: str) -> dict[str, int | None]:
    found = await desk.unit.of(Stocks).find_stocks([desk.products[sku].id])
    return {size: one.low_water for (_, size), one in found.items()}


async def test_a_mark_is_for_all_sizes_that_are_counted_and_is_taken_back(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("SHORTS", "M", 2)
        await desk.stock("SHORTS", "L", 9)
        said = await desk.ask("/stock shorts mark 3")
        assert said == (
            "Tiger Shorts: low-water mark 3 (before: none). We alert the staff when only so many of a size are free."
        )
        assert await _marks(desk, "SHORTS") == {"M": 3, "L": 3}
        assert [one.size for one in await desk.unit.of(Stocks).list_running_low()] == ["M"]
        assert (await desk.ask("/stock shorts mark none")).startswith("Tiger Shorts: low-water mark none (before: 3).")
        assert (await desk.ask("/undo")).startswith("Undone: low-water mark of Tiger Shorts: none; it was 3.")
        assert await _marks(desk, "SHORTS") == {"M": 3, "L": 3}
        (choice,) = await desk.unit.of(Choices).list_current()
        assert (choice.path, choice.value) == ("products.SHORTS.low_water", "3")

    await play(store, scene)


async def test_a_lower_mark_has_the_next_fall_told(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("MUG", "", 5)
        await desk.ask("/stock MUG mark 6")
        mug = desk.products["MUG"].id
        assert await desk.unit.of(Stocks).note_alert(mug, "", desk.turn.now)
        await desk.ask("/stock MUG mark 5")
        assert await desk.unit.of(Stocks).list_running_low() == [], "it was told of already"
        await desk.ask("/stock MUG mark 2")
        await desk.ask("/stock MUG mark 5")
        assert len(await desk.unit.of(Stocks).list_running_low()) == 1

    await play(store, scene)


@pytest.mark.parametrize("text", ["/stock MUG mark", "/stock MUG low 1000", "/stock MUG mark 3 4"])
async def test_what_is_no_mark_is_asked(store: Database, text: str) -> None:
    async def scene(desk: Desk) -> None:
        await desk.stock("MUG", "", 5)
        assert (await desk.ask(text)).startswith(
            "At how many free pieces should we alert the staff: 0 to 999, or none?"
        )
        assert await _marks(desk, "MUG") == {"": None}

    await play(store, scene)


async def test_what_was_never_counted_has_no_mark(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        assert (await desk.ask("/stock MUG mark 3")).startswith("It was never counted, so it has no mark.")

    await play(store, scene)
