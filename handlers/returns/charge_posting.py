"""What sponsors are charged, line by line: the budget first, by one conditional update, then the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from flows.promotions.charge import Charge, ChargeKind, name_period
from flows.promotions.promotion import PricedBy, Promotion, PromotionStatus
from flows.promotions.prompt import Prompt
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.promotions import Promotions, Spending
from storage.promotions.sponsors import Sponsors


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to charge a sponsor for: ``micros`` of its currency, once for each ``key``."""

    sponsor: Sponsor
    kind: ChargeKind
    micros: int
    key: str
    promotion: Promotion | None = None
    prompt: Prompt | None = None


async def charge_click(
    turn: Turn, sponsor: Sponsor, promotion: Promotion, prompt: Prompt, event: UUID
) -> Charge | None:
    """Charge a counted click at the promotion's present price, once for each ``event``.

    Return None if the click is free: of a pilot, of a promotion priced by the month, past its budget or daily cap, or
    on a link of an offer that is over or paused.
    """
    if promotion.price.by is not PricedBy.CLICK or not _is_running(turn, sponsor, promotion):
        return None
    owed = Owed(sponsor, ChargeKind.CLICK, promotion.price.micros, f"click:{event}", promotion, prompt)
    return await _post(turn, owed, Spending(promotion.id, promotion.price.micros, turn.today))


async def charge_month(turn: Turn, promotion: Promotion) -> Charge | None:
    """Charge a promotion that is priced by the month for this month, once, if it is live. The daily cap is not applied.

    A promotion whose budget is too small for its price is paused. Return None if nothing was charged.
    """
    sponsor = await turn.unit.of(Sponsors).get(promotion.sponsor)
    if sponsor is None or promotion.price.by is not PricedBy.MONTH or not _is_running(turn, sponsor, promotion):
        return None
    key = f"month:{promotion.id}:{name_period(turn.today)}"
    if await turn.unit.of(ChargeLedger).has(key):
        return None
    owed = Owed(sponsor, ChargeKind.MONTH, promotion.price.micros, key, promotion)
    charge = await _post(turn, owed, Spending(promotion.id, promotion.price.micros, turn.today, capped=False))
    if charge is None and not sponsor.fees.pilot and promotion.price.micros:
        await turn.unit.of(Promotions).set_status(promotion.id, PromotionStatus.PAUSED, turn.now)
    return charge


async def charge_fees(turn: Turn, sponsor: Sponsor) -> None:
    """Charge an active sponsor's flat fee and its subscription for this month, each once."""
    period, fees = name_period(turn.today), sponsor.fees
    if sponsor.status is not SponsorStatus.ACTIVE:
        return
    for kind, micros in ((ChargeKind.FEE, fees.month), (ChargeKind.DATA, fees.data)):
        await _post(turn, Owed(sponsor, kind, micros, f"{kind.value}:{sponsor.id}:{period}"))


async def credit_charge(turn: Turn, which: UUID) -> Charge | None:
    """Take a line of the ledger back, once; return None if there is no such line, or it is a credit or credited.

    The credit is in this month's invoice, as that of the line may be issued. The money returns to the budget.
    """
    ledger = turn.unit.of(ChargeLedger)
    line = await ledger.get(which)
    if line is None or line.kind is ChargeKind.CREDIT:
        return None
    credit = Charge(
        turn.unit.ids.make(), line.sponsor, ChargeKind.CREDIT, -line.micros, line.currency, turn.today,
        name_period(turn.today), f"credit:{line.id}", turn.now, line.promotion, line.prompt, line.id,
    )  # fmt: skip
    if not await ledger.add(credit):
        return None
    if line.promotion is not None:
        capped = line.kind is ChargeKind.CLICK
        await turn.unit.of(Promotions).refund(Spending(line.promotion, line.micros, line.day, capped=capped))
    return credit


def _is_running(turn: Turn, sponsor: Sponsor, promotion: Promotion) -> bool:
    return promotion.runs(turn.now) and sponsor.status is SponsorStatus.ACTIVE


async def _post(turn: Turn, owed: Owed, spending: Spending | None = None) -> Charge | None:
    """Store a line, if the budget has the money; return None if nothing is charged."""
    sponsor = owed.sponsor
    if sponsor.fees.pilot or owed.micros <= 0:
        return None
    day = turn.today if spending is None else await turn.unit.of(Promotions).spend(spending)
    if day is None:
        return None
    promotion, prompt = owed.promotion, owed.prompt
    charge = Charge(
        turn.unit.ids.make(), sponsor.id, owed.kind, owed.micros, sponsor.fees.currency, day, name_period(day),
        owed.key, turn.now, promotion.id if promotion else None, prompt.id if prompt else None,
    )  # fmt: skip
    if await turn.unit.of(ChargeLedger).add(charge):
        return charge
    if spending is not None:
        await turn.unit.of(Promotions).refund(replace(spending, day=day))
    return None
