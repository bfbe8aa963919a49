"""The managed packages of an org: one Tooling call, with View Setup."""

from typing import Any

from msgspec import Struct

from parity.errors import CouldNotLook
from parity.orgs import queries
from parity.orgs.org_client import OrgClient, query


class Package(Struct, frozen=True, kw_only=True):
    """An installed package; `version` is `major.minor`."""

    namespace: str
    name: str
    version: str


def installed_packages(client: OrgClient, version: str) -> tuple[Package, ...]:
    """Every managed package of the org; raises CouldNotLook where this user may not see them."""
    answer = client.ask(version, query("InstalledSubscriberPackage", queries.INSTALLED_PACKAGES, tooling=True))
    if not answer.is_good:
        raise CouldNotLook(
            f"{client.role}: installed packages could not be read ({answer.error})",
            where=client.connection.instance_url,
            remedy="Grant View Setup and Configuration to the signed-in user.",
        )
    return tuple(_package(row) for row in answer.records)


def _package(row: dict[str, Any]) -> Package:
    package = row.get("SubscriberPackage") or {}
    version = row.get("SubscriberPackageVersion") or {}
    return Package(
        namespace=str(package.get("NamespacePrefix") or ""),
        name=str(package.get("Name") or ""),
        version=f"{version.get('MajorVersion', '?')}.{version.get('MinorVersion', '?')}",
    )
