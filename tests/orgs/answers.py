"""Answers of an org, written down by hand: what a part reads, without an org or a socket."""

from collections.abc import Mapping
from typing import Any

from parity.config.collect_options import CollectOptions
from parity.orgs.question import Answer
from parity.orgs.snapshot_part import SoFar
from parity.snapshot.records import Role

REFUSED = Answer(400, [{"errorCode": "INVALID_TYPE", "message": "sObject type 'X' is not supported."}])
NO_LIST = Answer(200, {"message": "a proxy says hello"})


def rows(*records: dict[str, Any]) -> Answer:
    """The answer to a query, in one page."""
    return Answer(200, {"totalSize": len(records), "done": True, "records": list(records)})


def children(*records: dict[str, Any], done: bool = True) -> dict[str, Any]:
    """The rows of a subquery."""
    return {"totalSize": len(records), "done": done, "records": list(records)}


def described(name: str, *fields: dict[str, Any]) -> Answer:
    """A describe answer."""
    return Answer(200, {"name": name, "fields": list(fields) or [{"name": "Id", "type": "id"}], "recordTypeInfos": []})


def permissions(*granted: str) -> Answer:
    """The row of UserPermissionAccess of a user with these system permissions."""
    return rows(dict.fromkeys(granted, True))


def answered(
    answers: Mapping[str, Answer],
    *,
    role: Role = Role.SANDBOX,
    options: CollectOptions | None = None,
    lacking: tuple[str, ...] = (),
) -> SoFar:
    """An org that gave these answers, by the name of the question."""
    return SoFar(
        role=role,
        org_id="00D300000000LstEAE",
        user_id="0057e00000RmwSWAAZ",
        username="reader@acme.example",
        instance_url="https://acme.my.salesforce.com",
        sign_in="session id",
        options=options or CollectOptions(),
        answers=answers,
        lacking=frozenset(lacking),
    )


def so_far(**answers: Answer) -> SoFar:
    """A sandbox that gave these answers."""
    return answered(answers)
