"""Where metadata of production comes from: the org, a retrieved project, or nowhere; and what each leaves out."""

import shutil
from pathlib import Path

import pytest
from msgspec import structs

from parity.errors import InputError, WrongOrgError
from parity.simulator import Scenario
from parity.simulator.changes import changed
from parity.verdict.result import Result
from tests.repair.repairing import applied, checked, keys_of, made, repair, repair_of, scenario

RULE = {
    "table": "ValidationRule",
    "object": "Lead",
    "name": "Depot",
    "formula": "ISBLANK(Depot_Code__c)",
    "message": "Which depot?",
}
ADDED = {
    "fields": {
        "Lead.Depot__c": {"is": "picklist(255)", "values": ["Oslo", "Rome"]},
        "Lead.Owner_Depot__c": "reference(Account)",
        "Lead.Depot_Code__c": "string(12)",
    },
    "automation": [
        {
            "table": "ValidationRule",
            "object": "Lead",
            "name": "Depot",
            "formula": "ISBLANK(Depot_Code__c)",
            "message": "x",
        }
    ],
}


def after_the_check(pair: Scenario, **changes: object) -> Scenario:
    return structs.replace(pair, production=changed(pair.production, changes))


def test_what_production_changed_after_the_check_is_listed_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    when = "2026-11-24T12:00:01.000+0000"
    said = {"CustomField": {"Lead.Depot_Code__c": {"by": "admin", "at": when}}}

    def later(pair: Scenario) -> Scenario:
        return after_the_check(pair, changed=said)

    one = repair(made(production=ADDED), tmp_path / "repair", monkeypatch, between=later)
    assert one.place_of("Depot_Code__c") == "cannot be known"
    assert f"production changed it at {when}, after it was compared" in one.entry("Depot_Code__c")["why"]
    assert one.place_of("validation rule Depot") == "by hand", "it names the field that stays behind"
    assert one.place_of("Depot__c") == "deployed"
    assert not any("Depot_Code__c" in name for name in one.files)


def test_what_was_changed_before_the_check_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"CustomField": {"Lead.Depot_Code__c": {"by": "admin", "at": "2026-11-24T11:59:59.000+0000"}}}
    one = repair(made(production={**ADDED, "changed": said}), tmp_path / "repair", monkeypatch)
    assert one.place_of("Depot_Code__c") == "deployed"


def test_what_is_gone_from_production_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(pair: Scenario) -> Scenario:
        return after_the_check(pair, fields={"Lead.Depot_Code__c": None})

    one = repair(made(production=ADDED), tmp_path / "repair", monkeypatch, between=gone)
    assert one.place_of("Depot_Code__c") == "cannot be known"
    assert "not found in production" in one.entry("Depot_Code__c")["why"]


def test_what_the_user_may_not_read_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(pair: Scenario) -> Scenario:
        return after_the_check(pair, permissions={"remove": ["ViewSetup", "CustomizeApplication"]})

    one = repair(made(production=ADDED), tmp_path / "repair", monkeypatch, between=blind)
    assert {entry["component"] for entry in one.lists["deployed"]} == set()
    assert "production did not list CustomField" in one.entry("Depot_Code__c")["why"]


def test_another_production_is_refused_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = checked(made(production=ADDED))
    other = made(production={**ADDED, "organization": {"Id": "00D300000009XyzEAE"}})
    with pytest.raises(WrongOrgError, match="signs in to 00D300000009XyzEAE"):
        repair_of(result, other, tmp_path / "repair", monkeypatch)
    assert not (tmp_path / "repair").exists()


def imported(pair: Scenario) -> Result:
    """A result as it is where production's side came out of files."""
    result = checked(pair)
    files = structs.replace(result.snapshots.production, source="files")
    return structs.replace(result, snapshots=structs.replace(result.snapshots, production=files))


def test_of_describe_alone_no_file_is_made_and_the_losses_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = made(production=ADDED)
    one = repair_of(imported(pair), pair, tmp_path / "repair", monkeypatch)
    assert set(one.files) == {"README.md", "repair.json"}
    assert one.lists["deployed"] == []
    assert "sf project retrieve start --metadata CustomField:Lead.Depot__c --target-org PRODUCTION_ALIAS" in one.readme
    lost = {name: one.entry(name)["why"] for name in ("Depot__c", "Owner_Depot__c", "validation rule Depot")}
    assert "the value set that it shares, inactive values" in lost["Depot__c"]
    assert "the lookup filter's criteria" in lost["Owner_Depot__c"]
    assert "description, history and feed tracking" in lost["Owner_Depot__c"]
    assert "would lose the formula" in lost["validation rule Depot"]
    assert "sf project deploy" not in one.readme
    assert "sf project generate --name retrieved && cd retrieved" in one.readme
    together = one.readme.partition("## Retrieve")[2].partition("```\n\n")[0]
    assert together.count(" --metadata ") == together.count("--metadata ") == 4
    assert "parity repair RESULT --from retrieved" in together


