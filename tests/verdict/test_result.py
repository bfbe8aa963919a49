"""A result is read strictly: what was edited, or folded wrongly, is refused."""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.config.policy import Policy
from parity.errors import ResultError
from parity.rules.finding import Cause, Certainty, Finding, Severity, fingerprint
from parity.snapshot.records import Gap
from parity.verdict.decide import count, decide
from parity.verdict.judge import in_reading_order, judge
from parity.verdict.result import SCHEMA_VERSION, Result, instant, judged_at, read_result, result_bytes, result_digest
from tests.simulated import NOON
from tests.small_snapshots import pair
from tests.verdict.findings import GAP, finding

EXPLAINED = finding("PersonEmail", Severity.BLOCKER)


def cause_of(severity: Severity, *explained: Finding, undecided: bool = False) -> Finding:
    """A cause's own finding; its items are the fingerprints of what it explains."""
    return finding(
        "Person Accounts",
        severity,
        kind=Kind.CAUSE,
        rule="cause-person-accounts",
        undecided=undecided,
        items=tuple(one.fingerprint for one in explained),
    )


def with_findings(findings: tuple[Finding, ...], causes: tuple[Cause, ...] = (), gaps: tuple[Gap, ...] = ()) -> Result:
    """A result of these findings, whose verdict and counts are what they give."""
    made = judge(*pair(), Policy(), tenant=None, judged_at=NOON)
    verdict = decide(findings, gaps, (), None)
    return structs.replace(
        made,
        findings=findings,
        causes=causes,
        gaps=gaps,
        waivers=(),
        verdict=verdict.name,
        reasons=verdict.reasons,
        exit_code=verdict.name.exit_code,
        counts=count(findings, gaps, ()),
    )


def folded(
    own: Finding, certainty: Certainty, *explained: Finding, explains: tuple[str, ...] | None = None, **changes: Any
) -> Result:
    """A result of one cause and what is folded under it; `changes` are made to the stated cause."""
    under = tuple(structs.replace(one, cause=own.fingerprint) for one in explained)
    stated = Cause(
        fingerprint=own.fingerprint,
        rule=own.rule,
        certainty=certainty,
        proof="Account.IsPersonAccount exists in the sandbox only.",
        explains=tuple(sorted(one.fingerprint for one in explained)) if explains is None else explains,
    )
    return with_findings((own, *under), (structs.replace(stated, **changes),))


def accepted(result: Result) -> bool:
    """Whether the result is taken as it stands; another reason than the folding is an error of the test."""
    try:
        read_result(result_bytes(result), "test")
    except ResultError as problem:
        if "not folded" not in str(problem):
            raise
        return False
    return True


def test_an_honest_result_is_read_as_it_was_written() -> None:
    result = with_findings((EXPLAINED, finding("Region__c", Severity.WARNING)))
    assert read_result(result_bytes(result), "test") == result


@pytest.mark.parametrize(
    ("severity", "certainty", "taken"),
    [
        (Severity.BLOCKER, Certainty.LIKELY, True),
        (Severity.WARNING, Certainty.LIKELY, False),
        (Severity.INFO, Certainty.LIKELY, False),
        (Severity.BLOCKER, Certainty.PROVEN, True),
        (Severity.WARNING, Certainty.PROVEN, True),
    ],
)
def test_only_proof_makes_a_cause_milder_than_what_it_explains(
    severity: Severity, certainty: Certainty, taken: bool
) -> None:
    assert accepted(folded(cause_of(severity, EXPLAINED), certainty, EXPLAINED)) is taken


def test_the_worst_of_several_decides_how_mild_a_guessed_cause_may_be() -> None:
    mild, worse = finding("Suffix", Severity.INFO), finding("Salutation", Severity.WARNING)
    for severity, taken in ((Severity.INFO, False), (Severity.WARNING, True)):
        assert accepted(folded(cause_of(severity, mild, worse), Certainty.LIKELY, mild, worse)) is taken


