"""``/api/v1/partners``: add, list, show, change and remove partners; and credits of what they were charged."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from flows.engine import Subject
from flows.money import to_micros
from flows.promotions.charge import Charge
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.api import api_audit
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.idempotency import REPLAYED, refuse_deleted, run_once
from handlers.api.resource_versions import compute_version, must_match, show_version
from handlers.engine.turn import Turn
from handlers.returns import charge_posting
from handlers.returns.api import routes
from handlers.returns.api.partner_lookup import ADMIN, RowNamed, in_api_form, read_id
from handlers.returns.api.partner_resource import (
    PartnerAdded,
    PartnerList,
    PartnerShown,
    PartnerTold,
    WantedStatus,
    show_partner,
)
from handlers.returns.postback_signature import derive_secret
from handlers.returns.sponsor_admin import (
    SUBJECT,
    change_sponsor,
    create_sponsor,
    invite_sponsor,
    pause_sponsor,
    remove_sponsor,
    resume_sponsor,
)
from storage.promotions.charge_ledger import ChargeLedger
from storage.promotions.sponsors import Sponsors

_EXAMPLE = {
    "name": "Leaf", "brands": ["Leaf", "Leaf Kids"], "email": "ads@leaf.example", "window_days": 7,
    "fees": {"per_click": "0.25", "per_month": "300.00", "data": "99.00", "pilot": False},
}  # fmt: skip


class Nothing(BaseModel):
    """No parameters."""


class PartnerLink(BaseModel):
    """A link that works once."""

    start_link: str


class Secret(BaseModel):
    """The secret of a partner's postbacks."""

    secret: str


class CreditMade(BaseModel):
    """A credit, as a line of the ledger."""

    id: UUID
    reverses: UUID
    amount: str
    currency: str
    period: str


@make_endpoint(routes.LIST_PARTNERS, scope="read", takes=Nothing, answers={200: PartnerList}, refuses=(Code.INVALID,))
async def list_partners(call: ApiCall, _wanted: Nothing) -> ApiReply:
    """List the partners

    By name, without removed ones.
    """

    async def look(turn: Turn) -> list[dict[str, Any]]:
        return [await _show(turn, one) for one in await turn.unit.of(Sponsors).all()]

    return ApiReply(200, {"items": await call.api.turns.look(call.business, look)})


@make_endpoint(
    routes.ADD_PARTNER,
    scope=ADMIN,
    takes=PartnerTold,
    answers={201: PartnerAdded},
    refuses=(Code.CONFLICT,),
    examples={"a partner": _EXAMPLE},
    once=True,
)
async def add_partner(call: ApiCall, told: PartnerTold) -> ApiReply:
    """Add a partner

    The answer has its start link and the secret of its postbacks, once. A brand has one partner: 409 for another's. A
    removed partner of that name comes back, with a new secret.
    """

    async def work(turn: Turn) -> tuple[dict[str, Any], bool]:
        async def keep() -> UUID:
            async with in_api_form(turn):
                fees = told.build_fees(told.currency or turn.business.currency)
                made = await create_sponsor(turn, told.name, told.brands, fees, BY)
                await change_sponsor(turn, told.apply(made), told.brands, BY)
                await _set_status(turn, made, told.status)
            return made.id

        which, before = await run_once(call, turn, keep)
        made = await turn.unit.of(Sponsors).get(which)
        if made is None:
            raise refuse_deleted()
        link, secret = (None, None) if before else (await invite_sponsor(turn, made), derive_secret(turn, made))
        return await _show(turn, made) | {"start_link": link, "secret": secret}, before

    shown, before = await call.api.turns.act(call.business, work)
    headers = {"Location": f"{routes.ADD_PARTNER.path}/{shown['id']}"}
    return ApiReply(201, shown, headers | (REPLAYED if before else {}))


