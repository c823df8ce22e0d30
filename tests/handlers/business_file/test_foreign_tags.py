"""A wording with a tag of another tool is refused, in the file and in chat, because nobody would fill it in."""

import pytest

from handlers.business_file.business_wordings import make_text_check
from templates.message_library import Library
from templates.wording_rules import WordingHouse

TEXTS = {
    "cart_reminder": "{{ brand }}: {%if name%}Hi {{ name }}, {%endif%}here is {{ items }}: {{ link }} STOP to opt out",
    "paused_already_since": "Paused already, since {{ since }} ({{ by }}).",
    "digest": "[NEW] {{ brand }}: 20% off or 30% off",
}


@pytest.mark.parametrize("tag", ["*|FNAME|*", "%name%", "[name]", "<<First Name>>"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_tag_of_another_tool_is_refused(name: str, tag: str) -> None:
    check, house = make_text_check(Library.load()), WordingHouse("Tiger Tees")
    assert check(name, TEXTS[name], house) == []
    mistake = f"{tag} is a tag of another tool; values are written like {{{{ name }}}}"
    assert check(name, f"{tag} {TEXTS[name]}", house) == [mistake]
