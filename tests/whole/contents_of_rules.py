"""Contents that differ, and the nearest misses: validation rules, workflow rules, approval processes."""

from tests.whole.contents_cases import Case, Plain

RULES: dict[str, Case] = {
    "Formula": Case(
        sandbox={"formula": 'ISPICKVAL(Rating, "Hot")'},
        production={"formula": 'AND(ISPICKVAL(Rating, "Hot"), ISBLANK(City))'},
        rule="validation-rule-formula-changed",
        found={"errorConditionFormula": ('ISPICKVAL(Rating, "Hot")', 'AND(ISPICKVAL(Rating, "Hot"), ISBLANK(City))')},
    ),
    "Space_In_A_Text": Case(
        sandbox={"formula": 'City = "New  York"'},
        production={"formula": 'City = "New York"'},
        rule="validation-rule-formula-changed",
        found={"errorConditionFormula": ('City = "New  York"', 'City = "New York"')},
    ),
    "Same": Case(
        sandbox={"formula": 'AND( ISBLANK(City),\n  Rating = "Hot" )', "metadata": {"description": "x"}},
        production={"formula": 'AND(ISBLANK(City), Rating = "Hot")', "field": "Top of Page"},
    ),
    "Message_Beside": Case(
        sandbox={"field": "Top of Page"},
        production={"field": "City"},
        rule="automation-changed",
        found={"ErrorDisplayField": ("Top of Page", "City")},
    ),
    "Off_In_Both": Case(sandbox={"formula": "TRUE", "active": False}, production={"formula": "FALSE", "active": False}),
}


BEFORE, AFTER = (
    {"start": {"triggerType": one, "recordTriggerType": "CreateAndUpdate"}}
    for one in ("RecordBeforeSave", "RecordAfterSave")
)
#: Flows by how they start, as the list of flows has them and as the active version does.
STARTS: dict[str, Case] = {
    "Other_Order": Case(
        sandbox={"order": 10}, production={"order": 20}, rule="automation-changed", found={"TriggerOrder": (10, 20)}
    ),
    "Other_Moment": Case(
        sandbox={"trigger": "RecordBeforeSave"},
        production={},
        rule="automation-changed",
        found={"TriggerType": ("RecordBeforeSave", "RecordAfterSave")},
    ),
    "Only_The_Draft_Starts_Otherwise": Case(
        sandbox={"version": 2, "active_version": 1, "trigger": "RecordBeforeSave", "metadata": AFTER}, production={}
    ),
    "The_Version_That_Runs_Starts_Otherwise": Case(
        sandbox={"version": 2, "active_version": 1, "metadata": BEFORE},
        production={},
        rule="automation-changed",
        found={"TriggerType": ("RecordBeforeSave", "RecordAfterSave")},
    ),
}


def criterion(word: str, operation: str = "equals") -> Plain:
    return {"field": "Lead.Rating", "operation": operation, "value": word}


_COPY, _MAIL = {"name": "Copy_It", "type": "FieldUpdate"}, {"name": "Mail_It", "type": "Alert"}
WORKFLOWS: dict[str, Case] = {
    "Criteria": Case(
        sandbox={"criteria": [criterion("Hot")]},
        production={"criteria": [criterion("Hot"), criterion("Cold", "notEqual")]},
        rule="workflow-rule-changed",
        found={"criteriaItems": (["Lead.Rating equals Hot"], ["Lead.Rating equals Hot", "Lead.Rating notEqual Cold"])},
    ),
    "Trigger": Case(
        sandbox={"metadata": {"triggerType": "onCreateOnly"}},
        production={},
        rule="workflow-rule-changed",
        found={"triggerType": ("onCreateOnly", "onAllChanges")},
    ),
    "Actions": Case(
        sandbox={"metadata": {"actions": [_COPY]}},
        production={"metadata": {"actions": [_MAIL, _COPY]}},
        rule="workflow-rule-changed",
        found={"actions[Mail_It]": (None, "type: Alert")},
    ),
    "Off_In_Production": Case(
        sandbox={},
        production={"active": False},
        rule="automation-only-in-sandbox",
        found={"active": (True, False)},
    ),
    "Off_In_Sandbox": Case(
        sandbox={"active": False},
        production={},
        rule="automation-only-in-production",
        found={"active": (False, True)},
    ),
    "Same_Rule": Case(
        sandbox={
            "criteria": [criterion("Hot"), criterion("Cold")],
            "metadata": {"actions": [_COPY, _MAIL], "failedMigrationToolVersion": "2.0"},
        },
        production={
            "criteria": [criterion("Cold"), criterion("Hot")],
            "metadata": {"actions": [_MAIL, _COPY], "description": "x"},
        },
    ),
    "Off_Everywhere": Case(
        sandbox={"active": False, "criteria": [criterion("Hot")]},
        production={"active": False, "criteria": [criterion("Cold")]},
    ),
}


APPROVALS: dict[str, Case] = {
    "Other_Steps": Case(
        sandbox={"steps": ["Manager"]},
        production={"steps": ["Manager", "Director"]},
        rule="approval-process-steps-changed",
        found={"steps[Director]": (None, "there")},
    ),
    "Same_Steps": Case(sandbox={"steps": ["A", "B"]}, production={"steps": ["B", "A"]}),
    "Approval_Off": Case(sandbox={"steps": ["A"], "active": False}, production={"steps": ["B"], "active": False}),
}
