"""/audience: explain, count and show the people of a filter; save filters under a name, list and delete them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from flows.actor import Actor
from flows.audience.audience_expansion import AUDIENCE, BadAudience
from flows.audience.criteria import Compared, Criteria
from flows.audience.criteria_json import dump_criteria
from flows.audience.standard_audiences import READY
from flows.name_folding import fold_name
from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers.actions import message_explanation, person_story
from handlers.audience.audience_reference import (
    DELETE,
    JSON,
    check_name,
    find_segment,
    is_phrase,
    is_plain,
    make_criteria_context,
    to_tap,
)
from handlers.audience.audience_undo import note
from handlers.audience.criteria_explanation import explain, explain_mistake
from handlers.audience.filter_names import load_names
from handlers.audience.filter_phrases import ReadFilter, read_phrase
from handlers.engine.turn import Turn
from handlers.replies.staff_errands import Errand
from handlers.staff_chat.staff_command import LONGEST, OWNERS, Command, IssuedCommand, Reply
from storage.audience.audiences import Audiences, Selection
from storage.audience.segment_nights import SegmentNights
from storage.audience.segments import LONGEST_NAME, Segment, Segments
from templates.message_values import one_line, quote_line, shorten

_SHOWN = 3  # people of a sample
_WEEK = timedelta(days=7)
_MOST = 12  # saved audiences of a list
_SHORT = 40  # characters of a filter in a list
_KEPT = re.compile(r"\W*audiences?[\s_:]+(?P<name>[^=]{1,200}?)\s+=\s+(?P<filter>.+)", re.DOTALL | re.IGNORECASE)
_NAMED = re.compile(r"\W*\w+")  # the name of the command
COMMON = (
    "everyone", "vip", "new", "at risk", "high value", "frequent", "one time", "birthday", "gone 60 days",
    "gone 90 days",
)  # fmt: skip
"""The filters that /audience offers as buttons."""


async def audience(asked: IssuedCommand) -> Text | Reply:
    """Show the people of a filter or of a saved audience; "/audience best = vip not bought 60d" saves one."""
    if asked.is_bare:
        return await list_audiences(asked)
    words = _words(asked)
    kept = await _find_segment(asked.turn, words)
    if kept is not None:
        return await _show(asked, kept.criteria, phrase("audience_is", name=kept.name), _ways(asked, kept), kept)
    read = read_phrase(words, await load_names(asked.turn))
    told = _KEPT.match(asked.text)
    if told is not None and read.criteria is None:
        return await _keep(asked, " ".join(told["name"].replace("_", " ").split()), told["filter"].strip())
    if read.criteria is None:
        return _explain_unread(asked, read, words)
    may_keep = asked.member.role in OWNERS
    keep = phrase("audience_keep", phrase=one_line(words)) if may_keep else ""
    return await _show(asked, read.criteria, "", Lines((await _explain_tag(asked.turn, read.criteria, words), keep)))


async def _find_segment(turn: Turn, words: str) -> Segment | None:
    """Return the saved audience with this name or tap, unless the words are a filter: "tag vip" is the tag."""
    kept = await find_segment(turn, words)
    return None if kept is not None and await is_phrase(turn, words) else kept


async def _explain_tag(turn: Turn, criteria: Criteria, words: str) -> Text:
    """Say how many people have a tag named like the ready-made audience, and how to ask for them; "" if nobody has."""
    tag = fold_name(words)
    if not isinstance(criteria, Compared) or criteria.fact != AUDIENCE or criteria.value not in READY:
        return ""
    marked = Selection(Compared("tag", "=", tag), turn.now, turn.zone)
    many = await turn.unit.of(Audiences).count(marked)
    return phrase("audience_or_tag", many=many, tag=tag, command=Ours(f"/audience tag:{tag}")) if many else ""


async def list_audiences(asked: IssuedCommand) -> Text | Reply:
    """List the saved audiences, with a button for each of the most common filters."""
    kept = await asked.turn.unit.of(Segments).all()
    rows = [_row(one) for one in kept]
    head = phrase("audiences_head", many=len(kept)) if kept else phrase("audiences_none")
    more = [phrase("audiences_more", many=len(kept) - _MOST)] if len(kept) > _MOST else []
    text = Lines((head, *rows[:_MOST], *more, phrase("audience_examples")), longest=LONGEST)
    return Reply(text, tuple((tap("audience", one), Ours(one)) for one in COMMON))


def _row(kept: Segment) -> Text:
    """Format the line of a saved audience: a tap, the name if the tap cannot contain it, and the filter."""
    name = () if is_plain(kept.name) else (quote_line(kept.name, _SHORT),)
    return Lines((to_tap(kept), *name, Ours(shorten(one_line(kept.phrase or ""), _SHORT, "…"))), " ")


async def delete(asked: IssuedCommand) -> Text | Reply:
    """Delete a saved audience; if no name is given, list all."""
    if asked.is_bare:
        return await list_audiences(asked)
    kept = await find_segment(asked.turn, _words(asked))
    if kept is None:
        return Reply(phrase("audience_unknown", name=quote_line(asked.rest, _SHORT)))
    try:
        await asked.turn.unit.of(Segments).remove(kept.id)
    except BadAudience as wrong:
        return phrase("audience_refused", why=Ours(str(wrong)))
    await note(asked.turn, Actor.staff(asked.member.id), kept, None)
    again = Ours(f"/audience {kept.name} = {one_line(kept.phrase)}") if kept.phrase else Ours("/audience")
    return Lines((phrase("audience_deleted", name=kept.name), phrase("audience_again", command=again)))


async def show_json(asked: IssuedCommand) -> Text | Reply:
    """Show the criteria of a filter or of a saved audience as JSON for the API."""
    if asked.is_bare:
        return phrase("audience_examples")
    words = _words(asked)
    kept = await _find_segment(asked.turn, words)
    if kept is not None:
        return _json(kept.criteria)
    read = read_phrase(words, await load_names(asked.turn))
    return _json(read.criteria) if read.criteria is not None else _explain_unread(asked, read, words)


def _json(criteria: Criteria) -> Text:
    return Ours(dump_criteria(criteria))


def _words(asked: IssuedCommand) -> str:
    """Return the text after the command as it was typed; arguments lose commas and quotes."""
    named = _NAMED.match(asked.text)
    first = rf"[\"“„«(-]*(?<!\w){re.escape(asked.arguments[0])}" if asked.arguments else "$"
    found = re.compile(first).search(asked.text, named.end() if named is not None else 0)
    return asked.rest if found is None else asked.text[found.start() :]


async def _keep(asked: IssuedCommand, name: str, words: str) -> Text | Reply:
    """Save an audience under a name, or change the one with this name."""
    turn, segments = asked.turn, asked.turn.unit.of(Segments)
    if asked.member.role not in OWNERS:
        return phrase("only_owners_may", command=Ours("/audience"))
    read = read_phrase(words, await load_names(turn))
    if read.criteria is None:
        return _explain_unread(asked, read, words)
    by, today = Actor.staff(asked.member.id), turn.today
    kept = await segments.find_by_name(name)
    try:
        if kept is None:
            await check_name(turn, name)
            await segments.add(name, read.criteria, by, turn.now, today, words)
        else:
            changed = replace(kept, criteria=read.criteria, phrase=words)
            await segments.change(changed, turn.now, today)
    except BadAudience as wrong:
        return phrase("audience_refused", why=Ours(str(wrong)))
    except ValueError:
        return phrase("audience_bad_name", most=LONGEST_NAME)
    now = await segments.find_by_name(name)
    assert now is not None, "it was kept a moment ago"
    await note(turn, by, kept, now)
    was = phrase("audience_was", phrase=one_line(kept.phrase)) if kept is not None and kept.phrase else ""
    return await _show(asked, now.criteria, Lines((phrase("audience_kept", name=now.name), was)), _ways(asked, now))


async def _show(
    asked: IssuedCommand, criteria: Criteria, head: Text, last: Text, kept: Segment | None = None
) -> Text | Reply:
    """Show the criteria, the number of people, and some of them by name; for a saved audience also its change."""
    turn = asked.turn
    selection = Selection(criteria, turn.now, turn.zone)
    audiences = turn.unit.of(Audiences)
    try:
        many = await audiences.count(selection)
    except BadAudience as wrong:
        return phrase("audience_refused", why=Ours(str(wrong)))
    some = await audiences.sample(selection, _SHOWN, asked.message.hex[-12:])
    people = await turn.unit.people.by_ids(some)
    named = [
        Lines((await person_story.get_name(turn, one), await message_explanation.tap(turn, one, "customers")), " ")
        for _, one in sorted(people.items())
    ]
    told = await _count_people(turn, many, kept)
    like = phrase("audience_like", people=Lines(tuple(named), ", ")) if named else ""
    return Lines((head, explain(criteria, await make_criteria_context(turn)), told, like, last), longest=LONGEST)


async def _count_people(turn: Turn, many: int, kept: Segment | None) -> Text:
    """Format the number of people, with its change in a week if the number a week ago is known."""
    before = None if kept is None else await turn.unit.of(SegmentNights).on(kept.id, turn.today - _WEEK)
    if before is None:
        return phrase("audience_counts", many=many)
    more = many - before.people
    return phrase("audience_counts_since", many=many, more=max(more, 0), fewer=max(-more, 0))


def _explain_unread(asked: IssuedCommand, read: ReadFilter, words: str) -> Reply:
    """Reply with the mistake in a filter: its place, what is expected, and the nearest valid name."""
    assert read.mistake is not None, "a filter without criteria has a mistake"
    return Reply(
        Lines((explain_mistake(read.mistake, words), phrase("audience_examples"))), understood=not asked.is_loose
    )


def _ways(asked: IssuedCommand, kept: Segment) -> Text:
    """Return the next commands for a saved audience."""
    does = (JSON, DELETE) if asked.member.role in OWNERS else (JSON,)
    return phrase("next", command=Lines(tuple(to_tap(kept, one) for one in does), " · "))


AUDIENCE_COMMAND = Command(
    name="audience",
    aliases=("audiences", "segment", "segments"),
    usage="/audience vip in Texas not bought 60d",
    run=audience,
    within=(
        Command(name=DELETE, run=delete, roles=OWNERS),
        Command(name=JSON, run=show_json),
    ),
    topic="campaigns",
    errands=(Errand.COUNT,),
)
