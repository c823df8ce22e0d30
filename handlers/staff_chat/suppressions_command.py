"""/suppressions: the addresses that bounced or complained, with a button for each that lets messages go there again."""

from __future__ import annotations

from uuid import UUID

from flows.actor import Actor
from flows.engine import Subject
from flows.phrase import At, Lines, Ours, Shows, Text, phrase, tap
from flows.policy.departure_facts import AddressState
from handlers.actions.message_lives import name_at
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply, number_buttons
from storage.people.suppressions import Suppression, Suppressions
from templates import formats

LIFTED = "suppression lifted"
"""The deed in the audit."""
_MOST = 5
_REASONS = {AddressState.GONE: "suppressed_gone", AddressState.COMPLAINED: "suppressed_complaint"}


async def _list(asked: IssuedCommand) -> Text | Reply:
    """List the newest suppressed addresses."""
    book = asked.turn.unit.of(Suppressions)
    many = await book.count()
    if not many:
        return Lines((phrase("suppressions_none"), phrase("next", command=Ours("/help"))))
    page = await book.page(_MOST)
    rows = [await _describe(asked, at, one) for at, one in enumerate(page, 1)]
    taps = [tap("suppressions_lift", one.id.hex) for one in page]
    buttons = number_buttons(*[phrase("button_lift") for _ in page], taps=taps)
    return Reply(Lines((phrase("suppressions_head", many=many), *rows), longest=LONGEST), buttons)


async def _describe(asked: IssuedCommand, at: int, one: Suppression) -> Text:
    address = await asked.turn.unit.people.address_by_id(one.id)
    return phrase(
        "suppressions_one", number=at, who=await name_at(asked.turn, address), channel=formats.channel(one.channel),
        reason=phrase(_REASONS[one.state]), since=At(one.since, Shows.DAY),
    )  # fmt: skip


async def _lift(asked: IssuedCommand) -> Text | Reply:
    """Let messages go to an address again."""
    more = phrase("next", command=Ours("/suppressions"))
    try:
        address = UUID(asked.rest)
    except ValueError:
        return Reply(Lines((phrase("suppression_unknown"), more)), understood=not asked.is_loose)
    turn = asked.turn
    if not await turn.unit.of(Suppressions).lift(address, turn.now):
        return Lines((phrase("suppression_unknown"), more))
    found = await turn.unit.people.address_by_id(address)
    await turn.unit.access.log(Actor.staff(asked.member.id), LIFTED, turn.now, Subject("contact", found.contact))
    return Lines((phrase("suppression_lifted", who=await name_at(turn, found)), more))


SUPPRESSIONS = Command(
    name="suppressions",
    aliases=("bounces", "suppressed"),
    run=_list,
    reads=0,
    within=(Command(name="lift", run=_lift, reads=1, roles=OWNERS),),
    roles=OWNERS,
    topic="people",
)
