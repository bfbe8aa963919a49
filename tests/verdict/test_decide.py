"""The verdict, case by case: what stands, what is waived, what is open, and the bar for warnings."""

from typing import NamedTuple

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap
from parity.verdict.decide import Counts, VerdictName, count, decide
from parity.verdict.waivers import AppliedWaiver, WaiverStatus
from tests.verdict.findings import EXPIRES, GAP, applied, finding

BLOCKER = finding("Score__c", Severity.BLOCKER)
WARNING, ANOTHER = finding("Region__c", Severity.WARNING), finding("Note__c", Severity.WARNING)
NOTE = finding("Label__c", Severity.INFO)
OPEN = finding("Hidden__c", Severity.WARNING, rule="field-not-visible", undecided=True)
OPEN_BLOCKER = finding("Secret__c", Severity.BLOCKER, rule="field-not-visible", undecided=True)
CAUSE = finding("Person Accounts", Severity.WARNING, kind=Kind.CAUSE, rule="cause-person-accounts")
FOLDED = finding("PersonEmail", Severity.BLOCKER, cause=CAUSE.fingerprint)
NEVER = finding("rehearsal", Severity.WARNING, kind=Kind.READINESS, rule="readiness-never-rehearsed")


class Case(NamedTuple):
    """What is found, and what must be said of it."""

    verdict: str
    reasons: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    waivers: tuple[AppliedWaiver, ...] = ()
    max_warnings: int | None = None


ONE_WARNING, WAIVED = "1 warning for a person to look at.", "1 finding waived by name."
STANDS = "1 blocker not waived."
UNREAD = "1 thing could not be read or verified."
HIDDEN = "1 field could not be compared: hidden from a signed-in user, or missing."
EXPLAINED = "1 finding explained by 1 cause."
MINE = f"The waiver of {BLOCKER.fingerprint} by Dana Hill"

FIELDS_GAP = Gap(
    area="field-visibility", subject="Case", reason="hidden", fix="Grant it.", fields=("Code__c", "Note__c")
)
FIELDS_WAIVER = AppliedWaiver(
    fingerprint="",
    items=(),
    gap="field-not-compared",
    object="Case",
    fields=("Code__c", "Note__c"),
    exceeded=(),
    by="Dana Hill",
    reason="unused",
    expires=EXPIRES,
    status=WaiverStatus.APPLIED,
)

