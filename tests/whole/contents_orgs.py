"""One pair of orgs with every content that differs and every near miss, so that they are collected once."""

from parity.config.policy import Policy
from parity.rules.finding import Finding
from parity.snapshot.records import Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON
from tests.whole.contents_cases import FLOWS, Case, Plain
from tests.whole.contents_of_fields import FIELDS, HIDDEN, LOOKUP, ROLL_UP
from tests.whole.contents_of_rules import APPROVALS, RULES, STARTS, WORKFLOWS

Pair = tuple[Snapshot, Snapshot]


def judged(sandbox: Snapshot, production: Snapshot) -> Result:
    return judge(sandbox, production, Policy(), tenant="Tests", judged_at=NOON)


def differing(result: Result) -> list[Finding]:
    return [one for one in result.findings if one.kind not in {"cause", "readiness"}]


def automation(table: str, cases: dict[str, Case], side: str, *, wrapped: bool = False) -> list[Plain]:
    """The short forms of the cases; `wrapped`: they are the Metadata."""
    specs = {name: getattr(case, side) for name, case in cases.items()}
    return [
        {"table": table, "object": "Lead", "name": name, **({"metadata": spec} if wrapped else spec)}
        for name, spec in specs.items()
    ]


def org_of(side: str) -> Plain:
    """All components as one side has them."""
    fields = {name: getattr(case, side) for name, case in {**FIELDS, **HIDDEN}.items()}
    return {
        "automation": [
            *automation("FlowDefinitionView", FLOWS, side, wrapped=True),
            *automation("FlowDefinitionView", STARTS, side, wrapped=False),
            *automation("ValidationRule", RULES, side),
            *automation("WorkflowRule", WORKFLOWS, side),
            *automation("ProcessDefinition", APPROVALS, side),
        ],
        "contents": {"CustomField": fields},
    }


BOTH: Plain = {
    "fields": {
        **{
            name: ROLL_UP if name.startswith("Account") else "reference(Account)"
            for name in FIELDS
            if name.endswith("__c")
        },
        **dict.fromkeys(HIDDEN, "string(80)"),
    },
    "hidden_fields": {"Lead": [name.partition(".")[2] for name in HIDDEN]},
    "users": {"integration": {"hidden_fields": {"Lead": [name.partition(".")[2] for name in HIDDEN]}}},
}


def definition() -> Plain:
    lookups = {name: LOOKUP for name in FIELDS if not name.startswith("Account")}
    required = {"filteredLookupInfo": {**LOOKUP["filteredLookupInfo"], "optionalFilter": False}}
    # A describe tells it too: one decision, one line.
    in_production = {**lookups, "Lead.Optional_Lookup__c": required}
    sides = {"sandbox": {"fields": lookups}, "production": {"fields": in_production}}
    return {"both": BOTH, **{side: {**org_of(side), **fields} for side, fields in sides.items()}}
