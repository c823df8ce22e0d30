"""Goods that are added while an order is picked: whatever stands there stays as it was, in every language."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from handlers.sourcing.customer.picking import open_order

from handlers.turn import Turn
from tests.transcripts.runner import Story
from tests.transcripts.script import Line, Script, read
from tests.transcripts.world import World, world

pytestmark = pytest.mark.turns(2, whole=True)

PLAYS, SEED = 40, 20261126
SIZES = {"shorts": ("S", "M", "L", "XL"), "hoodie": ("S", "M", "L"), "mug": ("",), "cap": ("",)}
SKUS = {"SHORTS": "shorts", "HOOD": "hoodie", "MUG": "mug", "CAP": "cap"}
SOLD = """  products = [
    { sku = "SHORTS", title = "Tiger Shorts", sizes = ["S", "M", "L", "XL"], price = 899 },
    { sku = "HOOD", title = "Delhi Hoodie", sizes = ["S", "M", "L"], price = 1500 },
    { sku = "MUG", title = "Taj Mug", price = 350 }, { sku = "CAP", title = "Lotus Cap", price = 300 }]
"""
ADDING = {
    "en": ("and {}", "also {}", "plus {}", "{} too", "{} as well", "ok, and {} please", "i also want {}", "add {}"),
    "es": ("y {}", "también {}", "además {}", "sí, y {}", "{} también", "agrega {}"),
    "hi-Latn": ("aur {}", "{} bhi", "aur {} bhi", "haan aur {}", "saath mein {}", "{} bhi chahiye"),
    "hi": ("और {}", "{} भी", "साथ में {}", "{} भी चाहिए"),
}
IN_SIZE = {"en": "in ", "es": "en ", "hi-Latn": "", "hi": ""}
COUNTED = {
    "en": ("one", "two", "three"),
    "es": ("un", "dos", "tres"),
    "hi-Latn": ("ek", "do", "teen"),
    "hi": ("एक", "दो", "तीन"),
}
Article = tuple[str, str]


def named(article: Article, many: str, before: str = "") -> str:
    goods, size = article
    return f"{many} {goods} {before}{size}".strip() if size else f"{many} {goods}"


def drawn(chance: random.Random) -> tuple[Counter[Article], Article, int, str]:
    """A basket, and so many of an article that are added to it in some words of some language."""
    articles = [(goods, size) for goods, sizes in SIZES.items() for size in sizes]
    basket = Counter({one: chance.randint(1, 3) for one in chance.sample(articles, chance.randint(1, 4))})
    article, many = chance.choice(articles), chance.randint(1, 3)
    tongue = chance.choice(list(ADDING))
    count = chance.choice([str(many), COUNTED[tongue][many - 1]])
    before = chance.choice(["", IN_SIZE[tongue]])
    return basket, article, many, chance.choice(ADDING[tongue]).format(named(article, count, before))


def script_of(tmp_path: Path) -> Script:
    """A shop with such goods, and a customer for each play."""
    people = "".join(f"  p{number}: P{number} Rao, telegram {9100 + number}\n" for number in range(PLAYS))
    file = tmp_path / "added.txt"
    file.write_text(
        f"Goods are added.\n\nsells souvenirs\nsettings\n{SOLD}people\n{people}\nMon 2026-03-02 11:00 IST\n",
        encoding="utf-8",
    )
    return read(file)


async def picked(here: World, number: int) -> Counter[Article]:
    """What a customer has picked so far."""
    address = await here.address("telegram", str(9100 + number))
    assert address is not None

    async def work(turn: Turn) -> Counter[Article]:
        order = await open_order.of(turn, address.contact)
        assert order is not None
        found: Counter[Article] = Counter()
        for one in (*order.state.lines, *order.state.later):
            found[SKUS[one.ware.sku], one.size] += one.quantity or 1
        return found

    found: Counter[Article] = await here.look(work)
    return found


async def test_what_is_added_leaves_every_other_line_as_it_was(database: str, tmp_path: Path) -> None:
    chance = random.Random(SEED)
    async with world(script_of(tmp_path), database) as here:
        story, wrong = Story(here), []
        for number in range(PLAYS):
            basket, article, many, addition = drawn(chance)
            wanted = ", ".join(named(one, str(pieces)) for one, pieces in basket.items())
            for said in (f"I want {wanted}", addition):
                await story.do(Line(0, f"p{number}> {said}"))
            found = await picked(here, number)
            if found != basket + Counter({article: many}):
                wrong.append((wanted, addition, dict(found)))
        assert wrong == []
