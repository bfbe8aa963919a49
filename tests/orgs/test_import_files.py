"""Snapshots out of files that somebody else produced: what they prove, and what they do not."""

import json
from collections.abc import Callable
from pathlib import Path
from shlex import quote
from typing import Any

import pytest

from parity.config.collect_options import CollectOptions
from parity.errors import InputError
from parity.orgs.import_files import snapshot_from_files
from parity.orgs.import_parts import command_for, questions_for_files
from parity.simulator import Scenario, load_scenario
from parity.simulator.records import SimulatedOrg
from parity.simulator.rest import seen_by
from parity.snapshot.file import read_snapshot
from parity.snapshot.org_setup import Part
from parity.snapshot.records import OBJECTS, Role
from tests.program import parity
from tests.simulated import READ_AT

PAYLOADS = Path(__file__).parents[3] / "shared/payloads"
Write = Callable[[Path, str, Any], None]


def as_rest_writes(folder: Path, name: str, answer: Any) -> None:
    (folder / f"{name}.json").write_text(json.dumps(answer, indent=2))


def as_sf_writes(folder: Path, name: str, answer: Any) -> None:
    """`sf sobject describe --json` and `sf data query --json`; some shells add a byte order mark."""
    text = json.dumps({"status": 0, "result": answer, "warnings": []}, indent=2)
    (folder / f"{name}.json").write_bytes(b"\xef\xbb\xbf" + text.encode())


#: Where a row says that it comes from: FieldDefinition's list is whole only through the Tooling API.
URLS = {"FieldDefinition": f"/services/data/v{READ_AT}/tooling/sobjects/FieldDefinition/Lead.00N0X"}


def rows(kind: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "totalSize": len(records),
        "done": True,
        "records": [{"attributes": {"type": kind, "url": URLS.get(kind, "")}, **record} for record in records],
    }


def write_org(folder: Path, org: SimulatedOrg, write: Write, *, proven: bool = True) -> Path:
    """Everything that an administrator could send, or the describes and triggers alone."""
    folder.mkdir()
    for name in OBJECTS:
        describe = seen_by(org.user, org.describes[name], name)
        write(folder, name, {**describe, "urls": {"sobject": f"/services/data/v{READ_AT}/sobjects/{name}"}})
        if proven:
            names = [{"QualifiedApiName": field["name"]} for field in describe["fields"]]
            write(folder, f"FieldDefinition-{name}", rows("FieldDefinition", names))
    write(folder, "ApexTrigger", rows("ApexTrigger", list(org.triggers)))
    if proven:
        write(folder, "Organization", rows("Organization", [org.organization]))
    return folder


@pytest.fixture
def drifted() -> Scenario:
    return load_scenario("drifted")


@pytest.mark.parametrize("write", [as_rest_writes, as_sf_writes], ids=["rest", "sf"])
def test_imported_files_show_the_same_drift_as_the_orgs(write: Write, drifted: Scenario, tmp_path: Path) -> None:
    for role, org in (("sandbox", drifted.sandbox), ("production", drifted.production)):
        folder = write_org(tmp_path / role, org, write)
        outcome = parity("import", folder, "-o", f"{role}.json", "--role", role, cwd=tmp_path)
        assert outcome.code == 0, outcome.err
        assert "6 of 6 objects" in outcome.err
    outcome = parity("compare", "sandbox.json", "production.json", "-o", "result.json", cwd=tmp_path)
    assert outcome.code == 1, outcome.err
    result = json.loads((tmp_path / "result.json").read_bytes())
    differing = [one for one in result["findings"] if one["kind"] not in {"cause", "readiness"}]
    told = sum(max(len(one["items"]), 1) for one in differing)
    assert told == len([one for one in drifted.drift if "rule" in (one.expect or {})])
    gaps = [gap for gap in result["gaps"] if gap["area"] == "readiness"]
    assert [gap["area"] for gap in result["gaps"] if gap not in gaps] == ["files", "files"]
    assert {gap["role"] for gap in gaps if "packages" in gap["subject"]} == {"sandbox", "production"}


def test_equal_files_are_inconclusive_and_never_a_go(tmp_path: Path) -> None:
    pair = load_scenario("identical")
    for role, org in (("sandbox", pair.sandbox), ("production", pair.production)):
        folder = write_org(tmp_path / role, org, as_sf_writes, proven=False)
        assert parity("import", folder, "-o", f"{role}.json", "--role", role, cwd=tmp_path).code == 0
    outcome = parity("compare", "sandbox.json", "production.json", "-o", "result.json", cwd=tmp_path)
    assert outcome.code == 3
    assert outcome.out.startswith("INCONCLUSIVE")
    result = json.loads((tmp_path / "result.json").read_bytes())
    assert result["findings"] == []
    assert {gap["area"] for gap in result["gaps"]} == {"files", "identity", "readiness"}


