"""CustomField files deployed to a simulated org, and what Salesforce refuses in them.

Words of refusals: sfdx-hardis (deployTipsList), forcedotcom/cli issues, and deployments that others measured in public.
"""

import re
from collections.abc import Mapping
from typing import Any

from parity.simulator.deploy_files import DeployedFile, NotDeployable, number
from parity.simulator.describe import depend, field
from parity.simulator.field_metadata import metadata_type
from parity.simulator.field_types import EVERYWHERE, PARTS, SIZED, TYPES
from parity.simulator.records import Row, SimulatedOrg


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FORMULA_TEXT = "string(1300)"
#: What a deployment sets on a field that is there already.
_SET = _names(
    "label inlineHelpText length byteLength precision scale unique externalId nillable calculatedFormula "
    "formulaTreatNullNumberAsZero defaultValue defaultValueFormula caseSensitive restrictedPicklist picklistValues "
    "controllerName dependentPicklist mask maskType restrictedDelete"
)
_UNTOLD = _names(
    "description lookupFilter relationshipName relationshipLabel displayFormat visibleLines summarizedField "
    "summaryFilterItems summaryForeignKey summaryOperation securityClassification"
)
_CUSTOM = re.compile(r"[A-Za-z]\w*__c\b")


def deploy_field(org: SimulatedOrg, file: DeployedFile) -> None:
    """Make or change one field in the org's describe; the values of a global set are already those of the org."""
    fields = _fields(org, file.object)
    before = next((one for one in fields if one["name"] == file.bare_name), None)
    if not file.bare_name.endswith("__c"):
        _deploy_standard(file, before)
        return
    _refuse_managed(file)
    kind = str(file.told.get("type"))
    _refuse_foreign(kind, file.told)
    _refuse_history(org, file)
    spec = _notation(org, kind, file)
    after = _described(org, file, kind, spec)
    if before is None:
        fields += [after, *_parts(kind, file)]
        org.setup["deployed_fields"] = (*org.setup.get("deployed_fields", ()), file.name)
    else:
        _refuse_change(kind, before, after)
        before.update({key: after[key] for key in _SET})
    _keep(org, file)
    _show_on_person_accounts(org, file)


def _show_on_person_accounts(org: SimulatedOrg, file: DeployedFile) -> None:
    """A custom field of Contact shows on Account as `__pc`, where Person Accounts are on."""
    accounts = org.describes["Account"]["fields"]
    if file.object != "Contact" or not any(one["name"] == "IsPersonAccount" for one in accounts):
        return
    shown = f"{file.bare_name.removesuffix('__c')}__pc"
    mine = next(one for one in _fields(org, "Contact") if one["name"] == file.bare_name)
    accounts[:] = [*(one for one in accounts if one["name"] != shown), {**mine, "name": shown}]


def refuse_unknown_names(org: SimulatedOrg, object_name: str, *texts: object) -> None:
    """Raises NotDeployable for a custom field in a formula that the object does not have."""
    known = {one["name"].casefold() for one in _fields(org, object_name)}
    for text in texts:
        for match in _CUSTOM.finditer(text if isinstance(text, str) else ""):
            before = text[: match.start()] if isinstance(text, str) else ""
            if not before.endswith((".", "$")) and match[0].casefold() not in known:
                raise NotDeployable(f"Field {match[0]} does not exist. Check spelling.")


def _fields(org: SimulatedOrg, object_name: str) -> list[Row]:
    if object_name not in org.describes:
        raise NotDeployable(f"Entity of type 'CustomObject' named '{object_name}' cannot be found")
    fields: list[Row] = org.describes[object_name]["fields"]
    return fields


def _deploy_standard(file: DeployedFile, before: Row | None) -> None:
    if before is None:
        raise NotDeployable(f"{file.name}: Could not resolve standard field's name.")
    if "valueSet" in file.told or "label" in file.told:
        raise NotDeployable(f"{file.name}: Cannot update a standard field's values or label")
    before["inlineHelpText"] = file.told.get("inlineHelpText")


def _refuse_managed(file: DeployedFile) -> None:
    if file.bare_name.count("__") > 1:
        namespace = file.bare_name.partition("__")[0]
        raise NotDeployable(f"{file.name}: Cannot create a new component with the namespace: {namespace}")


