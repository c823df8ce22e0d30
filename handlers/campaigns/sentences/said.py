"""What a sentence of the staff wants of a campaign is done as its command does it: drafted, changed, shown or tried.

Nothing leaves by a sentence: a launch is shown first, as behind /campaign launch.
"""

from __future__ import annotations

from flows.audience.reading import dump_criteria
from flows.campaigns.campaign import UNLAUNCHED, Campaign
from flows.campaigns.texts import CampaignText
from flows.experiments.arm import LETTERS
from flows.phrase import Lines, Ours, phrase
from handlers.actions.action import Refused
from handlers.admins.command import Reply
from handlers.admins.obeying import as_typed, obey
from handlers.audience import called as audiences
from handlers.audience.naming import names_of
from handlers.audience.phrases import read_phrase
from handlers.campaigns.called import as_name, called
from handlers.campaigns.commands import CAMPAIGN_COMMAND, EDIT, ChangeCampaign
from handlers.campaigns.drafts.armed import retimed
from handlers.campaigns.drafts.drafting import EditCampaign
from handlers.campaigns.drafts.due import on_its_day
from handlers.campaigns.drafts.shares import share_of
from handlers.campaigns.sentences.heard import Heard, Meant
from handlers.campaigns.sentences.latest import latest_of
from handlers.campaigns.sentences.sentence import Sentence, read_sentence
from handlers.campaigns.sentences.verbs import Does
from handlers.replies.moments import names_hour
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message
from templates.values import quoted

_NAME_WORDS, _SHORT = 4, 40


async def sentence_in(turn: Turn, text: str, campaigns: list[str]) -> Sentence | None:
    """The sentence that a text is; the names of the business are loaded only where it may be one."""
    if read_sentence(text, campaigns, lambda _people: True, turn.now, turn.zone) is None:
        return None
    names = await names_of(turn)
    found = read_sentence(
        text, campaigns, lambda people: read_phrase(people, names).criteria is not None, turn.now, turn.zone
    )
    return found if found is not None and _is_enough(found) else None


async def says_parts(heard: Heard) -> Meant | None:
    """What a sentence wants that is read part by part."""
    sentence = await sentence_in(heard.turn, heard.text, heard.names)
    if sentence is None:
        return None

    async def parts(turn: Turn, member: Member, message: Message) -> Reply:
        return await obeyed(turn, member, message, sentence)

    return parts


def _is_enough(found: Sentence) -> bool:
    """Whether it says more than a verb: of nobody's campaign words, an offer, or people to whom one is launched; and
    the moment alone where no verb is said. A test is of the latest campaign where none is named."""
    if found == Sentence(Does.TEST):
        return True
    if found.guessed:
        return bool(found.at or found.late) and not found.people
    return bool(found.name or found.words or found.offer or (found.does is Does.LAUNCH and found.people))


async def obeyed(turn: Turn, member: Member, message: Message, said: Sentence) -> Reply:
    """What comes of a sentence."""
    if member.role not in EDIT.roles:
        return Reply(phrase("only_owners_may", command=Ours("/campaign")))
    campaign = await called(turn, said.name)
    if said.late:
        return Reply(phrase("campaign_time_not_ahead", when=quoted(said.late, _SHORT)), asks=(), refused=True)
    if said.unclear:
        return Reply(phrase("campaign_day_unclear", day=said.unclear, name=said.name), asks=())
    if said.unread:
        unread = phrase("campaign_people_unread", people=quoted(said.unread, _SHORT))
        return Reply(unread, asks=(CAMPAIGN_COMMAND.name, "edit", *said.name.split(), "to"), refused=True, drafts=True)
    if said.does is Does.TEST:
        latest = None if said.name else await latest_of(turn, member)
        return await typed(turn, member, message, f"test {latest.name if latest else said.name}")
    if campaign is None:
        return await typed(turn, member, message, _new(said))
    if said.asks:
        return await typed(turn, member, message, _shown(campaign, said))
    if said.offer:  # what an offer is, its command knows
        return await typed(
            turn, member, message, f"edit {said.name} to {_behind(said, campaign.phrase)}{_worded(said)}"
        )
    changed = await _change(turn, campaign, said)
    if changed != EditCampaign(campaign.id):
        return await _changed(turn, member, message, changed)
    return await typed(turn, member, message, _shown(campaign, said))


