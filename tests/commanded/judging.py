"""Whether a line was read as it is labelled, and whether anything was run that it does not ask for."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flows.campaigns.campaign import CampaignStatus
from tests import reply_figures
from tests.commanded.door import Heard

LINES = reply_figures.DATA / "admins.jsonl"
OWNERS = Path(__file__).parent / "owners.tsv"
"""Lines of an owner on her phone, in three languages, written before their reader was looked at."""
_STATUS = {
    "campaign.launch": CampaignStatus.DRAFT,
    "campaign.preview": CampaignStatus.DRAFT,
    "campaign.test": CampaignStatus.DRAFT,
    "campaign.reschedule": CampaignStatus.DRAFT,
    "campaign.resume": CampaignStatus.PAUSED,
}
"""How the campaigns stand while a line is read, where they are not under way."""
_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "contact.find": ("customers",), "contact.why": ("why", "campaign"), "contact.opt_out": ("optout",),
    "contact.erase": ("erase",), "contact.export": ("known",), "contact.tag": ("tag",),
    "discount.status": ("discount", "codes"), "discount.list": ("discount", "codes"),
    "discount.create": ("discount", "codes"), "discount.disable": ("discount", "codes"),
    "help": ("help",), "order.show": ("orders",), "order.list": ("orders",),
    "payment.refund": ("refund",), "payment.payouts": ("shops", "paid"), "payment.link": ("orders", "quote"),
    "report.show": ("stats", "compare"),
    "settings.quiet_hours": ("hours", "settings"), "settings.recovery_times": ("delay", "settings"),
    "settings.recovery": ("settings",), "settings.show": ("settings",),
    "sourcing.start": ("orders",), "sourcing.assign": ("assign",), "stock.show": ("stock",),
    "staff.add": ("staff", "team"), "staff.role": ("staff", "team"), "staff.remove": ("staff", "team"),
    "staff.list": ("staff", "team"), "undo": ("undo",),
}  # fmt: skip
"""By label, the commands that answer it."""
UNBUILT = frozenset({"forecast.show", "forecast.restock", "offer.accept", "offer.reject"})
"""Labels without a command: the answers are useful, and are looked at by hand."""
TYPED = ("audience.", "campaign.")
"""How labels begin whose sentences are not read: these are made by commands and buttons. They do no harm."""
_DOES: Mapping[str, frozenset[str]] = {
    "campaign.pause": frozenset({"campaign.paused"}), "campaign.resume": frozenset({"campaign.resumed"}),
    "campaign.test": frozenset({"campaign.tested"}), "contact.tag": frozenset({"tagged"}),
    "contact.export": frozenset({"known"}),
    "audience.create": frozenset({"audience.kept"}), "audience.delete": frozenset({"audience.deleted"}),
    "opt_out": frozenset({"revoked"}),
    "campaign.launch": frozenset({"campaign.drafted", "campaign.edited"}),
    "campaign.preview": frozenset({"campaign.drafted", "campaign.edited"}),
    "campaign.reschedule": frozenset({"campaign.edited"}),
}  # fmt: skip
"""By label, what may be done at once; all else only shows or asks."""


class Verdict(StrEnum):
    """What became of a line."""

    RIGHT = "right"  # its command answered, asked, or was done
    SUGGESTED = "suggested"  # its command was named to be tapped
    ANOTHER = "another"  # another command answered, which only shows
    UNREAD = "unread"  # nothing was understood
    WRONGLY_RUN = "wrongly run"  # something was done that it does not ask for


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the data."""

    text: str
    label: str
    means: Mapping[str, Any]

    @property
    def status(self) -> CampaignStatus:
        """How the campaigns stand while it is read."""
        return _STATUS.get(self.label, CampaignStatus.SENDING)


def lines() -> list[Line]:
    """The lines of the data."""
    found = [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]
    return [Line(one["text"], one["label"], one.get("means", {})) for one in found]


def owners_lines() -> list[Line]:
    """The lines of our own: label, campaign and text of each."""
    with OWNERS.open(encoding="utf-8", newline="") as file:
        rows = csv.reader((row for row in file if not row.startswith("#")), delimiter="\t")
        return [Line(text, label, {"campaign": campaign or None}) for label, campaign, text in rows]


def judge(line: Line, heard: Heard) -> Verdict:
    """What became of a line."""
    if set(heard.done) - _DOES.get(line.label, frozenset()):
        return Verdict.WRONGLY_RUN
    if line.label == "none":
        return Verdict.RIGHT if heard.names in {("unread",), ()} else Verdict.ANOTHER
    if line.label == "opt_out":
        return Verdict.RIGHT if heard.stopped else Verdict.UNREAD
    if line.label in {"confirm", "decline"}:  # nothing is open that it could answer
        return Verdict.RIGHT if heard.names == ("unread",) and not heard.asks else Verdict.ANOTHER
    named = _ANSWERS.get(line.label, ())
    if any(values.get("typed", "").split()[:1] in ([one] for one in named) for _, values in heard.asks):
        return Verdict.RIGHT  # shown whole, and done by a yes
    if any(str(values.get("so_far", "")).split("\n")[0] in named for _, values in heard.asks):
        return Verdict.RIGHT if _is_meant(line, heard) else Verdict.ANOTHER  # asks for the rest
    if set(heard.names) & set(named) and _is_meant(line, heard):
        return Verdict.RIGHT
    if any(f"/{name}" in heard.text for name in named) and "unread" in heard.names:
        return Verdict.SUGGESTED
    return Verdict.UNREAD if heard.names in {("unread",), ()} else Verdict.ANOTHER


def _is_meant(line: Line, heard: Heard) -> bool:
    """Whether the answer is about what the line names: its campaign, and whatever it would do."""
    campaign = line.means.get("campaign")
    so_far = " ".join(str(values.get("so_far", "")) for _, values in heard.asks).replace("\n", " ")
    named = campaign in {None, "*"} or str(campaign) in f"{heard.text} {so_far}"
    named = named or line.label == "contact.why"  # it tells of the person, whatever the campaign
    return named and "/campaign new diwali to vip friday 6pm: your words" not in heard.text.partition("\n")[0]
