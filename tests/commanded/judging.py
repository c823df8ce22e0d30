"""Which command a line is answered by or suggests, and whether anything was done that it does not ask for."""

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

    RIGHT = "right"  # its command answered, or asked
    SUGGESTED = "suggested"  # its command was named to be tapped
    ANOTHER = "another"  # nothing of it was named
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
    if line.label == "opt_out":
        return Verdict.RIGHT if heard.stopped else Verdict.ANOTHER
    if line.label in {"none", "confirm", "decline"}:  # nothing is open that an answer could be to
        return Verdict.RIGHT if heard.names in {("unread",), ()} else Verdict.ANOTHER
    named = _ANSWERS.get(line.label, ())
    asked = {str(values.get("so_far", "")).split("\n")[0] for _, values in heard.asks}
    if (set(heard.names) | asked) & set(named):
        return Verdict.RIGHT
    shown = any(f"/{name}" in heard.text or f"/{name}" in heard.buttons for name in named)
    return Verdict.SUGGESTED if shown and "unread" in heard.names else Verdict.ANOTHER
