"""The page that changes a draft: its content, and the handling of a submitted form.

A form changes the same parts as the typed answers of the card, by the same functions. Each form works once: a change
makes earlier forms outdated, and an outdated form is shown again. The page cannot launch a campaign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows.actor import Actor
from flows.campaigns.campaign import UNLAUNCHED, Campaign
from flows.campaigns.campaign_texts import LONGEST_WORDS, CampaignText
from flows.campaigns.mail_subjects import has_subjects
from flows.channels import ChannelName
from flows.delivery import Outgoing
from flows.phrase import At, Lines, Text, phrase
from handlers.actions.action import Origin, Refused
from handlers.campaigns.drafts import draft_card, draft_page_link
from handlers.campaigns.drafts.campaign_draft import EditCampaign, edit
from handlers.campaigns.drafts.campaign_edit_command import change_of
from handlers.campaigns.drafts.draft_checks import WhyNoDraft, check_texts
from handlers.campaigns.drafts.draft_wordings import resolve_texts
from handlers.campaigns.previews.mail_preview import load_mails
from handlers.engine import person_language
from handlers.engine.person_language import WRITTEN
from handlers.engine.sealed_links import Notice
from handlers.engine.turn import Turn
from handlers.offers.written_amounts import name_discount
from storage.audience.segments import Segments
from storage.businesses.access import Member
from storage.campaigns.campaign_changes import CampaignChanges
from storage.campaigns.campaigns import Campaigns
from storage.sending.message import Message
from templates.campaign_page import CampaignPage, PageText

UNKNOWN, OVER = "unknown", "over"
"""The notices in place of the form: an unknown link, and no draft any more."""
_LATELY = 50  # messages of a member, to find the last one
_LONGEST_TYPED = 2000
_PARTS = ("people", "when", "offer")
_SUBJECT = "subject-"


@dataclass(frozen=True, slots=True)
class _OpenedDraft:
    member: Member
    campaign: Campaign
    locale: str


async def load_page(turn: Turn, token: str) -> CampaignPage | Notice:
    """Return the form of the draft for a token, or a notice if it cannot be changed. Raises Expired."""
    found = await _open(turn, token)
    return found if isinstance(found, Notice) else await _load_page(turn, found)


async def load_mail(turn: Turn, token: str, place: int) -> Outgoing | Notice:
    """Return the mail of a draft at that place, or a notice. Raises Expired."""
    found = await _open(turn, token)
    if isinstance(found, Notice):
        return found
    mails = await _load_mails(turn, found)
    return mails[place] if place < len(mails) else Notice(UNKNOWN, found.locale)


async def _load_mails(turn: Turn, found: _OpenedDraft) -> Sequence[Outgoing]:
    reader = found.member.contact
    return await load_mails(turn, found.campaign, reader) if reader is not None else ()


async def take(turn: Turn, token: str, typed: Mapping[str, str]) -> CampaignPage | Notice:
    """Change the draft as the form says; return the form again if a field is wrong. Raises Expired.

    If Telegram opened the page as a web app, its user has to be the staff member of the link.
    """
    found = await _open(turn, token)
    if isinstance(found, Notice):
        return found
    user = typed.get(draft_page_link.USER)
    if user is not None and not await _is_theirs(turn, found.member, user):
        return Notice(UNKNOWN, found.locale)
    page = replace(await _load_page(turn, found), app=typed.get("app", "") if user else "")
    return await _save_change(turn, found, _fill_form(page, typed), typed) if typed.get("do") == "save" else page


async def _save_change(turn: Turn, found: _OpenedDraft, page: CampaignPage, typed: Mapping[str, str]) -> CampaignPage:
    """Save the change and send the new preview in the chat. A mistake is shown at its part."""
    campaign, told = found.campaign, _list_changes(found.campaign, typed)
    if typed.get("once") != page.once:
        return _show_mistake(turn, found, page, {"": phrase(WhyNoDraft.CHANGED.value, name=campaign.name)})
    changed, wrong = await _change(turn, campaign, told, _texts(campaign, typed))
    if wrong or changed == EditCampaign(campaign.id):
        return _show_mistake(turn, found, page, wrong)
    try:
        async with turn.unit.open_savepoint():
            kept = await edit(turn, await _find_origin(turn, found.member), changed)
    except Refused as refused:
        parts = [*told, *(["words"] if changed.texts is not None else [])]
        return _show_mistake(turn, found, page, {parts[0] if len(parts) == 1 else "": refused.text})
    return replace(await _load_page(turn, replace(found, campaign=kept)), saved=True, app=page.app)


async def _change(
    turn: Turn, campaign: Campaign, told: Mapping[str, str], texts: tuple[CampaignText, ...]
) -> tuple[EditCampaign, Mapping[str, Text]]:
    """Return the change that a form makes, and the mistakes by part."""
    changed, wrong = await change_of(turn, campaign, told)
    if texts == campaign.texts:
        return changed, wrong
    try:
        check_texts(await resolve_texts(turn, texts))
    except Refused as refused:
        return changed, {**wrong, "words": refused.text}
    return replace(changed, texts=texts), wrong


def _show_mistake(turn: Turn, found: _OpenedDraft, page: CampaignPage, wrong: Mapping[str, Text]) -> CampaignPage:
    say = person_language.load_speech(turn, found.locale).say
    return replace(page, wrong={part: say(text) for part, text in wrong.items()})


async def _open(turn: Turn, token: str) -> _OpenedDraft | Notice:
    opened = await draft_page_link.open_link(turn, token)
    campaign = await turn.unit.of(Campaigns).get(opened[1]) if opened is not None else None
    if opened is None or campaign is None:
        return Notice(UNKNOWN)
    member = opened[0]
    person = await turn.unit.people.get(member.contact) if member.contact is not None else None
    locale = member.language or person_language.of(person, turn.business)
    if campaign.status not in UNLAUNCHED:
        return Notice(OVER, locale)
    return _OpenedDraft(member, campaign, locale)


async def _is_theirs(turn: Turn, member: Member, user: str) -> bool:
    """Return True if the Telegram user is this staff member."""
    found = await turn.unit.people.address(ChannelName.TELEGRAM.value, user)
    return found is not None and found.contact == member.contact


async def _find_origin(turn: Turn, member: Member) -> Origin:
    """Return the origin of a change; a preview replies to the last message of the staff member."""
    by = Actor.staff(member.id)
    thread = await turn.unit.messages.page(None, member.contact, None, _LATELY) if member.contact is not None else []
    last: Message | None = next((one for one in thread if one.direction == "in"), None)
    return Origin(by, "page") if last is None else Origin(by, str(last.id), member.contact)


async def _load_page(turn: Turn, found: _OpenedDraft) -> CampaignPage:
    campaign = found.campaign
    kept = [one.name for one in await turn.unit.of(Segments).all()]
    now = {"when": _say(turn, found, _moment(campaign)), "offer": _say(turn, found, _offers(campaign))}
    return CampaignPage(
        brand=turn.business.name,
        name=campaign.name,
        locale=found.locale,
        once=(await turn.unit.of(CampaignChanges).find_last_edit(campaign.id)).hex,
        longest=LONGEST_WORDS,
        people=campaign.phrase,
        now=now,
        texts=tuple(_show_text(campaign, one) for one in _slots(campaign)),
        common=("everyone", *draft_card.COMMON, *kept),
        mails=len(await _load_mails(turn, found)),
    )


def _moment(campaign: Campaign) -> Text:
    return phrase("button_now") if campaign.schedule.at_once else phrase("campaign_page_due", at=At(campaign.begins))


def _offers(campaign: Campaign) -> Text:
    offers = [name_discount(one) for one in campaign.terms.every_offer]
    return Lines(tuple(offers), " · ") if offers else phrase("button_no_offer")


def _slots(campaign: Campaign) -> list[CampaignText]:
    """Return the texts of a draft. Without variants, add an empty text for each language and channel that has none."""
    slots = {_field(one): one for one in campaign.texts}
    if len(campaign.variants) == 1:
        bare = CampaignText("", campaign.variants[0])
        ways = campaign.channels if len(campaign.channels) > 1 else ()
        empty = [bare, *(replace(bare, locale=one) for one in WRITTEN), *(replace(bare, channel=one) for one in ways)]
        slots |= {_field(one): one for one in empty if _field(one) not in slots}
    return sorted(slots.values(), key=lambda one: (one.variant, bool(one.channel), bool(one.locale)))


def _field(one: CampaignText) -> str:
    return "-".join(("text", one.variant, one.locale or "all", one.channel or "any"))


def _show_text(campaign: Campaign, one: CampaignText) -> PageText:
    variant = one.variant if len(campaign.variants) > 1 else ""
    subject = one.subject if has_subjects([one.channel] if one.channel else campaign.channels) else None
    return PageText(_field(one), one.text, variant, one.locale, one.channel, subject)


def _fill_form(page: CampaignPage, typed: Mapping[str, str]) -> CampaignPage:
    """Return the form filled with what was typed."""
    given = {name: value[:_LONGEST_TYPED] for name, value in typed.items()}
    texts = tuple(
        replace(one, text=given.get(one.field, one.text), subject=given.get(f"{_SUBJECT}{one.field}", one.subject))
        for one in page.texts
    )
    people, when, offer = (" ".join(given.get(name, getattr(page, name)).split()) for name in _PARTS)
    return replace(page, texts=texts, people=people, when=when, offer=offer)


def _list_changes(campaign: Campaign, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the parts that the form changes."""
    told = {part: " ".join(typed.get(part, "").split()) for part in _PARTS}
    return {part: text for part, text in told.items() if text and (part, text) != ("people", campaign.phrase)}


def _texts(campaign: Campaign, typed: Mapping[str, str]) -> tuple[CampaignText, ...]:
    """Return the texts of a form, except emptied ones."""
    found = []
    for one in _slots(campaign):
        text = typed.get(_field(one), one.text).strip()
        subject = " ".join(typed.get(f"{_SUBJECT}{_field(one)}", one.subject).split())
        if text:
            one = one if text == one.text else replace(one, text=text, conditions=())
            found.append(replace(one, subject=subject))
    same = sorted(found, key=_field) == sorted(campaign.texts, key=_field)
    return campaign.texts if same else tuple(found)


def _say(turn: Turn, found: _OpenedDraft, text: Text) -> str:
    return person_language.load_speech(turn, found.locale).say(text)
