"""Who commands a campaign in plain words: certain of commands, and never of what a customer says."""

from __future__ import annotations

import csv
import json

import pytest

from handlers.campaigns.sentences.trespassing import commands, may_command
from handlers.replies.text import words
from tests import reply_figures

NAMES = ("diwali", "spring", "winter sale", "verano")


def _commands(text: str) -> bool:
    spoken = words(text)
    return "?" not in text and may_command(spoken) and commands(spoken, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "pause all campaigns",
        "Pause all the campaigns now",
        "sab campaign pause karo",
        "pausa todas las campañas",
        "launch diwali to vip",
        "launch the winter sale campaign",
        "launch spring now",
        "diwali campaign launch karo",
        "lanza la campaña verano",
        "pause diwali",
        "resume winter sale",
    ],
)
def test_what_commands(text: str) -> None:
    assert _commands(text)


@pytest.mark.parametrize(
    "text",
    [
        "stop",
        "stop all campaigns",
        "cancel my order",
        "cancel diwali",
        "pause my subscription",
        "pause all your campaigns",
        "please pause messages",
        "when do you launch diwali collection",
        "launch date of diwali",
        "spring",
        "i want the winter sale kurta",
        "pause diwali messages to me",
        "resume",
        "launch",
        "will you pause diwali?",
    ],
)
def test_what_a_customer_says(text: str) -> None:
    assert not _commands(text)


def test_no_line_of_customers_is_taken_for_a_command() -> None:
    staffs = {"admins.jsonl", "admin_commands.jsonl"}
    files = [one for one in sorted(reply_figures.DATA.rglob("*.jsonl")) if one.name not in staffs]
    if not files:
        pytest.skip("the development data is not beside the repository")
    lines = [json.loads(line).get("text", "") for file in files for line in file.read_text("utf-8").splitlines()]
    assert len(lines) > 1000
    assert [text for text in lines if _commands(text)] == []


def test_no_phrase_of_our_own_is_taken_for_a_command() -> None:
    found, read = [], 0
    for file in reply_figures.PHRASES.glob("*.tsv"):
        with file.open(encoding="utf-8", newline="") as rows:
            cells = [cell for row in csv.reader(rows, delimiter="\t") for cell in row]
        read += len(cells)
        found += [cell for cell in cells if _commands(cell)]
    assert read > 1000
    assert found == []
