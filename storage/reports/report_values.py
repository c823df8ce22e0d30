"""What the reports of plans and campaigns say, and the comparison of those written to with those left alone.

What a report says of its figures is what the API's document says: each is described once, and answered so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import Field, GetPydanticSchema, PlainSerializer, WithJsonSchema
from pydantic.dataclasses import dataclass
from pydantic_core import core_schema

from flows.experiments.experiment_arm import Arm
from flows.experiments.share_differences import rate_difference
from flows.money import Money


def _as(write: Callable[[Any], object], schema: dict[str, Any]) -> tuple[object, object]:
    """A value of our own that programs are told in another form."""
    written = core_schema.plain_serializer_function_ser_schema(write)
    return GetPydanticSchema(lambda _kind, _of: core_schema.any_schema(serialization=written)), WithJsonSchema(schema)


Amount: TypeAlias = Annotated[Money, *_as(str, {"type": "string"})]
"""Money, to programs a decimal string."""
Share: TypeAlias = Annotated[float, PlainSerializer(lambda share: round(share, 4), return_type=float)]
"""A share of 1, to programs to a hundredth of a point: more would pretend to know more than the interval does."""
Stretch: TypeAlias = Annotated[timedelta, PlainSerializer(lambda one: round(one.total_seconds()), return_type=int)]
"""A stretch of time, to programs in whole seconds."""
Start: TypeAlias = Annotated[datetime | None, Field(serialization_alias="from")]
End: TypeAlias = Annotated[datetime | None, Field(serialization_alias="to")]
"""The end of a period, which does not belong to it; None is without a bound."""
Costs: TypeAlias = Annotated[
    tuple[Money, ...],
    *_as(
        lambda charged: {one.currency: str(one) for one in charged},
        {"type": "object", "additionalProperties": {"type": "string"}},
    ),
]


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step of the plan, counted from 1, sent (messages) and brought (carts)."""

    step: int
    sent: int
    delivered: int
    clicked: int
    recovered: int
    revenue: Amount


@dataclass(frozen=True, slots=True)
class VariantResult:
    """What one wording of a message, counted from 0, sent (messages) and brought (carts)."""

    variant: int
    sent: int
    delivered: int
    clicked: int
    recovered: int
    revenue: Amount


@dataclass(frozen=True, slots=True)
class HoldoutGroup:
    """People drawn while there was a holdout: ``carts``, one each, and how many of them ``ordered``.

    The cart is that of the first reminder that they got or were denied; it belongs to the period of that cart. Any
    purchase within ``attribution_days`` after that moment counts, attributed or not; ``revenue`` is net of refunds and
    returns. Whoever was left alone and then reminded at their own wish is no control from that reminder on: they are in
    neither group, unless the days to follow had passed by then.
    """

    carts: int
    ordered: int
    revenue: Amount


@dataclass(frozen=True, slots=True)
class Lift:
    """How much larger the share that ordered is among people written to than among those left alone.

    Fractions of 1: ``rate`` 0.061 is 6.1 points. ``low`` and ``high`` bound it with 95 % confidence.
    """

    rate: Share
    low: Share
    high: Share


@dataclass(frozen=True, slots=True)
class ExperimentReport:
    """What came of a plan or campaign among the people it was planned for.

    ``messaged`` people were written to, ``held_out`` were left alone to measure. ``ordered`` of them placed an order
    that counts; the money is as in ``RecoveryReport``, and so are ``refused`` and what ``lift`` compares. ``by_step``
    and ``by_variant`` are of a plan alone.
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


def compare(treated: HoldoutGroup, control: HoldoutGroup) -> Lift | None:
    """The difference of two shares with its 95 % interval; None while one group is empty."""
    found = rate_difference(Arm(treated.carts, treated.ordered), Arm(control.carts, control.ordered))
    return None if found is None else Lift(found.estimate, found.low, found.high)