def test_a_cause_of_something_open_is_open_itself() -> None:
    hidden = finding("PersonEmail", Severity.WARNING, undecided=True)
    for undecided, taken in ((True, True), (False, False)):
        own = cause_of(Severity.WARNING, hidden, undecided=undecided)
        assert accepted(folded(own, Certainty.PROVEN, hidden)) is taken


OWN = cause_of(Severity.BLOCKER, EXPLAINED)


def _cause_of_a_cause() -> Result:
    """OWN explains a finding, as it should, and is itself folded under another cause."""
    above = cause_of(Severity.BLOCKER, OWN)
    above = structs.replace(
        above, component="Above", fingerprint=fingerprint(above.rule, above.object, "Above", above.seen)
    )
    own = structs.replace(OWN, cause=above.fingerprint)
    below = structs.replace(EXPLAINED, cause=own.fingerprint)
    stated = tuple(
        Cause(
            fingerprint=one.fingerprint,
            rule=one.rule,
            certainty=Certainty.PROVEN,
            proof="x",
            explains=(explained.fingerprint,),
        )
        for one, explained in ((above, own), (own, below))
    )
    return with_findings((above, own, below), stated)


WRONG: dict[str, Callable[[], Result]] = {
    "explains one more": lambda: folded(OWN, Certainty.PROVEN, EXPLAINED, explains=(EXPLAINED.fingerprint, "f" * 16)),
    "explains none": lambda: folded(OWN, Certainty.PROVEN, EXPLAINED, explains=()),
    "another rule": lambda: folded(OWN, Certainty.PROVEN, EXPLAINED, rule="cause-release"),
    "another fingerprint": lambda: folded(OWN, Certainty.PROVEN, EXPLAINED, fingerprint="f" * 16),
    "items that are not what it explains": lambda: folded(cause_of(Severity.BLOCKER), Certainty.PROVEN, EXPLAINED),
    "a cause renamed": lambda: folded(structs.replace(OWN, component="Other"), Certainty.PROVEN, EXPLAINED),
    "another side of production": lambda: folded(structs.replace(OWN, seen="f" * 16), Certainty.PROVEN, EXPLAINED),
    "folded under a cause that is not stated": lambda: with_findings(
        (OWN, structs.replace(EXPLAINED, cause=OWN.fingerprint))
    ),
    "folded under no cause": lambda: with_findings((structs.replace(EXPLAINED, cause=OWN.fingerprint),)),
    "a cause that another cause explains": _cause_of_a_cause,
    "a cause that explains nothing": lambda: with_findings((cause_of(Severity.BLOCKER),)),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_result_that_is_folded_wrongly_is_refused(wrong: str) -> None:
    assert not accepted(WRONG[wrong]())


EDITED: dict[str, Callable[[dict[str, Any]], object]] = {
    "verdict": lambda plain: plain.update(verdict="GO"),
    "exit code": lambda plain: plain.update(exit_code=0),
    "a count": lambda plain: plain["counts"].update(blocker=0),
    "severity": lambda plain: plain["findings"][0].update(severity="info"),
    "a finding taken out": lambda plain: plain["findings"].pop(0),
    "a gap taken out": lambda plain: plain["gaps"].pop(),
}


@pytest.mark.parametrize("edit", EDITED)
def test_a_result_whose_findings_give_another_verdict_is_refused(edit: str) -> None:
    plain = json.loads(result_bytes(with_findings((EXPLAINED,), gaps=(GAP,))))
    EDITED[edit](plain)
    with pytest.raises(ResultError, match="its own findings give"):
        read_result(json.dumps(plain).encode(), "test")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda plain: plain.update(schema_version=SCHEMA_VERSION - 1), "this result cannot be used"),
        (lambda plain: plain.update(schema_version=SCHEMA_VERSION + 1), "this result cannot be used"),
        (lambda plain: plain.update(verdct="GO"), "not a result that can be read"),
        (lambda plain: plain.pop("findings"), "not a result that can be read"),
        (lambda plain: plain["findings"][0].update(kind="fild"), "not a result that can be read"),
    ],
    ids=["older", "newer", "unknown key", "cut", "unknown kind"],
)
def test_a_result_of_another_form_is_refused(edit: Callable[[dict[str, Any]], object], said: str) -> None:
    plain = json.loads(result_bytes(with_findings((EXPLAINED,))))
    edit(plain)
    with pytest.raises(ResultError, match=said):
        read_result(json.dumps(plain).encode(), "test")


