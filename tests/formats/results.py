"""Results for the formats: with a waiver, with a baseline, and with a bomb in every text that an org gives."""

from msgspec import structs

from parity.rules.finding import Finding, Severity
from parity.verdict.baseline import SinceBaseline, since_baseline
from parity.verdict.decide import count
from parity.verdict.result import Result
from parity.verdict.waivers import AppliedWaiver, WaiverStatus
from tests.simulated import NOON
from tests.waivers import lowering

SCENARIOS = ("identical", "drifted", "person-accounts-and-packages", "hidden-fields", "no-tooling", "hostile")
BOMBS = (
    "<script>alert(1)</script>",
    '=HYPERLINK("https://evil.example","x")',
    "\t@SUM(1+1)*cmd|' /C calc'!A0",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "@everyone #1 octo/repo#2 https://evil.example www.evil.example a@evil.example",
    "| a | b |\n\n# heading\n\n```\ncode",
    "]]> & < > \" ' \x00 \x1b[31m \u202e \ufffe \uffff \U0001f600",
    "::error::x\n::set-env name=PATH::y ##vso[task.setvariable variable=x]y ##[group]z",
    "a$b$c ~~d~~ **e** _f_ `g` \\ &lt; :tada: 1. 2) - + <!-- h -->",
    "x" * 12_000,
    "☃" * 4_000,
)


def waived(result: Result, *findings: Finding) -> Result:
    """The result with these findings accepted by name."""
    waivers = tuple(
        AppliedWaiver(
            fingerprint=one.fingerprint,
            items=(),
            exceeded=(),
            by="Dana Hill",
            reason="Retired next week",
            ticket="CRM-12",
            expires=NOON.date(),
            status=WaiverStatus.APPLIED,
        )
        for one in findings
    )
    return structs.replace(result, waivers=waivers, counts=count(result.findings, result.gaps, waivers))


def lowered(result: Result, *findings: Finding) -> Result:
    """The result with these findings lowered to notes by the policy, and GO WITH WAIVERS."""
    marks = tuple(one.fingerprint for one in findings)
    entry = lowering(field="Account.*", reason="Retired next week", ticket="CRM-13", expires=NOON.date(), changed=marks)
    found = tuple(
        structs.replace(one, severity=Severity.INFO, rule_severity=one.severity) if one.fingerprint in marks else one
        for one in result.findings
    )
    counts = count(found, result.gaps, result.waivers)
    return structs.replace(result, findings=found, severities=(entry,), counts=counts)


def baseline_of(result: Result, new: int) -> SinceBaseline:
    """What changed since a result that lacked the first findings and had one more."""
    gone = structs.replace(result.findings[0], fingerprint="f" * 16, component="Gone__c")
    return since_baseline(structs.replace(result, findings=(gone, *result.findings[new:])), result)


def bombed(result: Result, bomb: str) -> Result:
    """The same result, as an org would make it whose every text is a bomb."""
    findings = tuple(
        structs.replace(
            one,
            object=bomb,
            component=f"validation rule {bomb}" if one.kind == "automation" else bomb,
            attribute=bomb,
            sandbox=bomb,
            production={bomb: [bomb]},
            message=bomb,
            fix=bomb,
            items=tuple(structs.replace(item, name=bomb, sandbox=bomb, production=bomb) for item in one.items),
        )
        for one in result.findings
    )
    gaps = tuple(structs.replace(one, subject=bomb, reason=bomb, fix=bomb) for one in result.gaps)
    org = structs.replace(result.orgs.production, name=bomb, id=bomb)
    return structs.replace(
        result,
        tenant=bomb,
        findings=findings,
        gaps=gaps,
        reasons=(bomb,) * 30,
        orgs=structs.replace(result.orgs, production=org),
        notes=(bomb,),
    )
