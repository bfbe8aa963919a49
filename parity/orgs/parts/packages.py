"""The installed packages.

A filter on the parents' columns is not supported, so all packages come:
https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_installedsubscriberpackage.htm
"""

from parity.orgs.question import query
from parity.orgs.rows import Row, parent_in
from parity.orgs.snapshot_part import NotRead, SnapshotPart, SoFar
from parity.snapshot.grants import READ_PACKAGES
from parity.snapshot.org_setup import Package, Part

_TABLE = "InstalledSubscriberPackage"
_NUMBERS = ("MajorVersion", "MinorVersion", "PatchVersion", "BuildNumber")
_SOQL = (
    "SELECT Id, SubscriberPackage.NamespacePrefix, SubscriberPackage.Name, "
    f"{', '.join(f'SubscriberPackageVersion.{one}' for one in _NUMBERS)} FROM {_TABLE}"
)


def read_packages(so_far: SoFar) -> tuple[Package, ...] | NotRead:
    """All packages, with their versions.

    In rare orgs a package's SubscriberPackageVersion is null: https://github.com/SFDO-Tooling/CumulusCI/pull/2062
    """
    answer = so_far.answers[_TABLE]
    if not answer.has_rows:
        return NotRead(f"{_TABLE} could not be read ({answer.error})")
    return tuple(_package(row) for row in answer.records)


def _package(row: Row) -> Package:
    package, version = parent_in(row, "SubscriberPackage"), parent_in(row, "SubscriberPackageVersion")
    return Package(
        namespace=package.get("NamespacePrefix") or None,
        name=str(package.get("Name")),
        version=".".join(str(int(version.get(one) or 0)) for one in _NUMBERS) if version else "",
    )


PART = SnapshotPart(
    field="packages",
    name=Part.PACKAGES,
    fix=READ_PACKAGES,
    questions=lambda _so_far: [query(_TABLE, _SOQL, tooling=True)],
    read=read_packages,
)
