"""Where to find a component: its file in a Salesforce DX project, and its page in Setup.

The folders and suffixes are those of the source format (Salesforce, Salesforce DX Developer Guide, "Salesforce DX
Project Structure and Source Format"): https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/
"""

import re
from urllib.parse import quote

from parity.compare.difference import Kind
from parity.marketo_measure.catalogue import NAMESPACE
from parity.rules.finding import Finding
from parity.snapshot.automation import AutomationKind
from parity.snapshot.names import whole_field

#: The package directory of a project that `sf project generate` makes.
PACKAGE_DIRECTORY = "force-app/main/default"
#: What stands for an org as a whole: the file at the top of every Salesforce DX project.
PROJECT_FILE = "sfdx-project.json"

_CUSTOM_FIELD = re.compile(r"[A-Za-z]\w*__c")
#: File of a piece of automation: `{object}` and `{name}` are filled in.
_AUTOMATION_FILES = {
    AutomationKind.VALIDATION_RULE: "objects/{object}/validationRules/{name}.validationRule-meta.xml",
    AutomationKind.FLOW: "flows/{name}.flow-meta.xml",
    AutomationKind.PROCESS: "flows/{name}.flow-meta.xml",
    AutomationKind.WORKFLOW_RULE: "workflows/{object}.workflow-meta.xml",
    AutomationKind.DUPLICATE_RULE: "duplicateRules/{object}.{name}.duplicateRule-meta.xml",
    AutomationKind.APPROVAL_PROCESS: "approvalProcesses/{object}.{name}.approvalProcess-meta.xml",
    AutomationKind.ASSIGNMENT_RULE: "assignmentRules/{object}.assignmentRules-meta.xml",
}
_AUTOMATION_PAGES = {
    AutomationKind.VALIDATION_RULE: "Object Manager > {object} > Validation Rules > {name}",
    AutomationKind.FLOW: "Flows > {name}",
    AutomationKind.PROCESS: "Process Builder > {name}",
    AutomationKind.WORKFLOW_RULE: "Workflow Rules > {name}",
    AutomationKind.DUPLICATE_RULE: "Duplicate Rules > {name}",
    AutomationKind.APPROVAL_PROCESS: "Approval Processes > {object} > {name}",
    AutomationKind.ASSIGNMENT_RULE: "{object} Assignment Rules > {name}",
}
_PAGES = {
    Kind.OBJECT: "Object Manager > {object} > Details",
    Kind.FIELD: "Object Manager > {object} > Fields & Relationships > {name}",
    Kind.RECORD_TYPE: "Object Manager > {object} > Record Types > {name}",
    Kind.TRIGGER: "Object Manager > {object} > Triggers > {name}",
}
_FILES = {
    Kind.OBJECT: "objects/{object}/{object}.object-meta.xml",
    Kind.RECORD_TYPE: "objects/{object}/recordTypes/{name}.recordType-meta.xml",
    Kind.TRIGGER: "triggers/{name}.trigger-meta.xml",
}
_PACKAGE_RULES = frozenset({"cause-package-missing", "cause-package-version"})
_NAMED_ALONE = frozenset({Kind.TRIGGER, Kind.READINESS, Kind.CAUSE, Kind.OBJECT})
#: What the Metadata API names without an object.
_WITHOUT_OBJECT = frozenset({AutomationKind.FLOW, AutomationKind.PROCESS})
_NAMED_PAGE = re.compile(r"Setup > [^.:;,()]*")


def metadata_path(finding: Finding) -> str:
    """The file of the finding's component in a Salesforce DX project, with `/`, as a relative URI.

    A field that is a part of another (an address, a name, a Person Account's side of a contact) has the file of the
    whole. What belongs to no component has the project's own file.
    """
    inside = _file(finding)
    return f"{PACKAGE_DIRECTORY}/{inside}" if inside else PROJECT_FILE


def setup_path(finding: Finding) -> str:
    """The page in Setup where the component is looked at, `Setup > Object Manager > ...`.

    Of what has no page of its own, such as causes and day-one findings: the page that the fix names; empty where it
    names none.
    """
    if finding.kind is Kind.AUTOMATION:
        return automation_page(finding.object, finding.component) or page_named_in(finding.fix)
    page, name = _PAGES.get(finding.kind), finding.component
    if page is None:
        return page_named_in(finding.fix)
    owner, name = whole_field(finding.object, name) if finding.kind is Kind.FIELD else (finding.object, name)
    return f"Setup > {page.format(object=owner, name=name)}"


def automation_page(object_name: str, component: str) -> str:
    """The page in Setup where a piece of automation is looked at; empty where its kind has none."""
    kind, name = _automation(component)
    page = _AUTOMATION_PAGES.get(kind)
    return f"Setup > {page.format(object=object_name, name=name)}" if page else ""


def page_named_in(fix: str) -> str:
    """The first page of Setup that a fix names; empty where it names none."""
    named = _NAMED_PAGE.search(fix)
    return named.group().strip() if named else ""


def automation_of(finding: Finding) -> tuple[AutomationKind, str] | None:
    """The kind and the full name of a piece of automation; null for every other finding."""
    return _automation(finding.component) if finding.kind is Kind.AUTOMATION else None


def _automation(component: str) -> tuple[AutomationKind, str]:
    kind = next(one for one in AutomationKind if component.startswith(f"{one.value} "))
    return kind, component.removeprefix(f"{kind.value} ")


def api_name(finding: Finding) -> str:
    """The component's full name in the Metadata API; of a cause or day one what it is about."""
    if finding.kind in _NAMED_ALONE:
        return finding.component
    sort = automation_of(finding)
    if sort is None:
        return f"{finding.object}.{finding.component}"
    return sort[1] if sort[0] in _WITHOUT_OBJECT else f"{finding.object}.{sort[1]}"


def name_of(finding: Finding) -> str:
    """The component as people write it: `Lead.Region__c`, `LeadScoring`, `validation rule Lead.Needs_City`."""
    return f"{sort_of(finding)} {api_name(finding)}".lstrip()


def sort_of(finding: Finding) -> str:
    """What a piece of automation is, `validation rule`; "" for every other finding."""
    sort = automation_of(finding)
    return sort[0].value if sort else ""


def field_file(object_name: str, field: str) -> str:
    """The file of a field below the package directory: that of the whole, where the field is a part of another."""
    owner, name = whole_field(object_name, field)
    return f"objects/{_safe(owner)}/fields/{_safe(name)}.field-meta.xml"


def _file(finding: Finding) -> str:
    owner, name = _safe(finding.object), _safe(finding.component)
    automation = automation_of(finding)
    if automation is not None:
        return _AUTOMATION_FILES.get(automation[0], "").format(object=owner, name=_safe(automation[1]))
    if finding.kind is Kind.FIELD or (owner and _CUSTOM_FIELD.fullmatch(finding.component)):
        return field_file(finding.object, finding.component)
    if finding.kind in _FILES:
        return _FILES[finding.kind].format(object=owner, name=name)
    if owner:
        return _FILES[Kind.OBJECT].format(object=owner)
    if finding.rule in _PACKAGE_RULES or finding.component == NAMESPACE:
        return f"installedPackages/{name}.installedPackage-meta.xml"
    return ""


def _safe(name: str) -> str:
    """A name as one part of a path, whatever an org put into it: no separator, no way upwards."""
    return quote(name, safe="").replace(".", "%2E")
