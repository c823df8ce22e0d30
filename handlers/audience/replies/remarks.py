"""What a phrase says around the people: what led to the question, a list that is asked for, a remark at the end.

As with all asides only words of closed lists are passed over.
"""

from __future__ import annotations

import re

from handlers.audience.replies.words import pattern

_MUSING = pattern(
    r"^(?:{aside} |{filler} )*(?:{musing}) (?:{musing_word} ){0,9}{musing_word} ?[.;:!?]+(?= )"
)  # a sentence of its own
_REMARK = pattern(r"(?P<end>[.,;!?]) ?(?:{remark})(?: {remark_word})*(?: {aside})?[?!.]*$")
_ASKED = pattern(
    r"(?:^|(?<=[\s,.;]))(?:{ask_verb}) (?:(?:me|us|with me|with us) )?(?:(?:the|a|full|complete|updated) ){0,2}"
    r"{asked_for} (?:of|for)(?!\w)"
)
_ASKED_FOR_ALL = pattern(r"^(?:{aside} |{filler} )*(?:{fetch_verb}) (?=(?:{purpose_whom}|{those})(?!\w))")
_THEN_GIVE = pattern(r" (?:{and}|{but}|then) (?:then )?(?:just |only )?(?:{ask_verb}|tell) (?:me|us)(?= )")
_AT_SOME_POINT = pattern(r" {at_some_point}(?= (?:{within}|{last}|{this}|{in}|{previous}|between)(?!\w))")
_DONE = "(?:{bought}|{took}|{clicked}|{replied}|{returned}|{visited})"
_ENDS = r"(?=\s*(?:[,;.!?)]|$)|\s+(?:{and}|{but}|{within}|{date_since}|{this}|{last}|{ever})(?!\w))"
_NOT_A_THING = pattern(rf"(?P<no>{{neg}} (?:{{ever}} )?{_DONE}) (?:{{a_thing}}){_ENDS}")
_FROM_US = pattern(
    rf"(?P<done>(?:{_DONE}|{{turned_off}}|{{owns}}) (?:(?!{{neg}}|{{and}}|{{but}}|{{or}}|from)[^\s,;.()]+ ){{1,5}})"
    r"from us(?! {of_us})(?!\w)"
)
_STAGE = pattern(r"(?:{stage})(?: (?:is|are|of|=))? (?={lost}|{loyal}|{active}|{dormant}|{at_risk}|{new})")


def without_remarks(said: str) -> str:
    """The phrase without them; "exclude staff and give me …" in two, for what is wanted is not excluded as well."""
    for one, instead in (
        (_MUSING, " "),
        (_REMARK, r"\g<end>"),
        (_THEN_GIVE, ", "),
        (_ASKED, ""),
        (_ASKED_FOR_ALL, ""),
        (_AT_SOME_POINT, ""),
        (_NOT_A_THING, r"\g<no>"),
        (_FROM_US, r"\g<done>"),
        (_STAGE, ""),
    ):
        said = one.sub(instead, said)
    return re.sub(r"\s{2,}", " ", said).strip()
