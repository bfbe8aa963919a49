"""Every setting of parity.yaml with a wrong value: the line, the value, what is allowed, and no words of a library."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from msgspec import inspect

from parity.config.project import Project, parse_project
from parity.errors import ConfigError
from parity.orgs.api_version import NEWEST_TESTED

GOOD = """
tenant: {name: Acme}
orgs:
  sandbox: {sign_in: {method: sf-cli, alias: acme-uat}}
  production: {sign_in: {method: sf-cli, alias: acme}}
"""
#: msgspec's, PyYAML's and Python's own words, none of which is the reader's.
LIBRARY_WORDS = re.compile(r"msgspec|Expected `|got `|\$\.|`str`|`int`|`array`|`object`|Invalid|Traceback|isoformat|<")


def refusal(text: str) -> str:
    with pytest.raises(ConfigError) as refused:
        parse_project(text, "parity.yaml", {})
    message = str(refused.value)
    assert not LIBRARY_WORDS.search(message), message
    return message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("policy: {profile: strikt}", ("policy.profile is `strikt`", "strict, integration", "Did you mean `strict`?")),
        (
            "policy: {readiness: {export_batch_size: 30}}",
            ("policy.readiness.export_batch_size is `30`", "25, 50, 100, 200", "Did you mean `25`?"),
        ),
        ("policy: {max_warnings: no}", ("`no`, which YAML reads as false", "a whole number of at least 0, or null")),
        ("policy: {max_warnings: -1}", ("`-1`", "a whole number of at least 0")),
        ("policy: {approvals: 3}", ("`3`", "of at least 0 and at most 2")),
        ("policy: {approvals: 99999999999999999999}", ("`99999999999999999999`", "at most 2")),
        ("policy: {max_warnings: 99999999999999999999}", ("`99999999999999999999`", "a whole number")),
        ("api: {read_timeout: .nan}", ("`.nan`", "above 0 and at most 3,600")),
        (
            f"api: {{version: {NEWEST_TESTED}}}",
            (f"`{NEWEST_TESTED}`", "Put quotation marks round it.", f'version: "{NEWEST_TESTED}"'),
        ),
        ("tenant2: 1", ("unknown key `tenant2`", "Did you mean `tenant`?")),
        ("policy: {fields: Lead.Region__c}", ("`Lead.Region__c`", "a list, each of it text")),
        ("policy: {fields: [A.B, 7]}", ("policy.fields[2] is `7`", "text")),
        ("policy:", ("policy is empty", "a mapping of profile", "take the line out")),
        ("policy: {waivers: }  # none", ("policy.waivers is empty", "write `waivers: []`, or take the line out")),
        ("ledger: 5", ("ledger is `5`", "a mapping of path")),
    ],
)
def test_a_wrong_value_names_itself_the_allowed_ones_the_nearest_and_the_line(text: str, told: tuple[str, ...]) -> None:
    message = refusal(f"{GOOD}{text}\n")
    assert "parity.yaml, line 6" in message
    for words in told:
        assert words in message


@pytest.mark.parametrize("day", ["2026-13-45", "tomorrow", "20270131", "2027-01-31T10:00:00", "31.1.2027", "7"])
def test_an_expiry_that_is_no_day_is_told_with_an_example(day: str) -> None:
    message = refusal(
        f"{GOOD}policy:\n  waivers:\n    - fingerprint: a\n      by: b\n      reason: c\n      expires: {day}\n"
    )
    assert f"policy.waivers[1].expires is `{day}`" in message
    assert "a day, written YEAR-MONTH-DAY" in message
    assert "Example: `expires: 2027-01-31`" in message
    assert "line 11" in message


def test_a_wrong_sign_in_method_names_all_and_the_nearest() -> None:
    message = refusal(GOOD.replace("method: sf-cli, alias: acme-uat", "method: sfcli, alias: acme-uat"))
    assert "orgs.sandbox.sign_in.method is `sfcli`" in message
    assert "session, sf-cli, client-credentials, jwt, password" in message
    assert "Did you mean `sf-cli`?" in message
    assert "line 4" in message


def test_a_missing_method_and_a_missing_key_are_told_with_an_example() -> None:
    assert "orgs.sandbox.sign_in.method is missing" in refusal(GOOD.replace("method: sf-cli, alias: acme-uat", "a: b"))
    message = refusal(GOOD.replace("method: sf-cli, alias: acme-uat", "method: sf-cli"))
    assert "orgs.sandbox.sign_in.alias is missing" in message
    assert "line 4" in message


def test_the_value_of_a_key_that_names_a_variable_is_never_shown() -> None:
    text = GOOD.replace("method: sf-cli, alias: acme-uat", "method: session, instance_url: u, session_id_env: 8675309")
    message = refusal(text)
    assert "orgs.sandbox.sign_in.session_id_env is a number" in message
    assert "8675309" not in message


#: What each kind of setting takes of these: the rest is wrong.
PROBES: dict[str, Any] = {"text": "qqq", "number": 3.5, "truth": True, "list": [["q"]], "mapping": {"q": 1}}
FITS: dict[type, set[str]] = {inspect.StrType: {"text"}, inspect.FloatType: {"number"}}
#: What else must stand beside a setting so that it is the only thing wrong.
VALUES: dict[type, Any] = {inspect.StrType: "A_B", inspect.DateType: "2027-01-31", inspect.VarTupleType: ["a"]}


def settings(kind: inspect.Type, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each setting below a record: its path with the record that each step is in, and its kind."""
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            if not isinstance(one, inspect.NoneType):
                yield from settings(one, path)
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from settings(field.type, (*path, (field.encode_name, kind)))
    else:
        yield path, kind
        if isinstance(kind, inspect.VarTupleType):
            yield from settings(kind.item_type, (*path, (0, kind)))


