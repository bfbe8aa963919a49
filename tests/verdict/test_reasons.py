"""Why a waiver or a severity does not hold, to the letter, and which findings of many are named."""

import pytest
from msgspec import structs

from parity.config.policy import Policy, Waiver
from parity.rules.finding import Severity
from parity.verdict.decide import VerdictName, decide
from parity.verdict.nearest import Nearest
from parity.verdict.severities import SeverityStatus, severity_reason
from parity.verdict.waiver_reasons import waiver_problem, waiver_reasons
from parity.verdict.waivers import AppliedWaiver, WaiverStatus, apply_waivers
from tests.verdict.findings import EXPIRES, applied, finding
from tests.waivers import lowering

DIFFERS, ANOTHER = finding("Score__c", Severity.BLOCKER), finding("Region__c", Severity.BLOCKER)
OF_GAP = AppliedWaiver(
    fingerprint="",
    gap="field-not-compared",
    object="Case",
    fields=("A__c",),
    items=(),
    exceeded=("A__c",),
    by="Dana Hill",
    reason="old",
    expires=EXPIRES,
    status=WaiverStatus.APPLIED,
)

PROBLEMS = {
    WaiverStatus.UNMATCHED: "matches no finding.",
    WaiverStatus.CHANGED: "does not hold:",
    WaiverStatus.EXCEEDED: "does not list Hot: accept these too, or mend them.",
    WaiverStatus.EXPIRED: "expired on 2026-12-31.",
    WaiverStatus.TOO_LONG: "lasts until 2026-12-31, longer than policy.waiver_max_days: shorten it.",
    WaiverStatus.FOLDED: "names a finding that a cause explains.",
    WaiverStatus.OPEN: "cannot hold: what it names is open, and nobody can accept what nobody has seen.",
    WaiverStatus.NOTE: "names a note, which needs none.",
    WaiverStatus.DUPLICATE: "accepts what an earlier one accepts: keep one of the two.",
}
PROBLEMS_OF_GAPS = {
    WaiverStatus.UNMATCHED: "matches nothing that could not be compared.",
    WaiverStatus.IN_USE: "cannot hold: A__c is used by Marketo Measure or policy.fields.",
    WaiverStatus.OPEN: "cannot hold: A__c is hidden in one org only. Give access and compare it.",
}


@pytest.mark.parametrize("status", PROBLEMS)
def test_what_is_wrong_with_a_waiver(status: WaiverStatus) -> None:
    one = applied(DIFFERS, status)
    assert waiver_problem(one) == PROBLEMS[status]
    assert waiver_problem(structs.replace(one, instead="Do this.")) == f"{PROBLEMS[status]} Do this."
    assert waiver_reasons((one,), frozenset()) == [
        f"The waiver of {DIFFERS.fingerprint} by Dana Hill {PROBLEMS[status]}"
    ]


@pytest.mark.parametrize("status", PROBLEMS_OF_GAPS)
def test_what_is_wrong_with_a_waiver_of_a_gap(status: WaiverStatus) -> None:
    assert waiver_problem(structs.replace(OF_GAP, status=status)) == PROBLEMS_OF_GAPS[status]


def test_a_waiver_that_holds_or_was_renewed_has_no_problem() -> None:
    assert waiver_problem(applied(DIFFERS)) is None
    expired = applied(DIFFERS, WaiverStatus.EXPIRED)
    assert waiver_reasons((expired,), frozenset({DIFFERS.fingerprint})) == []
    assert len(waiver_reasons((expired,), frozenset({ANOTHER.fingerprint}))) == 1


@pytest.mark.parametrize(
    ("number", "lines", "last"), [(10, 10, "by"), (11, 11, "by"), (12, 11, "And 2 more waivers do not hold")]
)
def test_many_waivers_that_do_not_hold_are_counted(number: int, lines: int, last: str) -> None:
    told = waiver_reasons(tuple(applied(f"{one:016d}", WaiverStatus.UNMATCHED) for one in range(number)), frozenset())
    assert len(told) == lines
    assert last in told[-1]


def nearest_to(**names: str) -> str:
    """What is said instead of a waiver that matches nothing."""
    one = Waiver(**{"by": "D", "reason": "r", "expires": EXPIRES, **names})  # type: ignore[arg-type]
    (told,) = apply_waivers(Policy(waivers=(one,)), (DIFFERS, ANOTHER), (), EXPIRES)
    assert told.status is WaiverStatus.UNMATCHED
    return told.instead


