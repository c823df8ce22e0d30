"""Countries in files: by two letters, by name, and by common abbreviation."""

from __future__ import annotations

from functools import cache

from flows.name_folding import fold_name
from flows.policy.atlas import load_places

_OTHERWISE = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "usa": "US", "united states of america": "US",
    "america": "US", "estados unidos": "US", "eeuu": "US", "espana": "ES", "mexico": "MX", "brasil": "BR", "ind": "IN",
    "bharat": "IN", "भारत": "IN", "esp": "ES", "mex": "MX", "gbr": "GB", "can": "CA", "deutschland": "DE", "uae": "AE",
}  # fmt: skip


def read_country(text: str) -> str | None:
    """Return the country's two letters of ISO 3166; None for an unknown country."""
    return _names().get(fold_name(text.replace(".", "")).removeprefix("the "))


@cache
def _names() -> dict[str, str]:
    known = load_places().countries
    names = {fold_name(place.name).removeprefix("the "): code for code, place in known.items()}
    return {**names, **_OTHERWISE, **{code.lower(): code for code in known}}
