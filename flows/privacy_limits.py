"""The uses of a person's data that the person may end, while the data is kept."""

from enum import StrEnum


class PrivacyLimit(StrEnum):
    """What a person ended."""

    PROCESSING = "processing"  # restriction (GDPR, article 18): kept, not used
    PROFILING = "profiling"  # objection to scores and stages (GDPR, article 21)
    SHARING = "sharing"  # opt-out of sale and sharing (CCPA, section 1798.120)


UNUSED = frozenset({PrivacyLimit.PROCESSING})
"""The limit that ends all use."""
UNSCORED = frozenset({PrivacyLimit.PROCESSING, PrivacyLimit.PROFILING})
"""The limits that end scores: ranks, stages, and the usual time between orders."""
UNSHARED = frozenset({PrivacyLimit.PROCESSING, PrivacyLimit.SHARING})
"""The limits that keep a person out of files for others."""