def _refuse_foreign(kind: str, told: Mapping[str, Any]) -> None:
    if kind not in TYPES:
        raise NotDeployable(f"{kind} is no FieldType")
    known = EVERYWHERE | TYPES[kind][0]
    if "formula" in told:
        known = EVERYWHERE | {"formula", "formulaTreatBlanksAs", "externalId", "unique"}
        known |= SIZED if kind in {"Number", "Currency", "Percent"} else frozenset()
    for key, value in told.items():
        if key not in known and value is not False:
            raise NotDeployable(f"Can not specify '{key}' for a CustomField of type {kind}")
        if key not in known and key == "required":
            raise NotDeployable(f"Can not specify 'required' for a CustomField of type {kind}")
    if kind == "Checkbox" and "formula" not in told and told.get("defaultValue") is None:
        raise NotDeployable("Must specify a default value for a Checkbox")
    if not told.get("label"):
        raise NotDeployable("Required field is missing: label")


def _refuse_history(org: SimulatedOrg, file: DeployedFile) -> None:
    tracked = {one.partition(".")[0] for one in org.setup.get("history", ())} | {"Campaign", "Case"}
    if file.told.get("trackHistory") is True and file.object not in tracked:
        raise NotDeployable(f"The entity: {file.object} does not have history tracking enabled")


def _refuse_change(kind: str, before: Row, after: Row) -> None:
    """Every object of a simulated org has records."""
    if bool(before["calculated"]) != bool(after["calculated"]):
        raise NotDeployable("Cannot update a field from a Formula to something else")
    if metadata_type(before) != kind:
        raise NotDeployable("Cannot change type due to existing data")
    if before["referenceTo"] != after["referenceTo"]:
        raise NotDeployable("Cannot update referenceTo")
    if before["unique"] and not after["unique"]:
        raise NotDeployable("insufficient access rights on cross-reference id")
    if any(after[key] < before[key] for key in ("length", "precision", "scale")) and not after["calculated"]:
        raise NotDeployable("The field holds less than before, and records exist")


def _notation(org: SimulatedOrg, kind: str, file: DeployedFile) -> Row:
    told = file.told
    size = {"length": number(told, "length"), "precision": number(told, "precision"), "scale": number(told, "scale")}
    target = told.get("referenceTo")
    if kind in {"Lookup", "MasterDetail"}:
        _refuse_lookup(org, told)
    text = TYPES[kind][1].format(**size, referenceTo=target)
    if "formula" in told:
        text = (_FORMULA_TEXT if kind == "Text" else text) + " calculated"
    elif kind in {"Text", "EncryptedText", "LongTextArea", "Html"} and not size["length"]:
        raise NotDeployable("Required field is missing: length")
    flags = {"required": "required", "unique": "unique", "externalId": "external"}
    marks = [word for key, word in flags.items() if told.get(key) is True]
    spec: Row = {"is": " ".join([text, *marks]), "label": told["label"], "help": told.get("inlineHelpText")}
    if "formula" in told:
        spec["formula"] = told["formula"]
    return spec


def _refuse_lookup(org: SimulatedOrg, told: Mapping[str, Any]) -> None:
    target = told.get("referenceTo")
    if not target or (target not in org.describes and str(target).endswith("__c")):
        raise NotDeployable(f"In field: referenceTo - no CustomObject named {target} found")
    constraint = told.get("deleteConstraint", "SetNull")
    if told.get("required") is True and constraint == "SetNull":
        raise NotDeployable("must specify either cascade delete or restrict delete for required lookup foreign key")
    if target == "User" and constraint != "SetNull":
        raise NotDeployable("Cannot add a lookup relationship child with cascade or restrict options to User")


def _described(org: SimulatedOrg, file: DeployedFile, kind: str, spec: Row) -> Row:
    told = file.told
    made = field(file.bare_name, spec)
    if kind == "Checkbox" and "formula" not in told:
        made["defaultValue"] = told["defaultValue"] is True
    else:
        made["defaultValueFormula"] = _text(told.get("defaultValue"))
    made["caseSensitive"] = told.get("caseSensitive") is True
    made["restrictedDelete"] = told.get("deleteConstraint") == "Restrict"
    made["cascadeDelete"] = kind == "MasterDetail"
    if "formula" in told:
        made["formulaTreatNullNumberAsZero"] = told.get("formulaTreatBlanksAs") == "BlankAsZero"
    if kind == "Html":
        made |= {"extraTypeInfo": "richtextarea", "htmlFormatted": True}
    if kind == "EncryptedText":
        made |= {"mask": told.get("maskChar"), "maskType": told.get("maskType")}
    if kind in {"Picklist", "MultiselectPicklist"}:
        _put_values(org, file, made)
    return made


