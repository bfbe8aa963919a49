"""Metadata of flows, validation rules and workflow rules, as it follows from their short forms in Setup.

`metadata` of a short form says what stands there instead, key by key.
"""

from parity.simulator.metadata import altered, metadata_types, whole
from parity.simulator.records import Row, SimulatedOrg

PROCESS_BUILDER = "Workflow"


def validation_rule_metadata(spec: Row, version: str) -> Row:
    """Of a ValidationRule."""
    made = {
        "active": spec.get("active", True),
        "errorConditionFormula": spec.get("formula", "ISBLANK(Name)"),
        "errorDisplayField": spec.get("field"),
        "errorMessage": spec.get("message"),
    }
    return whole("ValidationRule", altered(made, spec.get("metadata")), version)


def workflow_rule_metadata(spec: Row, version: str) -> Row:
    """Of a WorkflowRule: a formula, or criteria."""
    formula = spec.get("formula")
    usual = [{"field": f"{spec['object']}.Name", "operation": "notEqual", "value": ""}]
    made = {
        "active": spec.get("active", True),
        "criteriaItems": [] if formula else spec.get("criteria", usual),
        "formula": formula,
        "triggerType": "onAllChanges",
    }
    return whole("WorkflowRule", altered(made, spec.get("metadata")), version)


def flow_metadata(org: SimulatedOrg, spec: Row, status: str, version: str) -> Row | None:
    """Of a version of a flow; null for a managed one that is no template."""
    if spec.get("namespace") is not None and not spec.get("template", False):
        return None
    made = whole("Flow", altered(_flow(spec, status), spec.get("metadata")), version)
    # Two retrieves of one org give the elements in another order.
    turned = {one.name for one in metadata_types()["Flow"] if one.is_list}
    is_sandbox = bool(org.organization["IsSandbox"])
    return {key: value[::-1] if is_sandbox and key in turned else value for key, value in made.items()}


def _flow(spec: Row, status: str) -> Row:
    process = spec.get("process", "AutoLaunchedFlow")
    label = spec["name"].replace("_", " ")
    event = spec.get("event", "CreateAndUpdate")
    start: Row | None = {
        "locationX": 50,
        "locationY": 0,
        "object": spec["object"],
        "recordTriggerType": event,
        "triggerType": spec.get("trigger", "RecordAfterSave"),
    }
    told = {"BuilderType": "LightningFlowBuilder", "CanvasMode": "AUTO_LAYOUT_CANVAS"}
    if process == PROCESS_BUILDER:
        start = None
        told = {"ObjectType": spec["object"], "ObjectVariable": "myVariable_current", "TriggerType": "onAllChanges"}
    return {
        "apiVersion": 66.0,
        "environments": ["Default"],
        "interviewLabel": f"{label} {{!$Flow.CurrentDateTime}}",
        "isTemplate": spec.get("template", False),
        "label": label,
        "processMetadataValues": [{"name": key, "value": {"stringValue": value}} for key, value in told.items()],
        "processType": process,
        "start": start,
        "status": status,
        "triggerOrder": spec.get("order"),
    }