def test_a_field_that_files_do_not_show_is_not_called_missing(drifted: Scenario, tmp_path: Path) -> None:
    for role, org in (("sandbox", drifted.sandbox), ("production", drifted.production)):
        folder = write_org(tmp_path / role, org, as_rest_writes, proven=False)
        parity("import", folder, "-o", f"{role}.json", "--role", role, cwd=tmp_path)
    parity("compare", "sandbox.json", "production.json", "-o", "result.json", cwd=tmp_path)
    findings = json.loads((tmp_path / "result.json").read_bytes())["findings"]
    rules = {one["rule"] for one in findings if one["kind"] == "field" and one["attribute"] == "presence"}
    assert rules == {"field-missing-or-not-visible"}


@pytest.mark.skipif(not PAYLOADS.exists(), reason="the recorded answers of real orgs are not on this machine")
def test_recorded_answers_of_a_real_org_can_be_imported(tmp_path: Path) -> None:
    outcome = parity("import", PAYLOADS, "-o", "snapshot.json", "--role", "sandbox", cwd=tmp_path)
    assert outcome.code == 0, outcome.err
    snapshot, passed_over = snapshot_from_files(PAYLOADS, Role.SANDBOX)
    assert set(snapshot.objects) == {"Case", "Lead", "Opportunity"}
    assert {name: len(one.fields) for name, one in snapshot.objects.items()} == {
        "Case": 35,
        "Lead": 54,
        "Opportunity": 40,
    }
    assert passed_over == ()
    assert {gap.subject for gap in snapshot.gaps} >= {"Account", "Campaign", "Contact", "ApexTrigger"}
    data = (tmp_path / "snapshot.json").read_bytes()
    assert read_snapshot(data, "snapshot.json") == snapshot


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("Lead.json", '{"name": "Lead", "fields": [', "not JSON"),
        ("Lead.json", '{"status": 1, "message": "no such org"}', "error of an sf command"),
        ("Lead.json", '{"status": 1, "result": null, "message": "no such org"}', "error of an sf command"),
        (
            "Lead.json",
            '[{"errorCode": "NOT_FOUND", "message": "no such object"}]',
            "Salesforce's error, not its answer",
        ),
        ("Lead.json", "[]", "no describe answer"),
        ("Lead.json", '{"name": "Lead", "fields": [{"name": "Id"}]}', "field Id"),
        ("ApexTrigger.json", '{"records": [{"Name": 7}]}', "ApexTrigger row"),
        ("notes.txt", "hello", "no .json file"),
    ],
)
def test_files_that_cannot_be_used_get_one_message(name: str, content: str, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / name).write_text(content)
    outcome = parity("import", "files", "-o", "snapshot.json", "--role", "sandbox", cwd=tmp_path)
    assert outcome.code in (2, 3)
    assert told in outcome.err
    assert outcome.err.startswith("error: ")
    assert "Traceback" not in outcome.err
    assert not (tmp_path / "snapshot.json").exists()


def test_two_files_of_one_object_are_refused(drifted: Scenario, tmp_path: Path) -> None:
    folder = write_org(tmp_path / "files", drifted.sandbox, as_rest_writes)
    (folder / "Lead-again.json").write_bytes((folder / "Lead.json").read_bytes())
    outcome = parity("import", folder, "-o", "snapshot.json", "--role", "sandbox", cwd=tmp_path)
    assert outcome.code == 2
    assert "two files describe Lead" in outcome.err


def test_files_of_the_other_kind_of_org_are_refused(drifted: Scenario, tmp_path: Path) -> None:
    folder = write_org(tmp_path / "files", drifted.production, as_sf_writes)
    outcome = parity("import", folder, "-o", "snapshot.json", "--role", "sandbox", cwd=tmp_path)
    assert outcome.code == 2
    assert "not a sandbox" in outcome.err


def test_the_first_page_of_an_answer_is_not_the_whole(drifted: Scenario, tmp_path: Path) -> None:
    folder = write_org(tmp_path / "files", drifted.sandbox, as_rest_writes)
    triggers = {**rows("ApexTrigger", list(drifted.sandbox.triggers)), "done": False}
    as_rest_writes(folder, "ApexTrigger", triggers)
    snapshot, _ = snapshot_from_files(folder, Role.SANDBOX)
    assert any("first page" in gap.reason for gap in snapshot.gaps)


