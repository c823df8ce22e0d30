"""The rules of opting out, over the classes of data/opt_out.txt; handlers.replies.grammar says how they are written."""

import re

from handlers.replies.grammar import Vocabulary
from handlers.replies.word_lists import read_words

WORDS = Vocabulary(read_words("opt_out", "opt_out_world"))
# Classes that rules tell apart and evidence does not need to.
ALIKE = {"plain": "stop", "cease": "stop", "shoo": "idiom", "removal": "remove", "erasing": "remove"}

_PARTS = {
    "s": "soft|polite|this|you|again|sign",
    "loose": "s|to|i|me|my|off",
    "closing": "soft|polite|again|sign",
    "edge": "full|comma|$",
    "written": "channel|text|reminder|junk",
    "spoken": "written|call|texting",
    "stop": "plain|cease",
    "remove": "removal|erasing",
    "ceasing": "stop|halt|para|rok|quit",
    "shut": "stop|halt|band|band_hi|rok",
    "keyword": "stop|quit|cancel|bare|unsub|halt",
    "deny": "dont|didnt|no|ne|not_|nomore",
    "mine": "(my|this)(s)*(number|no)",
}


def _rules(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(WORDS.rule(pattern, **_PARTS) for pattern in patterns)


# Words that only look like an opt-out are replaced by one unknown word before the rules run.
UNNEGATED = _rules(
    "(why|can)(soft|polite|you)*(dont|didnt|not_)(soft|polite|you)*(?=ceasing|unsub|remove|take)",
    "you(soft)*(dont|didnt|not_)(soft)*(?=ceasing)",
    "(can|didnt)(you)(soft|polite)*(?=ceasing(loose)*(texting|send))",
)
MASKS = _rules(
    # Reported speech and instructions: "they told me to text STOP", "Reply STOP to unsubscribe", "tell them to stop".
    "(?<!i)(?<!i(?:soft))(tell|reply|text|send)(?!(soft)*you)(tell|s|me|to|comma|reply|text|send)*(keyword)((s|to|comma|off)*(keyword))*",
    "(to)?(unsub|quit|cancel|halt|ceasing)(s|comma|off|written)*(reply|text|send)(s|comma)*(keyword)",
    "(keyword)(comma)*to(s)*(unsub|quit|cancel|halt|ceasing)(s|written)*",
    "(keyword)(soft|comma)*(reply)",
    "(keyword)(soft)*(tell)",
    # Negated: "don't unsubscribe me", "no quiero darme de baja", "band mat karna".
    "(dont|didnt|ne|not_|mat|nahi)(soft|polite|to|me|i|wish|can|my)*(ceasing|unsub|remove|remove_me|take|band|band_hi|cancel)(?!(s|me)*(mat))",
    "(dont|didnt|ne|not_|no)(i|soft|me)*wish(soft|to)*bare",
    "(?<!my)(no|nomore)(me|i|wish|soft|off)*(unsub|remove_me|halt|remove)",
    "(unsub|shut|remove|cancel|quit)(s)*(mat|na|nahi)(s)*(kar|do|again)?",
    # Conditional: "if I unsubscribe, will my order still come?"
    "if(i|soft|to|can|me|reply|text|send)*(keyword)",
    # Another way of being reached: "don't call, text me".
    "dont(s|me)*(call)(s|me)*comma(soft|polite)*(text|texting|send)",
)
INSTRUCTED = _rules(
    # "STOP to end", copied out of what we wrote.
    "^(polite|sign|i|again|to|comma)*(keyword)+(comma)*to(s)*(unsub|quit|cancel|halt|ceasing)(closing|text|channel|full|comma)*$",
    "^(polite|sign|i|again|to)*(reply|text|send)+(soft|polite|i|comma|you)*(keyword)+(closing|you|digits|full)*$",
)
SELF_REPORTED = _rules("(?<!if)i(soft|again|can)*(reply|text|send|tell)+(s|you|to|comma|me)*(keyword)")

# A text that is nothing but the word is an opt-out by law, whatever else speaks against it.
KEYWORDS = _rules(
    "^(closing|full|comma|i|tell|wish)*(stop|bare|para|band_hi|rok|unsub)(stop|bare|closing|full|comma|kar|do|you|unsub|me|to|quit)*$",
    "^(polite|sign|full|comma)*(quit|cancel)(quit|cancel|polite|sign|full|comma|stop)*$",
    "^(polite|sign|full|comma)*removal(polite|sign|full|comma)*$",
    "^(polite|sign|full|comma)*alone(alone|polite|sign|full|comma)*$",
    # As a clause of its own at the beginning or the end it is one as well, whatever stands beside it.
    "^(polite|sign|soft|full|comma)*plain(plain|polite|sign|again)*(full|comma|sign)",
    "(full|sign|[^full comma][^full comma]comma)(polite|sign)*plain(plain|polite|sign|full|comma|again)*$",
)
STOP = KEYWORDS + _rules(
    # Cease … contacting, sending messages, messages.
    "(ceasing)(s|off|me)*(texting)(?!(soft|this)*other)",
    "(ceasing)(s|off|me)*(send)(s|off|me|my)*(spoken|again)",
    "(ceasing)(s|off|me)*(send)(soft|polite|again|me|you)*(full|$)",
    "(stop|halt|para|rok)(s|off|my|me|kar|do)*(spoken)(?!(soft|off)*other(soft)*reminder)",
    "(stop|halt|para)(s|off)*(receive)(s|off|me)*(spoken|edge)",
    "(quit|cancel)(s|off|my)*(channel|text)",
    "(stop|quit|cancel)(s|off|my)*subscription(s|to|off)*(text|channel)",
    "shut(s|kar|do)*(kar|do)(s|me|my|do)*(text|channel|call|texting|send)",
    # Do not … contact me, send me messages.
    "(?<!i)(?<!you)dont(soft|polite|me|again|this|sign|to)*(text|call|texting)",
    "(dont|ne|no)(s|ne)*(bother)(s)*me",
    "(no|ne|nomore)(s|me|ne)*(texting)(?!(soft|this)*other)",
    "can(s)*not_(soft|polite)*(text|call|texting|send)(s)*(me|my|spoken)",
    "(dont|no|ne|nomore)(s|me|off|ne)*(send)(s|me|off|ne|my|send)*(spoken)",
    "(dont|no|ne)(s|me|off|ne)*(send)(s|me|off|ne)*(again)(closing)*(edge)",
    "(dont|ne|no)(s|ne)*(again)(s|me)*(send)",
    "nomore(s|me)*(send)(s|me)*(full|$)",
    "(nomore)(s|off|me|my|send|receive|wish|want)*(channel|text|call|texting|reminder|junk)",
    "(^|full)(soft|polite)*(no)(soft|again)*(channel|text)(closing|full)*$",
    # Not wanting to receive, never having asked.
    "(deny)(s|i|me|ne)*(want|wish)(s|loose|send|ne)*(receive|hear)(s|loose|ne)*(spoken|again|list|you)",
    "(deny)(s|i|me|ne)*(want|wish)(s|loose|ne)*(hear)(s|off)*(edge)",
    "(deny)(s|loose|want|wish|receive|ne)*(be_contacted)",
    "(deny)(s|i|me|ne)*(want|wish)(s|off|to|my|ne)*(channel|text|call|texting|reminder)",
    "(nomore)(s|i|me)*(want|wish)(s|to)*(receive)",
    "(deny)(s|i|me|ne)*(signup)(?!(soft|to|off)*other)",
    "(deny)(s|i|me|ne)*(asked_for)(s)*(channel|text|junk)",
    "(text|channel|call)(s|off|me|i|want|send|kar|receive)*(nahi|no)(s)*(chahiye|want)",
    "(nahi)(chahiye|want)(s|me|off)*(text|channel|call)",
    "(^|full|comma)(s|me|my)*reminder(s)*(nahi)(chahiye)",
    "(want|wish)(s)*(channel|text|call)(s)*to(s)*(ceasing)",
    # Take me, my number, off.
    "remove(soft|polite|you)*me(?!(soft|off|my|you|this)*other)(?!(s)*(my|no))",
    "remove_me(?!(soft|off|my|you|this)*other)",
    "(remove|take|receive)(s)*(me|mine)(s)*off(s|my|off|text|channel)*(list|number|edge)",
    "remove(soft|polite|you)*(mine)(?!(soft|off|you)*other)",
    "(remove|take)(soft|polite)*(number)(soft|this)*off(s|my)*list",
    "(my|me)(s)*(number|no)(s|off|list|my)*remove",
    "(^|full|comma)(s|off|list|my|me|i)*(number|list)(s|off|list|my|me|number)*remove",
    "(^|full|comma)(s|i)*me(s|list|off|my)*remove(s)*(kar|do|edge)",
    "dont(s)*(take)(s)*(me|mine)",
    "(want|wish|to|bare)(s)*off(s)*list",
    "number.{0,9}(full|comma)(s)*remove(s)*(edge)",
    "^(s|i)*remove(s)*off(s|my)*list(closing)*(edge)",
    "threat(s)*me(s)*off(s|my)*list",
    # Hindi puts the verb last: message mat karo, message bhejna band karo.
    "(spoken)(s|me|my|send|off|kar)*(mat|na)(s)*(kar|send|do|text)",
    "(mat)(s)*(send|kar)(s|me|my|do)*(text|channel|call)",
    "(text|call|channel|texting)(s)*(kar|send)(s)*mat",
    "(mat)(s)*(send|kar|texting)(s|me|do)*again",
    "again(s|me)*mat(send|kar|texting)",
    "(text|channel)(s|me|my|send|coming|kar|do|off)*(shut)(s)*(edge)",
    "(text|channel|call|texting)(s|me|my|send|coming|kar|do|off)*(shut)(s)*(kar|do)",
    "^(s)*stop(s)*kar(s|do|full)*$",
    "(^|full|comma)(s|me|my)*reminder(s|send|coming)*(shut)(s)*(kar)",
    "(^|full|comma)(s)*(this|soft)(s)*band(s)*kar(s|do)*(edge)",
    # A word or two we do not know may stand before the message: "stop those stupid little texts".
    "(stop|halt|nomore)((s|off|me|my)*other){1,2}(s)*(channel|text)(closing|off|you|me)*(edge)",
    "(dont|ne|no)(s|me)*(send)(s|me|off|my)*other(s)*(channel|text)(closing|me)*(edge)",
    "(deny)(s|i|me)*(want|wish)((s|to|off|receive|my)*other){1,2}(s|to|off)*(channel|text)(closing|you|off)*(edge)",
    "(text|channel)((s|me|off)*other){1,2}(s|me)*(mat)(s)*(kar|send)",
    "(text|channel)(s)*other(s)*(nahi)(s)*chahiye",
    "(remove|take)(s)*(me|mine)((s|off)*other){0,2}(s|off|my)*list",
    # Languages that say "do not send" or "do not want" in one, and put what it is about before or after.
    "(spoken)(s|me|my|i|off|send|number)*(desist|unwanted)",
    "(desist|unwanted)(s|loose|receive|send)*(spoken|hear)",
    "desist(s|me)*again",
    "again(s|me)*desist",
    # Wanting out by any other name.
    "unsub(?!(s)*(off)(soft|my)*other)",
    "(want|wish|receive|me)(s|loose)*unsubbed",
    "opt(me)(s|other){0,3}off",
    "idiom",
    "shoo(?!other|mat)",
    "suffice(s|my|off)*(channel|text|call|reminder)",
    "^(polite|i|soft)*ne(soft|me)*wish(again)(closing|full)*$",
    # A clause of its own without a comma: "STOP I'm driving", "for the last time stop".
    "^(polite|sign|soft|comma)*(plain|bare)(polite)*(i)(?!(soft|to)*(want|wish|receive))",
    "^(polite|sign|full|comma)*(?!(other)plain)(other|soft|i|this|you|again|until|my|number|off){1,6}plain(plain|polite|sign|full|comma|again)*$",
    "(bare)(s|me|off)*(text|channel|call)",
    "(^|full|comma)(soft|polite|this|you|i|receive|can)*wrong_number(soft|polite|sign|you)*(full|comma|$)",
    "threat(soft|this)*(you|number|texting)",
    "threat(s)*(kar)?(do)?(s)*dunga",
    "(^|full)(polite|soft|sign)*(stop|bare)+(polite|sign|again)*(full|$)",
    "(dont|no|not_|want|wish|junk|texting|text)[^full]*comma(polite|soft)*(stop|bare)+(polite|again)*(full|$)",
    "^[^full comma][^full comma][^full comma]*comma(polite|soft)*stop+(closing|full)*$",
    "(not_|dont)(s)*(want)(soft|this|me|off|full|comma)*(stop|bare)(closing|full)*$",
)
AMBIGUOUS = _rules(
    "^(s|full|comma|can|i|to|me|wish)*(faint|stop|halt|quit|cancel|bare|band|unsubbed|nomore)(s|full|comma|kar|do|can|me|my|faint|off)*$",
    "^(s|me)*mat(s)*(send)(s|do|full)*$",
    "(^|full)(polite|soft)*(cancel|quit|faint)(polite)*(full)",
    "unsub",
    "(^|full|comma)(soft|polite|this|you|i|receive|can)*wrong_number(?!(s)*off)",
    "cancel(s|my)*subscription",
    "^(polite|sign|full|comma)*plain(polite)*(until|if)",
    "^other(comma)plain",
)
# "Don't call me before nine" speaks of when, not of whether.
LIMITED = _rules(
    "dont(s|me)*(text|call|texting|send)(s|me|my|off|digits)*until(?!(soft)*this(edge))",
    "no(s|me)*texting(soft|me|off)*until",
)
WHOLE_FAINT = _rules("^(polite|sign|full|comma|soft)*wrong_number(soft|full)*$")

# A text without any of these says nothing about messages.
TRIGGERS = WORDS.letters(
    *("plain", "cease", "halt", "quit", "cancel", "para", "bare", "faint", "unsub", "unsubbed", "idiom", "shoo"),
    *("wrong_number", "dont", "didnt", "no", "nahi", "mat", "na", "not_", "ne", "nomore", "removal", "erasing", "take"),
    *("remove_me", "band", "band_hi", "rok", "threat", "list", "number", "desist", "unwanted", "alone", "opt"),
    "suffice",
)
MISTAKEN = WORDS.letters("oops")
