"""Source format deployed to a simulated org: what it changes, and what is refused in Salesforce's words."""

from pathlib import Path
from typing import Any

import pytest

from parity.simulator.deploy import deployed
from parity.simulator.deploy_files import NotDeployable
from parity.simulator.records import SimulatedOrg
from tests.simulator.asking import org_with

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
XMLNS = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
ONE_VALUE = "<value><fullName>A</fullName><default>false</default><label>A</label></value>"
BOTH = "<valueSetName>X</valueSetName><valueSetDefinition>"
CONTROLLED = "<valueSet><controllingField>No__c</controllingField>"
OWN = f"<valueSet><valueSetDefinition><sorted>false</sorted>{ONE_VALUE}</valueSetDefinition></valueSet>"


def put(folder: Path, path: str, root: str, inside: str) -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{HEAD}<{root} {XMLNS}>{inside}</{root}>", encoding="utf-8")
    return folder


def field(folder: Path, inside: str, name: str = "Depot__c", on: str = "Lead", label: str = "Depot") -> Path:
    told = f"<fullName>{name}</fullName><label>{label}</label>{inside}"
    return put(folder, f"objects/{on}/fields/{name}.field-meta.xml", "CustomField", told)


def described(org: SimulatedOrg, name: str, on: str = "Lead") -> dict[str, Any]:
    return next(one for one in org.describes[on]["fields"] if one["name"] == name)


def test_a_new_field_is_there_and_seen_by_nobody_until_a_set_names_it(tmp_path: Path) -> None:
    org = org_with()
    after = deployed(org, field(tmp_path, "<type>Text</type><length>12</length><unique>true</unique>"))
    made = described(after, "Depot__c")
    assert (made["type"], made["length"], made["unique"], made["nillable"]) == ("string", 12, True, True)
    assert after.setup["deployed_fields"] == ("Lead.Depot__c",)
    assert not any(one["name"] == "Depot__c" for one in org.describes["Lead"]["fields"]), (
        "the org itself stays as it was"
    )


def test_rules_of_one_name_on_two_objects_are_two(tmp_path: Path) -> None:
    rule = {"table": "ValidationRule", "name": "Depot", "message": "No"}
    org = org_with({"automation": [{**rule, "object": "Lead"}]})
    told = "<active>true</active><errorConditionFormula>true</errorConditionFormula><errorMessage>No</errorMessage>"
    path = "objects/Case/validationRules/Depot.validationRule-meta.xml"
    after = deployed(org, put(tmp_path, path, "ValidationRule", f"<fullName>Depot</fullName>{told}"))
    assert sorted(one["object"] for one in after.setup["automation"] if one["name"] == "Depot") == ["Case", "Lead"]
    gone = "<types><members>Lead.Depot</members><name>ValidationRule</name></types>"
    after = deployed(after, put(tmp_path / "gone", "destructiveChanges.xml", "Package", gone))
    assert [one["object"] for one in after.setup["automation"] if one["name"] == "Depot"] == ["Case"]


@pytest.mark.parametrize(("kind", "parts"), [("Location", 2), ("Address", 8)])
def test_a_compound_field_brings_its_parts(kind: str, parts: int, tmp_path: Path) -> None:
    after = deployed(org_with(), field(tmp_path, f"<type>{kind}</type>"))
    assert described(after, "Depot__c")["type"] == kind.lower()
    assert described(after, "Depot__Longitude__s")["compoundFieldName"] == "Depot__c"
    assert len([one for one in after.describes["Lead"]["fields"] if one["name"].startswith("Depot__")]) == parts + 1


@pytest.mark.parametrize("is_on", [True, False])
def test_a_field_of_contact_shows_on_accounts_where_person_accounts_are_on(is_on: bool, tmp_path: Path) -> None:
    org = org_with({"fields": {"Account.IsPersonAccount": "boolean"}} if is_on else None)
    after = deployed(org, field(tmp_path, "<type>Text</type><length>12</length>", on="Contact"))
    names = {one["name"] for one in after.describes["Account"]["fields"]}
    assert ("Depot__pc" in names) is is_on


