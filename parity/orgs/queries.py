"""All that parity asks of an org, in one place."""

from parity.snapshot import OBJECTS, Trigger

ORGANIZATION = (
    "SELECT Id, Name, IsSandbox, OrganizationType, InstanceName, NamespacePrefix, LanguageLocaleKey FROM Organization"
)

#: System permissions of the signed-in user that decide what describe and the Tooling API show.
PERMISSIONS = (
    "PermissionsApiEnabled",
    "PermissionsAuthorApex",
    "PermissionsCustomizeApplication",
    "PermissionsModifyAllData",
    "PermissionsViewAllData",
    "PermissionsViewSetup",
)

#: One row, for whoever asks: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userpermissionaccess.htm
USER_PERMISSION_ACCESS = f"SELECT {', '.join(PERMISSIONS)} FROM UserPermissionAccess"  # noqa: S608 (constants)

_TRIGGER_COLUMNS = ", ".join(Trigger.__struct_encode_fields__)
APEX_TRIGGERS = (
    f"SELECT {_TRIGGER_COLUMNS} FROM ApexTrigger "  # noqa: S608 (constants)
    f"WHERE TableEnumOrId IN ({', '.join(repr(name) for name in OBJECTS)})"
)
ONE_APEX_TRIGGER = "SELECT Id FROM ApexTrigger LIMIT 1"


def user_where(*, user_id: str | None, username: str | None) -> str:
    """The query for the signed-in user, by id or by name."""
    condition = f"Id = '{_quoted(user_id)}'" if user_id else f"Username = '{_quoted(username or '')}'"
    return f"SELECT Id, Username, Name, LanguageLocaleKey, Profile.Name FROM User WHERE {condition}"  # noqa: S608


def field_definitions(object_name: str) -> str:
    """The fields of an object whatever the caller may see; FieldDefinition wants one object a query."""
    return f"SELECT QualifiedApiName FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = '{object_name}'"  # noqa: S608


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


#: The fields of its parents cannot be filtered, so every package is asked for:
#: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_installedsubscriberpackage.htm
INSTALLED_PACKAGES = (
    "SELECT SubscriberPackage.NamespacePrefix, SubscriberPackage.Name, SubscriberPackageVersion.MajorVersion, "
    "SubscriberPackageVersion.MinorVersion FROM InstalledSubscriberPackage"
)


def tokens_of_app(app: str, user_id: str) -> str:
    """The OAuth tokens that a user gave to an app: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_oauthtoken.htm"""
    return (
        "SELECT AppName, CreatedDate, LastUsedDate FROM OAuthToken "  # noqa: S608 (quoted)
        f"WHERE AppName = '{_quoted(app)}' AND UserId = '{_quoted(user_id)}'"
    )


def logins_of_user(user_id: str) -> str:
    """The newest logins of a user: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_loginhistory.htm"""
    return (
        "SELECT Application, LoginTime, Status FROM LoginHistory "  # noqa: S608 (quoted)
        f"WHERE UserId = '{_quoted(user_id)}' ORDER BY LoginTime DESC LIMIT 200"
    )


FIRST_TOUCHPOINT = "SELECT Id, CreatedDate FROM bizible2__Bizible_Touchpoint__c ORDER BY CreatedDate ASC LIMIT 1"
