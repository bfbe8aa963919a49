"""Two Metadata: every place that differs is told with both sides apart; drawing, order and defaults are silent."""

from typing import Any

import pytest

from parity.compare.contents_diff import differing
from parity.snapshot.metadata_form import OF_FIELDS, OF_FLOWS, OF_WORKFLOW_RULES, folded

Plain = dict[str, Any]


def to(target: str | None, **more: Any) -> Plain:
    return {"targetReference": target, **more}


def one(kind: str, **keys: Any) -> Plain:
    """A flow with one element."""
    return {kind: [{"name": "It", **keys}]}


def found(sandbox: Plain, production: Plain, dropped: frozenset[str] = OF_FLOWS) -> dict[str, tuple[Any, Any]]:
    places = differing(folded(sandbox, dropped), folded(production, dropped), str)
    return {place.path: (place.sandbox, place.production) for place in places}


def path(**keys: Any) -> Plain:
    return {"start": {"object": "Lead", "scheduledPaths": [{"name": "Later", **keys}]}}


ADD, SET = ({"assignToReference": "n", "operator": one} for one in ("Add", "Assign"))
FILTER = {"field": "City", "operator": "EqualTo", "value": {"stringValue": "Oslo"}}
PROCESS = [
    {"processMetadataValues": [{"name": "TriggerType", "value": {"stringValue": one}}]}
    for one in ("onCreateOnly", "onAllChanges")
]
DIFFERENT: dict[str, tuple[Plain, Plain, dict[str, tuple[Any, Any]]]] = {
    "a connector": (
        one("recordUpdates", connector=to("A")),
        one("recordUpdates", connector=to("B")),
        {"recordUpdates[It].connector.targetReference": ("A", "B")},
    ),
    "where it starts": (
        {"start": {"connector": to("A")}},
        {"start": {"connector": to("B")}},
        {"start.connector.targetReference": ("A", "B")},
    ),
    "a fault path": (
        one("recordUpdates", faultConnector=to("A")),
        one("recordUpdates", faultConnector=None),
        {"recordUpdates[It].faultConnector": ("targetReference: A", None)},
    ),
    "the default outcome": (
        one("decisions", defaultConnector=to("A")),
        one("decisions", defaultConnector=to("B")),
        {"decisions[It].defaultConnector.targetReference": ("A", "B")},
    ),
    "a scheduled path": (
        path(offsetNumber=1, offsetUnit="Days", timeSource="RecordTriggerEvent"),
        path(offsetNumber=2, offsetUnit="Hours", timeSource="RecordField"),
        {
            "start.scheduledPaths[Later].offsetNumber": (1, 2),
            "start.scheduledPaths[Later].offsetUnit": ("Days", "Hours"),
            "start.scheduledPaths[Later].timeSource": ("RecordTriggerEvent", "RecordField"),
        },
    ),
    "a scheduled path that is gone": (
        {"start": {"object": "Lead", "scheduledPaths": []}},
        path(offsetNumber=1, pathType="AsyncAfterCommit"),
        {"start.scheduledPaths[Later]": (None, "offsetNumber: 1; pathType: AsyncAfterCommit")},
    ),
    "an element with another name": (
        {"recordDeletes": [{"name": "Old", "object": "Case"}]},
        {"recordDeletes": [{"name": "New", "object": "Case"}]},
        {"recordDeletes[New]": (None, "object: Case"), "recordDeletes[Old]": ("object: Case", None)},
    ),
    "an operator of an entry condition": (
        {"start": {"filters": [{**FILTER, "operator": "NotEqualTo"}]}},
        {"start": {"filters": [FILTER]}},
        {"start.filters": (['City NotEqualTo "Oslo"'], ['City EqualTo "Oslo"'])},
    ),
    "or for and": (
        {"start": {"filters": [FILTER], "filterLogic": "or"}},
        {"start": {"filters": [FILTER], "filterLogic": "and"}},
        {"start.filterLogic": ("or", "and")},
    ),
    "only changed records": (
        {"start": {"object": "Lead", "doesRequireRecordChangedToMeetCriteria": True}},
        {"start": {"object": "Lead", "doesRequireRecordChangedToMeetCriteria": False}},
        {"start.doesRequireRecordChangedToMeetCriteria": (True, False)},
    ),
    "a text for a reference": (
        {"start": {"filters": [{**FILTER, "value": {"elementReference": "Oslo"}}]}},
        {"start": {"filters": [FILTER]}},
        {"start.filters": (["City EqualTo Oslo"], ['City EqualTo "Oslo"'])},
    ),
    "where a value is put": (
        one("recordLookups", outputAssignments=[{"assignToReference": "a", "field": "Name"}]),
        one("recordLookups", outputAssignments=[{"assignToReference": "b", "field": "Name"}]),
        {"recordLookups[It].outputAssignments": (["a = Name"], ["b = Name"])},
    ),
    "the order of assignments": (
        one("assignments", assignmentItems=[ADD, SET]),
        one("assignments", assignmentItems=[SET, ADD]),
        {"assignments[It].assignmentItems": (["n Add", "n Assign"], ["n Assign", "n Add"])},
    ),
    "a date for a moment, which read the same": (
        one("constants", value={"dateValue": "2026-01-01"}),
        one("constants", value={"dateTimeValue": "2026-01-01"}),
        {
            "constants[It].value.dateTimeValue": (None, "2026-01-01"),
            "constants[It].value.dateValue": ("2026-01-01", None),
        },
    ),
    "a date for a moment in a criterion": (
        {"start": {"filters": [{**FILTER, "value": {"dateValue": "2026-01-01"}}]}},
        {"start": {"filters": [{**FILTER, "value": {"dateTimeValue": "2026-01-01"}}]}},
        {
            "start.filters": (
                '[{"field": "City", "operator": "EqualTo", "value": {"dateValue": "2026-01-01"}}]',
                '[{"field": "City", "operator": "EqualTo", "value": {"dateTimeValue": "2026-01-01"}}]',
            )
        },
    ),
    "when a process starts": (
        PROCESS[0],
        PROCESS[1],
        {"processMetadataValues[TriggerType].value.stringValue": ("onCreateOnly", "onAllChanges")},
    ),
    "another version of an action": (
        one("actionCalls", actionName="send", versionSegment=2),
        one("actionCalls", actionName="send", versionSegment=1),
        {"actionCalls[It].versionSegment": (2, 1)},
    ),
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_a_difference_is_told_with_both_sides_apart(what: str) -> None:
    sandbox, production, expected = DIFFERENT[what]
    assert found(sandbox, production) == expected
    assert found(production, sandbox) == {name: (after, before) for name, (before, after) in expected.items()}
    assert all(before != after for before, after in expected.values())


def hint(name: str, text: str) -> Plain:
    """What Process Builder writes beside a criterion, as an org told it."""
    return {"name": name, "value": {"stringValue": text, "booleanValue": None}}


LABELLED = [
    {
        "start": {
            "object": "Lead",
            "filters": [
                {**FILTER, "processMetadataValues": [hint("leftHandSideLabel", one), hint("inputDataType", "String")]}
            ],
        }
    }
    for one in ("City", "Ort")
]
SAME: dict[str, tuple[Plain, Plain]] = {
    "labels that the builder wrote beside a criterion": (LABELLED[0], LABELLED[1]),
    "a criterion with and without them": (LABELLED[0], {"start": {"object": "Lead", "filters": [FILTER]}}),
    "a connector drawn as Go To": (
        one("recordUpdates", connector=to("A", isGoTo=True)),
        one("recordUpdates", connector=to("A", isGoTo=False)),
    ),
    "and, said or not": (
        {"start": {"filters": [FILTER, {**FILTER, "field": "Fax"}], "filterLogic": "and"}},
        {"start": {"filters": [{**FILTER, "field": "Fax"}, FILTER], "filterLogic": None}},
    ),
    "And, in capitals": (
        one("decisions", rules=[{"name": "R", "conditionLogic": "AND"}]),
        one("decisions", rules=[{"name": "R", "conditionLogic": "and"}]),
    ),
    "the name of an action, told twice": (
        one("actionCalls", actionName="send", nameSegment="send", versionSegment=1),
        one("actionCalls", actionName="send", nameSegment=None, versionSegment=None),
    ),
    "messages of an error in another order": (
        one("customErrors", customErrorMessages=[{"errorMessage": "a"}, {"errorMessage": "b", "isFieldError": True}]),
        one(
            "customErrors",
            customErrorMessages=[
                {"errorMessage": "b", "isFieldError": True},
                {"errorMessage": "a", "isFieldError": False},
            ],
        ),
    ),
    "false, null, nothing, an empty list": (
        one("recordLookups", getFirstRecordOnly=False, queriedFields=[], faultConnector=None, sortField=""),
        one("recordLookups"),
    ),
    "elements in another order": (
        {"variables": [{"name": "a"}, {"name": "b"}]},
        {"variables": [{"name": "b"}, {"name": "a"}]},
    ),
    "events in another order": (
        one("waits", waitEvents=[{"name": "a"}, {"name": "b"}]),
        one("waits", waitEvents=[{"name": "b"}, {"name": "a"}]),
    ),
}


@pytest.mark.parametrize("what", SAME)
def test_what_says_nothing_is_silent(what: str) -> None:
    assert found(*SAME[what]) == {}


def test_two_actions_of_one_name_are_told_apart_by_their_names() -> None:
    mail, copy = {"name": "X", "type": "Alert"}, {"name": "X", "type": "FieldUpdate"}
    assert found({"actions": [mail, copy]}, {"actions": [mail, {**copy, "name": "Y"}]}, OF_WORKFLOW_RULES) == {
        "actions": (["X (type: Alert)", "X (type: FieldUpdate)"], ["X (type: Alert)", "Y (type: FieldUpdate)"])
    }
    later = {"timeLength": "1", "workflowTimeTriggerUnit": "Days"}
    told = found(
        {"workflowTimeTriggers": [{**later, "actions": [mail]}]},
        {"workflowTimeTriggers": [{**later, "actions": [{**mail, "name": "Z"}]}]},
        OF_WORKFLOW_RULES,
    )
    assert told == {
        "workflowTimeTriggers": (
            ["actions: X (type: Alert); timeLength: 1; workflowTimeTriggerUnit: Days"],
            ["actions: Z (type: Alert); timeLength: 1; workflowTimeTriggerUnit: Days"],
        )
    }


def test_a_lookup_filter_that_is_off_says_nothing_but_that() -> None:
    item = {"field": "Account.Type", "operation": "equals", "value": "Customer"}
    off = {"lookupFilter": {"active": False, "filterItems": [item], "isOptional": True}}
    other = {"lookupFilter": {"active": False, "filterItems": [{**item, "value": "Partner"}]}}
    assert found(off, other, OF_FIELDS) == {}
    on = {"lookupFilter": {"active": True, "filterItems": [item]}}
    assert found(off, on, OF_FIELDS) == {
        "lookupFilter.active": (False, True),
        "lookupFilter.filterItems": (None, ["Account.Type equals Customer"]),
    }
