"""ApexTrigger and ApexClass rows. The source of managed code is hidden."""

import zlib

from parity.simulator.field_rows import entity, object_id
from parity.simulator.identifiers import record_id
from parity.simulator.metadata import whole
from parity.simulator.records import Row, SimulatedOrg
from parity.simulator.who import who_changed

HIDDEN = "(hidden)"


def trigger_rows(org: SimulatedOrg, version: str) -> list[Row]:
    """ApexTrigger: a trigger on a custom object names it by its id, EntityDefinition by its name."""
    return [
        {
            **row,
            "TableEnumOrId": object_id(org, row["TableEnumOrId"]),
            "EntityDefinition": entity(org, row["TableEnumOrId"]),
            "EntityDefinitionId": object_id(org, row["TableEnumOrId"]),
            "ManageableState": "installed" if row["NamespacePrefix"] else "unmanaged",
            "Metadata": whole("ApexTrigger", {"apiVersion": row["ApiVersion"], "status": row["Status"]}, version),
            **who_changed(org, "ApexTrigger", row["Name"]),
        }
        for row in org.triggers
    ]


def class_rows(org: SimulatedOrg) -> list[Row]:
    """ApexClass, from the short forms in Setup; checksum and length follow from the source."""
    return [_class(org, name, spec) for name, spec in org.setup.get("classes", {}).items()]


def _class(org: SimulatedOrg, name: str, spec: Row) -> Row:
    body = spec.get("body", f"public class {name} {{ /* {spec.get('edition', 1)} */ }}")
    managed = spec.get("namespace") is not None
    return {
        "Id": record_id("01p", f"{org.setup['role']} {spec.get('namespace')} {name}"),
        "Name": name,
        "NamespacePrefix": spec.get("namespace"),
        "Status": spec.get("status", "Active"),
        "ApiVersion": float(spec.get("version", 66.0)),
        "Body": HIDDEN if managed else body,
        "BodyCrc": None if spec.get("no_checksum") else float(zlib.crc32(body.encode())),
        "LengthWithoutComments": len(body),
        "IsValid": True,
        "ManageableState": "installed" if managed else "unmanaged",
        "FullName": name,
        **who_changed(org, "ApexClass", name),
    }
