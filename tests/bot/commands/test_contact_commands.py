"""``parley export contact`` and ``parley erase contact``: one person, given out or deleted for good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bot.commands.commanding import Run, run
from tests.bot.commands.test_consent_command import NUMBER, shop, told

__all__ = ["run", "shop"]


def test_what_is_kept_of_a_person_is_given_out(shop: Path, run: Run) -> None:
    record = told(run("export", "contact", NUMBER, "-b", "tiger"))
    assert (record["business"], record["addresses"][0]["value"]) == ("tiger", NUMBER)
    assert {one["text"] for one in record["consents"]} == {"Text me about my cart"}
    assert {"person", "places"} & set(record) == {"person"}
    again = told(run("export", "contact", record["contact"], "--business", "tiger"))
    assert again | {"made_at": ""} == record | {"made_at": ""}
    assert (record["format"], record["covers"]) == ("parley-record/1", "person")


def test_the_record_is_given_out_as_a_page(shop: Path, run: Run) -> None:
    page = run("export", "contact", NUMBER, "-b", "tiger", "--html")
    assert (page.code, page.err, page.out.startswith("<!doctype html>")) == (0, "", True)
    shown = ("Your data", NUMBER, "Text me about my cart", "reminders of the cart")
    assert [one for one in shown if one not in page.out] == []
    assert [one for one in ("<form", "<script", "http") if one in page.out] == []


def test_what_people_are_found_by_is_not_given_out(shop: Path, run: Run) -> None:
    """A number from its last digit on stands beside each, for whoever looks for its end."""
    record = told(run("export", "contact", NUMBER, "-b", "tiger"))
    words = list(walk(record))
    assert ("value", NUMBER) in words
    assert not [name for name, value in words if name == "sought" or NUMBER[:0:-1] in str(value)]


def walk(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each value that stands anywhere in JSON, with its key."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from walk(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one, name)
    else:
        yield name, value


def test_nobody_is_erased_unasked(shop: Path, run: Run) -> None:
    asked = run("erase", "contact", NUMBER, "-b", "tiger")
    assert (asked.code, asked.err) == (0, "")
    assert asked.out.endswith("\nnothing is deleted yet: run it again with --yes\n")
    for_programs = run("erase", "contact", NUMBER, "-b", "tiger", "--json")
    assert (for_programs.code, for_programs.err, json.loads(for_programs.out)["erased"]) == (0, "", False)
    assert "the exit code is 0" in " ".join(run("erase", "contact", "--help").out.split())
    assert told(run("export", "contact", NUMBER, "-b", "tiger"))["addresses"]


def test_a_person_is_erased_for_good(shop: Path, run: Run) -> None:
    done = run("erase", "contact", NUMBER, "-b", "tiger", "--yes")
    assert (done.code, done.err) == (0, "")
    for command in ("export", "erase"):
        assert run(command, "contact", NUMBER, "-b", "tiger") == (
            1,
            "",
            f"parley: no person of tiger matches {NUMBER!r}\n",
        )
    assert NUMBER.encode() not in (shop / "parley.db").read_bytes()
    proofs = run("consent", NUMBER, "-b", "tiger")
    assert "erased by command line" in proofs.out
    assert "Actor" not in proofs.out


def test_who_is_meant_must_be_one(shop: Path, run: Run) -> None:
    for command in ("export", "erase"):
        several = run(command, "contact", "14314", "-b", "tiger")
        assert several.code == 1
        assert "matches '14314'" in several.err
        sams = run(command, "contact", "Sam", "-b", "tiger")
        assert sams.code == 1
        assert all(f"Sam (…{end}) is 0" in sams.err for end in ("0143", "0144"))
        assert "there is no business" in run(command, "contact", NUMBER, "-b", "tigr").err