CASES = {
    "nothing differs": Case("GO", ("Every check ran, and nothing differs.",)),
    "only notes": Case("GO", ("Every check ran; only notes remain.",), (NOTE,)),
    "only notes, no warning accepted": Case("GO", ("Every check ran; only notes remain.",), (NOTE,), max_warnings=0),
    "a blocker": Case("NO-GO", (STANDS,), (BLOCKER,)),
    "two blockers": Case("NO-GO", ("2 blockers not waived.",), (BLOCKER, finding("B__c", Severity.BLOCKER))),
    "a blocker and a gap": Case("NO-GO", (STANDS, UNREAD), (BLOCKER,), (GAP,)),
    "a blocker and an open field": Case("NO-GO", (STANDS, HIDDEN), (BLOCKER, OPEN)),
    "a waived blocker": Case("GO WITH WAIVERS", (WAIVED,), (BLOCKER,), waivers=(applied(BLOCKER),)),
    "a waived blocker and a gap": Case("INCONCLUSIVE", (UNREAD, WAIVED), (BLOCKER,), (GAP,), (applied(BLOCKER),)),
    "one of two blockers waived": Case(
        "NO-GO", (STANDS, WAIVED), (BLOCKER, finding("B__c", Severity.BLOCKER)), waivers=(applied(BLOCKER),)
    ),
    "a waiver that expired": Case(
        "NO-GO",
        (STANDS, f"{MINE} expired on 2026-12-31."),
        (BLOCKER,),
        waivers=(applied(BLOCKER, WaiverStatus.EXPIRED),),
    ),
    "an expired waiver renewed by another": Case(
        "GO WITH WAIVERS",
        (WAIVED,),
        (BLOCKER,),
        waivers=(applied(BLOCKER, WaiverStatus.EXPIRED), applied(BLOCKER)),
    ),
    "a waiver of less than there is": Case(
        "NO-GO",
        (STANDS, f"{MINE} does not list Hot: accept these too, or mend them."),
        (BLOCKER,),
        waivers=(applied(BLOCKER, WaiverStatus.EXCEEDED),),
    ),
    "a waiver of nothing": Case(
        "GO",
        ("The waiver of 0123456789abcdef by Dana Hill matches no finding.",),
        waivers=(applied("0123456789abcdef", WaiverStatus.UNMATCHED),),
    ),
    "a waiver of a folded finding": Case(
        "GO",
        (
            ONE_WARNING,
            f"The waiver of {FOLDED.fingerprint} by Dana Hill names a finding that a cause explains.",
            EXPLAINED,
        ),
        (CAUSE, FOLDED),
        waivers=(applied(FOLDED, WaiverStatus.FOLDED),),
    ),
    "fields accepted by name": Case(
        "GO WITH WAIVERS",
        ("Dana Hill accepted that Case was not compared in Code__c, Note__c.",),
        gaps=(FIELDS_GAP,),
        waivers=(FIELDS_WAIVER,),
    ),
    "fields accepted that are not there": Case(
        "GO",
        ("The waiver of Case, fields not compared, by Dana Hill matches nothing that could not be compared.",),
        waivers=(structs.replace(FIELDS_WAIVER, status=WaiverStatus.UNMATCHED),),
    ),
    "fields accepted that are in use": Case(
        "INCONCLUSIVE",
        (
            UNREAD,
            "The waiver of Case, fields not compared, by Dana Hill cannot hold: Code__c is used by Marketo Measure or "
            "policy.fields.",
        ),
        gaps=(FIELDS_GAP,),
        waivers=(structs.replace(FIELDS_WAIVER, status=WaiverStatus.IN_USE, exceeded=("Code__c",)),),
    ),
    "fields accepted until yesterday": Case(
        "INCONCLUSIVE",
        (UNREAD, "The waiver of Case, fields not compared, by Dana Hill expired on 2026-12-31."),
        gaps=(FIELDS_GAP,),
        waivers=(structs.replace(FIELDS_WAIVER, status=WaiverStatus.EXPIRED),),
    ),
    "a gap": Case("INCONCLUSIVE", (UNREAD,), gaps=(GAP,)),
    "two gaps": Case("INCONCLUSIVE", ("2 things could not be read or verified.",), gaps=(GAP, GAP)),
    "an open field": Case("INCONCLUSIVE", (HIDDEN,), (OPEN,)),
    "an open field is not held to the bar": Case("INCONCLUSIVE", (HIDDEN,), (OPEN,), max_warnings=0),
    "an open field beside a warning over the bar": Case(
        "NO-GO", (HIDDEN, "1 warning; the policy accepts 0."), (OPEN, WARNING), max_warnings=0
    ),
    "an open field beside a warning at the bar": Case(
        "INCONCLUSIVE", (HIDDEN, ONE_WARNING), (OPEN, WARNING), max_warnings=1
    ),
    "an open blocker": Case("NO-GO", (STANDS, HIDDEN), (OPEN_BLOCKER,)),
    "an open cause is no field": Case(
        "INCONCLUSIVE",
        (EXPLAINED,),
        (structs.replace(CAUSE, undecided=True), FOLDED),
    ),
    "a warning, any number accepted": Case("GO", (ONE_WARNING,), (WARNING,)),
    "a warning at the bar": Case("GO", (ONE_WARNING,), (WARNING,), max_warnings=1),
    "a warning over the bar": Case("NO-GO", ("1 warning; the policy accepts 0.",), (WARNING,), max_warnings=0),
    "two warnings over the bar": Case(
        "NO-GO", ("2 warnings; the policy accepts 1.",), (WARNING, ANOTHER), max_warnings=1
    ),
    "a waived warning brings the rest to the bar": Case(
        "GO WITH WAIVERS", (ONE_WARNING, WAIVED), (WARNING, ANOTHER), waivers=(applied(WARNING),), max_warnings=1
    ),
    "a waived warning where none is accepted": Case(
        "GO WITH WAIVERS", (WAIVED,), (WARNING,), waivers=(applied(WARNING),), max_warnings=0
    ),
    "a waived warning that the bar would accept": Case(
        "GO", (WAIVED,), (WARNING,), waivers=(applied(WARNING),), max_warnings=1
    ),
    "a waived warning without a bar": Case("GO", (WAIVED,), (WARNING,), waivers=(applied(WARNING),)),
    "a cause stands for what it explains": Case("GO", (ONE_WARNING, EXPLAINED), (CAUSE, FOLDED)),
    "a cause of two": Case(
        "GO", (ONE_WARNING, "2 findings explained by 1 cause."), (CAUSE, FOLDED, structs.replace(FOLDED, component="X"))
    ),
    "a cause over the bar": Case(
        "NO-GO", ("1 warning; the policy accepts 0.", EXPLAINED), (CAUSE, FOLDED), max_warnings=0
    ),
    "a cause that is waived": Case(
        "GO WITH WAIVERS", (WAIVED, EXPLAINED), (CAUSE, FOLDED), waivers=(applied(CAUSE),), max_warnings=0
    ),
    "never rehearsed stands first": Case("NO-GO", ("rehearsal differs", STANDS, ONE_WARNING), (BLOCKER, NEVER)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_and_its_reasons(name: str) -> None:
    case = CASES[name]
    verdict = decide(case.findings, case.gaps, case.waivers, case.max_warnings)
    assert (verdict.name.value, verdict.reasons) == (case.verdict, case.reasons)


def test_every_verdict_has_a_case() -> None:
    assert {case.verdict for case in CASES.values()} == {one.value for one in VerdictName}


@pytest.mark.parametrize(
    ("name", "exit_code", "is_go"),
    [("GO", 0, True), ("GO WITH WAIVERS", 0, True), ("NO-GO", 1, False), ("INCONCLUSIVE", 3, False)],
)
def test_what_a_verdict_ends_with(name: str, exit_code: int, is_go: bool) -> None:
    verdict = VerdictName(name)
    assert (verdict.exit_code, verdict.is_go) == (exit_code, is_go)


def test_each_finding_is_counted_once() -> None:
    findings = (BLOCKER, WARNING, ANOTHER, NOTE, OPEN, CAUSE, FOLDED)
    waivers = (applied(WARNING), applied(BLOCKER, WaiverStatus.EXPIRED))
    assert count(findings, (GAP,), waivers) == Counts(blocker=1, warning=3, info=1, waived=1, folded=1, gaps=1, total=7)
