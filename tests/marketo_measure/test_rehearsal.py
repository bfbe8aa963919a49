"""Which touchpoints prove a rehearsal: those of the day of the last refresh or later."""

import pytest
from msgspec import structs

from parity.marketo_measure.rehearsal import last_copy, proof_of
from parity.snapshot.org_setup import Rehearsal, SandboxCopy, TouchpointDay
from parity.snapshot.records import Role
from tests.small_snapshots import snapshot

SANDBOX = snapshot(Role.SANDBOX)
COPY = SandboxCopy(
    sandbox="uat",
    organization_id=SANDBOX.org.id,
    license="FULL",
    status="Completed",
    started="2026-06-01T08:00:00.000+0000",
    ended="2026-06-02T03:00:00.000+0000",
)


def touchpoints(*days: tuple[str, int]) -> Rehearsal:
    """Touchpoints made on these days; each day's tally holds those of later days too, newest first."""
    total, tallies = 0, []
    for day, made in days:
        total += made
        tallies.append(TouchpointDay(day=day, touchpoints=total, parents=total))
    return Rehearsal(people=tuple(tallies), opportunities=())


@pytest.mark.parametrize(
    ("days", "proven"),
    [
        ((("2026-06-03", 5),), 5),
        ((("2026-06-02", 5),), 5),
        ((("2026-06-01", 5),), 0),
        ((("2026-06-03", 2), ("2026-06-02", 3), ("2026-06-01", 7)), 5),
        ((), 0),
    ],
    ids=["day after", "day of the copy", "day before", "all three", "none"],
)
def test_touchpoints_since_the_day_of_the_copy_are_proof(days: tuple[tuple[str, int], ...], proven: int) -> None:
    production = snapshot(Role.PRODUCTION, copies=(COPY,))
    proof = proof_of(structs.replace(SANDBOX, rehearsal=touchpoints(*days)), production)
    assert (proof.copied_on, proof.touchpoints, proof.people) == ("2026-06-02", proven, proven)
    assert proof.attribution_touchpoints == 0


def test_without_a_known_copy_every_touchpoint_counts() -> None:
    sandbox = structs.replace(SANDBOX, rehearsal=touchpoints(("2026-06-03", 2), ("2020-01-01", 3)))
    proof = proof_of(sandbox, snapshot(Role.PRODUCTION, copies=()))
    assert (proof.copied_on, proof.touchpoints) == (None, 5)


def test_what_was_not_read_is_not_known() -> None:
    proof = proof_of(SANDBOX, snapshot(Role.PRODUCTION, copies=(COPY,)))
    assert (proof.touchpoints, proof.people, proof.attribution_touchpoints) == (None, None, None)


def test_the_last_copy_is_the_newest_finished_one_of_this_sandbox() -> None:
    newer = structs.replace(COPY, ended="2026-07-02T03:00:00.000+0000")
    unfinished = structs.replace(COPY, ended=None)
    elsewhere = structs.replace(newer, organization_id="00D000000000009EAA", ended="2026-08-02T03:00:00.000+0000")
    production = snapshot(Role.PRODUCTION, copies=(COPY, newer, unfinished, elsewhere))
    assert last_copy(SANDBOX, production) == newer
    assert last_copy(SANDBOX, snapshot(Role.PRODUCTION, copies=(elsewhere, unfinished))) is None
