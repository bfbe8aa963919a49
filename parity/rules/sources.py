"""The pages that the rules rest on."""

from enum import StrEnum


class Source(StrEnum):
    """The pages that the rules rest on."""

    REPLICA = "https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/connect-marketo-measure-to-salesforce"
    ERRORS = "https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/error-notifications"
    DESCRIBE = "https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm"
    FIELD_DEFINITION = "https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_fielddefinition.htm"
    AUTOMATION = "https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_validationrule.htm"
    PACKAGE = "https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/marketo-measure-salesforce-package-installation-and-set-up"
    INTERACTION = "https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/how-marketo-measure-and-salesforce-interact"
    MIGRATION = "https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/salesforce-sandbox-to-production-migration"
    REHEARSAL = "https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/testing-the-marketo-measure-integration-with-a-salesforce-sandbox"
    COPIES = "https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_sandboxprocess.htm"
    PERSON_ACCOUNTS = "https://help.salesforce.com/s/articleView?id=sf.account_person.htm"
    MULTI_CURRENCY = "https://help.salesforce.com/s/articleView?id=sf.admin_currency.htm"
    ADDRESS_PICKLISTS = "https://help.salesforce.com/s/articleView?id=sf.admin_state_country_picklists_overview.htm"
    PACKAGES = "https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_installedsubscriberpackage.htm"
    VERSIONS = "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_versions.htm"
    PORTALS = "https://help.salesforce.com/s/articleView?id=sf.networks_overview.htm"
    TRIGGER = "https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_apextrigger.htm"
    UNINSTALLED_APPS = "https://help.salesforce.com/s/articleView?id=005132365&type=1"
    CONNECTED_APPS = "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_connectedapplication.htm"
    USER_LOGIN = "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userlogin.htm"
    USER_LICENSE = "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userlicense.htm"
    IP_RANGES = "https://experienceleague.adobe.com/en/docs/marketo-measure/using/security-and-compliance/compliance-related-resources/security-session-restrictions-ip-addresses-to-allowlist"
    LOGIN_HOURS = "https://help.salesforce.com/s/articleView?id=platform.admin_loginrestrict.htm&type=5"
