"""The details that were corrected on a person's request; no news of a system replaces these."""


def split_corrected(corrected: str | None) -> frozenset[str]:
    """Return the corrected columns of a contact."""
    return frozenset((corrected or "").split())
