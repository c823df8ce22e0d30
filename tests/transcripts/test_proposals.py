"""A proposal for a text that no reader knew: shown with buttons, done by a tap, and by nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.conversations import CONVERSATIONS
from tests.providers.proposer import ProposerStand
from tests.transcripts.runner import Story
from tests.transcripts.script import read
from tests.transcripts.world import world

Played = Callable[[object, str], AbstractAsyncContextManager[tuple[Story, ProposerStand]]]
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
SCENE = """A proposer is asked.

sells souvenirs
provider proposer

Mon 2026-03-02 11:00 IST
{lines}
"""
UNREAD = "let it be as it is shown there then"


@pytest.fixture
def played(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    """Play lines with a proposer that says something."""
    monkeypatch.chdir(tmp_path)

    @asynccontextmanager
    async def play(says: object, lines: str) -> AsyncIterator[tuple[Story, ProposerStand]]:
        file = tmp_path / "scene.txt"
        file.write_text(SCENE.format(lines=lines), encoding="utf-8")
        async with world(read(file), database) as here:
            story, model = Story(here), here.proposer
            assert model is not None
            model.says = says
            for line in here.script.lines:
                await story.do(line)
            yield story, model

    return play


async def templates(story: Story) -> list[str | None]:
    """The templates of what left, in the order in which it was made."""
    return [one.template for one in await story.world.messages() if one.direction == "out"]


async def test_a_choice_is_shown_and_a_tap_takes_it(played: Played) -> None:
    async with played({"choice": "yes"}, f"noor> 2 mugs\nnoor> {UNREAD}\n") as (story, model):
        (shown,) = model.shown
        assert set(shown["choices"]) == {"yes", "change", "no"}
        (asked,) = [one for one in await story.world.messages() if one.template == "did_you_mean"]
        assert [one["id"] for one in asked.buttons] == ["1", "2"]
        assert "address_ask" not in await templates(story)


@pytest.mark.parametrize(("said", "orders"), [("1", True), ("yes", True), ("2", False), ("no", False)])
async def test_only_the_answer_to_the_proposal_orders(played: Played, said: str, *, orders: bool) -> None:
    async with played({"choice": "yes"}, f"noor> 2 mugs\nnoor> {UNREAD}\nnoor> {said}\n") as (story, _):
        left = await templates(story)
        assert ("address_ask" in left) is orders
        assert ("passed_on" in left) is not orders


@pytest.mark.parametrize("choice", ["none", "2", "order", "stop"])
async def test_another_proposal_is_a_person_s(played: Played, choice: str) -> None:
    async with played({"choice": choice}, f"noor> 2 mugs\nnoor> {UNREAD}\n") as (story, model):
        assert len(model.asked) == 1
        left = await templates(story)
        assert "passed_on" in left
        assert "did_you_mean" not in left


@pytest.mark.parametrize("choice", ["stop", "keep", "yes"])
async def test_no_choice_about_our_messages_is_proposed(played: Played, choice: str) -> None:
    async with played({"choice": choice}, "noor> can you stop\n+1m\nnoor> the thing with the whatsit\n") as (
        story,
        model,
    ):
        left = await templates(story)
        assert "stop_asked" in left
        assert "did_you_mean" not in left
        assert all(set(one["choices"]) == {"order_status", "how_to_pay"} for one in model.shown)


async def test_an_opt_out_behind_a_proposal_is_one(played: Played) -> None:
    async with played({"choice": "yes"}, f"noor> 2 mugs\nnoor> {UNREAD}\nnoor> STOP\n") as (story, _):
        left = await templates(story)
        assert left[-1] == "stopped"
        assert "address_ask" not in left


@pytest.mark.parametrize(("said", "sells"), [("", False), ("karol> 1\n", True), ("karol> 2\n", False)])
async def test_a_shop_sells_by_a_tap_alone(played: Played, said: str, *, sells: bool) -> None:
    lines = f"noor reserves 1234: 1 x SHORTS L\n+2m\nkarol> {UNREAD}\n+1m\nkarol> {UNREAD} now\n"
    async with played({"choice": "yes"}, lines + said) as (story, model):
        (shown,) = model.shown
        assert set(shown["choices"]) == {"yes", "no", "later"}
        left = await templates(story)
        assert left.index("stock_unclear") < left.index("did_you_mean")
        assert ("stock_outcome" in left) is sells
        assert ("shop_passed_on" in left) is (said == "karol> 2\n"), left[4:]


SENTENCE = "is everything alright in there my friend"


async def test_a_sentence_of_the_staff_gets_a_command_to_tap(played: Played) -> None:
    says = {"proposal": {"command": "stats", "arguments": {"span": "7d"}}}
    async with played(says, f"asha> {SENTENCE}\n") as (story, model):
        (asked,) = model.asked
        shapes = asked["response_format"]["json_schema"]["schema"]["properties"]["proposal"]["anyOf"]
        named = {one["properties"]["command"]["enum"][0] for one in shapes}
        assert {"stats", "none"} <= named
        assert not named & CONVERSATIONS.commands.dangerous
        last = (await story.world.messages())[-1]
        assert "/stats 7d" in (last.text or "")
        assert [one["id"] for one in last.buttons] == ["/stats 7d"]


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ({"proposal": {"command": "stats", "arguments": {"span": "the blue one"}}}, "/stats"),
        ({"proposal": {"command": "assign", "arguments": {"order": "9999", "shop": "nowhere"}}}, "/assign"),
        ({"proposal": {"command": "none", "arguments": {}}}, "/help"),
        ({"proposal": {"command": "stop", "arguments": {}}}, "/help"),
        ({"proposal": {"command": "rm -rf", "arguments": []}}, "/help"),
        ({"proposal": "stats"}, "/help"),
        ("not JSON", "/help"),
    ],
)
async def test_a_command_is_proposed_as_far_as_it_can_be_read(played: Played, says: object, shown: str) -> None:
    async with played(says, f"asha> {SENTENCE}\n") as (story, model):
        assert len(model.asked) == 1
        last = (await story.world.messages())[-1]
        assert shown in (last.text or "")
        assert all(one["id"] == shown for one in last.buttons)


@pytest.mark.parametrize(
    ("answer", "acts"),
    [("asha presses /stats once more", True), ("asha> yes", False), ("asha> ok", False), ("asha> 👍", False)],
)
async def test_a_tap_alone_gives_the_command_that_was_proposed(played: Played, answer: str, *, acts: bool) -> None:
    says = {"proposal": {"command": "stats", "arguments": {"span": "7d"}}}
    async with played(says, f"asha> {SENTENCE}\n{answer}\n") as (story, _):
        last = (await story.world.messages())[-1]
        assert (last.text or "").startswith("Last 7 days") is acts
