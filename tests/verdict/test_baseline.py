"""A result against an older one: by fingerprint, nothing lost, nothing twice, and never of other orgs."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from parity.compare.difference import Kind
from parity.errors import ParityError
from parity.rules.finding import Finding, Severity
from parity.verdict.baseline import counted_severities, read_baseline, since_baseline
from parity.verdict.result import SCHEMA_VERSION, Result, result_bytes, result_digest
from tests.verdict.findings import GAP, applied, finding
from tests.verdict.results import result_with

BLOCKER, WARNING = finding("Score__c", Severity.BLOCKER), finding("Region__c", Severity.WARNING)
CAUSE = finding("Person Accounts", Severity.WARNING, kind=Kind.CAUSE, rule="cause-person-accounts")
FOLDED = finding("PersonEmail", Severity.BLOCKER, cause=CAUSE.fingerprint)

_findings = st.lists(
    st.builds(finding, st.sampled_from([f"F{n}__c" for n in range(12)]), st.sampled_from(Severity)),
    unique_by=lambda one: one.fingerprint,
    max_size=12,
).map(tuple)


@st.composite
def results(draw: st.DrawFn) -> Result:
    """Any findings, some of them waived, with or without something unread."""
    findings = draw(_findings)
    accepted = draw(st.lists(st.sampled_from(findings), unique_by=id)) if findings else []
    gaps = draw(st.sampled_from([(), (GAP,)]))
    return result_with(findings, gaps, tuple(applied(one) for one in accepted))


def prints(findings: tuple[Finding, ...]) -> list[str]:
    return [one.fingerprint for one in findings]


@given(results())
def test_a_result_against_itself_has_nothing_new_fixed_or_worse(result: Result) -> None:
    since = since_baseline(result, result)
    assert (since.new, since.fixed, since.worse, since.new_gaps) == ((), (), (), ())
    assert since.unchanged == result.findings


@given(results(), results())
def test_new_and_unchanged_are_all_and_share_nothing(before: Result, now: Result) -> None:
    since = since_baseline(before, now)
    new, unchanged, fixed = (set(prints(found)) for found in (since.new, since.unchanged, since.fixed))
    assert new | unchanged == set(prints(now.findings))
    assert not new & unchanged
    assert fixed == set(prints(before.findings)) - set(prints(now.findings))
    assert set(prints(since.worse)) <= unchanged
    assert since.state.keys() == new | unchanged
    assert prints(since.new) == [one for one in prints(now.findings) if one in new]


@given(results(), results())
def test_what_is_new_one_way_is_fixed_the_other(before: Result, now: Result) -> None:
    there, back = since_baseline(before, now), since_baseline(now, before)
    assert set(prints(there.new)) == set(prints(back.fixed))
    assert set(prints(there.unchanged)) == set(prints(back.unchanged))


@given(results(), results())
def test_a_baseline_changes_neither_result(before: Result, now: Result) -> None:
    kept = result_bytes(before), result_bytes(now)
    since_baseline(before, now)
    assert (result_bytes(before), result_bytes(now)) == kept


def test_a_waiver_that_ended_and_a_severity_that_rose_are_worse() -> None:
    mild = structs.replace(BLOCKER, severity=Severity.WARNING)
    assert since_baseline(result_with((BLOCKER,), waivers=(applied(BLOCKER),)), result_with((BLOCKER,))).worse
    assert since_baseline(result_with((mild,)), result_with((BLOCKER,))).worse
    assert not since_baseline(result_with((BLOCKER,)), result_with((mild,))).worse
    assert not since_baseline(result_with((BLOCKER,)), result_with((BLOCKER,), waivers=(applied(BLOCKER),))).worse


def test_a_folded_finding_counts_for_what_its_cause_does() -> None:
    result = result_with((CAUSE, FOLDED))
    assert counted_severities(result) == {CAUSE.fingerprint: Severity.WARNING, FOLDED.fingerprint: Severity.WARNING}
    accepted = result_with((CAUSE, FOLDED), waivers=(applied(CAUSE),))
    assert counted_severities(accepted) == {}
    # On its own again, it is the blocker that it always was.
    assert since_baseline(result, result_with((structs.replace(FOLDED, cause=None),))).worse


def test_what_could_be_read_then_and_not_now_is_told() -> None:
    assert since_baseline(result_with(), result_with(gaps=(GAP,))).new_gaps == (GAP,)
    assert since_baseline(result_with(gaps=(GAP,)), result_with(gaps=(GAP,))).new_gaps == ()


def test_the_digest_is_that_of_the_file() -> None:
    old = result_with((BLOCKER,))
    assert since_baseline(old, result_with()).digest == result_digest(old)


@pytest.mark.parametrize("role", ["sandbox", "production"])
@pytest.mark.parametrize("other", ["00D000000000009EAA", None])
def test_a_result_of_another_pair_is_refused_with_both_ids(role: str, other: str | None) -> None:
    mine = result_with()
    org = structs.replace(getattr(mine.orgs, role), id=other)
    foreign = structs.replace(mine, orgs=structs.replace(mine.orgs, **{role: org}))
    with pytest.raises(ParityError, match=f"another pair of orgs: its {role} is {other or 'unknown'}") as told:
        since_baseline(foreign, mine, "--baseline old.json")
    assert (told.value.exit_code, told.value.where) == (2, "--baseline old.json")
    assert "refreshed is another org" in told.value.fix


def test_a_refusal_without_a_place_names_the_baseline() -> None:
    mine = result_with()
    foreign = structs.replace(
        mine, orgs=structs.replace(mine.orgs, sandbox=structs.replace(mine.orgs.sandbox, id=None))
    )
    with pytest.raises(ParityError, match="another pair of orgs") as told:
        since_baseline(foreign, mine)
    assert told.value.where == "the baseline"


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _older(data: bytes) -> bytes:
    return json.dumps({**json.loads(data), "schema_version": SCHEMA_VERSION - 1}).encode()


def _edited(data: bytes) -> bytes:
    return data.replace(b'"verdict": "NO-GO"', b'"verdict": "GO"')


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (_cut, "not a result that can be read"),
        (lambda _: b"", "not a result that can be read"),
        (lambda _: b"\xff\xfe", "not a result that can be read"),
        (lambda _: b"[1, 2]", "not a result that can be read"),
        (_older, f"an earlier parity .schema version {SCHEMA_VERSION - 1}; this one reads {SCHEMA_VERSION}"),
        (_edited, "the result says GO, but its own findings give NO-GO"),
    ],
)
def test_a_broken_baseline_is_one_clear_message(spoil: Callable[[bytes], bytes], what: str) -> None:
    with pytest.raises(ParityError, match=what) as told:
        read_baseline(spoil(result_bytes(result_with((BLOCKER, WARNING)))), "--baseline old.json")
    assert (told.value.exit_code, told.value.where) == (2, "--baseline old.json")
    assert "Take as baseline a result.json" in told.value.fix
