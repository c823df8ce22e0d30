"""A plan as the API reads and shows it; ``flows/plans/plan_json.py`` parses its terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator

from flows.audience.criteria_json import write_criteria, write_where
from flows.audience.criteria_values import write_length
from flows.channels import ChannelName
from flows.experiments.experiment_arm import MOST
from flows.plans.plan_json import LONGEST_ITEM, MOST_EXITS, MOST_STEPS, write_terms
from flows.plans.plan_offer import MOST_DAYS, MOST_PERCENT, OfferKind, PlanOffer
from flows.plans.plan_terms import MAY_END, EntryBy, KeptPlan, PlanStep
from flows.policy.departure_facts import Programme
from handlers.api.field_types import EachOnce, limit_to, make_exact_line
from handlers.api.resource_update import SentBack
from handlers.audience.api.segment_resource import AnyAudience, CriteriaDocument
from handlers.campaigns.api.campaign_term_fields import ONE_KIND, AmountOff
from handlers.campaigns.api.wording_fields import CampaignTextTold, show_texts
from handlers.engine.checked_fields import utc
from handlers.plans.plan_changes import LONGEST_NAME

_LONG = "length such as 3d, 12h, 30m or 2w"
_WAIT = f'{_LONG}; "0" leaves at once'
_LENGTH = r"^\d{1,6}[mhdw]$"
_MOST_FIELDS = 20
_MOST_TEXTS = 60  # by language and channel


class PlanEntryTold(BaseModel):
    """The entry of a plan: with the `event` and conditions on its fields, or the `date` and how many `days` before."""

    model_config = ConfigDict(extra="forbid")
    by: EntryBy
    event: Annotated[str | None, Field(max_length=LONGEST_NAME, description="such as return.completed")] = None
    where: Annotated[
        dict[str, Any] | None,
        Field(max_length=_MOST_FIELDS, description="its fields, as `where` of criteria: one line of goods meets all"),
    ] = None
    date: Literal["birthday"] | None = None
    days: Annotated[int | None, Field(ge=0, lt=MOST_DAYS, strict=True)] = None


_BOUGHT = {"type": "string", "minLength": 1, "maxLength": LONGEST_ITEM, "pattern": r"\S"}
_ITEM = {"type": "object", "required": ["bought"], "properties": {"bought": _BOUGHT}, "additionalProperties": False}
Exit = Annotated[Any, WithJsonSchema({"anyOf": [{"enum": sorted(MAY_END)}, _ITEM]})]
"""A reason, or the purchase of an item by its title, its title and variant, or its SKU; read_terms reads it."""


class PlanOfferTold(BaseModel):
    """The discount of each person's own code."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=ONE_KIND)
    kind: OfferKind = OfferKind.PERCENT
    percent: Annotated[int | None, Field(ge=1, le=MOST_PERCENT, strict=True)] = None
    amount: AmountOff | None = None
    days: Annotated[int, Field(ge=1, le=MOST_DAYS, strict=True, description="how long the code is valid")] = 7


class PlanArmTold(BaseModel):
    """One message: with a `template` of the library, or `texts` of the shop's own, and not both."""

    model_config = ConfigDict(extra="forbid")
    wait: Annotated[str, *limit_to(rf"{_LENGTH}|^0$", _WAIT), Field(description="after the step before, or the entry")]
    template: Annotated[str | None, Field(max_length=LONGEST_NAME, description="such as win_back")] = None
    plain: Annotated[
        str | None, Field(max_length=LONGEST_NAME, description="used if the code of the template cannot be created")
    ] = None
    texts: Annotated[list[CampaignTextTold], Field(max_length=_MOST_TEXTS)] = []
    offer: PlanOfferTold | None = None
    at: Annotated[str | None, Field(max_length=8, description="a time of day where the person is, as 18:00")] = None
    channels: Annotated[EachOnce[ChannelName], Field(description="in order of preference")] = []

    @model_validator(mode="before")
    @classmethod
    def _says_when(cls, told: object) -> object:
        """Refuse a missing wait like an invalid one, naming the choices."""
        return {**told, "wait": told.get("wait") or ""} if isinstance(told, Mapping) else told


class PlanStepTold(PlanArmTold):
    """A step of a plan, and its test arms; each arm gets an equal share of the people."""

    arms: Annotated[list[PlanArmTold], Field(max_length=MOST - 1)] = []


