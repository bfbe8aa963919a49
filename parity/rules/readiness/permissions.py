"""System permissions of the user that Marketo Measure connects with.

Needed: facts on the connected user, Adobe, "How Marketo Measure and Salesforce interact". The names of the permissions
are those of PermissionSet: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionset.htm
"""

from collections.abc import Callable, Iterable

from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.finding import Severity
from parity.rules.readiness.rule import NotEvaluated, ReadinessRule, Risk
from parity.rules.readiness.situation import OrgView, Situation
from parity.rules.sources import Source
from parity.snapshot.org_setup import Part

_NEEDS = (Part.INTEGRATION_USER,)
_GRANT = "Setup > Permission Sets > the integration user's > System Permissions > {component}"


def _who(org: OrgView) -> str:
    user = org.snapshot.integration_user
    return (user.username or user.permission_set if user is not None else None) or "the integration user"


def _lacks(permission: str, label: str, *enough: str) -> Callable[[Situation], Iterable[Risk]]:
    """Speaks where production's integration user has neither the permission nor one that includes it."""

    def evaluate(situation: Situation) -> Iterable[Risk]:
        if not any(situation.production.permission(one) for one in (permission, *enough)):
            known = situation.sandbox.snapshot.integration_user is not None
            in_sandbox = "granted" if situation.sandbox.permission(permission) else "not granted"
            yield Risk(
                component=label,
                production=f"not granted to {_who(situation.production)}",
                sandbox=in_sandbox if known else None,
            )

    return evaluate


def _other_peoples_records(situation: Situation) -> Iterable[Risk]:
    org = situation.production
    readable = [name for name in marketo_measure.SAVED_OBJECTS if org.may_edit(name)]
    lacking = [name for name in readable if not org.may_modify_all(name)]
    if lacking:
        yield Risk(component="Modify All", production=lacking)


def _inactive(situation: Situation) -> Iterable[Risk]:
    user = situation.production.snapshot.integration_user
    if user is not None and user.active is False:
        yield Risk(component=_who(situation.production), production="inactive")


def _marketing_user(situation: Situation) -> Iterable[Risk]:
    user = situation.production.snapshot.integration_user
    if user is None or user.marketing_user is None:
        raise NotEvaluated(
            "Marketing User box",
            "a permission set does not tell whether its user has the box ticked",
            "Name the user too: orgs.production.integration_user in parity.yaml.",
        )
    if not user.marketing_user:
        yield Risk(component=_who(situation.production), production="not ticked")


def _rule(
    rule_id: str, title: str, severity: Severity, evaluate: Callable[..., Iterable[Risk]], **t: str
) -> ReadinessRule:
    return ReadinessRule(
        id=rule_id,
        family="integration user",
        title=title,
        severity=severity,
        evaluate=evaluate,
        needs=_NEEDS,
        message=t["message"],
        why=t["why"],
        fix=t["fix"],
        source=Source.INTERACTION if "interaction" in t else Source.ERRORS,
    )


RULES = (
    _rule(
        "readiness-api-disabled",
        "The integration user may not use the API",
        Severity.BLOCKER,
        _lacks("PermissionsApiEnabled", "API Enabled"),
        message="API Enabled is {production}",
        why="Every call fails with API_DISABLED: nothing is read, nothing is written.",
        fix=f"Grant it: {_GRANT}.",
    ),
    _rule(
        "readiness-missing-converted-lead-permission",
        "The integration user may not edit converted leads",
        Severity.BLOCKER,
        _lacks("PermissionsAllowViewEditConvertedLeads", "View and Edit Converted Leads"),
        message="View and Edit Converted Leads is {production}",
        why="Touchpoints of leads that were converted cannot be written (MISSING_CONVERTED_LEAD_PERMISSION), and one record "
        "that is refused halts the export job.",
        fix=f"Grant it: {_GRANT}. The user needs a licence that can hold it.",
    ),
    _rule(
        "readiness-inactive-owner-or-user",
        "The integration user may not update records of inactive owners",
        Severity.WARNING,
        _lacks("PermissionsUpdateWithInactiveOwner", "Update Records with Inactive Owners", "PermissionsModifyAllData"),
        message="Update Records with Inactive Owners is {production}",
        why="Records whose owner has left are refused (INACTIVE_OWNER_OR_USER). Most orgs hold some.",
        fix="Setup > User Interface > Enable 'Update Records with Inactive Owners', then grant it: Setup > Permission Sets > "
        "the integration user's > System Permissions.",
    ),
    _rule(
        "readiness-operation-too-large",
        "The integration user may not view all data",
        Severity.WARNING,
        _lacks("PermissionsViewAllData", "View All Data", "PermissionsModifyAllData"),
        message="View All Data is {production}",
        why="Without it Salesforce works out the sharing of every row, and large queries, of activities above all, end with "
        "OPERATION_TOO_LARGE.",
        fix=f"Grant it: {_GRANT}.",
    ),
    _rule(
        "readiness-missing-record-object-permissions",
        "The integration user may not change every record",
        Severity.WARNING,
        _other_peoples_records,
        message="The integration user has neither Modify All Data nor Modify All on {production}",
        why="Records that sharing keeps from it, or that refer to such records, are refused "
        "(MISSING_RECORD_OBJECT_PERMISSIONS).",
        fix="Grant Modify All on these objects, or Modify All Data: the package's permission set Marketo Measure "
        "Administrator, or Setup > Permission Sets > Object Settings.",
    ),
    _rule(
        "readiness-integration-user-inactive",
        "The integration user is inactive",
        Severity.BLOCKER,
        _inactive,
        message="{component} is {production} in production",
        why="Nobody can sign in with it, so the connection cannot be authorised.",
        fix="Setup > Users > the user > Edit > Active.",
        interaction="yes",
    ),
    _rule(
        "readiness-not-a-marketing-user",
        "The integration user is no Marketing User",
        Severity.BLOCKER,
        _marketing_user,
        message="The Marketing User box of {component} is {production} in production",
        why="Only marketing users may create campaigns, and Marketo Measure creates campaigns of its own.",
        fix="Setup > Users > the user > Edit > Marketing User.",
        interaction="yes",
    ),
)
