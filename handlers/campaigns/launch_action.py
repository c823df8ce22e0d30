"""The launch of a campaign as previewed, once; then its waves begin one after another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from uuid import UUID

from flows.actor import SYSTEM
from flows.campaigns import campaign_launch as launching
from flows.campaigns.campaign import UNLAUNCHED, Campaign, CampaignStatus
from flows.campaigns.campaign_course import course_of
from flows.campaigns.campaign_launch import Begin, Compare, Finish, Launch, Launched, LaunchFacts
from flows.campaigns.campaign_preview import CampaignPreview
from flows.engine import Decision, Subject
from flows.phrase import At, Lines, Ours, phrase
from flows.policy.departure_facts import Kind
from handlers.actions.action import Origin, Preview, Refused
from handlers.actions.verdict_reasons import in_words
from handlers.campaigns.campaign_reference import to_tap
from handlers.campaigns.codes import code_supply
from handlers.campaigns.drafts.draft_card import make_buttons
from handlers.campaigns.drafts.draft_checks import PAST
from handlers.campaigns.previews.parallel_messages import find_launched_since
from handlers.campaigns.previews.preview_text import render_preview
from handlers.campaigns.sending.campaign_approval import needs_second, pause_if_grown
from handlers.campaigns.sending.campaign_control import LAUNCHED, NamedCampaign, note, stays
from handlers.campaigns.sending.contest_watch import ask_whether
from handlers.campaigns.sending.progress_notices import tell_lapsed, tell_unsent, watch
from handlers.campaigns.sending.wave_fanout import ask
from handlers.engine import host
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.person_language import speech_to
from handlers.engine.turn import Turn
from handlers.forecasts.forecast_text import describe_reasons
from handlers.own_codes.own_code_creation import check
from handlers.staff_notices import alerts
from handlers.staff_notices.second_approval import SecondYes, find_first_approver, find_member, take_second_yes
from storage.businesses.approvals import Approvals
from storage.campaigns.campaign_mailings import SUBJECT
from storage.campaigns.campaigns import CampaignMoved, Campaigns
from storage.events.runs import Run
from storage.store.own_codes import OwnCodes

_SPARE = 20  # spare codes: one for each so many people, and so many


class WhyNotLaunched(StrEnum):
    """The reasons why a campaign cannot be launched."""

    UNSEEN = "campaign_unseen"
    NOBODY = "campaign_of_nobody"
    KEPT = "campaign_nobody_left"  # a rule blocks each of them
    PASSED = "campaign_launch_passed"
    OFFER_OVER = "campaign_offer_over"
    CODE_OVER = "campaign_code_over"
    ALONE = "campaign_needs_second"


@dataclass(frozen=True, slots=True)
class LaunchCampaign:
    """Request to launch a campaign as in the preview with this ``snapshot``, "" for the last preview."""

    which: NamedCampaign
    snapshot: str = ""


async def would_launch(turn: Turn, command: LaunchCampaign) -> Preview:
    """Return the preview of the campaign. Raises Refused."""
    campaign, preview = await _require_confirmed(turn, command)
    shown, stands_for = await render_preview(turn, campaign, preview), f"{campaign.id} {preview.snapshot}"
    if lately := await find_launched_since(turn, campaign, preview):
        names, again = tuple(Ours(f"“{one.name}”") for one in lately), to_tap(campaign, "launch")
        note = phrase("campaign_launched_since", names=Lines(names, ", "), many=len(lately), command=again)
        shown, stands_for = Lines((shown, note)), f"{stands_for} {' '.join(str(one.id) for one in lately)}"
    if needs_second(turn, preview):
        about = Subject(SUBJECT, campaign.id)
        first = await find_first_approver(turn, about, preview.snapshot)
        said = phrase("campaign_second", most=turn.business.policy.second_yes_above or 0)
        if first is not None:
            said = phrase("campaign_second_needed", who=first.name)
        elif await turn.unit.of(Approvals).find_approval(about, preview.snapshot) is not None:
            said = phrase("campaign_second_there")  # of a program, or of a member who has left
        shown, stands_for = Lines((shown, said)), f"{stands_for} {first.id if first else ''}"
    label, changes = phrase("button_launch"), make_buttons(campaign)
    why = phrase("button_why_not" if preview.excluded else "button_details")
    changes = (*changes, (to_tap(campaign, "details"), why))
    return Preview(shown, label, final=True, stands_for=stands_for, beside=changes)


async def launch(turn: Turn, origin: Origin, command: LaunchCampaign) -> Campaign:
    """Launch the campaign as previewed. Raises Refused."""
    campaign, preview = await _require_confirmed(turn, command)
    if not await _is_approved(turn, origin, campaign, preview):
        return campaign
    course = course_of(campaign, preview, turn.business, turn.now)
    campaigns = turn.unit.of(Campaigns)
    try:
        approved = await campaigns.move(campaign, CampaignStatus.APPROVED, origin.by, turn.now)
        held = approved.get_share_left_alone(preview.reached)
        ready = replace(approved, schedule=course.schedule, holdout=held, contest=course.contest)
        await campaigns.move(ready, CampaignStatus.SCHEDULED, origin.by, turn.now, course.latest)
    except CampaignMoved:
        raise stays(command.which, await campaigns.hold(campaign.id)) from None
    for variant, offer in ready.pools.items():
        many = _count_codes(preview, ready.offers.count(offer) / len(ready.offers))
        await code_supply.have_made(turn, campaign, offer, many, course.latest, variant)
    await note(turn, origin.by, LAUNCHED, NamedCampaign(campaign.id, campaign.name))
    await host.enter(turn, launching.NAME, str(campaign.id), None, None, Launch(course.waves, course.latest))
    await _tell_who_asked(turn, origin, campaign, preview)
    launched = await campaigns.get(campaign.id)
    assert launched is not None, "it was there"
    return launched


async def _is_approved(turn: Turn, origin: Origin, campaign: Campaign, preview: CampaignPreview) -> bool:
    """Return True if the campaign has the confirmations that its size needs; otherwise request the
    second. Raises Refused."""
    if not needs_second(turn, preview):
        return True
    about = Subject(SUBJECT, campaign.id)
    stands = await take_second_yes(turn, origin.by, about, preview.snapshot)
    if stands is SecondYes.NOBODY:
        raise Refused(WhyNotLaunched.ALONE, {"most": turn.business.policy.second_yes_above or 0})
    if stands is SecondYes.ASKED:
        see = to_tap(campaign, "launch")
        told = phrase("campaign_needs_you", name=campaign.name, many=preview.expected, command=see)
        await alerts.tell(turn, f"approval:{campaign.id}:{preview.snapshot}", told, but=origin.by)
    return stands is SecondYes.GIVEN


async def _tell_who_asked(turn: Turn, origin: Origin, campaign: Campaign, preview: CampaignPreview) -> None:
    """Tell the staff member who waits for a second confirmation that another member has given it."""
    first = await find_first_approver(turn, Subject(SUBJECT, campaign.id), preview.snapshot)
    second = await find_member(turn, origin.by)
    if first is None or second is None or first.contact is None or first.id == second.id:
        return
    chat = await alerts.find_chat(turn, first.contact)
    if chat is not None:
        told = phrase("campaign_second_given", who=second.name, name=campaign.name, command=to_tap(campaign))
        key = f"second-yes:{campaign.id}:{preview.snapshot}"
        text = (await speech_to(turn, chat)).say(told)
        await post(turn, chat, OutboundMessage(key=key, kind=Kind.STAFF, text=text))


def _count_codes(preview: CampaignPreview, share: float) -> int:
    """Return how many codes to make before the launch, for an offer that this share of the people gets. That is as many
    as are expected, and some spare ones. If more are needed, they are made one at a time."""
    expected = ceil(preview.expected * share)
    return min(preview.reached, expected + expected // _SPARE + _SPARE)


async def _require_confirmed(turn: Turn, command: LaunchCampaign) -> tuple[Campaign, CampaignPreview]:
    """Return the campaign with the preview that is confirmed. Raises Refused."""
    campaign = await turn.unit.of(Campaigns).get(command.which.id)
    if campaign is None or campaign.status not in UNLAUNCHED:
        raise stays(command.which, campaign)
    preview = campaign.preview
    if preview is None or not preview.holds(campaign.version, turn.now):
        raise Refused(WhyNotLaunched.UNSEEN, {"name": campaign.name})
    if command.snapshot not in {"", preview.snapshot}:
        raise Refused(WhyNotLaunched.UNSEEN, {"name": campaign.name})
    if not preview.reached:
        raise Refused(WhyNotLaunched.NOBODY, {"many": preview.people}, to_tap(campaign, "edit"))
    if not preview.expected:
        kept = {"many": preview.people, "reasons": describe_reasons(preview.excluded, in_words)}
        raise Refused(WhyNotLaunched.KEPT, kept, to_tap(campaign, "edit"))
    passed = [one.at for one in campaign.hours if not one.at_once and one.at < turn.now - PAST]
    if passed:
        raise Refused(WhyNotLaunched.PASSED, {"at": At(min(passed))})
    await _check_offers(turn, campaign)
    return campaign, preview


async def _check_offers(turn: Turn, campaign: Campaign) -> None:
    """Check that the campaign's offers are still valid at its start; otherwise messages are refused. Raises Refused."""
    more = to_tap(campaign, "edit")
    for offer, due in zip(campaign.offers, campaign.hours, strict=True):
        if offer is not None and offer.code is not None:
            own = await turn.unit.of(OwnCodes).find_by_name(offer.code)
            if own is None or not own.holds(turn.now):
                raise Refused(WhyNotLaunched.CODE_OVER, {"code": offer.code, "command": Ours("/discount new")}, more)
        elif offer is not None:
            check(turn, offer)  # the store may be another by now, or none
        if offer is not None and offer.ends_at is not None and offer.ends_at <= max(turn.now, due.at):
            raise Refused(WhyNotLaunched.OFFER_OVER, {"until": At(offer.ends_at)}, more)