@pytest.mark.parametrize(("inside", "version"), [("", 3), ("<description>Anew</description>", 4)])
def test_a_flow_that_differs_in_its_status_alone_is_not_deployed(tmp_path: Path, inside: str, version: int) -> None:
    spec = {"table": "FlowDefinitionView", "object": "Lead", "name": "Greet", "version": 3, "active": False}
    told: dict[str, Any] = {"environments": [], "processMetadataValues": []}
    org = org_with({"automation": [{**spec, "metadata": told}]})
    when = "<recordTriggerType>CreateAndUpdate</recordTriggerType><triggerType>RecordAfterSave</triggerType>"
    start = f"<start><locationX>50</locationX><locationY>0</locationY><object>Lead</object>{when}</start>"
    more = "<interviewLabel>Greet {!$Flow.CurrentDateTime}</interviewLabel><isTemplate>false</isTemplate>"
    body = f"<apiVersion>66.0</apiVersion>{inside}{more}<label>Greet</label><processType>AutoLaunchedFlow</processType>"
    put(tmp_path, "flows/Greet.flow-meta.xml", "Flow", f"{body}{start}<status>Active</status>")
    after = deployed(org, tmp_path)
    (flow,) = [one for one in after.setup["automation"] if one["name"] == "Greet"]
    assert (flow["version"], flow["active"]) == (version, version == 4)


#: What a file says, and what Salesforce says to it.
REFUSED_FIELDS = [
    ("<type>TextArea</type><length>255</length>", "Can not specify 'length' for a CustomField of type TextArea"),
    ("<type>Summary</type><precision>18</precision>", "Can not specify 'precision' for a CustomField of type Summary"),
    ("<type>LongTextArea</type><length>500</length><required>false</required>", "Can not specify 'required'"),
    ("<type>Html</type><length>500</length><required>true</required>", "Can not specify 'required'"),
    ("<type>Date</type><externalId>true</externalId>", "Can not specify 'externalId'"),
    ("<type>Checkbox</type>", "default value"),
    ("<type>Text</type>", "Required field is missing: length"),
    ("<type>Picklist</type>", "You must specify either picklist, globalPicklist, or valueSet"),
    (
        f"<type>Picklist</type>{OWN.replace('<valueSetDefinition>', BOTH)}",
        "not both",
    ),
    ("<type>Picklist</type><valueSet><valueSetName>X</valueSetName></valueSet>", "no GlobalValueSet named X found"),
    (f"<type>Picklist</type>{OWN.replace(ONE_VALUE, ONE_VALUE * 2)}", "A is defined multiple times"),
    (
        f"<type>Picklist</type>{OWN.replace(ONE_VALUE, ONE_VALUE + ONE_VALUE.replace('<fullName>A', '<fullName>B'))}",
        "Duplicate label: A",
    ),
    ("<type>Lookup</type><referenceTo>Depot__c</referenceTo>", "no CustomObject named Depot__c found"),
    ("<type>Lookup</type><referenceTo>Account</referenceTo><required>true</required>", "must specify either cascade"),
    (
        "<type>Lookup</type><referenceTo>User</referenceTo><deleteConstraint>Restrict</deleteConstraint>",
        "cascade or restrict options to User",
    ),
    ("<type>Text</type><length>9</length><length>9</length>", "Element length is duplicated at this location"),
    ("<type>Text</type><length>9</length><colour>red</colour>", "colour invalid at this location in type CustomField"),
    ("<type>Text</type><formula>Missing__c</formula>", "Field Missing__c does not exist. Check spelling."),
    ("<type>Text</type><length>9</length><trackHistory>true</trackHistory>", "Account does not have history tracking"),
]


@pytest.mark.parametrize(("inside", "told"), REFUSED_FIELDS)
def test_a_field_that_salesforce_refuses_is_refused(inside: str, told: str, tmp_path: Path) -> None:
    on = "Account" if "Account does" in told else "Lead"
    with pytest.raises(NotDeployable, match=told):
        deployed(org_with(), field(tmp_path, inside, on=on))


