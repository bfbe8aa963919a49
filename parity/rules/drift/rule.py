"""The record that every rule is."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from parity.compare.difference import Difference
from parity.rules.finding import Severity


class Profile(StrEnum):
    """`strict`: an exact replica, as Adobe recommends. `integration`: what Marketo Measure uses blocks, the rest warns."""

    STRICT = "strict"
    INTEGRATION = "integration"


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


class Rule(Struct, frozen=True, kw_only=True):
    """One thing that can be wrong.

    `fires` tells whether the rule speaks of a difference; exactly one rule speaks of each. `message` and `fix`
    may use {object}, {component}, {attribute}, {item}, {sandbox}, {production} and {blind} (the org that shows
    nothing). `unused` is the severity in the profile `integration` for components that Marketo Measure does not
    use. `fallback` rules speak only where no other does.
    """

    id: str
    family: str
    title: str
    severity: Severity
    fires: Callable[[Difference], bool]
    message: str
    why: str
    fix: str
    source: Source
    unused: Severity | None = None
    undecided: bool = False
    fallback: bool = False

    def severity_in(self, profile: Profile, used: bool) -> Severity:
        """The severity of a finding under a profile, given whether the integration uses the component."""
        if profile is Profile.STRICT or used or self.unused is None:
            return self.severity
        return self.unused
