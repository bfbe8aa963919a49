"""Where a component stands in a Salesforce DX project and in Setup; names are data and lead nowhere else."""

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.rules import component_paths
from parity.rules.component_paths import api_name, metadata_path, name_of, setup_path
from parity.rules.finding import Finding, Severity
from parity.snapshot.automation import AutomationKind
from tests.verdict.findings import finding

_BELOW = "force-app/main/default/"


def of(kind: Kind, object_name: str, component: str, **changes: str) -> Finding:
    return structs.replace(finding(component, Severity.BLOCKER, kind=kind), object=object_name, **changes)


@pytest.mark.parametrize(
    ("object_name", "field", "file"),
    [
        ("Lead", "Region__c", "objects/Lead/fields/Region__c.field-meta.xml"),
        ("Lead", "ns__Region__c", "objects/Lead/fields/ns__Region__c.field-meta.xml"),
        ("Lead", "LeadSource", "objects/Lead/fields/LeadSource.field-meta.xml"),
        # Parts of a compound field are no components of their own.
        ("Lead", "City", "objects/Lead/fields/Address.field-meta.xml"),
        ("Lead", "FirstName", "objects/Lead/fields/Name.field-meta.xml"),
        ("Account", "BillingStateCode", "objects/Account/fields/BillingAddress.field-meta.xml"),
        ("Contact", "MailingLatitude", "objects/Contact/fields/MailingAddress.field-meta.xml"),
        ("Account", "Site__Latitude__s", "objects/Account/fields/Site__c.field-meta.xml"),
        ("Account", "ns__Site__Longitude__s", "objects/Account/fields/ns__Site__c.field-meta.xml"),
        ("Account", "Depot__City__s", "objects/Account/fields/Depot__c.field-meta.xml"),
        # A Person Account's fields are its contact's.
        ("Account", "Loyalty__pc", "objects/Contact/fields/Loyalty__c.field-meta.xml"),
        ("Account", "PersonEmail", "objects/Contact/fields/Email.field-meta.xml"),
        ("Account", "PersonMailingCity", "objects/Contact/fields/MailingAddress.field-meta.xml"),
        ("Account", "LastName", "objects/Contact/fields/Name.field-meta.xml"),
        ("Account", "PersonContactId", "objects/Account/fields/PersonContactId.field-meta.xml"),
        ("Account", "Person_Count__c", "objects/Account/fields/Person_Count__c.field-meta.xml"),
        # Custom fields of tasks and events are activity fields.
        ("Task", "Score__c", "objects/Activity/fields/Score__c.field-meta.xml"),
        ("Event", "Location", "objects/Event/fields/Location.field-meta.xml"),
        ("Case", "City", "objects/Case/fields/City.field-meta.xml"),
        ("../../x", "a/../b", "objects/%2E%2E%2F%2E%2E%2Fx/fields/a%2F%2E%2E%2Fb.field-meta.xml"),
    ],
)
def test_a_field_has_the_file_of_its_definition(object_name: str, field: str, file: str) -> None:
    assert metadata_path(of(Kind.FIELD, object_name, field)) == _BELOW + file


@pytest.mark.parametrize(
    ("kind", "object_name", "component", "file", "page"),
    [
        (
            Kind.OBJECT,
            "Lead",
            "Lead",
            "objects/Lead/Lead.object-meta.xml",
            "Object Manager > Lead > Details",
        ),
        (
            Kind.RECORD_TYPE,
            "Case",
            "Partner",
            "objects/Case/recordTypes/Partner.recordType-meta.xml",
            "Object Manager > Case > Record Types > Partner",
        ),
        (
            Kind.TRIGGER,
            "Lead",
            "ns__Match",
            "triggers/ns__Match.trigger-meta.xml",
            "Object Manager > Lead > Triggers > ns__Match",
        ),
        (
            Kind.AUTOMATION,
            "Lead",
            "validation rule Email_Set",
            "objects/Lead/validationRules/Email_Set.validationRule-meta.xml",
            "Object Manager > Lead > Validation Rules > Email_Set",
        ),
        (
            Kind.AUTOMATION,
            "Lead",
            "record-triggered flow Route",
            "flows/Route.flow-meta.xml",
            "Flows > Route",
        ),
        (
            Kind.AUTOMATION,
            "Lead",
            "process of Process Builder Old",
            "flows/Old.flow-meta.xml",
            "Process Builder > Old",
        ),
        (
            Kind.AUTOMATION,
            "Lead",
            "workflow rule Mail",
            "workflows/Lead.workflow-meta.xml",
            "Workflow Rules > Mail",
        ),
        (
            Kind.AUTOMATION,
            "Lead",
            "duplicate rule Same",
            "duplicateRules/Lead.Same.duplicateRule-meta.xml",
            "Duplicate Rules > Same",
        ),
        (
            Kind.AUTOMATION,
            "Opportunity",
            "approval process Deal",
            "approvalProcesses/Opportunity.Deal.approvalProcess-meta.xml",
            "Approval Processes > Opportunity > Deal",
        ),
        (
            Kind.AUTOMATION,
            "Case",
            "assignment rule Std",
            "assignmentRules/Case.assignmentRules-meta.xml",
            "Case Assignment Rules > Std",
        ),
    ],
)
def test_each_kind_has_its_file_and_its_page(
    kind: Kind, object_name: str, component: str, file: str, page: str
) -> None:
    one = of(kind, object_name, component)
    assert metadata_path(one) == _BELOW + file
    assert setup_path(one) == f"Setup > {page}"


