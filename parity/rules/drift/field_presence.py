"""Rules on fields that one org has and the other lacks."""

from collections.abc import Callable

from parity.compare.difference import PRESENCE, Difference, Kind
from parity.rules.drift.field_matching import METADATA
from parity.rules.drift.rule import Rule
from parity.rules.finding import Severity
from parity.snapshot.field_visibility import Sight
from parity.snapshot.names import is_custom
from parity.snapshot.records import Role


def _absent_from(role: Role, *, custom: bool | None = None) -> Callable[[Difference], bool]:
    def fires(difference: Difference) -> bool:
        if difference.kind is not Kind.FIELD or difference.attribute != PRESENCE:
            return False
        if difference.sight is not Sight.ABSENT or difference.side(role) is not None:
            return False
        return custom is None or is_custom(difference.component) == custom

    return fires


RULES = (
    Rule(
        id="field-missing-in-sandbox",
        family="fields",
        title="A field of production is missing in the sandbox",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_absent_from(Role.SANDBOX),
        message="{object}.{component} ({production}) is in production and missing in the sandbox",
        why="Nothing that reads, writes or reacts to this field was rehearsed. Adobe asks for an exact replica.",
        fix=(
            f"Deploy the field from production to the sandbox, or refresh the sandbox ({METADATA}). "
            "A field of a managed package comes with the package: install the same version."
        ),
    ),
    Rule(
        id="field-only-in-sandbox",
        family="fields",
        title="A custom field exists in the sandbox only",
        severity=Severity.BLOCKER,
        unused=Severity.WARNING,
        fires=_absent_from(Role.PRODUCTION, custom=True),
        message="{object}.{component} ({sandbox}) is in the sandbox and missing in production",
        why="The rehearsal may have leaned on a field that will not be there after the switch.",
        fix=f"Deploy the field to production if go-live needs it, else delete it in the sandbox ({METADATA}).",
    ),
    Rule(
        id="standard-field-only-in-sandbox",
        family="fields",
        title="A standard field exists in the sandbox only",
        severity=Severity.WARNING,
        fires=_absent_from(Role.PRODUCTION, custom=False),
        message="Standard field {object}.{component} ({sandbox}) is in the sandbox and missing in production",
        why="Standard fields come with a release, a licence or a feature: the two orgs differ in one of them.",
        fix=(
            "Compare the release (Setup > Company Information) and the features of both orgs; a preview sandbox "
            "levels with production when the release reaches it."
        ),
    ),
)
