"""Queries for the figures of returns and offers: each return counts when it was decided, with all that came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Subquery, and_, case, cast, distinct, func, literal, or_, select

from flows.promotions.conversion import ConversionStatus
from flows.promotions.offer_figures import FEWEST, BuyerCell, NamedCell, OfferCell, OfferFigures, Steps
from flows.promotions.prompt import PromptChoice
from storage.reports.report_scope import ReportWindow
from storage.schema import charges, conversions, order_lines, orders, prompts, returned_lines, returns

BUYS_AGAIN = timedelta(days=30)
"""A purchase of the brand within this time after a return counts as one of somebody who buys again."""


@dataclass(frozen=True, slots=True)
class FigureScope:
    """The returns of a window. ``sponsor`` limits them to one sponsor's and counts people instead of returns.

    ``months`` are the beginnings of the parts after the first one.
    """

    window: ReportWindow
    currency: str
    sponsor: UUID | None = None
    months: Sequence[datetime] = ()

    def select_prompts(self) -> Subquery:
        """Select the prompts, with the number of their month (``part``) and what each counts for (``each``): a return,
        or for a sponsor a person. Erased people cannot be told apart, so a sponsor sees nothing of them.
        """
        here = [self.window.unit.owns(prompts), self.window.within(prompts.c.decided_at)]
        each = prompts.c.id
        if self.sponsor is not None:
            here += [prompts.c.sponsor == self.sponsor, prompts.c.contact.is_not(None)]
            each = prompts.c.contact
        earlier = [(prompts.c.decided_at < begins, number) for number, begins in enumerate(self.months)]
        part: ColumnElement[int] = case(*earlier, else_=len(self.months)) if earlier else literal(0)
        return select(*prompts.c, part.label("part"), each.label("each")).where(*here).subquery()


async def load_figures(scope: FigureScope) -> OfferFigures:
    """Return the cells of a scope; each counts what ``scope.each`` says."""
    found = {kind: _select_goods(scope, kind) for kind in ("category", "reason")} | {"page": _select_opened(scope)}
    named = [cell for kind, query in found.items() for cell in await _load_named(scope, kind, query)]
    return OfferFigures(await _load_offers(scope), named, await _load_buyers(scope))


async def sum_charges(scope: FigureScope) -> int:
    """Return what was charged in the window less credits, in micro-units of the scope's currency."""
    unit = scope.window.unit
    here = [unit.owns(charges), scope.window.within(charges.c.at), charges.c.currency == scope.currency]
    here += [] if scope.sponsor is None else [charges.c.sponsor == scope.sponsor]
    return int(await unit.value(select(func.coalesce(func.sum(charges.c.amount), 0)).where(*here)))


async def _load_offers(scope: FigureScope) -> list[OfferCell]:
    people = _select_numbered(scope)
    keys = (people.c.sponsor, people.c.promotion, people.c.brand, people.c.part)
    whole = people.c.buyers - people.c.buyers % FEWEST
    sums = {
        "returns": func.count(),
        "sent": func.sum(people.c.sent),
        "clicked": func.sum(people.c.clicked),
        "converted": func.sum(people.c.bought),
        "revenue": func.sum(people.c.revenue),
        "tens": func.sum(case((and_(people.c.bought == 1, people.c.nth <= whole), people.c.revenue), else_=0)),
    }
    rows = await scope.window.unit.rows(
        select(*keys, *(one.label(name) for name, one in sums.items())).group_by(*keys).order_by(people.c.part)
    )
    found = []
    for row in rows:
        *steps, tens = (int(getattr(row, name)) for name in sums)
        found.append(OfferCell(row.sponsor, row.promotion, row.brand, Steps(*steps), tens))
    return found


def _select_numbered(scope: FigureScope) -> Subquery:
    """Select what is counted, with the number ``nth`` of each buyer of a cell in the order of the purchases."""
    told, sold = scope.select_prompts(), _select_sold(scope)
    keys = (told.c.sponsor, told.c.promotion, told.c.brand, told.c.part, told.c.each)
    flags = {"sent": told.c.shown_at, "clicked": told.c.clicked_at, "bought": told.c.bought_at}
    offered = told.c.promotion.is_not(None)
    marks = {name: and_(mark.is_not(None), offered) for name, mark in flags.items()}
    columns = [func.max(case((mark, 1), else_=0)).label(name) for name, mark in marks.items()]
    revenue = func.sum(func.coalesce(sold.c.net, 0)).label("revenue")
    first = func.min(told.c.bought_at).label("first")
    joined = told.outerjoin(sold, sold.c.prompt == told.c.id)
    people = select(*keys, *columns, revenue, first).select_from(joined).group_by(*keys).subquery()
    cell = (people.c.promotion, people.c.brand, people.c.part)
    order = (people.c.bought.desc(), people.c.first, people.c.each)
    nth = func.row_number().over(partition_by=cell, order_by=order).label("nth")
    buyers = func.sum(people.c.bought).over(partition_by=cell).label("buyers")
    return select(*people.c, nth, buyers).subquery()