def _parts(kind: str, file: DeployedFile) -> list[Row]:
    """The parts of a compound field, which come with it and have no files."""
    start = file.bare_name.removesuffix("__c")
    parts = PARTS.get(kind, {})
    return [field(f"{start}__{name}", f"{notation} of:{file.bare_name}") for name, notation in parts.items()]


def _text(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _put_values(org: SimulatedOrg, file: DeployedFile, made: Row) -> None:
    value_set = file.told.get("valueSet")
    if not isinstance(value_set, Mapping):
        raise NotDeployable("You must specify either picklist, globalPicklist, or valueSet")
    name, definition = value_set.get("valueSetName"), value_set.get("valueSetDefinition")
    if bool(name) == bool(definition):
        raise NotDeployable(
            "Value set must reference a value set name or define a value set, but not both"
            if name
            else "You must specify either picklist, globalPicklist, or valueSet"
        )
    made["restrictedPicklist"] = value_set.get("restricted") is True
    made["picklistValues"] = (
        _of_global_set(org, file, str(name)) if name else described_values((definition or {}).get("value", []))
    )
    if value_set.get("controllingField"):
        _depend(org, file, made, value_set)


def _of_global_set(org: SimulatedOrg, file: DeployedFile, name: str) -> list[Row]:
    sets: dict[str, Row] = org.setup.setdefault("value_sets", {})
    used = next((key for key, one in sets.items() if file.name in one["fields"]), None)
    if used is not None and used != name:
        raise NotDeployable("Cannot change which global value set this picklist uses")
    there = any(one["name"] == file.bare_name for one in _fields(org, file.object))
    if used is None and there:
        raise NotDeployable("Cannot change which global value set this picklist uses")
    if name not in sets:
        raise NotDeployable(f"In field: valueSet - no GlobalValueSet named {name} found")
    if used is None:
        sets[name] = {**sets[name], "fields": [*sets[name]["fields"], file.name]}
    values: list[Row] = sets[name].get("values") or []
    first = sets[name]["fields"][0].partition(".")
    known = next((one for one in _fields(org, first[0]) if one["name"] == first[2]), None)
    return [dict(one) for one in (values or (known["picklistValues"] if known else []))]


def described_values(values: list[Row]) -> list[Row]:
    """Values of a file as describe lists them; raises NotDeployable for what stands in it twice."""
    names: set[str] = set()
    labels: set[str] = set()
    for one in values:
        name, label = str(one["valueName"]), str(one.get("label", one["valueName"]))
        if name in names:
            raise NotDeployable(f"duplicate value found: {name} is defined multiple times")
        if label in labels:
            raise NotDeployable(f"Duplicate label: {label}")
        names.add(name)
        labels.add(label)
    return [
        {
            "active": one.get("isActive") is not False,
            "defaultValue": one.get("default") is True,
            "label": _text(one.get("label", one["valueName"])),
            "validFor": None,
            "value": _text(one["valueName"]),
        }
        for one in values
    ]


def _depend(org: SimulatedOrg, file: DeployedFile, made: Row, value_set: Mapping[str, Any]) -> None:
    name = value_set["controllingField"]
    controlling = next((one for one in _fields(org, file.object) if one["name"] == name), None)
    if controlling is None:
        raise NotDeployable(f"In field: controllingField - no CustomField named {file.object}.{name} found")
    valid = [one["value"] for one in controlling["picklistValues"]]
    settings = value_set.get("valueSettings", [])
    for value in (one for each in settings for one in each["controllingFieldValue"]):
        if value not in valid:
            raise NotDeployable(f"Control field value '{value}' not found, valid values are {valid}")
    values = [{"value": one["valueName"], "for": one["controllingFieldValue"]} for one in settings]
    depend(made, controlling, {"values": values})


def _keep(org: SimulatedOrg, file: DeployedFile) -> None:
    """What a describe does not tell."""
    kept = {key: value for key, value in file.told.items() if key in _UNTOLD}
    contents: Row = org.setup.get("contents", {})
    of_fields = {**contents.get("CustomField", {}), file.name: kept}
    org.setup["contents"] = {**contents, "CustomField": of_fields}
    tracked = [one for one in org.setup.get("history", ()) if one != file.name]
    org.setup["history"] = [*tracked, file.name] if file.told.get("trackHistory") is True else tracked
