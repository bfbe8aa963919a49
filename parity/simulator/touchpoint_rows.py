"""The records that Marketo Measure leaves in an org: Buyer Touchpoints and Buyer Attribution Touchpoints."""

from datetime import date, timedelta

from parity.simulator.identifiers import record_id
from parity.simulator.records import Row

_PERSON_FIELD, _OPPORTUNITY_FIELD = "bizible2__Bizible_Person__c", "bizible2__Opportunity__c"
TOUCHPOINT_TABLES = ("bizible2__Bizible_Touchpoint__c", "bizible2__Bizible_Attribution_Touchpoint__c")


def touchpoint_tables(spec: Row, today: date) -> dict[str, tuple[Row, ...]]:
    """Buyer Touchpoints and Buyer Attribution Touchpoints, two of them for every other person."""
    made = f"{(today - timedelta(days=spec.get('days_ago', 0))).isoformat()}T06:12:00.000+0000"
    people = [
        {"Id": record_id("a02", f"touchpoint {number} {again}"), "CreatedDate": made, _PERSON_FIELD: _id("a01", number)}
        for number in range(spec["people"])
        for again in range(1 + number % 2)
    ]
    opportunities = [
        {"Id": record_id("a03", f"attribution {number}"), "CreatedDate": made, _OPPORTUNITY_FIELD: _id("006", number)}
        for number in range(spec["opportunities"])
    ]
    return dict(zip(TOUCHPOINT_TABLES, (tuple(people), tuple(opportunities)), strict=True))


def _id(prefix: str, number: int) -> str:
    return record_id(prefix, f"parent {number}")
