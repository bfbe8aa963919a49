"""One source behind many findings: an object's record types, a value set that several picklists share, a language."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import UNSET

from parity.compare.difference import Kind
from parity.rules.causes.cause import CauseRule, Explanation, OrgPair, only_in
from parity.rules.finding import Finding, Severity
from parity.rules.sources import Source
from parity.snapshot.names import is_custom
from parity.snapshot.records import OBJECTS, RecordType, Role
from parity.snapshot.standard_value_sets import STANDARD_VALUE_SETS

_LANGUAGE_RULES = frozenset(
    {"field-label-changed", "field-help-text-changed", "picklist-label-changed", "record-type-label-changed"}
    | {"object-label-changed"}
)
#: Labels of another language differ nearly everywhere: fewer are changes that somebody made.
_LEAST_SHARE = 0.3


def _record_types(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    """An object that has record types in one org only gets RecordTypeId there."""
    for name in OBJECTS:
        types = {role: _own_types(orgs, role, name) for role in Role}
        for role in Role:
            if not types[role] or types[role.other] or name not in orgs.snapshots[role.other].objects:
                continue
            yield Explanation(
                object=name,
                component=name,
                sandbox=", ".join(types[Role.SANDBOX]) or None,
                production=", ".join(types[Role.PRODUCTION]) or None,
                proof=f"describe of {name} lists record types in {role} only.",
                explained=tuple(one for one in findings if one.object == name and _of_types(one, role)),
            )


def _own_types(orgs: OrgPair, role: Role, name: str) -> list[str]:
    return sorted(one.developer_name for one in _records(orgs, role, name))


def _records(orgs: OrgPair, role: Role, name: str) -> list[RecordType]:
    described = orgs.snapshots[role].objects.get(name)
    return [] if described is None else [one for one in described.record_types if not one.master]


def _of_types(finding: Finding, role: Role) -> bool:
    """Whether record types bring this: they themselves, and the field that holds them."""
    if finding.kind is Kind.FIELD:
        return finding.component == "RecordTypeId" and only_in(finding) is role
    return finding.kind is Kind.RECORD_TYPE and only_in(finding) is role and finding.component != "Master"


def _value_sets(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    """Fields that hold the same values in each org, and differ in the same way, share one value set."""
    changes: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        if one.kind is Kind.FIELD and _is_of_values(one):
            changes[one.object, one.component].append(one)
    alike: dict[tuple[object, ...], list[tuple[str, str]]] = defaultdict(list)
    for field, mine in changes.items():
        alike[_shape(orgs, field, mine)].append(field)
    for fields in alike.values():
        standard = _standard_set(fields)
        if len(fields) > 1 and (standard is not None or all(is_custom(name) for _, name in fields)):
            names = ", ".join(".".join(field) for field in sorted(fields))
            yield Explanation(
                component=names,
                sandbox="one list",
                production="another",
                proof=f"All of them show the standard value set {standard}, and differ in the same way."
                if standard
                else "The fields hold the same values as each other in each org, and differ in the same way; describe "
                "does not name the value set.",
                explained=tuple(one for field in sorted(fields) for one in changes[field]),
                proven=standard is not None,
            )


def _standard_set(fields: Iterable[tuple[str, str]]) -> str | None:
    """The standard value set behind all of these fields; null where there is none."""
    return next((name for name, shown in STANDARD_VALUE_SETS.items() if shown.issuperset(fields)), None)


def _is_of_values(finding: Finding) -> bool:
    return bool(finding.items) and all(one.name.startswith("picklistValues[") for one in finding.items)


def _shape(orgs: OrgPair, field: tuple[str, str], mine: list[Finding]) -> tuple[object, ...]:
    differs = sorted((f.rule, one.name, str(one.sandbox), str(one.production)) for f in mine for one in f.items)
    values = []
    for role in Role:
        found = orgs.field(role, *field)
        held = () if found is None or found.picklist_values is UNSET else found.picklist_values
        values.append(tuple((one.value, one.active, one.label) for one in held))
    return (*values, tuple(differs))


def _language(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    """Where both languages are known and differ, labels are not compared at all; where one is unknown, many may differ."""
    languages = {role: snapshot.user.language for role, snapshot in orgs.snapshots.items()}
    mine = tuple(one for one in findings if one.rule in _LANGUAGE_RULES)
    changed = sum(len(one.items) for one in mine)
    if None in languages.values() and changed and changed >= _LEAST_SHARE * _labels(orgs):
        yield Explanation(
            component="language",
            sandbox=languages[Role.SANDBOX],
            production=languages[Role.PRODUCTION],
            proof="The language of at least one user is not known, and labels differ in many places.",
            explained=mine,
            proven=False,
        )


def _labels(orgs: OrgPair) -> int:
    """How many labels and help texts both orgs show: of fields, and of their picklist values."""
    total = 0
    for name, described in orgs.snapshots[Role.SANDBOX].objects.items():
        for one in described.fields:
            other = orgs.field(Role.PRODUCTION, name, one.name)
            if other is None:
                continue
            total += sum(isinstance(text, str) for text in (one.label, one.inline_help_text))
            both = (one.picklist_values or (), other.picklist_values or ())
            total += len({value.value for value in both[0]} & {value.value for value in both[1]})
    return total


CAUSES = (
    CauseRule(
        id="cause-record-types",
        title="An object has record types in one org only",
        message="{object} has record types in one org only (sandbox: {sandbox}; production: {production}): {number}",
        why="Record types decide which picklist values a record may take, and bring the field RecordTypeId.",
        fix="Deploy the record types to the other org (metadata: RecordType), or refresh the sandbox.",
        source=Source.DESCRIBE,
        explain=_record_types,
        order=60,
    ),
    CauseRule(
        id="cause-value-set",
        title="A value set that several fields share differs",
        message="The fields {component} share one list of values, which differs: {number}",
        why="A change of a global or standard value set shows at every field that uses it: it is one change, not many.",
        fix="Level the value set: Setup > Picklist Value Sets (or the standard field's own values), then check again.",
        source=Source.DESCRIBE,
        explain=_value_sets,
        order=70,
    ),
    CauseRule(
        id="cause-language",
        title="The two users read different languages",
        message="Labels differ in many places, as they do where users read different languages: {number}",
        why="describe gives labels and help texts in the language of whoever asks.",
        fix="Collect both orgs with users of the same language (Setup > Users > Language), or set it in the files.",
        source=Source.DESCRIBE,
        explain=_language,
        order=65,
        at_most=Severity.INFO,
    ),
)
