"""A business's own wording of a campaign holds the words of each: without them all campaigns would say the same."""

import pytest

from templates.finished_message import TemplateRefused
from templates.message_library import Library


def test_a_wording_without_the_words_of_a_campaign_is_refused() -> None:
    library = Library.load()
    with pytest.raises(TemplateRefused, match=r"campaign must use {{ words }}"):
        library.check("New in {{ brand }}. STOP to opt out", "campaign")
    library.check("{{ brand }}: {{ words }} STOP to opt out", "campaign")
