"""Who changed a component last, and when, where a scenario says so."""

from parity.simulator.records import Row, SimulatedOrg


def who_changed(org: SimulatedOrg, table: str, full_name: str) -> Row:
    """LastModifiedById and LastModifiedDate of a row; empty where the scenario says nothing, so that the defaults stay.

    `changed` in the org's setup: by table and full name, `by` (the key of a user) and `at`.
    """
    said = org.setup.get("changed", {}).get(table, {}).get(full_name)
    if said is None:
        return {}
    return {"LastModifiedById": org.users[said["by"]].id, "LastModifiedDate": said["at"]}
