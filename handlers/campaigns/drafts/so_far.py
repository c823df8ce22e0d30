"""What was understood of a new campaign, as it is typed again in front of the answer to a question."""

from __future__ import annotations

from handlers.campaigns.drafts.wanted import WantedCampaign


def before_people(wanted: WantedCampaign) -> tuple[str, ...]:
    """The words before the people, for the question for these."""
    words = (unquoted(wanted.words),) if wanted.words else ()
    return ("new", *wanted.name.split(), *words, "to")


def so_far(wanted: WantedCampaign) -> tuple[str, ...]:
    """The understood words, for the question that follows."""
    best = ("best", "wins") if wanted.best else ()
    return (
        "new",
        *wanted.name.split(),
        "to",
        *wanted.people.split(),
        *_apart(wanted.terms.said),
        *wanted.when.split(),
        *_apart(wanted.arms.said),
        *(("on", *" and ".join(wanted.channels).split(), "only") if wanted.channels else ()),
        *best,
        *wanted.alone.split(),
    )


def _apart(said: str) -> tuple[str, ...]:
    return (",", *said.split(), ",") if said else ()


def unquoted(words: str) -> str:
    """Words that can stand in quotes, which what has a blank gets when it is said again."""
    plain = words.translate(dict.fromkeys(map(ord, '“”"«»'), "'"))
    return plain if " " in plain else f"“{plain}”"
