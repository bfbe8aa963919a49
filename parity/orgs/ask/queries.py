"""All that parity asks of an org, in one place."""

from collections.abc import Iterable
from datetime import datetime

from parity.marketo_measure import catalogue as marketo_measure
from parity.snapshot.records import OBJECTS, Trigger

ORGANIZATION_COLUMNS = (
    "Id",
    "Name",
    "IsSandbox",
    "OrganizationType",
    "InstanceName",
    "NamespacePrefix",
    "LanguageLocaleKey",
)
ORGANIZATION = f"SELECT {', '.join(ORGANIZATION_COLUMNS)} FROM Organization"
USER_COLUMNS = ("Id", "Username", "Name", "LanguageLocaleKey")

#: System permissions of the signed-in user that decide what describe and the Tooling API show.
PERMISSIONS = (
    "PermissionsApiEnabled",
    "PermissionsAuthorApex",
    "PermissionsCustomizeApplication",
    "PermissionsModifyAllData",
    "PermissionsViewAllData",
    "PermissionsViewSetup",
)

#: System permissions that the integration user needs or may need.
INTEGRATION_PERMISSIONS = (
    "PermissionsAllowViewEditConvertedLeads",
    "PermissionsApiEnabled",
    "PermissionsModifyAllData",
    "PermissionsUpdateWithInactiveOwner",
    "PermissionsViewAllData",
)

#: One row, for whoever asks: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userpermissionaccess.htm
USER_PERMISSION_ACCESS = f"SELECT {', '.join(PERMISSIONS)} FROM UserPermissionAccess"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{_quoted(name)}'" for name in names)


_TRIGGER_COLUMNS = ", ".join(Trigger.__struct_encode_fields__)
_SAVED = _listed(marketo_measure.SAVED_OBJECTS)
APEX_TRIGGERS = f"SELECT {_TRIGGER_COLUMNS} FROM ApexTrigger WHERE TableEnumOrId IN ({_SAVED})"

#: Tooling. A filter on the parents' columns is not supported, so all packages come.
#: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_installedsubscriberpackage.htm
INSTALLED_PACKAGES = (
    "SELECT Id, SubscriberPackage.NamespacePrefix, SubscriberPackage.Name, SubscriberPackageVersion.MajorVersion, "
    "SubscriberPackageVersion.MinorVersion, SubscriberPackageVersion.PatchVersion, "
    "SubscriberPackageVersion.BuildNumber FROM InstalledSubscriberPackage"
)

#: Tooling. Metadata and FullName would need a query for each row, so formulas are not read.
#: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_validationrule.htm
VALIDATION_RULES = (
    "SELECT Id, ValidationName, NamespacePrefix, Active, ErrorMessage, ErrorDisplayField, "
    f"EntityDefinition.QualifiedApiName FROM ValidationRule WHERE EntityDefinition.QualifiedApiName IN ({_SAVED})"
)

#: Tooling. Whether a rule is active stands only in Metadata, which needs a query for each row.
#: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_workflowrule.htm
WORKFLOW_RULES = f"SELECT Id, Name, NamespacePrefix, TableEnumOrId FROM WorkflowRule WHERE TableEnumOrId IN ({_SAVED})"

#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_flowdefinitionview.htm
FLOWS = (
    "SELECT DurableId, ApiName, NamespacePrefix, IsActive, VersionNumber, TriggerType, RecordTriggerType, "
    "TriggerObjectOrEvent.QualifiedApiName FROM FlowDefinitionView "
    "WHERE TriggerType IN ('RecordBeforeSave', 'RecordAfterSave') "
    f"AND TriggerObjectOrEvent.QualifiedApiName IN ({_SAVED})"
)

#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_duplicaterule.htm
DUPLICATE_RULES = (
    "SELECT Id, DeveloperName, NamespacePrefix, SobjectType, IsActive FROM DuplicateRule "
    f"WHERE SobjectType IN ({_SAVED})"
)

#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_processdefinition.htm
APPROVAL_PROCESSES = (
    "SELECT Id, DeveloperName, State, LockType, TableEnumOrId FROM ProcessDefinition "
    f"WHERE Type = 'Approval' AND TableEnumOrId IN ({_SAVED})"
)

#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_assignmentrule.htm
ASSIGNMENT_RULES = "SELECT Id, Name, SobjectType, Active FROM AssignmentRule"

#: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_opportunitystage.htm
OPPORTUNITY_STAGES = "SELECT Id, ApiName, MasterLabel, IsActive, IsClosed, IsWon, SortOrder FROM OpportunityStage"

