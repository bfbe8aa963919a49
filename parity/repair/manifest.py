"""repair.json, for programs: the list that each finding is in, and what the project was made from."""

from collections.abc import Sequence
from typing import Any

from parity.repair.plan import PlanEntry, by_place


def told_of(
    entries: Sequence[PlanEntry], *, result: str, sandbox: str | None, production: str | None
) -> dict[str, Any]:
    """The manifest without the files. `result` is the digest of the result, the others the ids of the orgs."""
    return {
        "result": result,
        "sandbox": sandbox,
        "production": production,
        "findings": {
            place.value: [
                {
                    "fingerprint": one.finding.fingerprint,
                    "rule": one.finding.rule,
                    "object": one.finding.object,
                    "component": one.finding.component,
                    "why": one.why,
                    "members": [f"{member.type.value} {member.name}" for member in (*one.members, *one.deleted)],
                }
                for one in found
            ]
            for place, found in by_place(tuple(entries)).items()
        },
    }
