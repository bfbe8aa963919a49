"""Rules on what would make Authorize fail in production, where the orgs prove it. The checklist asks for the rest.

Authorize comes after the deletion of the sandbox connection: a refusal then costs attribution until it is fixed.
"""

from collections.abc import Callable, Iterable

from parity.marketo_measure import authorize
from parity.marketo_measure.authorize import Check, Standing
from parity.rules.finding import Severity
from parity.rules.readiness.rule import ReadinessRule, Risk
from parity.rules.readiness.situation import Situation
from parity.rules.sources import Source

_APPS = "Setup > Apps > Connected Apps > Connected Apps OAuth Usage"
_PROFILE = "Setup > Users > Profiles > {component}"


def _refused(check: str, *, why: str | None = None) -> Callable[[Situation], Iterable[Risk]]:
    """Speaks where the check is a proven refusal, for the reason `why` where one is given."""

    def evaluate(situation: Situation) -> Iterable[Risk]:
        found = authorize.authorize_checks(situation.sandbox.snapshot, situation.production.snapshot)
        for one in found:
            if one.id == check and one.standing is Standing.REFUSED and why in {None, one.why}:
                yield _risk(one)

    return evaluate


def _risk(check: Check) -> Risk:
    return Risk(component=check.about, production=list(check.lacking) or check.why)


RULES = (
    ReadinessRule(
        id="readiness-authorize-app-not-installed",
        family="authorize",
        title="The app that Marketo Measure connects with is neither installed nor allowed",
        severity=Severity.BLOCKER,
        evaluate=_refused(authorize.APP, why=authorize.NOT_INSTALLED),
        message="The connected app {component} is {production} in production for the integration user",
        why=(
            "Since September 2025 Salesforce refuses an app that is not installed to users who never used it "
            "(OAUTH_APPROVAL_ERROR_GENERIC, app must be installed into org). A profile cloned from System Administrator "
            "before that did not get the permission that gets around it."
        ),
        fix=(
            f"{_APPS} > Install, where the app stands in the list; else grant the integration user Approve Uninstalled "
            "Connected Apps until it is connected: Setup > Permission Sets > System Permissions. With API Access Control "
            "on it needs Use Any API Client as well."
        ),
        source=Source.UNINSTALLED_APPS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-authorize-app-not-approved",
        family="authorize",
        title="The app that Marketo Measure connects with is not approved for the integration user",
        severity=Severity.BLOCKER,
        evaluate=_refused(authorize.APP, why=authorize.NOT_ADMIN_APPROVED),
        message="The connected app {component} is {production}, and the integration user is none of them",
        why="Salesforce refuses it: OAUTH_APP_ACCESS_DENIED, user is not admin approved to access this app.",
        fix=(
            "Setup > Apps > Connected Apps > Manage Connected Apps > {component} > Manage Permission Sets: add a set of "
            "the integration user."
        ),
        source=Source.CONNECTED_APPS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-authorize-user-frozen",
        family="authorize",
        title="The integration user is frozen",
        severity=Severity.BLOCKER,
        evaluate=_refused(authorize.USER, why="frozen"),
        message="{component} is {production} in production",
        why="Nobody can sign in with it, so the connection cannot be authorised; what it had authorised ends.",
        fix="Find out why it was frozen, then Setup > Users > {component} > Unfreeze.",
        source=Source.USER_LOGIN,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-authorize-licence",
        family="authorize",
        title="The integration user's licence cannot hold View and Edit Converted Leads",
        severity=Severity.BLOCKER,
        evaluate=_refused(authorize.LICENCE),
        message="The integration user has the licence {component} in production: {production}",
        why=(
            "The permission cannot be granted to it, so converted leads are refused for ever, and a full licence needs "
            "another user, who would have to authorise anew."
        ),
        fix="Connect with a user that has a full Salesforce licence: Setup > Users > New User > User License: Salesforce.",
        source=Source.USER_LICENSE,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-authorize-ip-ranges",
        family="authorize",
        title="The integration user's profile keeps Marketo Measure's addresses out",
        severity=Severity.BLOCKER,
        evaluate=_refused(authorize.IP_RANGES),
        message="The login IP ranges of the profile {component} in production leave out: {names}",
        why="Marketo Measure signs in from these addresses: invalid_grant, ip restricted or invalid login hours.",
        fix=f"{_PROFILE} > Login IP Ranges > New: each of these, and the address of whoever clicks Authorize.",
        source=Source.IP_RANGES,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-authorize-login-hours",
        family="authorize",
        title="The login hours of the integration user's profile end",
        severity=Severity.BLOCKER,
        evaluate=_refused(authorize.LOGIN_HOURS),
        message="The login hours of the profile {component} in production end: {names}",
        why="Outside of them Salesforce refuses Authorize and every later sign-in: ip restricted or invalid login hours.",
        fix=f"{_PROFILE} > Login Hours > Edit > Clear all times.",
        source=Source.LOGIN_HOURS,
        guards=True,
    ),
)
