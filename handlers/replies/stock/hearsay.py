"""What others say or hold: "supplier bol raha hai", "my friend has 2". Whether it is there, nobody knows yet."""

from collections.abc import Sequence

# Who else may have said it, and verbs of saying: what others said is not known.
_OTHERS = frozenset(
    """
    supplier suppliers company factory wholesaler distributor agent dealer malik maalik owner boss staff salesman
    manager ladka ladke naukar helper driver transporter papa mummy mom dad wife husband partner padosi neighbour
    neighbor friend friends wala wale wali usne unhone unhonne wo woh vo he she they karigar darzi tailor brother son
    father cousin guy
    कंपनी सप्लायर मालिक स्टाफ लड़का लड़के पापा मम्मी उसने उन्होंने वो वह पड़ोसी proveedor patron dueno jefe ellos
    """.split()  # noqa: SIM905
)
_FAMILY = frozenset("bhai bhaiya beta beti chacha dada didi uncle भाई भैया बेटा बेटी चाचा".split())  # noqa: SIM905
_SAID = frozenset(
    word.replace("_", " ")
    for word in """
    bol bola bole boli bolta bolte bolti bola_tha bole_the keh kehta kehte kehti kaha kahe kaha_tha bataya bata batata
    बोल बोला बोले बोली बोलता बोलते कह कहा कहते कहता बताया said says say saying told claims promised confirm confirmed
    dice dicen dijo
    dijeron
    """.split()  # noqa: SIM905
)
_BY, _OURSELVES = frozenset({"ne", "ने"}), frozenset("aap aapne main mai tum hum maine आप मैं हम मैंने i we".split())  # noqa: SIM905
_GOES_ON = frozenset("raha rahe rahi rha rhe रहा रहे रही hai h hain है हैं tha the था थे".split())  # noqa: SIM905
# What somebody else holds, and how the next word may begin.
_HOLDING = {
    "ke": ("paas", "pass", "pas"), "के": ("पास",), "has": ("",), "de dega": ("",), "de degi": ("",), "de denge": ("",),
    "dega": ("",), "दे देगा": ("",), "se": ("mil",), "से": ("मिल",),
}  # fmt: skip
_ENDS = frozenset({",", ".", "!", "\n", "but", "par", "lekin"})
_FAR = 4  # words between who said it and the verb


def is_hearsay(words: Sequence[str], start: int, end: int, phrase: str) -> bool:
    """Whether the phrase in ``words[start:end]`` tells what somebody else says, or has."""
    if phrase in _SAID:
        return _is_of_others(words, start, end)
    return phrase in _HOLDING and _is_at_others(words, start, end, _HOLDING[phrase])


def _is_of_others(words: Sequence[str], start: int, end: int) -> bool:
    """Whether somebody else said it: "supplier bol raha hai", "bhai ne bola"; not "maine bola", "aap bole the"."""
    before = words[max(0, start - _FAR) : start]
    if not _ENDS.isdisjoint(before):
        before = before[max(place for place, word in enumerate(before) if word in _ENDS) + 1 :]
    if not _OURSELVES.isdisjoint(before) or "hu" in words[end : end + 2]:
        return False
    told_by = len(before) > 1 and before[-1] in _BY
    family = not _FAMILY.isdisjoint(before[-1:]) and not _GOES_ON.isdisjoint(words[end : end + 1])
    return told_by or family or not _OTHERS.isdisjoint(before)


def _is_at_others(words: Sequence[str], start: int, end: int, follows: tuple[str, ...]) -> bool:
    """Whether somebody else has it: "supplier ke paas hai", "my friend has 2", "ladka de dega"."""
    if not any(word.startswith(follows) for word in words[end : end + 1] or [""]):
        return False
    before = words[max(0, start - 2) : start]
    return bool(before) and (before[-1] in _OTHERS | _FAMILY) and _OURSELVES.isdisjoint(before)