def test_the_nearest_is_found_by_productions_side_by_name_or_not_at_all() -> None:
    same = structs.replace(ANOTHER, seen="a" * 16)
    one = Waiver(fingerprint="-" * 16, seen="a" * 16, by="D", reason="r", expires=EXPIRES)
    (told,) = apply_waivers(Policy(waivers=(one,)), (DIFFERS, same), (), EXPIRES)
    assert told.instead == f"The nearest is field-type-changed on Lead.Region__c ({ANOTHER.fingerprint})."
    assert nearest_to(fingerprint="-" * 16) == ""
    assert nearest_to(rule="x", object="y", component="z") == ""
    near = f"The nearest is field-type-changed on Lead.Score__c ({DIFFERS.fingerprint})."
    assert nearest_to(rule="field-type-changed", object="Lead", component="Score_c") == near
    of_gap = Waiver(gap="field-not-compared", object="Nowhere", fields=("A",), by="D", reason="r", expires=EXPIRES)
    assert apply_waivers(Policy(waivers=(of_gap,)), (), (), EXPIRES)[0].instead == ""


@pytest.mark.parametrize(
    ("names", "word", "nearest"),
    [
        (("abcd", "wxyz"), "abzz", "abcd"),
        (("abcde", "vwxyz"), "abzzz", None),
        (("12xxxx9876", "1234567890", "9999999999"), "0000009876", None),
        (("aaaa5678", "bbbb1111", "cccc2222"), "zzzz5678", "aaaa5678"),
        (("1xyz", "8xyz", "9xyw"), "0xyz", "1xyz"),
        (("abcdef",), "abc", "abcdef"),
        (("aaaa5678", "xxxxa078", "bbbb1111"), "zzzz5678", "aaaa5678"),
        (("abcdefg",), "abc", None),
    ],
)
def test_half_of_the_letters_must_be_shared(names: tuple[str, ...], word: str, nearest: str | None) -> None:
    assert Nearest(names).to(word) == nearest


LOWERED = lowering(rule="field-type-changed", expires=EXPIRES, changed=("a",))


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"status": SeverityStatus.UNMATCHED}, "matches no finding."),
        ({"status": SeverityStatus.SAME}, "changes nothing: all that it selects is info or less already."),
        (
            {"status": SeverityStatus.GUARDED, "kept": ("a",)},
            "cannot hold: 1 finding guards the switch, and no policy lowers that.",
        ),
        (
            {"kept": ("a", "b")},
            "leaves some as they are: 2 findings guard the switch, and no policy lowers that.",
        ),
        ({"status": SeverityStatus.EXPIRED}, "expired on 2026-12-31."),
        ({"status": SeverityStatus.EXPIRED, "expires": None}, "expired on no day."),
        (
            {"status": SeverityStatus.TOO_LONG},
            "lasts until 2026-12-31, longer than policy.waiver_max_days: shorten it.",
        ),
    ],
)
def test_why_a_lower_severity_does_not_hold(changes: dict[str, object], end: str) -> None:
    told = severity_reason(structs.replace(LOWERED, **changes))
    assert told == f"The lower severity of rule field-type-changed by Dana Hill {end}"


def test_one_that_holds_or_raises_needs_no_word() -> None:
    assert severity_reason(LOWERED) is None
    raised = structs.replace(LOWERED, lower_to=None, raise_to=Severity.BLOCKER, status=SeverityStatus.UNMATCHED)
    assert severity_reason(raised) is None


@pytest.mark.parametrize(
    ("severity", "by_rule", "verdict"),
    [
        (Severity.INFO, Severity.BLOCKER, VerdictName.GO_WITH_WAIVERS),
        (Severity.WARNING, Severity.BLOCKER, VerdictName.GO_WITH_WAIVERS),
        (Severity.WARNING, Severity.INFO, VerdictName.GO),
        (Severity.WARNING, None, VerdictName.GO),
        (Severity.BLOCKER, Severity.WARNING, VerdictName.NO_GO),
    ],
)
def test_a_go_that_leans_on_a_lowered_severity_says_so(
    severity: Severity, by_rule: Severity | None, verdict: VerdictName
) -> None:
    one = structs.replace(finding("Score__c", severity), rule_severity=by_rule)
    assert decide((one,), (), (), None).name is verdict


def test_what_was_raised_and_is_waived_leans_on_the_waiver() -> None:
    one = structs.replace(DIFFERS, rule_severity=Severity.WARNING)
    assert decide((one,), (), (applied(one),), None).name is VerdictName.GO_WITH_WAIVERS
