"""/audience: people by a phrase, explained, counted and shown; kept under a name, listed, taken away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flows.actor import Actor
from flows.audience.criteria import Compared, Criteria
from flows.audience.expanding import AUDIENCE, BadAudience
from flows.audience.reading import dump_criteria
from flows.audience.ready import READY
from flows.folding import folded
from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers.actions import story, why
from handlers.admins.command import LONGEST, OWNERS, Asked, Command, Reply
from handlers.audience.called import DELETE, JSON, called, check_name, is_phrase, is_plain, spoken, to_tap
from handlers.audience.explaining import explain
from handlers.audience.naming import names_of
from handlers.audience.phrases import in_full, read_phrase, without_unread
from handlers.audience.replies.limits import LONGEST as LONGEST_PHRASE
from handlers.audience.undoing import note
from handlers.replies.errands import Errand
from handlers.turn import Turn
from storage.audience.audiences import Audiences, Selection
from storage.audience.nights import SegmentNights
from storage.audience.segments import LONGEST_NAME, Segment, Segments
from templates.values import one_line, quoted, shorten

if TYPE_CHECKING:
    from handlers.audience.replies.names import Names
    from handlers.audience.replies.reading import Phrased

_SHOWN = 3  # people of a sample
_WEEK = timedelta(days=7)
_MOST = 12  # kept audiences of a list
_SHORT = 40  # characters of a phrase in a list
_KEPT = re.compile(r"\W*audiences?[\s_:]+(?P<name>[^=]{1,200}?)\s*=\s*(?P<phrase>.+)", re.DOTALL | re.IGNORECASE)


async def audience(asked: Asked) -> Text | Reply:
    """The people of a phrase or of a kept audience; "/audience best = vip not bought 60d" keeps one."""
    found = _KEPT.match(asked.text)
    if found is not None:
        return await _keep(asked, " ".join(found["name"].replace("_", " ").split()), found["phrase"].strip())
    if asked.is_bare:
        return await listed(asked)
    words = in_full(_words(asked))
    kept = await _meant(asked.turn, words)
    if kept is not None:
        return await _shown(asked, kept.criteria, phrase("audience_is", name=kept.name), _ways(asked, kept), kept)
    names = await names_of(asked.turn)
    said = read_phrase(words, names)
    if said.criteria is None:
        return await _unread(asked, said, words, names)
    may_keep = asked.member.role in OWNERS
    keep = phrase("audience_keep", phrase=one_line(words)[:LONGEST_PHRASE]) if may_keep else ""
    return await _shown(asked, said.criteria, "", Lines((await _tagged_so(asked.turn, said.criteria, words), keep)))


async def _meant(turn: Turn, words: str) -> Segment | None:
    """The kept audience of that name or tap, unless the words are a phrase: "tag vip" is the tag."""
    kept = await called(turn, words)
    return None if kept is not None and await is_phrase(turn, words) else kept


async def _tagged_so(turn: Turn, criteria: Criteria, words: str) -> Text:
    """How many have the tag that is called as the ready audience that was meant, and how to ask for these."""
    tag = folded(words)
    if not isinstance(criteria, Compared) or criteria.fact != AUDIENCE or criteria.value not in READY:
        return ""
    marked = Selection(Compared("tag", "=", tag), turn.now, turn.zone)
    many = await turn.unit.of(Audiences).count(marked)
    return phrase("audience_or_tag", many=many, tag=tag, command=Ours(f"/audience tag {tag}")) if many else ""


async def listed(asked: Asked) -> Text | Reply:
    """The audiences that are kept, and those that every business has."""
    kept = await asked.turn.unit.of(Segments).all()
    rows = [_row(one) for one in kept]
    head = phrase("audiences_head", many=len(kept)) if kept else phrase("audiences_none")
    more = [phrase("audiences_more", many=len(kept) - _MOST)] if len(kept) > _MOST else []
    ready = phrase("audiences_ready", names=Lines(tuple(tap("audience", name) for name in READY), " "))
    return Lines((head, *rows[:_MOST], *more, ready, _examples()), longest=LONGEST)


def _row(kept: Segment) -> Text:
    """A kept audience in a list: a tap, the name where the tap cannot hold that, and the phrase."""
    name = () if is_plain(kept.name) else (quoted(kept.name, _SHORT),)
    return Lines((to_tap(kept), *name, Ours(shorten(one_line(kept.phrase or ""), _SHORT, "…"))), " ")


async def delete(asked: Asked) -> Text | Reply:
    """Take a kept audience away; without a name those that there are are listed."""
    if asked.is_bare:
        return await listed(asked)
    kept = await called(asked.turn, _words(asked))
    if kept is None:
        return Reply(phrase("audience_unknown", name=quoted(asked.rest, _SHORT)))
    try:
        await asked.turn.unit.of(Segments).remove(kept.id)
    except BadAudience as wrong:
        return phrase("audience_refused", why=Ours(str(wrong)))
    await note(asked.turn, Actor.staff(asked.member.id), kept, None)
    again = Ours(f"/audience {kept.name} = {one_line(kept.phrase)}") if kept.phrase else Ours("/audience")
    return Lines((phrase("audience_deleted", name=kept.name), phrase("audience_again", command=again)))


async def as_json(asked: Asked) -> Text | Reply:
    """The criteria of a phrase or a kept audience, as the API takes them."""
    if asked.is_bare:
        return _examples()
    kept = await _meant(asked.turn, _words(asked))
    if kept is not None:
        return _json(kept.criteria)
    names = await names_of(asked.turn)
    said = read_phrase(_words(asked), names)
    return _json(said.criteria) if said.criteria is not None else await _unread(asked, said, _words(asked), names)


def _json(criteria: Criteria) -> Text:
    return Ours(dump_criteria(criteria))


def _words(asked: Asked) -> str:
    """What was said after the command, with its marks: "$200" and "3+" are no words."""
    first = asked.arguments[0] if asked.arguments else ""
    return asked.text[asked.text.find(first) :] if first and first in asked.text else asked.rest


async def _keep(asked: Asked, name: str, words: str) -> Text | Reply:
    """Keep an audience under a name, or change the one that is called so."""
    turn, segments = asked.turn, asked.turn.unit.of(Segments)
    if asked.member.role not in OWNERS:
        return phrase("only_owners_may", command=Ours("/audience"))
    names = await names_of(turn)
    said = read_phrase(words, names)
    if said.criteria is None:
        return await _unread(asked, said, words, names)
    by, today = Actor.staff(asked.member.id), turn.today
    kept = await segments.called(name)
    try:
        if kept is None:
            await check_name(turn, name)
            await segments.make(name, said.criteria, by, turn.now, today, words[:LONGEST_PHRASE])
        else:
            changed = replace(kept, criteria=said.criteria, phrase=words[:LONGEST_PHRASE])
            await segments.change(changed, turn.now, today)
    except BadAudience as wrong:
        return phrase("audience_refused", why=Ours(str(wrong)))
    except ValueError:
        return phrase("audience_bad_name", most=LONGEST_NAME)
    now = await segments.called(name)
    assert now is not None, "it was kept a moment ago"
    await note(turn, by, kept, now)
    was = phrase("audience_was", phrase=one_line(kept.phrase)) if kept is not None and kept.phrase else ""
    return await _shown(asked, now.criteria, Lines((phrase("audience_kept", name=now.name), was)), _ways(asked, now))


async def _shown(asked: Asked, criteria: Criteria, head: Text, last: Text, kept: Segment | None = None) -> Text | Reply:
    """What is asked for, how many people that are, and some of them by name; of one that was ``kept`` since when."""
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
        Lines((await story.name(turn, one), await why.tap(turn, one, "customers")), " ") for one in people.values()
    ]
    told = await _counted(turn, many, kept)
    like = phrase("audience_like", people=Lines(tuple(named), ", ")) if named else ""
    return Lines((head, explain(criteria, await spoken(turn)), told, like, last), longest=LONGEST)


async def _counted(turn: Turn, many: int, kept: Segment | None) -> Text:
    """The number of people, and how much it changed in a week where that night is known."""
    before = None if kept is None else await turn.unit.of(SegmentNights).on(kept.id, turn.today - _WEEK)
    if before is None:
        return phrase("audience_counts", many=many)
    more = many - before.people
    return phrase("audience_counts_since", many=many, more=max(more, 0), fewer=max(-more, 0))


async def _unread(asked: Asked, said: Phrased, words: str, names: Names) -> Reply:
    """The unread words of a phrase, and the meaning of the phrase without these, or the parts that were understood."""
    known = [phrase("audience_understood", parts=", ".join(one.text for one in said.parts))] if said.parts else []
    problem = "audience_doubtful" if said.doubtful else "audience_unsold" if said.unsold else "audience_unread"
    unread = phrase(problem, unread=quoted(said.unread or asked.rest, _SHORT))
    offered = await _offered(asked.turn, said, words, names)
    return Reply(Lines((unread, *(offered or known), _examples()), longest=LONGEST), understood=not asked.is_loose)


async def _offered(turn: Turn, said: Phrased, words: str, names: Names) -> list[Text]:
    left = without_unread(words, said, names)
    if left is None or left[1].criteria is None:
        return []
    so = phrase("audience_count_so", command=Ours(f"/audience {one_line(left[0])[:LONGEST_PHRASE]}"))
    return [phrase("audience_without"), explain(left[1].criteria, await spoken(turn)), so]


def _examples() -> Text:
    return phrase("audience_examples")


def _ways(asked: Asked, kept: Segment) -> Text:
    """What the member may do next with a kept audience."""
    does = (JSON, DELETE) if asked.member.role in OWNERS else (JSON,)
    return phrase("next", command=Lines(tuple(to_tap(kept, one) for one in does), " · "))


AUDIENCE_COMMAND = Command(
    name="audience",
    aliases=("audiences", "segment", "segments"),
    usage="/audience vip in Texas not bought 60d",
    run=audience,
    within=(
        Command(name=DELETE, run=delete, roles=OWNERS),
        Command(name=JSON, run=as_json),
    ),
    near=("group", "audiencia", "audiencias", "segmento", "samuh"),
    topic="campaigns",
    errands=(Errand.COUNT,),
)
