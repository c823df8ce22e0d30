"""A shopkeeper's message is read once and tried on one reader after the other."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from handlers.sourcing.shop import shop_readers, shop_reply, shop_request_match
from tests.handlers.sourcing.shop.house import ASHA, MEENA, RAVI, House


def test_readers_stand_by_rank() -> None:
    ranks = [reader.rank for reader in shop_readers.READERS]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("module", [shop_request_match, shop_reply], ids=lambda one: one.__name__.rpartition(".")[2])
def test_what_a_message_says_is_read_without_a_turn(module: object) -> None:
    """Reading asks nothing and does nothing: what it needs is in the message, its desk and the clock."""
    source = Path(inspect.getfile(module)).read_text(encoding="utf-8")  # type: ignore[arg-type]
    assert "Turn" not in source
    assert "await" not in source


async def test_no_reader_behind_the_one_that_answered_is_asked(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.template for one in await house.say(RAVI, "stock")] == ["shop_stock"]
    monkeypatch.setattr(shop_readers, "READERS", shop_readers.READERS[-1:])
    assert "shop_help" in {one.template for one in await house.say(RAVI, "stock")}


async def test_what_other_readers_pass_on_names_the_shop(house: House) -> None:
    await house.say(MEENA, "hello")
    before = len(await house.got(ASHA))
    await house.say(MEENA, "mujhe ye sab nahi karna")
    assert "Karol Bagh Gifts" in ((await house.got(ASHA))[before].text or "")
