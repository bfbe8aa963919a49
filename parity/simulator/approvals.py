"""ProcessNode rows: the steps of approval processes."""

from parity.simulator.automation_rows import automation_id
from parity.simulator.identifiers import record_id
from parity.simulator.records import Row, SimulatedOrg


def process_node_rows(org: SimulatedOrg) -> list[Row]:
    """ProcessNode: the steps of each approval process, by name in `steps`."""
    return [
        {
            "Id": record_id("04b", f"{org.setup['role']} {spec['name']} {step}"),
            "DeveloperName": step,
            "Name": step.replace("_", " "),
            "ProcessDefinitionId": automation_id(org, spec),
        }
        for spec in org.setup["automation"]
        if spec["table"] == "ProcessDefinition"
        for step in spec.get("steps", ["Step_1"])
    ]