@make_endpoint(
    routes.SHOW_PARTNER, scope="read", takes=RowNamed, answers={200: PartnerShown}, refuses=(Code.NOT_FOUND,),
    versioned=True,
)  # fmt: skip
async def show_one_partner(call: ApiCall, _named: RowNamed) -> ApiReply:
    """Show a partner

    The same form as in the list.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        return await _show(turn, await _find(call, turn))

    return show_version(call, await call.api.turns.look(call.business, look))


@make_endpoint(
    routes.CHANGE_PARTNER,
    scope=ADMIN,
    takes=PartnerTold,
    answers={200: PartnerShown},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"another fee": {**_EXAMPLE, "fees": {"per_click": "0.40"}}},
    versioned=True,
)
async def change_partner(call: ApiCall, told: PartnerTold) -> ApiReply:
    """Change a partner

    Send back the answer of GET with your changes. The price of a click is that of new offers. Offers of a brand that is
    left out end. The currency is fixed.
    """

    async def work(turn: Turn) -> dict[str, Any]:
        found = await _find(call, turn)
        must_match(call, compute_version(await _show(turn, found)))
        if told.currency not in {None, found.fees.currency}:
            raise ApiRefused(Code.CONFLICT, f"the fees of this partner are in {found.fees.currency}", "currency")
        async with in_api_form(turn):
            await change_sponsor(turn, told.apply(found), told.brands, BY)
        await _set_status(turn, found, told.status)
        return await _show(turn, await _find(call, turn))

    shown = await call.api.turns.act(call.business, work)
    return ApiReply(200, shown, {"ETag": compute_version(shown)})


@make_endpoint(
    routes.REMOVE_PARTNER, scope=ADMIN, takes=RowNamed, answers={204: None}, refuses=(Code.NOT_FOUND,), versioned=True
)
async def remove_partner(call: ApiCall, _named: RowNamed) -> ApiReply:
    """Remove a partner

    Its offers end, and its keys, pages and start links stop working. What it owes stays owed and is billed.
    """

    async def work(turn: Turn) -> None:
        found = await _find(call, turn)
        must_match(call, compute_version(await _show(turn, found)))
        await remove_sponsor(turn, found, BY)

    await call.api.turns.act(call.business, work)
    return ApiReply(204)


@make_endpoint(
    routes.INVITE_PARTNER, scope=ADMIN, takes=RowNamed, answers={201: PartnerLink}, refuses=(Code.NOT_FOUND,)
)
async def invite_partner(call: ApiCall, _named: RowNamed) -> ApiReply:
    """Make a partner's start link

    The person who opens it writes for the partner from then on. It works once.
    """

    async def work(turn: Turn) -> str:
        return await invite_sponsor(turn, await _find(call, turn))

    return ApiReply(201, {"start_link": await call.api.turns.act(call.business, work)})


@make_endpoint(routes.RENEW_SECRET, scope=ADMIN, takes=RowNamed, answers={201: Secret}, refuses=(Code.NOT_FOUND,))
async def renew_secret(call: ApiCall, _named: RowNamed) -> ApiReply:
    """Renew the secret of a partner's postbacks

    The answer shows it once. The secret before stops working; during the change a postback may carry both signatures.
    """

    async def work(turn: Turn) -> str:
        found = await _find(call, turn)
        await turn.unit.of(Sponsors).renew_secret(found.id)
        await api_audit.log(call, turn, "partner.secret", Subject(SUBJECT, found.id))
        return derive_secret(turn, await _find(call, turn))

    return ApiReply(201, {"secret": await call.api.turns.act(call.business, work)})


@make_endpoint(
    routes.CREDIT_CHARGE,
    scope=ADMIN,
    takes=RowNamed,
    answers={201: CreditMade},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
)
async def credit_charge(call: ApiCall, named: RowNamed) -> ApiReply:
    """Take a charge back

    The credit is in the invoice of this month, and the money returns to the offer's budget. 409 if the charge was taken
    back before, or is a credit itself.
    """

    async def work(turn: Turn) -> Charge:
        if await turn.unit.of(ChargeLedger).get(named.id) is None:
            raise ApiRefused(Code.NOT_FOUND, f"there is no charge {named.id}", "id")
        credit = await charge_posting.credit_charge(turn, named.id)
        if credit is None:
            raise ApiRefused(Code.CONFLICT, "this charge was taken back before, or is a credit", "id")
        await api_audit.log(call, turn, "charge.credited", Subject("charge", named.id))
        return credit

    made = await call.api.turns.act(call.business, work)
    shown = {"id": str(made.id), "reverses": str(named.id), "amount": to_micros(made.micros)}
    return ApiReply(201, shown | {"currency": made.currency, "period": made.period})


async def _show(turn: Turn, sponsor: Sponsor) -> dict[str, Any]:
    return show_partner(sponsor, (await turn.unit.of(Sponsors).brands(sponsor.id)).values())


async def _find(call: ApiCall, turn: Turn) -> Sponsor:
    """Return the partner of the path, unless it was removed. Raises ApiRefused (404)."""
    found = await turn.unit.of(Sponsors).get(read_id(call, "partner"))
    if found is None or found.status is SponsorStatus.REMOVED:
        raise ApiRefused(Code.NOT_FOUND, "there is no partner with this id", "id")
    return found


async def _set_status(turn: Turn, sponsor: Sponsor, wanted: WantedStatus) -> None:
    if wanted is WantedStatus.PAUSED:
        await pause_sponsor(turn, sponsor, BY)
    elif wanted is WantedStatus.ACTIVE:
        await resume_sponsor(turn, sponsor, BY)