def _select_sold(scope: FigureScope) -> Subquery:
    """Select the net revenue of each prompt: purchases that count, less their reversals."""
    bought = conversions.alias("bought")
    of_it = and_(bought.c.business == conversions.c.business, bought.c.id == conversions.c.reverses)
    counted = ConversionStatus.COUNTED.value
    here = and_(
        scope.window.unit.owns(conversions),
        conversions.c.currency == scope.currency,
        or_(conversions.c.status == counted, bought.c.status == counted),
    )
    net = func.sum(cast(conversions.c.amount, Double)).label("net")  # exact to 2**53; integers of SQLite overflow
    joined = conversions.outerjoin(bought, of_it)
    return select(conversions.c.prompt, net).select_from(joined).where(here).group_by(conversions.c.prompt).subquery()


async def _load_named(scope: FigureScope, kind: str, found: Subquery) -> list[NamedCell]:
    """Return how often each ``name`` of a query came in each month."""
    many = func.count(distinct(found.c.each)).label("many")
    query = select(found.c.name, many).group_by(found.c.name, found.c.part)
    return [NamedCell(kind, row.name, row.many) for row in await scope.window.unit.rows(query)]


def _select_opened(scope: FigureScope) -> Subquery:
    """Select the pages for an exchange or a donation that were opened."""
    told, pages = scope.select_prompts(), (PromptChoice.EXCHANGE.value, PromptChoice.DONATION.value)
    here = (told.c.choice.in_(pages), told.c.clicked_at.is_not(None))
    return select(told.c.choice.label("name"), told.c.part, told.c.each).where(*here).subquery()


def _select_goods(scope: FigureScope, kind: str) -> Subquery:
    """Select the categories or reasons of the returned goods of the prompts' brands."""
    told, unit, name = scope.select_prompts(), scope.window.unit, returned_lines.c[kind]
    theirs = and_(unit.owns(returns), returns.c.ref == told.c.ref, returns.c.contact == told.c.contact)
    of_brand = or_(returned_lines.c.brand.is_(None), returned_lines.c.brand == told.c.brand)
    lines = and_(unit.owns(returned_lines), returned_lines.c.returned == returns.c.id, of_brand)
    joined = told.join(returns, theirs).join(returned_lines, lines)
    known = and_(name.is_not(None), name != "")
    return select(name.label("name"), told.c.part, told.c.each).select_from(joined).where(known).subquery()


async def _load_buyers(scope: FigureScope) -> list[BuyerCell]:
    """Return the people by control group and month of their first return of each brand, and who bought it again.

    Purchases are those of order events for both groups, since a control group clicks nothing.
    """
    first = _select_first_returns(scope)
    unit = scope.window.unit
    again = and_(
        unit.owns(order_lines), order_lines.c.contact == first.c.contact, order_lines.c.brand == first.c.brand,
        order_lines.c.at > first.c.at, order_lines.c.at <= scope.window.later(first.c.at, BUYS_AGAIN),
    )  # fmt: skip
    paid = and_(unit.owns(orders), orders.c.id == order_lines.c.order, orders.c.currency == scope.currency)
    worth = case((orders.c.id.is_not(None), cast(order_lines.c.price, Double) * order_lines.c.quantity), else_=0)
    people = func.count(distinct(first.c.contact)).label("people")
    bought = func.count(distinct(order_lines.c.contact)).label("bought")
    revenue = func.coalesce(func.sum(worth), 0).label("revenue")
    joined = first.outerjoin(order_lines, again).outerjoin(orders, paid)
    keys = (first.c.held_out, first.c.part)
    query = select(*keys, people, bought, revenue).select_from(joined).group_by(*keys).order_by(*keys)
    rows = await unit.rows(query)
    return [BuyerCell(bool(row.held_out), row.people, row.bought, int(row.revenue)) for row in rows]


def _select_first_returns(scope: FigureScope) -> Subquery:
    """Select the first return of each person and brand in each month, of brands with a partner."""
    told = scope.select_prompts()
    keys = (told.c.contact, told.c.brand, told.c.held_out, told.c.part)
    here = (told.c.sponsor.is_not(None), told.c.contact.is_not(None))
    return select(*keys, func.min(told.c.decided_at).label("at")).where(*here).group_by(*keys).subquery()