def test_a_describe_without_record_types_is_a_gap_and_not_an_object_without_any(
    drifted: Scenario, tmp_path: Path
) -> None:
    folder = write_org(tmp_path / "files", drifted.sandbox, as_rest_writes)
    told, _ = snapshot_from_files(folder, Role.SANDBOX)
    lead = json.loads((folder / "Lead.json").read_text())
    del lead["recordTypeInfos"]
    as_rest_writes(folder, "Lead", lead)
    untold, _ = snapshot_from_files(folder, Role.SANDBOX)
    assert {one.subject for one in untold.gaps} - {one.subject for one in told.gaps} == {"Lead recordTypeInfos"}


@pytest.mark.parametrize(
    "url", [f"/services/data/v{READ_AT}/sobjects/FieldDefinition/Lead.X", None], ids=["data", "none"]
)
def test_a_list_of_fields_that_is_not_the_tooling_apis_is_not_trusted(
    url: str | None, drifted: Scenario, tmp_path: Path
) -> None:
    folder = write_org(tmp_path / "files", drifted.sandbox, as_rest_writes)
    listed = rows("FieldDefinition", [{"QualifiedApiName": "Id"}])
    listed["records"][0]["attributes"] = {"type": "FieldDefinition", "url": url} if url else {"type": "FieldDefinition"}
    as_rest_writes(folder, "FieldDefinition-Lead", listed)
    snapshot, _ = snapshot_from_files(folder, Role.SANDBOX)
    assert snapshot.objects["Lead"].defined_fields is None
    assert snapshot.objects["Case"].defined_fields is not None
    gap = next(one for one in snapshot.gaps if one.subject == "FieldDefinition in FieldDefinition-Lead.json")
    assert "--use-tooling-api" in gap.fix


@pytest.mark.parametrize("around", ["Warning: update available\nJSON", "JSON\n[warn] a plugin is old\n"])
def test_colours_and_notices_in_a_file_are_passed_over(around: str, drifted: Scenario, tmp_path: Path) -> None:
    folder = write_org(tmp_path / "files", drifted.sandbox, as_sf_writes)
    plain, _ = snapshot_from_files(folder, Role.SANDBOX)
    lead = folder / "Lead.json"
    coloured = lead.read_text("utf-8-sig").replace('"fields"', '\x1b[94m"fields"\x1b[39m')
    lead.write_text(around.replace("JSON", coloured))
    assert snapshot_from_files(folder, Role.SANDBOX)[0] == plain


def test_the_line_that_is_in_the_way_is_named(drifted: Scenario, tmp_path: Path) -> None:
    folder = write_org(tmp_path / "files", drifted.sandbox, as_rest_writes)
    lines = (folder / "Lead.json").read_text().splitlines()
    (folder / "Lead.json").write_text("\n".join([*lines[:4], "Warning: the session is old", *lines[4:]]))
    with pytest.raises(InputError, match=r"line 5 is in the way .*Warning: the session is old"):
        snapshot_from_files(folder, Role.SANDBOX)


def test_the_user_whose_permissions_no_file_holds_is_to_be_named(drifted: Scenario, tmp_path: Path) -> None:
    folder = write_org(tmp_path / "files", drifted.production, as_rest_writes)
    snapshot, _ = snapshot_from_files(folder, Role.PRODUCTION)
    fixes = {one.part: one.fix for one in snapshot.unread}
    assert "--integration-user NAME" in (fixes[Part.INTEGRATION_USER] or "")
    asked = {one.name: command_for(one, "files") for one in questions_for_files(Role.PRODUCTION, CollectOptions())}
    assert asked["RecordCounts"].startswith(
        'sf api request rest "/services/data/v63.0/limits/recordCount?sObjects=Account,'
    )
    assert asked["CampaignLayouts"].endswith('/sobjects/Campaign/describe/layouts" > files/CampaignLayouts.json')


def test_what_is_in_no_file_is_named_with_the_command_that_tells_how(drifted: Scenario, tmp_path: Path) -> None:
    folder = write_org(tmp_path / "files", drifted.production, as_rest_writes)
    outcome = parity("import", folder, "-o", "p.json", "--role", "production", cwd=tmp_path)
    assert "not in the files: packages. Add the file: `parity import DIR --role ROLE --queries`" in outcome.err
    told = parity("import", folder, "--queries", "--role", "production", cwd=tmp_path)
    assert told.out.startswith(f"mkdir {folder}\n")
    assert "sf data query --use-tooling-api --json --query" in told.out
    assert f"> {quote(str(folder / 'InstalledSubscriberPackage.json'))}" in told.out
    assert "PermissionSet" not in told.out, "nobody is asked for whom nobody named"
    named = ("import", folder, "--queries", "--role", "production", "--integration-user", "m@acme.example")
    assert "Assignee.Username = 'm@acme.example'" in parity(*named, cwd=tmp_path).out


def test_import_without_an_output_says_so(tmp_path: Path) -> None:
    outcome = parity("import", "files", "--role", "production", cwd=tmp_path)
    assert outcome.code == 2
    assert "--output" in outcome.err