def test_a_retrieved_project_takes_the_place_of_the_org(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one repair wrote is what `sf project retrieve` would have written: production's own files."""
    pair = scenario("drifted")
    read = repair(pair, tmp_path / "read", monkeypatch, bodies=True)
    retrieved = tmp_path / "retrieved"
    for step in ("1-objects", "5-apex"):
        shutil.copytree(read.folder / step, retrieved / "force-app", dirs_exist_ok=True)
    one = repair_of(imported(pair), pair, tmp_path / "repair", monkeypatch, retrieved=retrieved, bodies=True)
    sources = {name: data for name, data in one.files.items() if name.startswith(("1-objects", "5-apex"))}
    assert sources == {name: read.files[name] for name in sources}
    assert {name for name in read.files if name.startswith("1-objects/main")} == {
        name for name in sources if name.startswith("1-objects/main")
    }
    assert keys_of(checked(applied(pair, one))) <= one.not_deployed()


def test_retrieved_values_that_are_called_true_and_false_stay_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"fields": {"Lead.Sure__c": {"is": "picklist(255)", "values": ["true", "false"]}}}
    pair = made(production=values)
    read = repair(pair, tmp_path / "read", monkeypatch)
    one = repair_of(imported(pair), pair, tmp_path / "repair", monkeypatch, retrieved=read.folder)
    path = "1-objects/main/default/objects/Lead/fields/Sure__c.field-meta.xml"
    assert b"<fullName>false</fullName>" in read.files[path]
    assert one.files[path] == read.files[path]


def test_what_a_retrieved_project_lacks_is_left_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    pair = made(production=ADDED)
    one = repair_of(imported(pair), pair, tmp_path / "repair", monkeypatch, retrieved=tmp_path / "empty")
    assert one.place_of("Depot__c") == "cannot be known"
    assert "sf project retrieve start --metadata CustomField:Lead.Depot__c" in one.entry("Depot__c")["why"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<CustomField", "no metadata that can be read"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><CustomField>&b;</CustomField>', "document type"),
        ("", "no metadata that can be read"),
    ],
)
def test_a_retrieved_file_that_cannot_be_read_is_refused(
    text: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "from/objects/Lead/fields/Depot__c.field-meta.xml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    pair = made(production=ADDED)
    with pytest.raises(InputError, match=why):
        repair_of(imported(pair), pair, tmp_path / "repair", monkeypatch, retrieved=tmp_path / "from")


def test_the_same_component_twice_in_a_retrieved_project_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("a", "b"):
        path = tmp_path / f"from/{folder}/objects/Lead/fields/Depot__c.field-meta.xml"
        path.parent.mkdir(parents=True)
        path.write_text("<CustomField/>")
    pair = made(production=ADDED)
    with pytest.raises(InputError, match="there twice"):
        repair_of(imported(pair), pair, tmp_path / "repair", monkeypatch, retrieved=tmp_path / "from")


def test_texts_that_mean_production_are_to_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    formula = 'IF($Organization.Id = "00D300000001Nwh", "live", "not")'
    pair = made(production={"fields": {"Lead.Where__c": {"is": "string(1300) calculated", "formula": formula}}})
    one = repair(pair, tmp_path / "repair", monkeypatch)
    assert "`CustomField Lead.Where__c` names `00D300000001Nwh`: production's own" in one.readme


def test_labels_by_somebody_who_wishes_the_reader_ill_move_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    label = "`](https://evil.example)<img src=x onerror=alert(1)>\n# Owned\u202e| $(rm -rf /) ![a](b)"
    fields = {"Lead.Trap__c": {"is": "picklist(255)", "values": [{"value": label, "label": label}], "label": label}}
    production = {"fields": fields, "organization": {"Name": label}}
    one = repair(
        made(production=production, sandbox={"fields": {"Lead.Region__c": {"label": label}}}),
        tmp_path / "r",
        monkeypatch,
    )
    outside = "".join(part for number, part in enumerate(one.readme.replace("```", "").split("`")) if number % 2 == 0)
    assert "evil" not in outside
    assert "\u202e" not in one.readme
    assert not [line for line in one.readme.splitlines() if line.startswith("# ") and line != "# parity repair"]
    file = one.files["1-objects/main/default/objects/Lead/fields/Trap__c.field-meta.xml"]
    assert b"<img" not in file
    assert one.place_of("Trap__c") == "deployed"


def test_names_that_lead_out_of_the_folder_are_never_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = {"table": "ValidationRule", "object": "Lead", "name": "../../../owned", "message": "x"}
    one = repair(made(production={"automation": [rule]}), tmp_path / "deep/er/repair", monkeypatch)
    assert one.place_of("validation rule ../../../owned") != "deployed"
    assert not list(tmp_path.rglob("owned*"))


def test_where_nothing_could_be_read_nothing_is_called_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = repair(scenario("no-tooling"), tmp_path / "repair", monkeypatch)
    assert one.result.gaps
    assert f"{len(one.result.gaps)} more could not be read or compared" in one.readme
    assert "nothing is to be repaired" not in one.readme
    assert all(f"what to do: `{gap.fix}`" in one.readme for gap in one.result.gaps)


def test_no_org_is_asked_where_no_file_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = scenario("hidden-fields")
    result = checked(pair)
    (tmp_path / "repair-work").mkdir()
    elsewhere = made(production={"organization": {"Id": "00D300000009XyzEAE"}})
    one = repair_of(result, elsewhere, tmp_path / "repair", monkeypatch)
    assert one.lists["deployed"] == []
    assert set(one.files) == {"README.md", "repair.json"}


def test_a_standard_field_is_read_by_its_definition_and_known_by_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {role: {"fields": {"Lead.Phone": {"inlineHelpText": role}}} for role in ("production", "sandbox")}
    pair = made(**told)
    one = repair(pair, tmp_path / "repair", monkeypatch)
    (path,) = [name for name in one.files if name.endswith("Phone.field-meta.xml")]
    assert b"<inlineHelpText>production</inlineHelpText>" in one.files[path]
    assert checked(applied(pair, one)).verdict.is_go
