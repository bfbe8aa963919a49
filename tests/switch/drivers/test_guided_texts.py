"""The texts of a guided switch: a terminal breaks their lines where it ends, so no line is broken before."""

import re

import pytest

from parity.switch.drivers import guided_texts

_TEXTS = {name: text for name, text in vars(guided_texts).items() if name.isupper() and isinstance(text, str)}


@pytest.mark.parametrize("name", _TEXTS)
def test_no_sentence_goes_on_in_an_indented_line(name: str) -> None:
    assert re.findall(r"\n +[a-z].*", _TEXTS[name]) == []
