"""The report of returns and offers: of all for the operator, and of its own for a sponsor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.experiments.experiment_arm import Arm
from flows.experiments.share_differences import compare_rates
from flows.money import Money
from flows.phrase import Text, phrase
from flows.promotions.offer_figures import NamedCell, OfferCell, OfferFigures, add_steps, restrict_to_sponsor
from flows.promotions.prompt import PromptChoice
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from storage.promotions.promotion_figures import FigureScope, load_figures, sum_charges
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from storage.reports.report_scope import ReportWindow
from storage.reports.report_values import Amount, End, Lift, Share, Start

_MOST_MONTHS = 36
_TOP = 10


@dataclass(frozen=True, slots=True)
class OfferSteps:
    """What became of an offer or of a brand's offers. Rates are null without anything to count."""

    name: Annotated[str, Field(description="the offer's title, or the brand")]
    offer: Annotated[UUID | None, Field(description="null for a brand")]
    partner: str
    sent: int
    clicked: int
    converted: int
    revenue: Amount
    click_rate: Share | None
    purchase_rate: Share | None


@dataclass(frozen=True, slots=True)
class BuyerGroup:
    """People who returned goods of brands with a partner, and how many bought the brand again within 30 days.

    Purchases are those of order events, so that people with offers and the control group are counted alike.
    """

    people: int
    bought: int
    rate: Share | None
    revenue: Annotated[Amount | None, Field(description="of these purchases; null in a partner's view")]


@dataclass(frozen=True, slots=True)
class OfferReport:
    """The returns of a period with all that came later. A partner's view counts people, rounded down to tens."""

    start: Start
    end: End
    currency: str
    prompts: Annotated[int, Field(description="completed returns that were decided on")]
    sent: Annotated[int, Field(description="of them, those with an offer that was sent or shown")]
    clicked: int
    exchange_clicks: Annotated[int, Field(description="returns whose page for an exchange was opened")]
    donation_clicks: Annotated[int, Field(description="the same of the page for a donation")]
    converted: Annotated[int, Field(description="with a purchase that counts, not taken back")]
    revenue: Annotated[Amount, Field(description="of these purchases, less reversals")]
    billed: Annotated[Amount, Field(description="charged in the period, less credits; exact")]
    prompt_rate: Annotated[Share | None, Field(description="sent, of the returns")]
    click_rate: Annotated[Share | None, Field(description="clicked, of the sent")]
    purchase_rate: Annotated[Share | None, Field(description="converted, of the clicked")]
    revenue_per_return: Amount | None
    partners: Annotated[int, Field(description="with an offer that was sent")]
    by_offer: tuple[OfferSteps, ...]
    by_brand: tuple[OfferSteps, ...]
    returned: Annotated[Mapping[str, int], Field(description="the most frequent categories, by returns")]
    reasons: Annotated[Mapping[str, int], Field(description="the most frequent reasons, by returns")]
    treated: Annotated[BuyerGroup | None, Field(description="null for a partner without the subscription to figures")]
    control: Annotated[BuyerGroup | None, Field(description="got the notice without an offer")]
    lift: Annotated[Lift | None, Field(description="of the rates of both groups")]


async def load_report(
    turn: Turn, start: datetime | None, end: datetime | None, sponsor: Sponsor | None = None
) -> OfferReport:
    """Return the report of a period: of all returns, or only what a sponsor may see of those of its brands.

    A sponsor's period is widened to whole months, up to the end of yesterday: ``restrict_to_sponsor`` has the rule.
    Without a subscription to figures it has no categories, reasons and groups.
    """
    if sponsor is None:
        window = ReportWindow(turn.unit, turn.tenant, start, end, turn.now)
        scope = FigureScope(window, turn.business.currency)
        return await _build_report(turn, scope, await load_figures(scope))
    scope = _limit_scope(turn, start, end, sponsor)
    figures = restrict_to_sponsor(await load_figures(scope))
    if not (sponsor.fees.data or sponsor.fees.pilot):
        figures = OfferFigures(figures.offers)
    return await _build_report(turn, scope, figures)


async def describe_period(turn: Turn, start: datetime | None, end: datetime | None) -> Sequence[Text]:
    """Describe the offers after returns of a period for the staff; empty without a return."""
    found = await load_report(turn, start, end)
    if not found.prompts:
        return ()
    names = ("prompts", "sent", "clicked", "converted", "partners")
    many = {name: Decimal(getattr(found, name)) for name in names}
    lines = [phrase("figures_of_offers", **many, revenue=found.revenue, billed=found.billed)]
    if found.treated and found.control and found.control.people:
        rates = {"rate": _percent(found.treated.rate), "base": _percent(found.control.rate)}
        lines.append(phrase("figures_of_buying_again", **rates, people=Decimal(found.control.people)))
    if found.reasons:
        lines.append(phrase("figures_of_reasons", reasons=_list_top(found.reasons), goods=_list_top(found.returned)))
    return lines


