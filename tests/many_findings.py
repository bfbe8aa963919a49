"""A result with as many findings as one wants, of every sort that the scenario drifted has."""

from itertools import cycle, islice

from msgspec import structs

from parity.compare.difference import Kind
from parity.rules.finding import Finding, Severity, fingerprint
from parity.verdict.decide import Counts
from parity.verdict.result import Result

_OBJECTS = ("Account", "Campaign", "CampaignMember", "Case", "Contact", "Lead", "Opportunity", "Task", "Event")
#: What an object has at most, as an org of a large customer has it.
_FIELDS = 900


def with_findings(result: Result, number: int) -> Result:
    """The result with `number` findings, on objects of 900 components each, worst first."""
    kinds = [one for one in result.findings if one.kind not in {Kind.CAUSE, Kind.READINESS}]
    found = (_copy(one, at) for at, one in enumerate(islice(cycle(kinds), number)))
    findings = tuple(sorted(found, key=lambda one: (one.severity.rank, one.object, one.kind, one.component)))
    counts = [sum(one.severity is severity for one in findings) for severity in Severity]
    tally = Counts(
        blocker=counts[0], warning=counts[1], info=counts[2], waived=0, folded=0, gaps=0, total=len(findings)
    )
    return structs.replace(result, findings=findings, counts=tally)


def _copy(finding: Finding, at: int) -> Finding:
    place = at // _FIELDS
    name = _OBJECTS[place] if place < len(_OBJECTS) else f"Object_{place}__c"
    component = f"Component_{at:05}__c"
    told = {
        part: getattr(finding, part).replace(finding.component, component).replace(finding.object, name)
        for part in ("message", "fix")
    }
    named = fingerprint(finding.rule, name, component, finding.seen)
    return structs.replace(finding, object=name, component=component, fingerprint=named, **told)
