"""What the orgs tell of Authorize, in other languages: every answer of parity, also one with a reason inside."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import parity.marketo_measure.authorize as answering
from parity.formats.spoken import sentence
from parity.languages.language import ENGLISH, LANGUAGES, Language
from parity.languages.speech import speaking
from parity.marketo_measure.authorize import authorize_checks
from parity.orgs.parts import app_logins, app_tokens, installed_apps, login_limits, login_state
from parity.snapshot.org_setup import Part, Unread
from tests.marketo_measure.test_authorize import OF_THE_APP, production, sandbox, user

OTHERS = [one for one in LANGUAGES if one is not ENGLISH]
_ANSWERS = frozenset({"_open", "_proven", "_refused"})
#: What an org says itself, and names, are nobody's to translate.
ERROR = "REQUEST_LIMIT_EXCEEDED: 100,000 (a day), and no more"


def written(module: object, calls: frozenset[str]) -> Iterator[str]:
    """The texts that a module hands to these calls or returns, with its tables' names and an error in their places."""
    tree = ast.parse(Path(str(module.__file__)).read_text())  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        told: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in calls:
            told = node.args[:2]
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.JoinedStr):
            told = [node.value]
        for one in told:
            if isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value
            elif isinstance(one, ast.JoinedStr) and any(
                isinstance(part, ast.Constant) and " " in str(part.value) for part in one.values
            ):
                yield "".join(_part(part, module) for part in one.values)


def _part(part: ast.expr, module: object) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    return (
        str(getattr(module, part.value.id)) if isinstance(part.value, ast.Name) and part.value.id == "_TABLE" else ERROR
    )


def _nobody_named() -> set[str]:
    seen = (None, user(named=False))
    return {one.why for who in seen for one in authorize_checks(sandbox(), production(integration_user=who))}


PARTS = (app_logins, app_tokens, installed_apps, login_limits, login_state)
REASONS = sorted({one for module in PARTS for one in written(module, frozenset({"NotRead"}))})
WRITTEN = sorted(
    {*written(answering, _ANSWERS), answering.NOT_INSTALLED, answering.NOT_ADMIN_APPROVED, *_nobody_named()}
)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_every_answer_in_the_code_has_a_translation(language: Language) -> None:
    assert (len(REASONS), len(WRITTEN)) > (10, 15)
    with speaking(language):
        left = {one for one in (*REASONS, *WRITTEN) if sentence(one) == one}
    # A word that both languages have.
    assert left <= {"inactive"}


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_an_answer_keeps_the_names_of_the_org(language: Language) -> None:
    with speaking(language):
        told = [
            sentence(check.why)
            for _name, one, another, _standing, _why in OF_THE_APP
            for check in authorize_checks(sandbox(**one), production(**another))
            if "measure@acme.example" in check.why and check.why != sentence(check.why)
        ]
        odd = sentence(unnamed("A {name}", "B, C: (d)"))
    assert len(told) == 5
    assert all("measure@acme.example" in one for one in told)
    assert odd.endswith("A {name}, B, C: (d)")


def unnamed(*apps: str) -> str:
    checks = authorize_checks(sandbox(app_tokens=apps), production())
    return next(one.why for one in checks if one.id == answering.APP)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
@pytest.mark.parametrize("reason", [*REASONS, "it is not in the snapshot", "no file holds it"])
def test_a_reason_inside_of_an_answer_is_translated_too(reason: str, language: Language) -> None:
    for inside in (sandbox_says(reason), production_says(reason)):
        assert reason in inside
        with speaking(language):
            told, alone = sentence(inside), sentence(reason)
        assert reason not in told
        assert (alone in told, ERROR in told) == (True, ERROR in reason)


def sandbox_says(reason: str) -> str:
    seen = sandbox(app_tokens=None, unread=(Unread(part=Part.APP_TOKENS, reason=reason, fix="x"),))
    return next(one.why for one in authorize_checks(seen, production()) if one.id == answering.APP)


def production_says(reason: str) -> str:
    unread = (Unread(part=Part.APP_TOKENS, reason=reason, fix="x"),)
    seen = production(app_tokens=None, unread=unread, integration_user=user())
    return next(one.why for one in authorize_checks(sandbox(), seen) if one.id == answering.APP)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_a_licence_that_is_not_known_is_said_so(language: Language) -> None:
    def told(**changes: object) -> str:
        checks = authorize_checks(sandbox(), production(integration_user=user(permissions={}, **changes)))
        return sentence(next(one.why for one in checks if one.id == answering.LICENCE))

    with speaking(language):
        assert "unknown" not in told()
        assert "Partner & Co" in told(license="PID_X", license_name="Partner & Co")
