"""``parley apply``: what it says it did, and that a wrong file tells all its mistakes and does nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.bot.commands.commanding import SHOP, Run, run

__all__ = ["run"]


def test_apply_makes_the_database_and_says_what_it_did(run: Run, tmp_path: Path) -> None:
    first, again = run("apply", "shop.toml"), run("apply", "shop.toml")
    assert (first.code, first.err) == (0, "")
    link = r"https://t\.me/tigertees_bot\?start=[A-Za-z0-9_-]{32}"
    assert re.fullmatch(
        "tiger: 4 changes\n"
        "  new business tiger: Tiger Tees\n"
        "  secret telegram.token: stored\n"
        "  secret telegram.secret: stored\n"
        "  staff: Ravi joins as owner\n"
        r"not linked yet; .*\n"
        f"  Ravi: {link}\n"
        "not used by this version: texts.milestone\n"
        "next: parley serve, then open your link and press Start; .*\n",
        first.out,
    )
    assert again.out.startswith("tiger: no changes\nnot linked yet")
    assert (tmp_path / "parley.db").stat().st_mode & 0o077 == 0


def test_a_dry_run_applies_nothing(run: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    tried = run("apply", "shop.toml", "--dry-run")
    first, *lines = tried.out.splitlines()
    assert first == "there is no database yet: parley apply without --dry-run makes it"
    assert lines[0] == "tiger: 4 changes to make"
    assert "a start link would be made for Ravi\n" in tried.out
    assert tried.out.endswith("dry run: nothing was written\n")
    assert sorted(tmp_path.iterdir()) == before, "it leaves nothing behind"
    assert json.loads(run("apply", "shop.toml", "--dry-run", "--json").out)["database"] is False
    assert run("apply", "shop.toml").out.startswith("tiger: 4 changes\n")
    again = run("apply", "shop.toml", "--dry-run")
    assert again.out.startswith("tiger: no changes to make\n"), "there is one now"


def test_a_dry_run_makes_no_folder_and_fills_no_empty_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "parley.db").touch()
    assert "no database yet" in run("apply", "shop.toml", "--dry-run").out
    assert (tmp_path / "parley.db").stat().st_size == 0
    with (tmp_path / ".env").open("a", encoding="utf-8") as env:
        env.write("PARLEY_DATABASE_URL=sqlite:///nowhere/parley.db\n")
    assert "the folder nowhere does not exist" in run("apply", "shop.toml", "--dry-run").err


def test_apply_for_programs(run: Run) -> None:
    told = json.loads(run("apply", "shop.toml", "--json").out)
    assert (told["business"], told["dry_run"], len(told["changes"])) == ("tiger", False, 4)
    assert (told["not_used"], told["refused"]) == (["texts.milestone"], {"one-sms-per-cart": 0})
    assert [link["name"] for link in told["links"]] == ["Ravi"]


def test_a_wrong_file_tells_all_mistakes_and_applies_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text(SHOP.replace("env:BOT", "env:NOT_SET").replace("owner", "boss"), "utf-8")
    ended = run("apply", "shop.toml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "shop.toml:10: channels.telegram.token: the environment has no NOT_SET: export it, or put it into .env, "
        "before this command",
        "shop.toml:15: staff[1].role: 'boss' is unknown; known are agent, manager, owner",
        "nothing was applied: 2 mistakes to fix",
    ]
    assert not (tmp_path / "parley.db").exists()
    told = json.loads(run("apply", "shop.toml", "--json").out)
    assert [(one["line"], one["path"]) for one in told["mistakes"]] == [
        (10, "channels.telegram.token"),
        (15, "staff[1].role"),
    ]


def test_a_sender_of_another_business_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    assert run("apply", "shop.toml").code == 0
    (tmp_path / "other.toml").write_text(SHOP.replace('id = "tiger"', 'id = "lions"'), "utf-8")
    ended = run("apply", "other.toml")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "other.toml:8: channels.telegram: tigertees_bot is what the business tiger sends from, and everybody who "
        "writes there would be its customer alone: send from another one here, or take it out of that business's "
        "file and apply that first",
        "nothing was applied: 1 mistake to fix",
    ]


def test_a_file_in_another_encoding_names_the_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_bytes(SHOP.replace("Tiger Tees", "Tigre Été").encode("latin-1"))
    assert run("apply", "shop.toml").err.startswith("shop.toml:3: is not UTF-8 text")


def test_a_file_with_a_byte_order_mark_and_windows_line_ends(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_bytes(SHOP.replace("\n", "\r\n").encode("utf-8-sig"))
    assert run("apply", "shop.toml").code == 0
