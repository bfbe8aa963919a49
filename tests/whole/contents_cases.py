"""Contents that differ, one kind at a time, and the nearest misses: flows."""

from typing import Any

from msgspec import Struct

Plain = dict[str, Any]


class Case(Struct, frozen=True, kw_only=True):
    """A component as the sandbox and as production have it; `found` are the items of its finding by name."""

    sandbox: Plain
    production: Plain
    rule: str = ""
    found: dict[str, tuple[Any, Any]] = {}


def value(text: str) -> Plain:
    return {"stringValue": text}


def hot(operator: str = "EqualTo", word: str = "Hot") -> Plain:
    return {"leftValueReference": "$Record.Rating", "operator": operator, "rightValue": value(word)}


COLD = hot(word="Cold")


def outcome(name: str, *conditions: Plain, logic: str = "and") -> Plain:
    connector = {"targetReference": "Set_It"}
    return {"name": name, "conditionLogic": logic, "conditions": list(conditions), "connector": connector}


def flow(*outcomes: Plain, **changes: Any) -> Plain:
    """A flow with a decision, an update and a formula."""
    decision = {"name": "Is_Hot", "label": "Is it hot?", "locationX": 10, "locationY": 20, "rules": list(outcomes)}
    return {
        "decisions": [decision],
        "recordUpdates": [
            {
                "name": "Set_It",
                "inputReference": "$Record",
                "inputAssignments": [{"field": "City", "value": value("Oslo")}],
            },
            {
                "name": "Tell_It",
                "inputReference": "$Record",
                "inputAssignments": [{"field": "Fax", "value": value("1")}],
            },
        ],
        "formulas": [{"name": "Twice", "dataType": "Number", "expression": "{!$Record.NumberOfEmployees} * 2"}],
        **changes,
    }


PLAIN = flow(outcome("Yes", hot(), COLD), outcome("No", COLD))
_FORMULA = {"name": "Twice", "dataType": "Number"}
_SET = PLAIN["recordUpdates"][0]
FLOWS: dict[str, Case] = {
    "Other_Condition": Case(
        sandbox=flow(outcome("Yes", hot("NotEqualTo"), COLD), outcome("No", COLD)),
        production=PLAIN,
        rule="flow-contents-changed",
        found={
            "decisions[Is_Hot].rules[Yes].conditions": (
                ['$Record.Rating EqualTo "Cold"', '$Record.Rating NotEqualTo "Hot"'],
                ['$Record.Rating EqualTo "Cold"', '$Record.Rating EqualTo "Hot"'],
            )
        },
    ),
    "Numbered_Conditions": Case(
        sandbox=flow(outcome("Yes", hot(), COLD, hot(word="Warm"), logic="1 AND (2 OR 3)")),
        production=flow(outcome("Yes", COLD, hot(), hot(word="Warm"), logic="1 AND (2 OR 3)")),
        rule="flow-contents-changed",
        found={
            "decisions[Is_Hot].rules[Yes].conditions": (
                [
                    '1: $Record.Rating EqualTo "Hot"',
                    '2: $Record.Rating EqualTo "Cold"',
                    '3: $Record.Rating EqualTo "Warm"',
                ],
                [
                    '1: $Record.Rating EqualTo "Cold"',
                    '2: $Record.Rating EqualTo "Hot"',
                    '3: $Record.Rating EqualTo "Warm"',
                ],
            )
        },
    ),
    "Other_Formula": Case(
        sandbox={**PLAIN, "formulas": [{**_FORMULA, "expression": "{!$Record.NumberOfEmployees} * 3"}]},
        production=PLAIN,
        rule="flow-contents-changed",
        found={
            "formulas[Twice].expression": ("{!$Record.NumberOfEmployees} * 3", "{!$Record.NumberOfEmployees} * 2"),
        },
    ),
    "Other_Value": Case(
        sandbox={**PLAIN, "recordUpdates": [{**_SET, "inputAssignments": []}, PLAIN["recordUpdates"][1]]},
        production=PLAIN,
        rule="flow-contents-changed",
        found={"recordUpdates[Set_It].inputAssignments": (None, ['City = "Oslo"'])},
    ),
    "Element_Missing": Case(
        sandbox={**PLAIN, "recordUpdates": [_SET]},
        production=PLAIN,
        rule="flow-contents-changed",
        found={"recordUpdates[Tell_It]": (None, 'inputAssignments: Fax = "1"; inputReference: $Record')},
    ),
    "Order_Of_Outcomes": Case(
        sandbox=flow(outcome("No", COLD), outcome("Yes", hot(), COLD)),
        production=PLAIN,
        rule="flow-contents-changed",
        found={"decisions[Is_Hot].rules: order": (["No", "Yes"], ["Yes", "No"])},
    ),
    "Entry_Criteria": Case(
        sandbox={**PLAIN, "start": {"filters": [{"field": "City", "operator": "EqualTo", "value": value("Rome")}]}},
        production={**PLAIN, "start": {"filterFormula": 'ISCHANGED({!$Record.City}) && {!$Record.City} = "Rome"'}},
        rule="flow-contents-changed",
        found={
            "start.filterFormula": (None, 'ISCHANGED({!$Record.City}) && {!$Record.City} = "Rome"'),
            "start.filters": (['City EqualTo "Rome"'], None),
        },
    ),
    "A_False_That_Is_Set": Case(
        sandbox={**PLAIN, "constants": [{"name": "Off", "dataType": "Boolean", "value": {"booleanValue": False}}]},
        production={**PLAIN, "constants": [{"name": "Off", "dataType": "Boolean", "value": {"booleanValue": True}}]},
        rule="flow-contents-changed",
        found={"constants[Off].value.booleanValue": (False, True)},
    ),
    "Run_In_Mode": Case(
        sandbox={**PLAIN, "runInMode": "SystemModeWithoutSharing"},
        production=PLAIN,
        rule="flow-contents-changed",
        found={"runInMode": ("SystemModeWithoutSharing", "DefaultMode")},
    ),
    # The nearest misses: drawing, words, order, defaults, traces of a tool.
    "Only_Drawn_Otherwise": Case(
        sandbox={
            **flow(outcome("Yes", COLD, hot()), outcome("No", COLD)),
            "description": "Made by an admin",
            "interviewLabel": "x",
            "migratedFromWorkflowRuleName": "Old rule",
            "recordUpdates": PLAIN["recordUpdates"][::-1],
            "processMetadataValues": [{"name": "CanvasMode", "value": value("FREE_FORM_CANVAS")}],
            "runInMode": "DefaultMode",
            "environments": [],
        },
        production={**PLAIN, "decisions": [{**PLAIN["decisions"][0], "locationX": 99, "label": "Hot?"}]},
    ),
    "Only_White_Space": Case(
        sandbox={**PLAIN, "formulas": [{**_FORMULA, "expression": " {!$Record.NumberOfEmployees}*2\n"}]},
        production=PLAIN,
    ),
}
