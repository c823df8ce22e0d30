"""Partners by the business's word: added with brands and fees, invited, changed, written to, paused and removed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.name_folding import fold_name
from flows.phrase import Text, phrase
from flows.policy.departure_facts import Kind
from flows.promotions.promotion import refuse
from flows.promotions.sponsor import Fees, Sponsor, SponsorStatus
from handlers.actions.staff_members import TOKEN_BYTES, VALID_FOR, make_start_url
from handlers.engine.checked_fields import clean
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.businesses.access import Invite
from storage.businesses.businesses import bump
from storage.businesses.page_sessions import PageSessions
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

SUBJECT = "sponsor"
"""Partners in the audit, and the kind of their invites and pages."""
LONGEST_NAME, MOST_BRANDS = 60, 50
EMAIL = r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,60}(\.[A-Za-z0-9-]{1,60}){1,3}$"
"""An address that invoices can go to."""


async def create_sponsor(
    turn: Turn, name: str, brands: Sequence[str], fees: Fees, by: Actor, email: str | None = None
) -> Sponsor:
    """Add a partner that claims these brands; its invoices go to ``email``. One that was removed comes back, with its
    old charges and a new secret.

    Raises PromotionRefused for an unfit or taken name, no brand, and another partner's brand; nothing is stored then.
    """
    sponsors = turn.unit.of(Sponsors)
    before = await sponsors.find_by_name(name)
    if before is not None and before.status is not SponsorStatus.REMOVED:
        raise refuse("name", "partner_name_taken", name=before.name)
    if before is not None:
        fees = replace(fees, currency=before.fees.currency)  # that of its charges
    made = before or Sponsor(turn.unit.ids.make(), name, SponsorStatus.ACTIVE, fees, turn.now)
    made = replace(made, name=name, status=SponsorStatus.ACTIVE, fees=fees, removed_at=None, email=email or made.email)
    await _check(turn, made, brands)
    if before is None:
        await sponsors.add(made)
    else:
        await sponsors.save(made)
        await sponsors.renew_secret(made.id)
        made = await sponsors.get(made.id) or made
    return await _claim(turn, made, brands, by, "partner.added")


async def change_sponsor(turn: Turn, after: Sponsor, brands: Sequence[str], by: Actor) -> Sponsor:
    """Store a changed partner. Offers of a brand that it no longer has end. Raises PromotionRefused.

    Consents name a partner, so its name changes in spelling alone: another partner would get the consents to a name
    that became free.
    """
    before = await turn.unit.of(Sponsors).get(after.id)
    if before is not None and fold_name(before.name) != fold_name(after.name):
        raise refuse("name", "partner_name_fixed", name=before.name)
    await _check(turn, after, brands)
    await turn.unit.of(Sponsors).save(after)
    return await _claim(turn, after, brands, by, "partner.changed")


async def invite_sponsor(turn: Turn, sponsor: Sponsor) -> str:
    """Return a new start link. The person who opens it writes for the partner; other links end then."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invite = Invite(turn.tools.token_hash(token), SUBJECT, None, None, None, None, sponsor.id)
    await turn.unit.access.invite(invite, turn.now, turn.now + VALID_FOR)
    return make_start_url(turn.business, token)


async def change_writer(turn: Turn, sponsor: Sponsor, contact: UUID | None) -> None:
    """Let another person, or nobody, write for the partner. Pages and start links of the one before end."""
    await turn.unit.of(Sponsors).link(sponsor.id, contact)
    await turn.unit.of(PageSessions).end_all(SUBJECT, sponsor.id, turn.elapsed)
    await turn.unit.access.void_sponsor_invites(sponsor.id, turn.now)


async def tell_sponsor(turn: Turn, sponsor: Sponsor, key: str, text: Text) -> bool:
    """Send a text to a sponsor's chat, once for each ``key``; return False if the sponsor has no chat."""
    chat = await alerts.find_chat(turn, sponsor.contact) if sponsor.contact else None
    if chat is None:
        return False
    said = load_speech(turn, sponsor.language or turn.business.locale).say(text)
    await post(turn, chat, OutboundMessage(key=f"sponsor:{sponsor.id}:{key}", kind=Kind.STAFF, text=said))
    return True


async def pause_sponsor(turn: Turn, sponsor: Sponsor, by: Actor) -> None:
    """Show none of the partner's offers."""
    await _move(turn, sponsor, by, SponsorStatus.PAUSED, SponsorStatus.ACTIVE)


async def resume_sponsor(turn: Turn, sponsor: Sponsor, by: Actor) -> None:
    """Show a paused partner's offers again; one with an overdue invoice stays unpaid."""
    await _move(turn, sponsor, by, SponsorStatus.ACTIVE, SponsorStatus.PAUSED)


async def remove_sponsor(turn: Turn, sponsor: Sponsor, by: Actor) -> None:
    """End a partner's offers, links, keys and pages, and tell its chat. What it owes stays owed and is billed."""
    await turn.unit.of(Promotions).end_all(sponsor.id, turn.now)
    if not await turn.unit.of(Sponsors).remove(sponsor.id, turn.now):
        return
    text = phrase("partner_is_removed", email=sponsor.email)
    await tell_sponsor(turn, sponsor, f"removed:{sponsor.secret_number}", text)
    await turn.unit.of(PageSessions).end_all(SUBJECT, sponsor.id, turn.elapsed)
    for key in await turn.unit.access.keys():
        if key.sponsor == sponsor.id:
            await turn.unit.access.revoke_key(key.id, turn.now)
    await bump(turn.unit)  # running processes keep keys until then
    await _log(turn, sponsor, by, "partner.removed")


async def _move(turn: Turn, sponsor: Sponsor, by: Actor, to: SponsorStatus, was: SponsorStatus) -> None:
    if await turn.unit.of(Sponsors).set_status(sponsor.id, to, was):
        await _log(turn, sponsor, by, f"partner.{to.value}")


async def _check(turn: Turn, sponsor: Sponsor, brands: Sequence[str]) -> None:
    """Check the name and the brands before anything is stored. Raises PromotionRefused."""
    if not sponsor.name or clean(sponsor.name, LONGEST_NAME) != sponsor.name:
        raise refuse("name", "partner_name_unfit", most=LONGEST_NAME)
    if not 0 < len(brands) <= MOST_BRANDS or any(not one or clean(one, LONGEST_NAME) != one for one in brands):
        raise refuse("brands", "partner_brands_unfit", most=LONGEST_NAME)
    for brand in brands:
        holder = await turn.unit.of(Sponsors).find_by_brand(brand)
        if holder is not None and holder.id != sponsor.id:
            raise refuse("brands", "partner_brand_taken", brand=brand, name=holder.name)


async def _claim(turn: Turn, sponsor: Sponsor, brands: Sequence[str], by: Actor, action: str) -> Sponsor:
    sponsors, wanted = turn.unit.of(Sponsors), {fold_name(one) for one in brands}
    for brand in brands:
        await sponsors.claim_brand(sponsor.id, brand)
    gone = set(await sponsors.brands(sponsor.id)) - wanted
    if gone:
        await sponsors.give_up_brands(sponsor.id, gone)
        await turn.unit.of(Promotions).end_all(sponsor.id, turn.now, gone)
    await _log(turn, sponsor, by, action)
    return sponsor


async def _log(turn: Turn, sponsor: Sponsor, by: Actor, action: str) -> None:
    await turn.unit.access.log(by, action, turn.now, Subject(SUBJECT, sponsor.id))
