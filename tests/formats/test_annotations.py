"""Annotations as GitHub's runner reads them: one line a command, ten of a kind, nothing of an org obeyed."""

import re
from collections.abc import Callable

import pytest

from parity.cli.terminal.streams import without_commands
from parity.formats.annotations import annotations
from parity.verdict.result import Result
from tests.formats.results import BOMBS, bombed, waived

_COMMAND = re.compile(r"::(?P<level>error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A line as the runner takes it apart (actions/toolkit, packages/core/src/command.ts)."""
    found = _COMMAND.fullmatch(line)
    assert found, line
    told = dict(one.split("=", 1) for one in found["properties"].split(","))
    back = {name: _back(value.replace("%3A", ":").replace("%2C", ",")) for name, value in told.items()}
    return found["level"], back, _back(found["message"])


def _back(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_the_verdict_comes_first_and_findings_stand_at_their_files(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    lines = [read(line) for line in annotations(result)]
    assert lines[0][0] == "error"
    assert lines[0][1] == {"title": "parity: NO-GO"}
    assert lines[0][2].endswith("And 16 more, in the report.")
    levels = [level for level, _, _ in lines]
    assert (levels.count("error"), levels.count("warning")) == (10, 9)
    assert lines[1][1]["file"] == "force-app/main/default/objects/Account/fields/ERP_Id__c.field-meta.xml"


def test_a_go_is_a_notice_and_what_was_not_read_an_error(result_of: Callable[..., Result]) -> None:
    assert [read(line)[0] for line in annotations(result_of("identical"))] == ["notice"]
    open_one = [read(line) for line in annotations(result_of("no-tooling"))]
    assert {level for level, _, _ in open_one} == {"error"}
    assert open_one[1][1] == {"title": "parity: not read"}


def test_what_is_waived_makes_no_noise(result_of: Callable[..., Result]) -> None:
    result = result_of("drifted")
    lines = annotations(waived(result, *(one for one in result.findings if one.severity == "blocker")))
    assert [read(line)[0] for line in lines] == ["error", *["warning"] * 9]


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_a_bomb_neither_ends_a_command_nor_begins_one(bomb: str, result_of: Callable[..., Result]) -> None:
    for scenario in ("drifted", "no-tooling"):
        for line in annotations(bombed(result_of(scenario), bomb)):
            assert "\n" not in line
            assert "\r" not in line
            assert read(line)[0] in {"error", "warning", "notice"}


_HOSTILE = "::set-env name=X::y\n  ::error::z ##vso[task.setvariable variable=a]b ##[group]c ##VSO[x]d # ##"


@pytest.mark.parametrize("runner", [{"GITHUB_ACTIONS": "true"}, {"TF_BUILD": "True"}])
def test_the_log_of_a_pipeline_obeys_no_org(runner: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert without_commands(_HOSTILE) == _HOSTILE
    for name, value in runner.items():
        monkeypatch.setenv(name, value)
    shown = without_commands(_HOSTILE)
    assert not re.search(r"##(\[|vso)", shown, re.IGNORECASE)
    assert not re.search(r"^\s*::", shown, re.MULTILINE)
    assert re.sub(r"[\s]", "", shown) == re.sub(r"[\s]", "", _HOSTILE)