#: Tooling, production only: one row for each making or refreshing of a sandbox.
#: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_sandboxprocess.htm
SANDBOX_COPIES = (
    "SELECT Id, SandboxName, SandboxOrganization, LicenseType, Status, StartDate, EndDate FROM SandboxProcess"
)

MOST_TOUCHPOINTS = 2000
TOUCHPOINTS = (
    f"SELECT CreatedDate, bizible2__Bizible_Person__c FROM {marketo_measure.TOUCHPOINT} "
    f"ORDER BY CreatedDate DESC LIMIT {MOST_TOUCHPOINTS}"
)
ATTRIBUTION_TOUCHPOINTS = (
    f"SELECT CreatedDate, bizible2__Opportunity__c FROM {marketo_measure.ATTRIBUTION_TOUCHPOINT} "
    f"ORDER BY CreatedDate DESC LIMIT {MOST_TOUCHPOINTS}"
)

COUNTED_OBJECTS = ("Account", "Campaign", "CampaignMember", "Case", "Contact", "Lead", "Opportunity")
_ALL_OBJECTS = _listed(sorted({*OBJECTS, *marketo_measure.RELATED_OBJECTS}))


def user_where(*, user_id: str | None, username: str | None) -> str:
    """The query for the signed-in user, by id or by name."""
    condition = f"Id = '{_quoted(user_id)}'" if user_id else f"Username = '{_quoted(username or '')}'"
    return f"SELECT Id, Username, Name, LanguageLocaleKey, Profile.Name FROM User WHERE {condition}"


def field_definitions(*object_names: str) -> str:
    """The fields of objects whatever the caller may see. Two objects stay below the 2,000 rows of one answer."""
    return (
        "SELECT QualifiedApiName, IsFieldHistoryTracked, EntityDefinition.QualifiedApiName FROM FieldDefinition "
        f"WHERE EntityDefinition.QualifiedApiName IN ({_listed(object_names)})"
    )


def permission_sets_of(*, user_id: str | None, username: str | None, fields: Iterable[str]) -> str:
    """Every permission set of a user, the profile's own and those of groups included, with what it grants.

    https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionset.htm
    """
    who = f"AssigneeId = '{_quoted(user_id)}'" if user_id else f"Assignee.Username = '{_quoted(username or '')}'"
    assignees = (
        "(SELECT Assignee.Username, Assignee.IsActive, Assignee.UserPermissionsMarketingUser "
        f"FROM Assignments WHERE {who}), "
    )
    return _permission_sets(
        fields, assignees, f"Id IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE {who})"
    )


def permission_set_named(name: str, fields: Iterable[str]) -> str:
    """One permission set by its API name, with or without the namespace of its package."""
    namespace, _, bare = name.rpartition("__")
    condition = f" AND NamespacePrefix = '{_quoted(namespace)}'" if namespace else ""
    return _permission_sets(fields, "", f"Name = '{_quoted(bare)}'{condition}")


def _permission_sets(fields: Iterable[str], more: str, condition: str) -> str:
    return (
        "SELECT Id, Name, NamespacePrefix, IsOwnedByProfile, Profile.Name, "
        f"{', '.join(INTEGRATION_PERMISSIONS)}, {more}"
        "(SELECT SobjectType, PermissionsRead, PermissionsCreate, PermissionsEdit, PermissionsModifyAllRecords "
        f"FROM ObjectPerms WHERE SobjectType IN ({_ALL_OBJECTS})), "
        f"(SELECT Field, PermissionsRead, PermissionsEdit FROM FieldPerms WHERE Field IN ({_listed(fields)})) "
        f"FROM PermissionSet WHERE {condition}"
    )


def tokens_of_app(app: str, user_id: str) -> str:
    """The OAuth tokens that a user gave to an app: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_oauthtoken.htm"""
    return (
        "SELECT AppName, CreatedDate, LastUsedDate FROM OAuthToken "
        f"WHERE AppName = '{_quoted(app)}' AND UserId = '{_quoted(user_id)}'"
    )


def logins_of_user(user_id: str) -> str:
    """The newest logins of a user: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_loginhistory.htm"""
    return (
        "SELECT Application, LoginTime, Status FROM LoginHistory "
        f"WHERE UserId = '{_quoted(user_id)}' ORDER BY LoginTime DESC LIMIT 200"
    )


def first_touchpoint_after(moment: datetime) -> str:
    """The oldest touchpoint made since then, UTC: production may hold older ones, of an earlier tenant."""
    return (
        f"SELECT Id, CreatedDate FROM {marketo_measure.TOUCHPOINT} "
        f"WHERE CreatedDate >= {moment:%Y-%m-%dT%H:%M:%S.000Z} ORDER BY CreatedDate ASC LIMIT 1"
    )
