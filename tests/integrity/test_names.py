"""What passes for a name, and which names a reader could not tell apart."""

import pytest

from parity.integrity.names import folded, look_alike, name_problem


@pytest.mark.parametrize(
    "name",
    [
        "Dana Hill",
        "Anna \u00c5str\u00f6m",
        "Anna A\u030astro\u0308m",
        "O'Hara-\u0141ukasz",
        "\u5c71\u7530 \u592a\u90ce",
        "\u0414\u0430\u043d\u0430",
    ],
)
def test_names_as_people_write_them_are_taken(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "empty"),
        ("   ", "empty"),
        (" Dana", "blank at one of its ends"),
        ("Dana\u00a0", "blank at one of its ends"),
        ("Dana\u00a0Hill", "U+00A0"),
        ("Dana\u200bHill", "U+200B"),
        ("Dana\u202eHill", "U+202E"),
        ("Dana\u3164Hill", "U+3164"),
        ("Dana\ufe0f", "U+FE0F"),
        ("Dana\nHill", "U+000A"),
        ("\uff24\uff41\uff4e\uff41", "in another form"),
        ("O\ufb03ce", "in another form"),
        ("D\u0430na", "mixes letters that look alike (Cyrillic and Latin)"),
        ("Ann\u03b1", "mixes letters that look alike (Greek and Latin)"),
    ],
)
def test_names_that_deceive_a_reader_are_refused(name: str, why: str) -> None:
    assert why in str(name_problem(name))


def test_one_key_for_a_name_however_it_is_typed() -> None:
    assert folded("  NORTHWIND\u00a0 Haulage ") == folded("northwind haulage") == "northwind haulage"
    assert folded("\uff2eorthwind") == "northwind"
    assert folded("Gro\u00dfe") == folded("GROSSE")
    assert folded("Northwind") != folded("Northwind 2")


def test_names_that_look_the_same_are_the_same() -> None:
    assert look_alike("Ann Lee") == look_alike("\u0410nn L\u0435\u0435")
    assert look_alike("Cop") == look_alike("\u0421\u043e\u0440"), "a whole word in Cyrillic"
    assert look_alike("Ill") == look_alike("lIl") == look_alike("1ll")
    assert look_alike("Dana Hill") != look_alike("Diana Hill")
