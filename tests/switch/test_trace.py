"""The trace of an authorisation in production: a token made since, or a login where there is none."""

from collections.abc import Mapping

import pytest

from parity.ledger.records import utc_moment
from parity.orgs.question import Answer
from parity.switch.drivers.interface import Trace
from parity.switch.trace import verification

APP = "Marketo Measure"


OLD = "2023-01-05T10:00:00.000+0000"


SINCE = utc_moment("2026-11-24T12:00:00Z")


def said(*rows: Mapping[str, object]) -> Answer:
    return Answer(status=200, body={"records": list(rows), "done": True, "totalSize": len(rows)})


@pytest.mark.parametrize(
    ("tokens", "logins", "expected"),
    [
        ([{"CreatedDate": "2026-11-24T12:00:01.000+0000"}], [], Trace.FOUND),
        ([{"CreatedDate": OLD, "LastUsedDate": "2026-11-24T12:30:00.000+0000"}], [], Trace.NOT_FOUND),
        ([{"CreatedDate": OLD}], ["2026-11-24T12:30:00.000+0000"], Trace.NOT_FOUND),
        ([], ["2026-11-24T12:30:00.000+0000"], Trace.FOUND),
        ([], [OLD], Trace.NOT_FOUND),
    ],
)
def test_a_trace_is_newer_than_the_authorisation(
    tokens: list[dict[str, object]], logins: list[str], expected: Trace
) -> None:
    history = [{"Application": APP, "LoginTime": one, "Status": "Success"} for one in logins]
    assert verification(said(*tokens), said(*history), "it", APP, SINCE).trace is expected
