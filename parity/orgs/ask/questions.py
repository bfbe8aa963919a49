"""Which questions a snapshot asks, and how they are packed into the fewest calls.

A composite takes 25 parts, of which at most 5 are queries; describes and rows are not queries:
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
"""

from collections.abc import Iterable, Sequence

from parity.config.collect_options import CollectOptions
from parity.marketo_measure import catalogue as marketo_measure
from parity.orgs.ask import queries
from parity.orgs.client import Question, describe, query, row
from parity.snapshot.records import OBJECTS, Role

_MOST_PARTS, _MOST_QUERIES = 25, 5

#: Objects for FieldDefinition, two large ones a query: an answer holds 2,000 rows. The package's are small.
DEFINITION_GROUPS = (
    ("Account", "Campaign", "CampaignMember"),
    ("Case", "Contact", marketo_measure.PERSON, marketo_measure.TOUCHPOINT),
    ("Lead", "Opportunity", marketo_measure.ATTRIBUTION_TOUCHPOINT),
)


def definition_name(group: tuple[str, ...]) -> str:
    """The name of the question that asks for the field definitions of these objects."""
    return f"FieldDefinition_{'_'.join(group[:2])}"


def data_questions(role: Role, org_id: str | None, user_id: str | None, username: str | None) -> list[Question]:
    """Everything that the data API is asked. A sandbox is asked for more, so one group goes to the Tooling API, and one
    composite takes the place of the record counts, which only production is asked for.
    """
    rehearsal = [
        query("Touchpoints", queries.TOUCHPOINTS),
        query("AttributionTouchpoints", queries.ATTRIBUTION_TOUCHPOINTS),
    ]
    return [
        row("Organization", "Organization", org_id, queries.ORGANIZATION_COLUMNS)
        if org_id
        else query("Organization", queries.ORGANIZATION),
        row("User", "User", user_id, queries.USER_COLUMNS)
        if user_id
        else query("User", queries.user_where(user_id=None, username=username)),
        *(describe(name) for name in OBJECTS),
        *(describe(name) for name in marketo_measure.RELATED_OBJECTS),
        Question("CampaignLayouts", "sobjects/Campaign/describe/layouts"),
        query("UserPermissionAccess", queries.USER_PERMISSION_ACCESS),
        *_definitions(DEFINITION_GROUPS if role is Role.PRODUCTION else DEFINITION_GROUPS[1:], tooling=False),
        query("FlowDefinitionView", queries.FLOWS),
        query("DuplicateRule", queries.DUPLICATE_RULES),
        query("ProcessDefinition", queries.APPROVAL_PROCESSES),
        query("AssignmentRule", queries.ASSIGNMENT_RULES),
        query("OpportunityStage", queries.OPPORTUNITY_STAGES),
        *(rehearsal if role is Role.SANDBOX else []),
    ]


def tooling_questions(role: Role) -> list[Question]:
    """Everything that the Tooling API is asked."""
    return [
        query("ApexTrigger", queries.APEX_TRIGGERS, tooling=True),
        query("InstalledSubscriberPackage", queries.INSTALLED_PACKAGES, tooling=True),
        query("ValidationRule", queries.VALIDATION_RULES, tooling=True),
        query("WorkflowRule", queries.WORKFLOW_RULES, tooling=True),
        *([query("SandboxProcess", queries.SANDBOX_COPIES, tooling=True)] if role is Role.PRODUCTION else []),
        *(_definitions(DEFINITION_GROUPS[:1], tooling=True) if role is Role.SANDBOX else []),
    ]


def _definitions(groups: Sequence[tuple[str, ...]], *, tooling: bool) -> list[Question]:
    return [query(definition_name(one), queries.field_definitions(*one), tooling=tooling) for one in groups]


def integration_user(
    user_id: str | None, username: str | None, options: CollectOptions, package_fields: Iterable[str]
) -> Question:
    """Asks what the integration user may do. `package_fields` are the `Object.Field` names that the org showed."""
    fields = sorted({*marketo_measure.access_fields(options.fields), *package_fields})
    if options.permission_set is not None and options.integration_user is None:
        return query("PermissionSet", queries.permission_set_named(options.permission_set, fields))
    if options.integration_user is not None:
        user_id, username = None, options.integration_user
    return query("PermissionSet", queries.permission_sets_of(user_id=user_id, username=username, fields=fields))


def in_composites(questions: Sequence[Question]) -> list[list[Question]]:
    """The questions in as few composites as hold them, in their order."""
    packed: list[list[Question]] = [[]]
    for question in questions:
        home = next((one for one in packed if _has_room(one, question)), None)
        if home is None:
            home = []
            packed.append(home)
        home.append(question)
    return packed


def _has_room(composite: Sequence[Question], question: Question) -> bool:
    if len(composite) >= _MOST_PARTS:
        return False
    return not question.is_query or sum(one.is_query for one in composite) < _MOST_QUERIES