def _shown(campaign: Campaign, said: Sentence) -> str:
    """The command that shows what would happen, or how the campaign stands."""
    if said.does is Does.MOVE:
        return f"edit {said.name}"
    return f"launch {said.name}" if said.does is Does.LAUNCH or campaign.status in UNLAUNCHED else said.name


def _new(said: Sentence) -> str:
    """The command by which a campaign is drafted that nobody named: it is called as its offer, or its first words."""
    if not (said.words or said.offer):
        return "launch"  # asks which
    figure = "".join(one for one in said.offer.partition(",")[0] if one.isdecimal())
    plain = [one for one in (said.words[0].split() if said.words else ()) if not any(map(str.isdigit, one))]
    head = f"offer {figure}" if said.offer else " ".join(plain[:_NAME_WORDS]) or "news"
    name = said.new or as_name(head)
    return f"new {name} to {_behind(said)}{_worded(said)}" if said.people else f"new {name}"


def _behind(said: Sentence, people: str = "") -> str:
    """The people, the offer, the moment, the share left alone and the channel, as /campaign takes them."""
    channel = "".join(f"on {one} only" for one in said.channels)
    parts = (
        f"{said.people or people} {channel}".strip(),
        said.offer,
        said.when,
        said.alone,
        "best wins" if said.best else "",
    )
    return ", ".join(one for one in parts if one)


def _worded(said: Sentence) -> str:
    """The wordings, as /campaign takes them."""
    if len(said.words) < 2:
        return "".join(f': "{words}"' for words in said.words)
    return ": " + " ".join(f"{letter}: {words}" for letter, words in zip(LETTERS, said.words, strict=False))


async def _change(turn: Turn, campaign: Campaign, said: Sentence) -> EditCampaign:
    """The change of the campaign that a sentence asks for."""
    criteria = await audiences.meant(turn, said.people) if said.people else None
    own = said.does is Does.MOVE or not names_hour(said.when)  # "launch it at 7pm" may mean today
    at = on_its_day(said.when, said.at, campaign.begins, turn.now, turn.zone) if own else said.at
    timed = bool(said.at or said.now)
    terms, merged = retimed(campaign, None, said.when, said.at, turn.zone) if timed else (None, None)
    return EditCampaign(
        campaign.id,
        _texts(said) or merged,
        criteria=None if criteria is None else dump_criteria(criteria),
        phrase=said.people or None,
        at=at,
        at_once=said.now,
        channels=said.channels or None,
        holdout=share_of(said.alone),
        terms=terms,
        best=said.best or None,
    )


def _texts(said: Sentence) -> tuple[CampaignText, ...] | None:
    if not said.words:
        return None
    if len(said.words) == 1:
        return (CampaignText(said.words[0]),)
    return tuple(CampaignText(words, letter) for words, letter in zip(said.words, LETTERS, strict=False))


async def _changed(turn: Turn, member: Member, message: Message, changed: EditCampaign) -> Reply:
    try:
        return await EDIT.do(turn, member, message.id, ChangeCampaign(changed))
    except Refused as refused:
        return Reply(refused.text, asks=(), refused=True)


async def typed(turn: Turn, member: Member, message: Message, behind: str) -> Reply:
    """The answer to /campaign with these words behind it."""
    return await obey(CAMPAIGN_COMMAND, as_typed(turn, member, message.id, f"/campaign {behind}"))


def end_it(reply: Reply, command: Ours) -> Reply:
    """The answer with the way to call the campaign off for good."""
    return Reply(Lines((reply.text, phrase("campaign_to_end_it", command=command))), reply.buttons)
