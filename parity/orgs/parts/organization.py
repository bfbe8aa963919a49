"""Which org this is: its row of Organization."""

from parity.errors import OrgUnreachable
from parity.orgs.question import Question, query, row
from parity.orgs.rows import Row, text_in
from parity.orgs.snapshot_part import SnapshotPart, SoFar, Turn
from parity.snapshot.grants import READ_ORGANIZATION
from parity.snapshot.ids import full_id
from parity.snapshot.records import Org

_COLUMNS = ("Id", "Name", "IsSandbox", "OrganizationType", "InstanceName", "NamespacePrefix", "LanguageLocaleKey")
ORGANIZATION = f"SELECT {', '.join(_COLUMNS)} FROM Organization"


def _questions(so_far: SoFar) -> list[Question]:
    if so_far.org_id:
        return [row("Organization", "Organization", so_far.org_id, _COLUMNS)]
    return [query("Organization", ORGANIZATION)]


def read_organization(so_far: SoFar) -> Org:
    """The org's identity; raises OrgUnreachable without one."""
    answer = so_far.answers["Organization"]
    if not answer.first:
        raise OrgUnreachable(
            f"{so_far.role}: Organization could not be read ({answer.error})",
            where=so_far.instance_url,
            fix=READ_ORGANIZATION,
        )
    return org_from_row(answer.first, so_far.instance_url)


def org_from_row(row: Row, instance_url: str | None) -> Org:
    """An Organization row as our record, with the id at 18 characters."""
    sandbox = row.get("IsSandbox")
    return Org(
        id=full_id(str(row["Id"])) if row.get("Id") else None,
        name=text_in(row, "Name"),
        is_sandbox=sandbox if isinstance(sandbox, bool) else None,
        organization_type=text_in(row, "OrganizationType"),
        instance_name=text_in(row, "InstanceName"),
        namespace_prefix=text_in(row, "NamespacePrefix"),
        language=text_in(row, "LanguageLocaleKey"),
        instance_url=instance_url,
    )


PART = SnapshotPart(field="org", turn=Turn.IDENTITY, questions=_questions, read=read_organization)