class KeptPlanShown(BaseModel):
    """A plan in its newest version, which new people get."""

    id: Annotated[str, Field(description="for a ready one never turned on, its name")]
    name: str
    enabled: Annotated[bool, Field(description="whether people enter and messages are sent")]
    version: Annotated[int, Field(description="the number of changes, from 1; 0 for a ready one never turned on")]
    made_at: datetime | None
    kind: str
    entry: PlanEntryTold
    condition: CriteriaDocument
    phrase: Annotated[str, Field(description="the words that named its people")]
    steps: list[PlanStepTold]
    exits: list[Exit]
    programme: Programme
    priority: int
    holdout: float
    rest: str


class PlanList(BaseModel):
    """A page of plans."""

    items: list[KeptPlanShown]
    next: Annotated[str | None, Field(description="the cursor of the next page; null on the last one")]


class PlanTold(SentBack):
    """A plan as a request describes it."""

    passed_over = ("id", "enabled", "version", "made_at", "phrase")

    name: Annotated[str, *make_exact_line(1, LONGEST_NAME)]
    kind: Annotated[
        str | None, Field(max_length=LONGEST_NAME, description="a person is in one plan of a kind; null is the name")
    ] = None
    entry: PlanEntryTold
    condition: Annotated[
        AnyAudience | None,
        Field(description="its people: the id of a segment, the name of a ready one, criteria; null is everyone"),
    ] = None
    steps: Annotated[list[PlanStepTold], Field(min_length=1, max_length=MOST_STEPS)]
    exits: Annotated[
        list[Exit],
        Field(max_length=MOST_EXITS, description="what ends it, besides an opt-out, an erasure and a stronger plan"),
    ] = Field(default_factory=lambda: ["bought"])
    programme: Programme = Programme.OFFERS
    priority: Annotated[int, Field(ge=-100, le=100, strict=True)] = 0
    holdout: Annotated[float, Field(ge=0, le=0.5, strict=True, description="the share of the control group")] = 0.0
    rest: Annotated[
        str,
        *limit_to(_LENGTH, _LONG),
        Field(description="how long a person cannot re-enter a plan of that kind"),
    ] = "90d"

    def document(self, currency: str) -> dict[str, Any]:
        """Return the terms as input for ``read_terms``, without the condition; amounts are in ``currency``."""
        told = self.model_dump(mode="json", exclude_none=True, exclude={"name", "condition"})
        offers = (one.get("offer", {}) for step in told["steps"] for one in (step, *step["arms"]))
        for offer in offers:
            if "amount" in offer:
                offer["currency"] = currency
        if self.entry.where is not None:
            told["entry"]["where"] = self.entry.where  # with its numbers, which a dump in JSON turns into texts
        return {"kind": self.name, **told}


def show_plan(one: KeptPlan) -> dict[str, Any]:
    """Format a plan for the API."""
    terms = write_terms(one.terms)
    shown: dict[str, Any] = {
        "id": str(one.id) if one.version else one.name,
        "name": one.name,
        "enabled": one.enabled,
        "version": one.version,
        "made_at": utc(one.made_at) if one.version else None,
        **{name: terms[name] for name in ("kind", "exits", "programme", "priority", "holdout", "rest")},
        "condition": write_criteria(one.terms.condition),
        "phrase": one.terms.phrase,
        "steps": [_step(step) for step in one.terms.steps],
    }
    entry = one.terms.entrance
    days = entry.days if entry.date else None
    named = {"event": entry.event or None, "where": write_where(entry.where) or None}
    return shown | {"entry": {"by": entry.by.value, **named, "date": entry.date or None, "days": days}}


def _step(step: PlanStep) -> dict[str, Any]:
    return _arm(step) | {"arms": [_arm(one) for one in step.arms]}


def _offer(offer: PlanOffer) -> dict[str, Any]:
    amount = str(offer.amount) if offer.amount is not None else None
    return {"kind": offer.kind.value, "percent": offer.percent, "amount": amount, "days": offer.days}


def _arm(step: PlanStep) -> dict[str, Any]:
    return {
        "wait": write_length(step.wait) if step.wait else "0",
        "template": None if step.texts else step.template,
        "plain": step.plain or None,
        "texts": show_texts(step.texts),
        "offer": _offer(step.offer) if step.offer else None,
        "at": step.at.isoformat("minutes") if step.at else None,
        "channels": list(step.channels),
    }
