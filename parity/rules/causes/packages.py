"""Managed packages: one that is missing, or of another version, explains every finding in its namespace."""

from collections import defaultdict
from collections.abc import Iterable

from parity.compare.difference import Kind
from parity.rules.causes.cause import CauseRule, Explanation, OrgPair, only_in
from parity.rules.finding import Finding
from parity.rules.sources import Source
from parity.snapshot import names
from parity.snapshot.org_setup import Package
from parity.snapshot.records import Role

#: What only the package can change of its own triggers, whose source nobody else can edit.
_PACKAGE_MADE = frozenset({"BodyCrc", "ApiVersion"})
_LEAST_FOR_LIKELY = 2


def namespace_of(finding: Finding) -> str | None:
    """The namespace in the component's API name: `ns__Field__c`, `ns__Trigger`, `flow ns__Name`."""
    return names.namespace_of(finding.component.rpartition(" ")[2])


def _by_namespace(findings: tuple[Finding, ...]) -> dict[str, list[Finding]]:
    found = defaultdict(list)
    for one in findings:
        namespace = namespace_of(one)
        if namespace is not None and one.kind is not Kind.OBJECT:
            found[namespace].append(one)
    return dict(sorted(found.items()))


def _installed(orgs: OrgPair, role: Role, namespace: str) -> Package | None:
    packages = orgs.snapshots[role].packages or ()
    return next((one for one in packages if one.namespace == namespace), None)


def _lists_read(orgs: OrgPair) -> bool:
    return all(snapshot.packages is not None for snapshot in orgs.snapshots.values())


def _shown(package: Package | None) -> str | None:
    return None if package is None else f"{package.name} {package.shown_version}"


def _missing(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    if not _lists_read(orgs):
        return
    for namespace, mine in _by_namespace(findings).items():
        sandbox, production = _installed(orgs, Role.SANDBOX, namespace), _installed(orgs, Role.PRODUCTION, namespace)
        if (sandbox is None) == (production is None):
            continue
        role = Role.PRODUCTION if sandbox is None else Role.SANDBOX
        yield Explanation(
            component=namespace,
            sandbox=_shown(sandbox),
            production=_shown(production),
            proof=f"The installed packages of both orgs were read: {namespace} is in {role} only.",
            explained=tuple(one for one in mine if only_in(one) is role),
        )


def _likely_missing(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    """Where a list of packages could not be read, a namespace that one org does not know at all suggests it."""
    if _lists_read(orgs):
        return
    for namespace, mine in _by_namespace(findings).items():
        roles = {only_in(one) for one in mine}
        role = roles.pop() if len(roles) == 1 else None
        if role is None or len(mine) < _LEAST_FOR_LIKELY or _knows(orgs, role.other, namespace):
            continue
        yield Explanation(
            component=namespace,
            sandbox="seen" if role is Role.SANDBOX else None,
            production="seen" if role is Role.PRODUCTION else None,
            proof=f"Only the names suggest it: nothing of {namespace} was seen in the other org, and the installed "
            "packages could not be read in both.",
            explained=tuple(mine),
            proven=False,
        )


def _knows(orgs: OrgPair, role: Role, namespace: str) -> bool:
    start = f"{namespace}__"
    snapshot = orgs.snapshots[role]
    names = [field.name for one in snapshot.objects.values() for field in one.fields]
    names += [one.full_name for one in snapshot.triggers or ()]
    return any(name.startswith(start) for name in names)


def _other_version(orgs: OrgPair, findings: tuple[Finding, ...]) -> Iterable[Explanation]:
    for namespace, mine in _by_namespace(findings).items():
        sandbox, production = _installed(orgs, Role.SANDBOX, namespace), _installed(orgs, Role.PRODUCTION, namespace)
        if sandbox is None or production is None or sandbox.numbers == production.numbers:
            continue
        if not (sandbox.numbers and production.numbers):
            continue
        newer = Role.SANDBOX if sandbox.numbers > production.numbers else Role.PRODUCTION
        yield Explanation(
            component=namespace,
            sandbox=_shown(sandbox),
            production=_shown(production),
            proof=f"The installed packages of both orgs were read: {newer} has the newer version of {namespace}.",
            explained=tuple(one for one in mine if only_in(one) is newer or _made_by_package(one)),
        )


def _made_by_package(finding: Finding) -> bool:
    return (
        finding.kind is Kind.TRIGGER and bool(finding.items) and all(one.name in _PACKAGE_MADE for one in finding.items)
    )


_FIX = (
    "Install the same version of {component} in both orgs (Setup > Installed Packages), or refresh the sandbox; fields of "
    "a package cannot be deployed by hand."
)
CAUSES = (
    CauseRule(
        id="cause-package-missing",
        title="A managed package is installed in one org only",
        message="Package {component} is in one org only (sandbox: {sandbox}; production: {production}): {number}",
        why="Its fields, triggers and automation act on the records of the integration in one org only.",
        fix=_FIX,
        source=Source.PACKAGES,
        explain=lambda orgs, findings: [*_missing(orgs, findings), *_likely_missing(orgs, findings)],
        order=40,
    ),
    CauseRule(
        id="cause-package-version",
        title="A managed package has another version",
        message="Package {component} has another version (sandbox: {sandbox}; production: {production}): {number}",
        why="A newer version brings fields and code that the older has not. What else differs in its components is not "
        "explained by this, and is reported by itself.",
        fix=_FIX,
        source=Source.PACKAGES,
        explain=_other_version,
        order=41,
    ),
)
