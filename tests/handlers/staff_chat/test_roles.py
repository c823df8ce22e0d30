"""Who may give which command: an agent looks and moves goods, and leaves money, people and the shop's rules alone."""

from __future__ import annotations

from bot.conversations import CONVERSATIONS
from handlers.staff_chat.staff_command import EVERYBODY, OWNERS
from storage.database.stores import Database
from tests.handlers.sourcing.staff.sourced import Desk, play

FOR_OWNERS = (
    "assign", "cancel", "cantsource", "codes", "consent", "erase", "invite", "known", "offers", "optouts", "paid",
    "partners", "pause", "plan", "price", "privacy", "refund", "refunded", "restock", "resume", "return", "roi",
    "settled", "suppressions", "team", "template", "winback",
)  # fmt: skip
FOR_THE_OWNER = (
    "delay", "discount", "distance", "holdout", "hours", "limit", "settings", "setup", "staff", "text", "texts",
)  # fmt: skip
FOR_EVERYBODY = (
    "answer", "answers", "audience", "campaign", "compare", "customers", "delivered", "digest", "express", "fetch",
    "help", "note", "optout", "orders", "packed", "picked", "question", "questions", "quote", "send", "shipped",
    "shops", "stats", "stock", "tag", "undo", "why",
)  # fmt: skip


def test_each_command_is_for_owners_or_for_everybody() -> None:
    """The lists are kept by hand: whoever adds a command says here, once more, who may give it."""
    listed = dict.fromkeys(FOR_OWNERS, OWNERS) | dict.fromkeys(FOR_EVERYBODY, EVERYBODY)
    listed |= dict.fromkeys(FOR_THE_OWNER, frozenset({"owner"}))
    wrong = sorted(one.name for one in CONVERSATIONS.commands if listed.get(one.name) != one.roles)
    assert wrong == [], "put them on FOR_OWNERS, FOR_THE_OWNER or FOR_EVERYBODY in this test, as their `roles` say"
    gone = sorted(listed.keys() - CONVERSATIONS.commands.named.keys())
    assert gone == [], "there are no such commands any more: take them off the lists of this test"


NARROWER = {
    "answers": "allow ask delete undo",
    "audience": "delete",
    "campaign": "new edit people words subject when offer rename follow launch test pause resume cancel",
    "shops": "add commission hours handover remove",
}
"""What only owners and managers may of a command that is everybody's."""


def test_what_is_within_a_command_is_for_whoever_may_give_it_but_for_what_is_listed() -> None:
    narrower = {f"{name} {inner}" for name, listed in NARROWER.items() for inner in listed.split()}
    wrong = [
        f"{one.name} {inner.name}"
        for one in CONVERSATIONS.commands
        for inner in one.within
        if inner.roles != (OWNERS if f"{one.name} {inner.name}" in narrower else one.roles)
    ]
    assert wrong == []
    assert narrower <= {f"{one.name} {inner.name}" for one in CONVERSATIONS.commands for inner in one.within}


async def test_an_agent_launches_no_campaign(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        for words in ("launch diwali", "new diwali to vip friday 6pm: Lamps", "cancel diwali", "edit diwali: Lamps"):
            inner = words.partition(" ")[0]
            assert f"Only an owner or a manager may /campaign {inner}." in await desk.ask(f"/campaign {words}", "Ravi")

    await play(store, scene)


async def test_an_agent_deletes_nobody(store: Database) -> None:
    async def scene(desk: Desk) -> None:
        await desk.member("Ravi", "agent", "9002")
        await desk.reserve("1234")
        assert "Only an owner or a manager may /erase." in await desk.ask("/erase 1234", "Ravi")

    await play(store, scene)
