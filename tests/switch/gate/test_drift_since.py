"""What changed since a snapshot was judged: another depth, or names of people, are no change of the org."""

from msgspec import structs

from parity.snapshot.changes import Changes
from parity.snapshot.contents import Content, ContentKind, Contents
from parity.snapshot.records import Role
from parity.switch.gate.drift_since import drift_since
from tests.small_snapshots import snapshot

RULE = Content(kind=ContentKind.VALIDATION_RULE, object="Lead", name="V", values={"errorConditionFormula": "TRUE"})
OTHER = structs.replace(RULE, name="W")
DEEP = snapshot(Role.PRODUCTION, contents=Contents(depth=10, calls=3, read=(RULE, OTHER)))


def test_another_depth_is_no_drift() -> None:
    shallow = structs.replace(
        DEEP,
        contents=Contents(depth=1, calls=1, read=(RULE,), left_out={"validation rule": 1}),
        changes=Changes(calls=2),
    )
    assert drift_since(DEEP, shallow) == ()
    assert drift_since(shallow, DEEP) == ()
    assert drift_since(DEEP, structs.replace(DEEP, contents=None)) == ()


def test_another_formula_is_drift() -> None:
    changed = structs.replace(RULE, values={"errorConditionFormula": "FALSE"})
    now = structs.replace(DEEP, contents=Contents(depth=1, calls=1, read=(changed,)))
    (line,) = drift_since(DEEP, now)
    assert "errorConditionFormula was 'TRUE', is 'FALSE'" in line