def make_facts(_business: object, _event: object) -> LaunchFacts:
    """Return the facts of a launch, which are empty."""
    return LaunchFacts()


async def load_facts(_turn: Turn, _contact: UUID, _subject: Subject | None, _event: object) -> LaunchFacts:
    """Return empty facts; never called, because a launch has no contact."""
    return LaunchFacts()


async def write(turn: Turn, run: Run, _before: Launched | None, decision: Decision[Launched]) -> None:
    """Begin the waves that are due, or end the campaign."""
    campaigns = turn.unit.of(Campaigns)
    campaign = await campaigns.hold(UUID(run.key), alone=True)  # waits for a resume in another transaction
    assert campaign is not None, "its run was begun with its row"
    for effect in decision.effects:
        if isinstance(effect, Begin):
            if campaign.status is CampaignStatus.SCHEDULED:
                campaign = await campaigns.move(campaign, CampaignStatus.SENDING, SYSTEM, turn.now)
            campaign = await pause_if_grown(turn, campaign)
            await code_supply.recheck_discounts(turn, campaign)
            await ask(turn, campaign, effect.wave, decision.state.waves)
            await watch(turn, campaign, decision.state.waves[effect.wave])
        elif isinstance(effect, Compare):
            await ask_whether(turn, campaign)
        elif isinstance(effect, Finish):
            paused = campaign.status is CampaignStatus.PAUSED
            campaign = await campaigns.move(campaign, CampaignStatus.DONE, SYSTEM, turn.now)
            await (tell_lapsed if paused else tell_unsent)(turn, campaign)
