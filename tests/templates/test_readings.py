"""A text as somebody may type it: values in braces, conditions as they turn out."""

from __future__ import annotations

import pytest

from templates.possible_texts import type_words


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("{% if name %}Hi {{ name }}, you{% else %}You{% endif %} left {{ items }}.", "You left {{ items }}."),
        ("{% if items %}{{ items }} at {% endif %}{{ brand }}", "{{ items }} at {{ brand }}"),
        ("{{ brand }}, {{ often|frequency }}", "{{ brand }}, {{ often|frequency }}"),
        ("{# for us #}{{ code|lower|capital }}", "{{ code|lower|capital }}"),
        ("{% for one in items %}{{ one }}{% endfor %}", "{% for one in items %}{{ one }}{% endfor %}"),
        ("{% if percent > 5 %}{{ percent }}{% endif %}", "{% if percent > 5 %}{{ percent }}{% endif %}"),
    ],
)
def test_a_text_as_it_is_typed(source: str, typed: str) -> None:
    assert type_words(source, {"brand", "items", "often", "code", "percent"}) == typed