def document(path: tuple[Any, ...], value: Any) -> Any:
    """Plain data with the value at the path, and all that the records on the way need besides."""
    if not path:
        return value
    (step, kind), *rest = path
    inner = document(tuple(rest), value)
    if step == 0:
        return [inner]
    made: dict[str, Any] = {} if kind.tag_field is None else {kind.tag_field: kind.tag}
    for field in kind.fields:
        if field.required and field.encode_name != step:
            made[field.encode_name] = filled(field.type)
    return {**made, step: inner}


def filled(kind: inspect.Type) -> Any:
    """A right value of a setting that something else needs."""
    if isinstance(kind, inspect.UnionType):
        return filled(kind.types[0])
    if isinstance(kind, inspect.StructType):
        tag = {} if kind.tag_field is None else {kind.tag_field: kind.tag}
        return {**tag, **{one.encode_name: filled(one.type) for one in kind.fields if one.required}}
    return VALUES[type(kind)]


ALL = list(settings(inspect.type_info(Project), ()))
CASES = [
    pytest.param(path, probe, id=f"{'.'.join(str(step) for step, _ in path)}-{number}-{name}")
    for number, (path, kind) in enumerate(ALL)
    for name, probe in PROBES.items()
    if name not in FITS.get(type(kind), set())
]


def test_the_walk_reaches_every_setting() -> None:
    names = {path[-1][0] for path, _ in ALL}
    assert {"profile", "alias", "expires", "run", "reserve", "wait_seconds", "audience", "public_key"} <= names
    assert len(ALL) > 60


@pytest.mark.parametrize(("path", "probe"), CASES)
def test_every_setting_answers_a_value_of_the_wrong_kind(path: tuple[Any, ...], probe: Any) -> None:
    text = yaml.safe_dump(document(path, probe), sort_keys=False)
    message = refusal(text)
    key = next(step for step, _ in reversed(path) if isinstance(step, str))
    line = next(
        number
        for number, words in enumerate(text.splitlines(), start=1)
        if number >= _line_of(text, path) and (f"{key}:" in words)
    )
    stated = int(re.findall(r"line (\d+)", message)[0])
    assert stated in {line, line + 1}
    assert "; allowed is " in message or "unknown key" in message
    assert f".{key}" in message or "unknown key" in message
    shown = {"qqq": "qqq", "3.5": "3.5", "True": "true"}.get(str(probe))
    if shown and not key.endswith("_env"):
        assert f"`{shown}`" in message


def _line_of(text: str, path: tuple[Any, ...]) -> int:
    """The line at which a path begins, found by its own keys one after the other."""
    at = 0
    lines = text.splitlines()
    for step, _ in path:
        if isinstance(step, str):
            at = next(i for i in range(at, len(lines)) if re.match(rf"[\s-]*{step}:", lines[i]))
    return at + 1