async def _build_report(turn: Turn, scope: FigureScope, figures: OfferFigures) -> OfferReport:
    total, currency, pages = add_steps(figures.offers), scope.currency, _rank(figures.named, "page")
    treated, control = (_sum_buyers(figures, currency, held_out=held_out) for held_out in (False, True))
    by_offer, by_brand = await _list_steps(turn, figures.offers, currency)
    return OfferReport(
        start=scope.window.start,
        end=scope.window.end,
        currency=currency,
        prompts=total.returns,
        sent=total.sent,
        clicked=total.clicked,
        exchange_clicks=pages.get(PromptChoice.EXCHANGE, 0),
        donation_clicks=pages.get(PromptChoice.DONATION, 0),
        converted=total.converted,
        revenue=Money(total.revenue, currency),
        billed=Money(await sum_charges(scope), currency),
        prompt_rate=_divide(total.sent, total.returns),
        click_rate=_divide(total.clicked, total.sent),
        purchase_rate=_divide(total.converted, total.clicked),
        revenue_per_return=Money(total.revenue // total.returns, currency) if total.returns else None,
        partners=len({cell.sponsor for cell in figures.offers if cell.steps.sent}),
        by_offer=by_offer,
        by_brand=by_brand,
        returned=_rank(figures.named, "category"),
        reasons=_rank(figures.named, "reason"),
        treated=treated,
        control=control,
        lift=_compare(treated, control),
    )


async def _list_steps(
    turn: Turn, cells: Sequence[OfferCell], currency: str
) -> tuple[tuple[OfferSteps, ...], tuple[OfferSteps, ...]]:
    """Return the steps of each offer, newest first, and of each brand with a partner."""
    sponsors = turn.unit.of(Sponsors)
    partners = await sponsors.by_ids({cell.sponsor for cell in cells if cell.sponsor})
    offers = await turn.unit.of(Promotions).by_ids({cell.promotion for cell in cells if cell.promotion})
    names = {brand: name for which in partners for brand, name in (await sponsors.brands(which)).items()}
    by_offer = []
    for which, offer in sorted(offers.items(), reverse=True):
        theirs, content = [cell for cell in cells if cell.promotion == which], offer.content or offer.latest
        title = content.title if content else ""
        by_offer.append(_make_steps(theirs, currency, title, partners[offer.sponsor].name, which))
    by_brand = []
    for brand in sorted({cell.brand for cell in cells if cell.sponsor}):
        theirs = [cell for cell in cells if cell.sponsor and cell.brand == brand]
        partner = next(partners[cell.sponsor].name for cell in theirs if cell.sponsor)
        by_brand.append(_make_steps(theirs, currency, names.get(brand, brand), partner))
    return tuple(by_offer), tuple(by_brand)


def _make_steps(
    cells: Iterable[OfferCell], currency: str, name: str, partner: str, offer: UUID | None = None
) -> OfferSteps:
    total = add_steps(cells)
    rates = (_divide(total.clicked, total.sent), _divide(total.converted, total.clicked))
    counts = (total.sent, total.clicked, total.converted)
    return OfferSteps(name, offer, partner, *counts, Money(total.revenue, currency), *rates)


def _sum_buyers(figures: OfferFigures, currency: str, *, held_out: bool) -> BuyerGroup | None:
    if not figures.buyers:
        return None
    theirs = [cell for cell in figures.buyers if cell.held_out is held_out]
    people, bought = sum(cell.people for cell in theirs), sum(cell.bought for cell in theirs)
    hidden = any(cell.revenue is None for cell in theirs)
    revenue = None if hidden else Money(sum(cell.revenue or 0 for cell in theirs), currency)
    return BuyerGroup(people, bought, _divide(bought, people), revenue)


def _limit_scope(turn: Turn, start: datetime | None, end: datetime | None, sponsor: Sponsor) -> FigureScope:
    """Return the whole months that touch a period, up to the end of yesterday, of at most three years."""
    midnight = datetime.combine(turn.today, time(), turn.zone)
    last = _find_month(turn, min(end - timedelta(microseconds=1), midnight) if end else midnight)
    first = _find_month(turn, max(start or sponsor.made_at, sponsor.made_at))
    months = [_step_month(last, 1)]
    while months[0] > first and len(months) <= _MOST_MONTHS:
        months.insert(0, _step_month(months[0], -1))
    begins, ends = months[0].astimezone(UTC), min(months[-1], midnight).astimezone(UTC)
    window = ReportWindow(turn.unit, turn.tenant, begins, ends, turn.now)
    return FigureScope(window, sponsor.fees.currency, sponsor.id, tuple(months[1:-1]))


def _find_month(turn: Turn, moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(turn.zone).date().replace(day=1), time(), turn.zone)


def _step_month(begins: datetime, step: int) -> datetime:
    inside = begins + timedelta(days=31 if step > 0 else -1)
    return inside.replace(day=1)


def _rank(cells: Iterable[NamedCell], kind: str) -> Mapping[str, int]:
    """Return the most frequent names, the first most; empty ones are left out."""
    sums: Counter[str] = Counter()
    for cell in cells:
        if cell.kind == kind and cell.many:
            sums[cell.name] += cell.many
    return dict(sorted(sums.items(), key=lambda one: (-one[1], one[0]))[:_TOP])


def _compare(treated: BuyerGroup | None, control: BuyerGroup | None) -> Lift | None:
    if treated is None or control is None:
        return None
    found = compare_rates(Arm(treated.people, treated.bought), Arm(control.people, control.bought))
    return None if found is None else Lift(found.estimate, found.low, found.high)


def _divide(some: int, many: int) -> float | None:
    return some / many if many else None


def _percent(share: float | None) -> Decimal:
    return Decimal(round((share or 0) * 100, 1)).quantize(Decimal("0.1")).normalize()


def _list_top(ranked: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {many}" for name, many in list(ranked.items())[:3])
