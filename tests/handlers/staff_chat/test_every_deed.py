"""Each command of the staff that changes something is known to /undo: as a deed that is taken back, or one that stays.

An undo behind a command that /undo does not know takes back an older deed, which nobody meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversations import CONVERSATIONS
from handlers.staff_chat.staff_command import Command

# settings and the staff are choices (storage/businesses/chosen_settings.py), of which setup takes back the last
_SETTING = "setting"
KNOWN = {
    "send": "wrote",
    "pause": "paused",
    "resume": "resumed",
    "optout": "messages ended",
    "erase": "erase",
    "suppressions lift": "suppression lifted",
    "privacy end": "data use ended",
    "privacy allow": "data use allowed",
    "privacy correct": "data corrected",
    "known ask": "record asked",
    "known send": "record link sent",
    "known done": "record handed over",
    "assign": "assign",
    "picked": "picked",
    "packed": "packed",
    "shipped": "shipped",
    "delivered": "delivered",
    "cantsource": "cantsource",
    "cancel": "cancel",
    "settled": "settled",
    "refunded": "refunded",
    "refund": "money_back",
    "return": "returned",
    "quote": "quote",
    "shops add": "shop.added",
    "shops commission": "shop_commission_set",
    "shops hours": "shop_hours_set",
    "shops handover": "shop_handover_set",
    "shops remove": "shop.removed",
    "price": "product.priced",
    "restock": "restock",
    "restock pause": "restock.paused",
    "restock resume": "restock.resumed",
    "restock end": "restock.ended",
    "restock weekly": "restock.planned",
    "paid": "shop.paid",
    "text": _SETTING,
    "delay": _SETTING,
    "discount": _SETTING,
    "discount new": "code.made",
    "discount end": "code.ended",
    "holdout": _SETTING,
    "distance": _SETTING,
    "limit": _SETTING,
    "hours": _SETTING,
    "staff": _SETTING,
    "question take": "question.taken",
    "question answer": "question.taken",
    "question saved": "wrote",
    "question give": "question.handed_over",
    "question snooze": "question.snoozed",
    "question close": "question shut",
    "answers allow": "answer saved",
    "answers ask": "answer saved",
    "answers delete": "answer saved",
    "answers undo": "answer saved",
    "answer": "answer saved",
    "digest": "digest",
    "tag": "tagged",
    "note": "noted of a customer",
    "audience": "audience.kept",
    "audience delete": "audience.deleted",
    "stock": "stock.counted",
    "campaign new": "campaign.drafted",
    "campaign edit": "campaign.edited",
    "campaign people": "campaign.edited",
    "campaign words": "campaign.edited",
    "campaign subject": "campaign.edited",
    "campaign when": "campaign.edited",
    "campaign offer": "campaign.edited",
    "campaign rename": "campaign.edited",
    "campaign follow": "campaign.edited",
    "campaign launch": "campaign.launched",
    "campaign pause": "campaign.paused",
    "campaign resume": "campaign.resumed",
    "campaign cancel": "campaign.cancelled",
    "winback": "plan.changed",
    "plan start": "plan.started",
    "plan days": "plan.changed",
    "plan percent": "plan.changed",
    "plan stop": "plan.off",
    "winback on": "plan.on",
    "winback off": "plan.off",
    "partners add": "partner.added",
    "partners paid": "invoice.paid",
    "partners pause": "partner.paused",
    "partners resume": "partner.active",
    "partners remove": "partner.removed",
    "offers approve": "offer.approved",
    "offers reject": "offer.rejected",
}
SHOWS = frozenset({
    "stats", "questions", "why", "undo", "consent", "known", "privacy", "help", "orders", "fetch", "express", "shops",
    "shops best", "stock history", "restock plans", "setup", "invite", "settings", "texts", "question", "answers",
    "customers", "customers history", "audience json", "campaign", "campaign test", "plan",
    "campaign details", "campaign chart", "campaign csv", "stats chart", "stats csv", "compare", "compare all", "roi",
    "optouts", "suppressions", "question quoted", "codes", "discount list", "stats best", "team", "template",
    "partners", "partners invite", "partners page", "offers", "offers show",
})  # fmt: skip
"""They change nothing that could be taken back: an invitation ends by itself, and /undo is none of its own deeds."""


def every(commands: tuple[Command, ...], before: str = "") -> Iterator[str]:
    for one in commands:
        yield f"{before} {one.name}".strip()
        yield from every(one.within, one.name)


def test_each_command_is_a_deed_that_is_known_or_only_shows() -> None:
    of_the_list = {one.replace("question ", "questions ") for one in KNOWN if one.startswith("question ")}
    assert set(every(CONVERSATIONS.commands.all)) == SHOWS | set(KNOWN) | of_the_list


def test_undo_knows_each_deed() -> None:
    undoing = CONVERSATIONS.undoing.values()
    known = {_SETTING}.union(*(one.kinds for one in undoing), *(one.for_good for one in undoing))
    assert {name: deed for name, deed in KNOWN.items() if deed not in known} == {}
