"""A snapshot of one org: the parts in parity/orgs/parts/ say what is asked and what is made of the answers.

Five or six calls besides the list of versions, in five round trips, where the org allows composites; then the contents
of automation and fields, within the calls that `api.depth_calls` allows.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any

from msgspec import structs

from parity import __version__
from parity.config.collect_options import CollectOptions
from parity.discover import discover
from parity.errors import OrgUnreachable
from parity.marketo_measure.catalogue import COMPARED_OBJECTS
from parity.orgs import parts as package
from parity.orgs.changes import read_changes
from parity.orgs.client import OrgClient
from parity.orgs.composites import in_composites
from parity.orgs.contents import read_contents
from parity.orgs.contents_rows import with_activity
from parity.orgs.optional_columns import without_missing_columns
from parity.orgs.parts.organization import read_organization
from parity.orgs.question import Answer, Question
from parity.orgs.side_by_side import side_by_side
from parity.orgs.snapshot_part import SnapshotPart, SoFar, Turn, read_part
from parity.snapshot.file import canonical
from parity.snapshot.gaps import snapshot_gaps
from parity.snapshot.org_identity import refuse_wrong_role
from parity.snapshot.org_setup import Unread
from parity.snapshot.records import ApiUse, Gap, ObjectDescribe, Snapshot

NOBODY_NAMED = CollectOptions()


Ask = Callable[[], dict[str, Answer]]
Run = Callable[[Sequence[Ask]], list[dict[str, Answer]]]


def in_threads(asks: Sequence[Ask]) -> list[dict[str, Answer]]:
    """All calls at the same time."""
    return side_by_side(lambda ask: ask(), asks)


def in_turn(asks: Sequence[Ask]) -> list[dict[str, Answer]]:
    """One call after the other, for a connection that cannot be used by several threads."""
    return [ask() for ask in asks]


@cache
def snapshot_parts() -> tuple[SnapshotPart, ...]:
    """Every part of a snapshot, in the order of their turns and file names."""
    return tuple(sorted(discover(package, "PART", SnapshotPart).values(), key=lambda one: one.turn))


def collect(  # noqa: PLR0913, PLR0917 (an org, a version, a moment, and how)
    client: OrgClient,
    version: str,
    versions_offered: tuple[str, ...],
    now: datetime,
    options: CollectOptions = NOBODY_NAMED,
    run: Run = in_threads,
) -> Snapshot:
    """Read one org at an API version. `now` is UTC; `options` name the integration user and the fields in use; `run`
    carries out calls that need not wait for one another.

    Raises WrongOrgError where the org is not what its role says, CouldNotLook where it cannot be read at all. What this
    user may not read becomes a gap, or is listed in `unread`.
    """
    so_far = _answered(client, version, _signed_in(client, options), run)
    found = read_parts(snapshot_parts(), so_far)
    deep = read_contents(client, version, so_far, _compared(found))
    found["automation"] = with_activity(found.get("automation", ()), deep)
    found["unread"] = (*found["unread"], *deep.unread)
    changes = read_changes(client, version, so_far)
    snapshot = Snapshot(
        tool=f"parity {__version__}",
        role=client.role,
        source="org",
        collected_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        api=_api_use(client, version, versions_offered),
        contents=deep.contents,
        changes=changes,
        **found,
    )
    try:
        return canonical(structs.replace(snapshot, gaps=snapshot_gaps(snapshot)))
    except UnicodeEncodeError:
        raise OrgUnreachable(
            f"{client.role}: an answer holds half a character, which no JSON may hold",
            where=client.connection.instance_url,
            fix="Look for a broken emoji in the labels and picklist values of the six objects.",
        ) from None


def _compared(found: dict[str, Any]) -> dict[str, ObjectDescribe]:
    """The objects whose fields are compared, as far as they were read."""
    related: dict[str, ObjectDescribe] = found.get("related", {})
    return {**found["objects"], **{name: one for name, one in related.items() if name in COMPARED_OBJECTS}}


def _signed_in(client: OrgClient, options: CollectOptions) -> SoFar:
    """Which org, and who is signed in; asked for only where signing in did not tell."""
    connection = client.connection
    known = connection.org_id and connection.user_id
    told = {} if known else client.user_info()
    return SoFar(
        role=client.role,
        org_id=connection.org_id or told.get("organization_id"),
        user_id=connection.user_id or told.get("user_id"),
        username=connection.username or told.get("preferred_username"),
        instance_url=client.connection.instance_url,
        sign_in=client.connection.how,
        options=options,
    )


def _answered(client: OrgClient, version: str, so_far: SoFar, run: Run) -> SoFar:
    """All that the parts ask. Which org it is comes before anything more is spent on it."""
    parts = snapshot_parts()
    asked = _open(parts, so_far)
    first = in_composites([one for one in asked if not one.is_tooling and not one.alone])[0]
    so_far = _with(so_far, client.ask_together(version, first))
    refuse_wrong_role(read_organization(so_far), client.role)
    # What the first answers tell words further questions: of the integration user, of its profile.
    asked = _open(parts, so_far)
    alone = [one for one in asked if one.alone]
    tooling = in_composites([one for one in asked if one.is_tooling and not one.alone])
    so_far = _with(so_far, _side_by_side(client, version, tooling, alone, run))
    others = [one for one in asked if not one.is_tooling and not one.alone]
    last = [one for part in parts if part.turn is Turn.LAST for one in part.questions(so_far)]
    for composite in in_composites([*others, *last]):
        so_far = _with(so_far, client.ask_together(version, composite))
    for question in _distinct(one for part in parts for one in part.again(so_far)):
        so_far = _with(so_far, {question.name: client.ask(version, question)})
    return without_missing_columns(lambda question: client.ask(version, question), parts, so_far)


def _open(parts: Sequence[SnapshotPart], so_far: SoFar) -> list[Question]:
    """What the parts ask before the last turn and nothing has answered yet."""
    asked = _distinct(one for part in parts if part.turn is not Turn.LAST for one in part.questions(so_far))
    return [one for one in asked if one.name not in so_far.answers]


def _side_by_side(
    client: OrgClient, version: str, tooling: Sequence[Sequence[Question]], alone: Sequence[Question], run: Run
) -> dict[str, Answer]:
    """The answers of calls that need not wait for one another."""
    asks: list[Ask] = [
        *(partial(client.ask_together, version, one, tooling=True) for one in tooling),
        *(partial(_ask_alone, client, version, one) for one in alone),
    ]
    return {name: answer for found in run(asks) for name, answer in found.items()}


def _ask_alone(client: OrgClient, version: str, question: Question) -> dict[str, Answer]:
    return {question.name: client.ask(version, question)}


def _with(so_far: SoFar, answers: dict[str, Answer]) -> SoFar:
    return structs.replace(so_far, answers={**so_far.answers, **answers})


def _distinct(questions: Iterable[Question]) -> list[Question]:
    """The questions in their order, each name once."""
    return list({one.name: one for one in questions}.values())


_REQUIRED = frozenset(one.name for one in structs.fields(Snapshot) if one.required)


def read_parts(parts: Sequence[SnapshotPart], so_far: SoFar) -> dict[str, Any]:
    """What the parts read, by field of `Snapshot`. A part that asks nothing of this role is left out."""
    found: dict[str, Any] = {}
    gaps: list[Gap] = []
    unread: list[Unread] = []
    for part in parts:
        if not part.questions(so_far):
            continue
        seen = read_part(part, so_far)
        found[part.field] = _joined(found.get(part.field), seen.value)
        gaps += seen.gaps
        unread += seen.unread
    told = {name: value for name, value in found.items() if value is not None or name in _REQUIRED}
    return {**told, "gaps": tuple(gaps), "unread": tuple(unread)}


def _joined(known: Any, value: Any) -> Any:
    if isinstance(known, tuple) and isinstance(value, tuple):
        return (*known, *value)
    return known if value is None else value


def _api_use(client: OrgClient, version: str, versions_offered: tuple[str, ...]) -> ApiUse:
    left = client.session.credits or client.credits_from_limits(version)
    return ApiUse(
        version=version,
        versions_offered=versions_offered,
        calls=client.calls,
        sign_in_requests=client.sign_in_requests,
        requests=dict(client.session.requests_sent),
        fallback=client.fallback,
        daily_max=left.maximum if left else None,
        daily_remaining=left.remaining if left else None,
    )
