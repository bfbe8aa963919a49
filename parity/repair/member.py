"""A metadata component by type and name, and the paths of its files in source format.

Folders and endings: https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_types_list.htm and
the registry of Salesforce's own converter (forcedotcom/source-deploy-retrieve, metadataRegistry.json).
"""

from enum import StrEnum

from msgspec import Struct


class MetadataType(StrEnum):
    """The types that a repair writes, by the names of package.xml, in the order in which that lists them."""

    APEX_CLASS = "ApexClass"
    APEX_TRIGGER = "ApexTrigger"
    BUSINESS_PROCESS = "BusinessProcess"
    CUSTOM_FIELD = "CustomField"
    FLOW = "Flow"
    FLOW_DEFINITION = "FlowDefinition"
    GLOBAL_VALUE_SET = "GlobalValueSet"
    PERMISSION_SET = "PermissionSet"
    RECORD_TYPE = "RecordType"
    STANDARD_VALUE_SET = "StandardValueSet"
    VALIDATION_RULE = "ValidationRule"
    WORKFLOW_RULE = "WorkflowRule"

    @property
    def is_apex(self) -> bool:
        """Whether a component is source code with a file of settings beside it."""
        return self in {MetadataType.APEX_CLASS, MetadataType.APEX_TRIGGER}


#: Components inside the folder of their object: the folder of the kind, and the ending.
_OF_OBJECTS = {
    MetadataType.BUSINESS_PROCESS: ("businessProcesses", "businessProcess"),
    MetadataType.CUSTOM_FIELD: ("fields", "field"),
    MetadataType.RECORD_TYPE: ("recordTypes", "recordType"),
    MetadataType.VALIDATION_RULE: ("validationRules", "validationRule"),
}
_ALONE = {
    MetadataType.APEX_CLASS: ("classes", "cls"),
    MetadataType.APEX_TRIGGER: ("triggers", "trigger"),
    MetadataType.FLOW: ("flows", "flow"),
    MetadataType.FLOW_DEFINITION: ("flowDefinitions", "flowDefinition"),
    MetadataType.GLOBAL_VALUE_SET: ("globalValueSets", "globalValueSet"),
    MetadataType.PERMISSION_SET: ("permissionsets", "permissionset"),
    MetadataType.STANDARD_VALUE_SET: ("standardValueSets", "standardValueSet"),
}
#: The folders whose files bear all of a component's name; in the others the object's folder is a part of it.
FOLDERS_OF_ALONE = frozenset({"workflows", *(folder for folder, _ in _ALONE.values())})
#: The object under which files have the record types of person accounts.
PERSON_ACCOUNT = "PersonAccount"


class Member(Struct, frozen=True, order=True):
    """One component: its type, and its full name as package.xml lists it (`Lead.Region__c`, `LeadRouting`)."""

    type: MetadataType
    name: str

    @property
    def object(self) -> str:
        """The object that it belongs to; empty for one that stands alone."""
        return self.name.partition(".")[0] if "." in self.name else ""

    @property
    def bare_name(self) -> str:
        """Its name without the object's."""
        return self.name.partition(".")[2] if "." in self.name else self.name

    @property
    def path(self) -> str:
        """Its file in the folder of a step. Workflow rules of one object share a file."""
        if self.type is MetadataType.WORKFLOW_RULE:
            return f"workflows/{self.object}.workflow-meta.xml"
        if self.type in _OF_OBJECTS:
            folder, ending = _OF_OBJECTS[self.type]
            return f"objects/{self.object}/{folder}/{self.bare_name}.{ending}-meta.xml"
        folder, ending = _ALONE[self.type]
        return f"{folder}/{self.name}.{ending}-meta.xml"

    @property
    def source_path(self) -> str:
        """The file of its source code, beside that of its settings."""
        return self.path.removesuffix("-meta.xml")


def of_person_accounts(record_type: Member) -> Member:
    """The same record type under the name that files give those of person accounts."""
    return Member(MetadataType.RECORD_TYPE, f"{PERSON_ACCOUNT}.{record_type.bare_name}")


def owner_of(member: Member) -> str:
    """The object that has the component: person accounts are accounts."""
    return "Account" if member.object == PERSON_ACCOUNT else member.object


def is_of_person_accounts(member: Member) -> bool:
    """Whether it is a record type of person accounts, by the name that files give it."""
    return member.type is MetadataType.RECORD_TYPE and member.object == PERSON_ACCOUNT


def record_type(object_name: str, developer_name: str) -> Member:
    """A record type; those of person accounts are files and members of `PersonAccount`."""
    is_person = object_name == "Account" and developer_name == PERSON_ACCOUNT
    return Member(MetadataType.RECORD_TYPE, f"{PERSON_ACCOUNT if is_person else object_name}.{developer_name}")
