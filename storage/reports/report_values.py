"""The values in the reports of plans and campaigns, and the comparison of recipients with the control group.

A report's descriptions are those of the API's document: each figure is described once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import Field, GetPydanticSchema, PlainSerializer, WithJsonSchema
from pydantic.dataclasses import dataclass
from pydantic_core import core_schema

from flows.experiments.experiment_arm import Arm
from flows.experiments.share_differences import compare_rates
from flows.money import Money


def _map_schema(write: Callable[[Any], object], schema: dict[str, Any]) -> tuple[object, object]:
    """Map a value of our own to another form for programs."""
    written = core_schema.plain_serializer_function_ser_schema(write)
    return GetPydanticSchema(lambda _kind, _of: core_schema.any_schema(serialization=written)), WithJsonSchema(schema)


Amount: TypeAlias = Annotated[Money, *_map_schema(str, {"type": "string"})]
"""Money, a decimal string for programs."""
Share: TypeAlias = Annotated[float, PlainSerializer(lambda share: round(share, 4), return_type=float)]
"""A share of 1, for programs to a hundredth of a point: more would exceed the interval's precision."""
Stretch: TypeAlias = Annotated[timedelta, PlainSerializer(lambda one: round(one.total_seconds()), return_type=int)]
"""A duration, in whole seconds for programs."""
Start: TypeAlias = Annotated[datetime | None, Field(serialization_alias="from")]
End: TypeAlias = Annotated[datetime | None, Field(serialization_alias="to")]
"""The end of a period, exclusive; None is without a bound."""
Costs: TypeAlias = Annotated[
    tuple[Money, ...],
    *_map_schema(
        lambda charged: {one.currency: str(one) for one in charged},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ),
]


@dataclass(frozen=True, slots=True)
class StepResult:
    """The sent messages and the brought-back carts of one step of the plan, counted from 1."""

    step: int
    sent: int
    delivered: int
    clicked: int
    recovered: int
    revenue: Amount


@dataclass(frozen=True, slots=True)
class VariantResult:
    """The sent messages and the brought-back carts of one wording, counted from 0."""

    variant: int
    sent: int
    delivered: int
    clicked: int
    recovered: int
    revenue: Amount


@dataclass(frozen=True, slots=True)
class HoldoutGroup:
    """People drawn while there was a holdout: ``carts``, one each, and how many of them ``ordered``.

    The cart is that of the first reminder that a person got or was denied; the person belongs to the period of that
    cart. Any purchase within ``attribution_days`` after that moment counts, attributed or not; ``revenue`` is net of
    refunds and returns. A control person who then asked for a reminder is no control from that reminder on. The person
    is in neither group, unless the attribution days were over.
    """

    carts: int
    ordered: int
    revenue: Amount


@dataclass(frozen=True, slots=True)
class Lift:
    """The difference of the ordering shares of recipients and control group.

    Fractions of 1: ``rate`` 0.061 is 6.1 points. ``low`` and ``high`` bound it with 95 % confidence.
    """

    rate: Share
    low: Share
    high: Share


@dataclass(frozen=True, slots=True)
class ExperimentReport:
    """The results of a plan or campaign among its planned people.

    ``messaged`` people got a message, ``held_out`` are the control group. ``ordered`` of them placed an order that
    counts; the money is as in ``RecoveryReport``, and so are ``refused`` and the groups of ``lift``. ``by_step`` and
    ``by_variant`` are of a plan alone.
    """

    experiment: str
    currency: str
    messaged: int
    held_out: int
    ordered: int
    revenue: Money
    refunded: Money
    refunds_left_out: int
    costs: tuple[Money, ...]
    by_step: tuple[StepResult, ...]
    by_variant: tuple[VariantResult, ...]
    refused: Mapping[str, int]
    treated: HoldoutGroup
    control: HoldoutGroup
    lift: Lift | None


def compute_lift(treated: HoldoutGroup, control: HoldoutGroup) -> Lift | None:
    """Return the difference of two shares with its 95 % interval; None while one group is empty."""
    found = compare_rates(Arm(treated.carts, treated.ordered), Arm(control.carts, control.ordered))
    return None if found is None else Lift(found.estimate, found.low, found.high)
