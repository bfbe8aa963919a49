"""White space in formulas: it counts inside quotes only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parity.compare.formula import same_formula, without_white_space


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("A + B", "A+B"),
        ("IF( A ,\n  1,\t2 )", "IF(A,1,2)"),
        ('"a b" & C', '"a b"&C'),
        ("'x\\' y' & D", "'x\\' y'&D"),
        ("/* don't */ IF(A, 1, 0) /* won't */", "/* don't */IF(A,1,0)/*  won't  */"),
        (None, None),
    ],
)
def test_only_white_space_is_the_same(one: str | None, another: str | None) -> None:
    assert same_formula(one, another)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ('"a b"', '"ab"'),
        ("A + B", "A - B"),
        (None, "A"),
        ("1 2", "12"),
        ("A < = B", "A <= B"),
        ('/* 5" pipe */ IF(N = "a b", 1, 0)', '/* 5" pipe */ IF(N = "ab", 1, 0)'),
        ("/* don't */ \"it's a b\"", "/* don't */ \"it's ab\""),
        ("'x  y'", "'x y'"),
        ('"it\\" s"', '"it\\"s"'),
    ],
)
def test_anything_else_differs(one: str | None, another: str | None) -> None:
    assert not same_formula(one, another)


@given(st.lists(st.sampled_from(["A", "+", "B", "(", ")", '" a "', "' '", "IF"]), max_size=12))
def test_white_space_between_tokens_never_matters(tokens: list[str]) -> None:
    assert same_formula(" ".join(tokens), "\n\t".join(tokens))


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("  A +  B ", "A+B"),
        ("A  B", "A B"),
        ("A > = B", "A> =B"),
        ('A "x"', 'A"x"'),
        ("/* a   b */  A", "/* a b */A"),
        ("A \n\t& '  '", "A&'  '"),
        ("", ""),
    ],
)
def test_the_white_space_that_has_no_meaning_goes(formula: str, written: str) -> None:
    assert without_white_space(formula) == written


def test_what_is_no_text_is_compared_as_it_is() -> None:
    assert same_formula(1, 1)
    assert not same_formula("1", 1)
    assert not same_formula(None, "")
