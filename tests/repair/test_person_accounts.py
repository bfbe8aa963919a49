"""Record types of person accounts: under Account where Salesforce lists them, under PersonAccount where files lie."""

from pathlib import Path
from typing import Any

import pytest

from parity.simulator import Scenario
from tests.repair.repairing import applied, checked, keys_of, made, repair, repair_of
from tests.repair.test_sources import imported

IS_PERSON: dict[str, Any] = {"fields": {"Account.IsPersonAccount": "boolean"}, "features": ["PersonAccounts"]}
FIELD = {"Account.RecordTypeId": "reference(RecordType)"}
TYPES = {"record_types": {"Account": ["Advisor", "Reseller"]}, "person_types": ["Advisor"]}
PERSON = "1-objects/main/default/objects/PersonAccount/recordTypes/Advisor.recordType-meta.xml"
BUSINESS = "1-objects/main/default/objects/Account/recordTypes/Reseller.recordType-meta.xml"


def with_types(**both: Any) -> Scenario:
    more = {} if both else IS_PERSON
    return made(both=both, production={**TYPES, **more, "fields": {**more.get("fields", {}), **FIELD}})


def test_any_record_type_of_person_accounts_is_a_file_of_person_account(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = with_types(**IS_PERSON)
    one = repair(pair, tmp_path / "repair", monkeypatch)
    assert {PERSON, BUSINESS} <= set(one.files)
    assert "<members>PersonAccount.Advisor</members>" in one.files["1-objects/package.xml"].decode()
    (access,) = [data.decode() for name, data in one.files.items() if name.endswith(".permissionset-meta.xml")]
    assert "<recordType>PersonAccount.Advisor</recordType>" in access
    assert "<recordType>Account.Reseller</recordType>" in access
    assert keys_of(checked(applied(pair, one))) <= one.not_deployed()


def test_without_person_accounts_in_the_sandbox_it_is_for_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = repair(with_types(), tmp_path / "repair", monkeypatch)
    assert "it comes with Person Accounts" in one.entry("Advisor")["why"]
    assert (one.place_of("Advisor"), one.place_of("Reseller")) == ("by hand", "deployed")
    assert PERSON not in one.files


def test_a_retrieved_project_has_it_where_files_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = with_types(**IS_PERSON)
    read = repair(pair, tmp_path / "read", monkeypatch)
    retrieved = tmp_path / "retrieved"
    for name in (PERSON, BUSINESS):
        path = retrieved / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(read.files[name])
    result = imported(pair)
    alone = repair_of(result, pair, tmp_path / "alone", monkeypatch, retrieved=retrieved)
    assert "without the fields of its object not all of its values are told" in alone.entry("Advisor")["why"]
    command = "--metadata CustomObject:Account --metadata RecordType:Account.Reseller"
    assert f"{command} --metadata RecordType:PersonAccount.Reseller" in alone.entry("Reseller")["why"]
    (retrieved / "1-objects/main/default/objects/Account/fields").mkdir()
    (retrieved / "1-objects/main/default/objects/Account/fields/Type.field-meta.xml").write_text("<CustomField/>")
    one = repair_of(result, pair, tmp_path / "repair", monkeypatch, retrieved=retrieved)
    assert {name: one.files[name] for name in (PERSON, BUSINESS)} == {
        name: read.files[name] for name in (PERSON, BUSINESS)
    }