def test_bytes_that_are_no_json_are_refused() -> None:
    with pytest.raises(ResultError, match="not a result that can be read"):
        read_result(b"{", "test")


def test_a_result_keeps_the_moment_at_which_it_was_judged() -> None:
    result = with_findings(())
    assert result.judged_at == "2026-11-24T12:00:00Z"
    assert judged_at(result) == NOON


def test_causes_come_first_then_readiness_each_worst_first() -> None:
    ready = tuple(finding("x", one, kind=Kind.READINESS) for one in (Severity.INFO, Severity.BLOCKER))
    order = in_reading_order((EXPLAINED, OWN), ready)
    assert order == (OWN, ready[1], ready[0], EXPLAINED)


EDITED_SINCE = "It was edited after it was written. Compare the snapshots again."


def refusal(data: bytes) -> ResultError:
    with pytest.raises(ResultError) as refused:
        read_result(data, "out/result.json")
    return refused.value


def test_each_refusal_says_what_where_and_what_to_do() -> None:
    wrong = refusal(result_bytes(with_findings((cause_of(Severity.BLOCKER),))))
    assert (wrong.what, wrong.where, wrong.fix) == (
        "the findings are not folded under the causes that the result states",
        "out/result.json",
        EDITED_SINCE,
    )
    plain = json.loads(result_bytes(with_findings((EXPLAINED,))))
    edited = refusal(json.dumps({**plain, "verdict": "GO"}).encode())
    assert (edited.what, edited.where, edited.fix) == (
        "the result says GO, but its own findings give NO-GO",
        "out/result.json",
        EDITED_SINCE,
    )
    for part in ({"counts": {**plain["counts"], "info": 7}}, {"exit_code": 0}):
        counted = refusal(json.dumps({**plain, **part}).encode())
        assert counted.what == "the result states another exit code, or other counts, than its own findings give"
    older = refusal(json.dumps({**plain, "schema_version": SCHEMA_VERSION - 1}).encode())
    assert older.where == "out/result.json"
    assert older.fix == "Run `parity check` again with this version, or read it with the version that wrote it."
    cut = refusal(result_bytes(with_findings(()))[:-20])
    assert cut.where == "out/result.json"
    assert cut.fix == "The file may be cut off or edited. Write it again with `parity check`."


def test_the_file_is_indented_and_sorted_and_ends_with_a_line() -> None:
    data = result_bytes(with_findings((EXPLAINED,)))
    lines = data.decode().split("\n")
    assert (lines[0], lines[-2:]) == ("{", ["}", ""])
    keys = [line.split('"')[1] for line in lines if line.startswith('  "')]
    assert keys == sorted({*Result.__struct_fields__} - {"history"})
    assert result_digest(with_findings((EXPLAINED,))) == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_a_moment_is_written_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    assert instant(datetime(2026, 11, 25, 1, 30, tzinfo=timezone(timedelta(hours=2)))) == "2026-11-24T23:30:00Z"
    monkeypatch.undo()
    time.tzset()


def test_the_bar_for_warnings_that_the_result_states_is_the_one_it_is_read_by() -> None:
    made = with_findings((finding("Region__c", Severity.WARNING),))
    verdict = decide(made.findings, (), (), 0)
    barred = structs.replace(
        made,
        policy=structs.replace(made.policy, max_warnings=0),
        verdict=verdict.name,
        exit_code=verdict.name.exit_code,
        reasons=verdict.reasons,
    )
    assert read_result(result_bytes(barred), "test") == barred
