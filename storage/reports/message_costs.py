"""The cost of messages, by their parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, select

from flows.money import Money
from flows.policy.message_price import convert_worth
from storage.reports.report_scope import Scope
from storage.schema import messages


async def sum_costs(
    scope: Scope, parts: Sequence[ColumnElement[Any]], joined: FromClause, which: ColumnElement[bool]
) -> Counter[tuple[Any, ...]]:
    """Return the cost of ``which`` departed messages by the values of ``parts``, in micro-units of the business's
    currency.
    """
    priced = and_(which, messages.c.price.is_not(None), messages.c.left_at.is_not(None))
    by = (*parts, messages.c.price_currency)
    query = select(*by, func.sum(messages.c.price)).select_from(joined).where(priced).group_by(*by)
    found = Counter[tuple[Any, ...]]()
    rows: Sequence[Any] = await scope.unit.rows(query)
    for row in rows:
        found[tuple(row[:-2])] += convert_worth(Money(int(row[-1]), row[-2]), scope.currency)
    return found
