"""Who imports whom: no circle between the packages of any room, and nobody imports a conversation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from bot.conversations import CONVERSATIONS

ROOT = Path(__file__).parents[1]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
ROOMS = tuple(LINTER["root_packages"])
LARGEST_RINGS = {"bot": 3, "handlers": 5, "storage": 46, "flows": 1, "templates": 1}
"""The most modules of a room that import each other, types included. A figure may only fall."""
KEPT = {contract["id"] for contract in LINTER["contracts"] if contract["type"] == "protected"}
"""The packages whose importers a contract names."""
CORE = "core"  # what every business has: its modules are no folder of their own


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """What is imported while the program runs: what types alone name makes no circle."""
    return grimp.build_graph(*ROOMS, exclude_type_checking_imports=True, cache_dir=None)


@pytest.fixture(scope="module")
def everything() -> grimp.ImportGraph:
    """All imports, with those of types and those within functions."""
    return grimp.build_graph(*ROOMS, cache_dir=None)


def packages(graph: grimp.ImportGraph, package: str) -> Iterator[str]:
    """A package, and those in it."""
    children = graph.find_children(package)
    if children:
        yield package
    for child in children:
        yield from packages(graph, child)


@pytest.mark.parametrize("room", ROOMS)
def test_no_package_needs_one_that_needs_it(graph: grimp.ImportGraph, room: str) -> None:
    for package in packages(graph, room):
        back = sorted(graph.nominate_cycle_breakers(package))
        assert back == [], (
            f"{package} runs in a circle, which ends without these imports: {back}. Move what both need to where "
            "neither has to look back, or import what only types name under TYPE_CHECKING"
        )


@pytest.mark.parametrize(("room", "most"), LARGEST_RINGS.items())
def test_no_ring_of_modules_grows(everything: grimp.ImportGraph, room: str, most: int) -> None:
    largest = max(_rings(everything, room), key=len)
    assert len(largest) <= most, f"{sorted(largest)} import each other: hand in what one of them uses of another"
    assert len(largest) == most, f"the largest ring of {room} has only {len(largest)} modules: lower its figure here"


def _rings(graph: grimp.ImportGraph, room: str) -> Iterator[set[str]]:
    left = {module for module in graph.modules if module.partition(".")[0] == room}
    while left:
        module = min(left)
        ring = {module} | (graph.find_upstream_modules(module) & graph.find_downstream_modules(module))
        left -= ring
        yield ring


@pytest.mark.parametrize("conversation", [one.name for one in CONVERSATIONS.all if one.name not in {CORE, *KEPT}])
def test_a_conversation_without_a_contract_is_imported_by_the_tuple_alone(
    everything: grimp.ImportGraph, conversation: str
) -> None:
    own = {one for one in everything.modules if one.split(".")[1:2] == [conversation]}
    importers = {one for module in own for one in everything.find_modules_that_directly_import(module)}
    assert importers - own <= {"bot.conversations"}, (
        f"{sorted(importers - own)} import {conversation}: use an event of flows/events, or add a `protected` contract "
        "with the reason of each importer to pyproject.toml"
    )


def test_every_conversation_is_on_the_tuple(everything: grimp.ImportGraph) -> None:
    found = {one.split(".")[1] for one in everything.modules if re.fullmatch(r"handlers\.\w+\.conversation", one)}
    assert found == {one.name for one in CONVERSATIONS.manifests}


def test_whoever_may_import_a_conversation_does(everything: grimp.ImportGraph) -> None:
    for contract in LINTER["contracts"]:
        if contract["type"] == "protected":
            own = {f"{room}.{contract['id']}" for room in ROOMS} & everything.modules
            named = (name for name in contract["allowed_importers"] if not name.startswith("*"))
            allowed = {name for name in named if name != "bot.conversations"}
            idle = sorted(name for name in allowed if not _imports(everything, name, own))
            assert idle == [], f"{idle} import nothing of {contract['id']} any more: take them out of its contract"


def _imports(graph: grimp.ImportGraph, importer: str, packages: set[str]) -> bool:
    found = graph.find_modules_directly_imported_by(importer)
    return any(f"{one}.".startswith(f"{package}.") for one in found for package in packages)
