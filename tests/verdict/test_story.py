"""How a result came to this: the earlier ones of its tenant and production, in order, each against the one before."""

from msgspec import structs

from parity.rules.finding import Finding, Severity
from parity.verdict.decide import VerdictName
from parity.verdict.history import History, HistoryPoint
from parity.verdict.result import Result, result_digest
from parity.verdict.story import history_points, in_order, points_of, same_story, with_history
from tests.verdict.findings import GAP, applied, finding
from tests.verdict.results import result_with

BLOCKERS = tuple(finding(f"B{number}__c", Severity.BLOCKER) for number in range(3))
WARNINGS = tuple(finding(f"W{number}__c", Severity.WARNING) for number in range(2))
NOTES = tuple(finding(f"N{number}__c", Severity.INFO) for number in range(4))


def on(day: int, *findings: Finding, tenant: str = "Tests", production: str = "00D000000000002EAA") -> Result:
    """A result of that day of November."""
    made = result_with(findings)
    orgs = structs.replace(made.orgs, production=structs.replace(made.orgs.production, id=production))
    return structs.replace(made, tenant=tenant, orgs=orgs, judged_at=f"2026-11-{day:02d}T05:00:00Z")


def test_each_result_once_and_the_oldest_first() -> None:
    third, first, second = on(3), on(1, BLOCKERS[0]), on(2)
    assert in_order([third, first, second, first, third]) == [first, second, third]
    # Two of one moment stand by their digests, however they are given.
    twins = sorted((on(1), first), key=result_digest)
    assert in_order(twins) == in_order(reversed(twins)) == twins


def test_a_story_is_one_tenant_and_one_production_whatever_the_sandbox() -> None:
    one = on(1)
    assert same_story(one, on(2, BLOCKERS[0]))
    assert not same_story(one, on(1, tenant="Acme"))
    assert not same_story(one, on(1, production="00D000000000003EAA"))
    sandbox = structs.replace(one.orgs.sandbox, id="00D000000000009EAA")
    assert same_story(one, structs.replace(one, orgs=structs.replace(one.orgs, sandbox=sandbox)))


def test_a_point_has_every_count_in_its_place() -> None:
    findings = (*BLOCKERS, *WARNINGS, *NOTES)
    made = result_with(findings, (GAP,) * 5, (applied(BLOCKERS[0]),))
    (point,) = points_of([made])
    assert point == HistoryPoint(
        at=made.judged_at,
        verdict=VerdictName.NO_GO,
        digest=result_digest(made),
        sandbox="00D000000000001EAA",
        blocker=2,
        warning=2,
        info=4,
        waived=1,
        gaps=5,
    )


def test_each_point_tells_what_is_new_and_fixed_since_the_one_before() -> None:
    points = points_of([on(1, *BLOCKERS), on(2, BLOCKERS[0], *WARNINGS, NOTES[0]), on(3, *WARNINGS)])
    assert [(one.new, one.fixed) for one in points] == [(None, None), (3, 2), (0, 2)]
    assert [one.at[8:10] for one in points] == ["01", "02", "03"]
    assert points_of([]) == ()


def test_the_history_is_of_the_earlier_results_of_the_same_story() -> None:
    now = on(5, BLOCKERS[0], *WARNINGS)
    first, second = on(1, BLOCKERS[1]), on(3, *BLOCKERS)
    others = (second, on(2, tenant="Acme"), now, on(5), on(6), first, on(4, production="00D000000000003EAA"))
    result = with_history(now, others)
    assert result.history == History(earlier=points_of([first, second]), new=2, fixed=2)
    assert structs.replace(result, history=now.history) == now


def test_without_an_earlier_result_there_is_no_history() -> None:
    now = on(5)
    assert with_history(now, (now, on(5, BLOCKERS[0]), on(6), on(1, tenant="Acme"))) is now
    assert with_history(now, ()) is now
    assert history_points(now) == ()


def test_a_result_stands_at_the_end_of_the_history_that_it_carries() -> None:
    first, now = on(1, *BLOCKERS), on(2, BLOCKERS[0], *WARNINGS)
    result = with_history(now, (first,))
    last = HistoryPoint(
        at="2026-11-02T05:00:00Z",
        verdict=VerdictName.NO_GO,
        digest=result_digest(result),
        sandbox="00D000000000001EAA",
        blocker=1,
        warning=2,
        info=0,
        waived=0,
        gaps=0,
        new=2,
        fixed=2,
    )
    assert history_points(result) == (*points_of([first]), last)
    # With the same results as before nothing is new, and that is told, not left open.
    again = with_history(on(2, *BLOCKERS), (first,))
    assert [(one.new, one.fixed) for one in history_points(again)] == [(None, None), (0, 0)]
