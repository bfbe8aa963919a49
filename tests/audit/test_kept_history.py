"""The history of a result against the ledger: what the ledger has it must say alike, and an edit of it shows."""

from msgspec import structs

from parity.audit.verify import audit_files
from parity.ledger.records import EntryKind
from parity.verdict.history import History, HistoryPoint
from parity.verdict.result import Result, result_bytes
from parity.verdict.result_files import RESULT
from tests.audit.test_verify import HONEST, broken, files, recorded
from tests.switch.gate.whole_evidence import project

COUNTS = {"blocker": 2, "warning": 1, "info": 0, "waived": 0, "gaps": 0}
KEPT = HistoryPoint(
    at="2026-11-20T12:00:00Z",
    verdict=HONEST.verdict,
    digest=f"sha256:{'a' * 64}",
    blocker=2,
    warning=1,
    info=0,
    waived=0,
    gaps=0,
)
UNKNOWN = structs.replace(KEPT, at="2026-11-19T12:00:00Z", digest=f"sha256:{'b' * 64}")


def with_points(*points: HistoryPoint) -> Result:
    return structs.replace(HONEST, history=History(earlier=points, new=0, fixed=0))


def audited(result: Result, digest_of_entry: str = KEPT.digest) -> tuple[dict[str, str], str]:
    entry = {"digest": digest_of_entry, "verdict": HONEST.verdict.value, "counts": COUNTS}
    ledger = recorded(result, (EntryKind.RESULT, entry, None))
    checks = audit_files(files(result, {RESULT: result_bytes(result)}), ledger, project())
    return broken(checks), next(one.why for one in checks if one.link == "history")


def test_a_history_that_the_ledger_has_holds_and_the_rest_is_counted() -> None:
    assert audited(with_points(UNKNOWN, KEPT)) == (
        {},
        "1 of its 2 earlier results in the ledger, and as it has them",
    )


def test_a_history_that_the_ledger_contradicts_does_not_hold() -> None:
    found, why = audited(with_points(structs.replace(KEPT, blocker=0)))
    assert list(found) == ["history"]
    assert why.startswith(f"the ledger says otherwise of {KEPT.digest}")
