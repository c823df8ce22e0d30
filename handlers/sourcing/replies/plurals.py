"""English plurals of goods: "mugs" are mug, "boxes" box and "dresses" dress."""

_SIBILANT = ("sses", "shes", "ches", "xes", "zzes")
_SHORTEST = 4  # letters of a word that has an ending: "gas" and "bus" are no plurals


def strip_es(word: str) -> str:
    """Remove the plural "es" after a sibilant; "cases" and "shoes" keep the e of their singular."""
    return word[:-2] if word.endswith(_SIBILANT) and len(word) > _SHORTEST else word


def make_singular(word: str) -> str:
    """Return one form for the singular and the plural of a word: "dres" for "dress" and "dresses"."""
    word = strip_es(word)
    return word[:-1] if len(word) >= _SHORTEST and word.endswith("s") else word