CHANGED = [
    ("Region__c", "<type>Text</type><length>255</length>", "Cannot change type due to existing data"),
    ("Score_Band__c", "<type>Text</type><length>255</length>", "from a Formula to something else"),
    ("Partner_Account__c", "<type>Lookup</type><referenceTo>Contact</referenceTo>", "Cannot update referenceTo"),
    ("Customer_Number__c", "<type>Text</type><length>20</length>", "insufficient access rights on cross-reference id"),
    ("Campaign_Note__c", "<type>Text</type><length>9</length>", "holds less than before"),
    ("bizible2__Account__c", "<type>Lookup</type><referenceTo>Account</referenceTo>", "namespace: bizible2"),
    (
        "Sub_Region__c",
        f"<type>Picklist</type>{OWN.replace('<valueSet>', CONTROLLED)}",
        "no CustomField named Lead.No__c",
    ),
]


@pytest.mark.parametrize(("name", "inside", "told"), CHANGED)
def test_a_change_that_salesforce_refuses_is_refused(name: str, inside: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(NotDeployable, match=told):
        deployed(org_with(), field(tmp_path, inside, name=name))


def test_values_that_a_set_leaves_out_are_off(tmp_path: Path) -> None:
    values = "<standardValue><fullName>Web</fullName><default>false</default><label>Web</label></standardValue>"
    put(tmp_path, "standardValueSets/LeadSource.standardValueSet-meta.xml", "StandardValueSet", values)
    after = deployed(org_with(), tmp_path)
    assert [one["value"] for one in described(after, "LeadSource")["picklistValues"]] == ["Web"]


@pytest.mark.parametrize(
    ("name", "inside", "told"),
    [
        ("LeadSource", "<sorted>false</sorted>", "Required field is missing: standardValue"),
        ("Lines", "<standardValue><fullName>A</fullName></standardValue>", "no StandardValueSet"),
        (
            "OpportunityStage",
            "<standardValue><fullName>A</fullName></standardValue>",
            "is missing: closed",
        ),
    ],
)
def test_a_standard_set_that_salesforce_refuses_is_refused(name: str, inside: str, told: str, tmp_path: Path) -> None:
    put(tmp_path, f"standardValueSets/{name}.standardValueSet-meta.xml", "StandardValueSet", inside)
    with pytest.raises(NotDeployable, match=told):
        deployed(org_with(), tmp_path)


def record_type(folder: Path, inside: str, name: str = "Rail", on: str = "Lead") -> Path:
    told = f"<fullName>{name}</fullName><active>true</active><label>{name}</label>{inside}"
    return put(folder, f"objects/{on}/recordTypes/{name}.recordType-meta.xml", "RecordType", told)


@pytest.mark.parametrize(
    ("on", "inside", "told"),
    [
        ("Lead", "", "Required field is missing: businessProcess"),
        ("Lead", "<businessProcess>Other</businessProcess>", "no BusinessProcess named Lead.Other found"),
        (
            "Account",
            "<picklistValues><picklist>No__c</picklist></picklistValues>",
            "no CustomField named Account",
        ),
        (
            "Account",
            "<picklistValues><picklist>Rating</picklist><values><fullName>Icy</fullName></values></picklistValues>",
            "Picklist value: Icy in picklist: Rating not found",
        ),
        ("PersonAccount", "", "Entity of type 'RecordType' named 'PersonAccount.Rail' cannot be found"),
    ],
)
def test_a_record_type_that_salesforce_refuses_is_refused(on: str, inside: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(NotDeployable, match=told):
        deployed(org_with(), record_type(tmp_path, inside, on=on))


def test_the_first_record_type_of_an_object_brings_the_field_that_holds_it(tmp_path: Path) -> None:
    after = deployed(org_with(), record_type(tmp_path, "", on="Account"))
    assert described(after, "RecordTypeId", "Account")["referenceTo"] == ["RecordType"]
    assert after.describes["Account"]["recordTypeInfos"][0]["developerName"] == "Rail"


def apex(folder: Path, body: str, name: str = "Depots", settings: str = "<status>Active</status>") -> Path:
    inside = f"<apiVersion>66.0</apiVersion>{settings}"
    put(folder, f"triggers/{name}.trigger-meta.xml", "ApexTrigger", inside)
    (folder / f"triggers/{name}.trigger").write_text(body, encoding="utf-8")
    return folder


def test_a_trigger_stands_on_its_events(tmp_path: Path) -> None:
    after = deployed(
        org_with(), apex(tmp_path, "trigger Depots on Lead (before insert, AfterUpdate) { LeadRouter.run(); }")
    )
    row = next(one for one in after.triggers if one["Name"] == "Depots")
    assert (row["UsageBeforeInsert"], row["UsageAfterUpdate"], row["UsageAfterInsert"]) == (True, True, False)
    assert (row["Status"], row["ApiVersion"], row["TableEnumOrId"]) == ("Active", 66.0, "Lead")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("trigger Other on Lead (before insert) {}", "Invalid identifier"),
        ("trigger Depots on Leed (before insert) {}", "Invalid type: Leed"),
        ("trigger Depots on Lead (before breakfast) {}", "no trigger event"),
        ("trigger Depots on Lead (before insert) { Yard.run(); }", "Variable does not exist: Yard"),
        ("", "Required field is missing: content"),
    ],
)
def test_a_trigger_that_does_not_compile_is_refused(body: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(NotDeployable, match=told):
        deployed(org_with(), apex(tmp_path, body))


def test_one_refusal_and_nothing_is_deployed(tmp_path: Path) -> None:
    org = org_with()
    field(tmp_path, "<type>Text</type><length>9</length>")
    field(tmp_path, "<type>Text</type>", name="Broken__c")
    with pytest.raises(NotDeployable):
        deployed(org, tmp_path)
    assert not any(one["name"] == "Depot__c" for one in org.describes["Lead"]["fields"])


def test_a_manifest_that_lists_other_components_is_refused(tmp_path: Path) -> None:
    field(tmp_path, "<type>Text</type><length>9</length>")
    put(tmp_path, "package.xml", "Package", "<types><members>Lead.Other__c</members><name>CustomField</name></types>")
    with pytest.raises(NotDeployable, match="Entity of type 'CustomField'"):
        deployed(org_with(), tmp_path)


def test_a_permission_set_names_no_required_and_no_unknown_field(tmp_path: Path) -> None:
    for name, told in (
        ("Lead.Company", "You cannot deploy to a required field"),
        ("Lead.No__c", "no CustomField named"),
    ):
        field_and_rights = f"<editable>false</editable><field>{name}</field><readable>true</readable>"
        inside = f"<fieldPermissions>{field_and_rights}</fieldPermissions>"
        put(tmp_path, "permissionsets/Set.permissionset-meta.xml", "PermissionSet", f"{inside}<label>Set</label>")
        with pytest.raises(NotDeployable, match=told):
            deployed(org_with(), tmp_path)


def test_deletions_take_away_what_is_there_and_nothing_else(tmp_path: Path) -> None:
    wanted = "<types><members>Lead.Campaign_Note__c</members><name>CustomField</name></types>"
    put(tmp_path, "destructiveChanges.xml", "Package", wanted)
    after = deployed(org_with(), tmp_path)
    assert not any(one["name"] == "Campaign_Note__c" for one in after.describes["Lead"]["fields"])
    for wrong in (wanted.replace("Campaign_Note", "Nothing"), wanted.replace("CustomField", "RecordType")):
        put(tmp_path, "destructiveChanges.xml", "Package", wrong)
        with pytest.raises(NotDeployable):
            deployed(org_with(), tmp_path)


def test_a_draft_of_a_flow_leaves_the_active_version_running(tmp_path: Path) -> None:
    kind = "<recordTriggerType>Create</recordTriggerType><triggerType>RecordAfterSave</triggerType>"
    start = f"<start><object>Lead</object>{kind}</start>"
    flow = {"table": "FlowDefinitionView", "object": "Lead", "name": "Greet", "version": 2}
    for status, active in (("Draft", 2), ("Active", 3)):
        inside = f"<label>Greet</label><processType>AutoLaunchedFlow</processType>{start}<status>{status}</status>"
        put(tmp_path, "flows/Greet.flow-meta.xml", "Flow", inside)
        after = deployed(org_with({"automation": [flow]}), tmp_path)
        (made,) = [one for one in after.setup["automation"] if one["name"] == "Greet"]
        assert (made["version"], made["active_version"]) == (3, active)