def test_a_part_of_a_field_is_looked_at_where_the_whole_is() -> None:
    assert setup_path(of(Kind.FIELD, "Account", "Loyalty__pc")).endswith(
        "Contact > Fields & Relationships > Loyalty__c"
    )


def test_causes_and_day_one_have_the_page_that_their_fix_names() -> None:
    one = of(Kind.CAUSE, "", "cpqx", rule="cause-package-missing", fix="Install it: Setup > Installed Packages.")
    assert setup_path(one) == "Setup > Installed Packages"
    assert metadata_path(one) == f"{_BELOW}installedPackages/cpqx.installedPackage-meta.xml"
    field = of(Kind.READINESS, "Lead", "Note__c", fix="Give it a default.")
    assert setup_path(field) == ""
    assert metadata_path(field) == f"{_BELOW}objects/Lead/fields/Note__c.field-meta.xml"
    assert metadata_path(of(Kind.READINESS, "Lead", "Read and Edit")) == f"{_BELOW}objects/Lead/Lead.object-meta.xml"
    assert metadata_path(of(Kind.READINESS, "", "no Buyer Touchpoint")) == "sfdx-project.json"


@pytest.mark.parametrize(
    ("tables", "kind", "gone", "component"),
    [
        (("_PAGES", "_FILES"), Kind.TRIGGER, Kind.TRIGGER, "LeadRouting"),
        (
            ("_AUTOMATION_PAGES", "_AUTOMATION_FILES"),
            Kind.AUTOMATION,
            AutomationKind.FLOW,
            "record-triggered flow Greet",
        ),
    ],
)
def test_a_sort_of_component_without_a_page_has_that_of_its_fix(
    tables: tuple[str, ...], kind: Kind, gone: object, component: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for table in tables:
        monkeypatch.delitem(getattr(component_paths, table), gone)
    one = of(kind, "Lead", component, fix="Look there: Setup > Somewhere.")
    assert setup_path(one) == "Setup > Somewhere"
    assert metadata_path(one) in {"sfdx-project.json", f"{_BELOW}objects/Lead/Lead.object-meta.xml"}


@pytest.mark.parametrize(
    ("kind", "component", "name", "told"),
    [
        (Kind.FIELD, "Region__c", "Lead.Region__c", "Lead.Region__c"),
        (Kind.RECORD_TYPE, "Agency", "Lead.Agency", "Lead.Agency"),
        (Kind.TRIGGER, "LeadScoring", "LeadScoring", "LeadScoring"),
        (Kind.AUTOMATION, "validation rule Needs_City", "Lead.Needs_City", "validation rule Lead.Needs_City"),
        (Kind.AUTOMATION, "workflow rule Greet all", "Lead.Greet all", "workflow rule Lead.Greet all"),
        (Kind.AUTOMATION, "record-triggered flow Greet", "Greet", "record-triggered flow Greet"),
        (Kind.READINESS, "sandbox", "sandbox", "sandbox"),
    ],
)
def test_a_component_is_named_as_the_metadata_api_names_it(kind: Kind, component: str, name: str, told: str) -> None:
    one = of(kind, "Lead", component)
    assert (api_name(one), name_of(one)) == (name, told)


def test_every_kind_of_automation_has_a_page_and_a_file() -> None:
    for kind in AutomationKind:
        one = of(Kind.AUTOMATION, "Lead", f"{kind} Greet", fix="Nothing.")
        assert setup_path(one).startswith("Setup > ")
        assert metadata_path(one) != "sfdx-project.json"
