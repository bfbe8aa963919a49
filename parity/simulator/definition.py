"""Builds the base org from its YAML files: once as production, once as an honest sandbox copy."""

import re
import zlib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from parity.simulator.describe import described_object
from parity.simulator.identifiers import full_id, record_id
from parity.simulator.records import Row, SimulatedOrg, User

OBJECTS = ("Account", "Campaign", "Case", "Contact", "Lead", "Opportunity")
EVENTS = ("BeforeInsert", "AfterInsert", "BeforeUpdate", "AfterUpdate", "BeforeDelete", "AfterDelete", "AfterUndelete")
_EVENTS = re.compile(r"\([^)]*\)")
_TOLD_CHECKSUM = re.compile(r"/\* checksum ([0-9]+) \*/$")
#: The C loader where PyYAML has it: as safe, and ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SEASONS = ("Winter", "Spring", "Summer")


def read_definition(*path: str) -> Any:
    """A YAML file of parity.simulator.definitions."""
    return yaml.load(files("parity.simulator.definitions").joinpath(*path).read_text("utf-8"), Loader=_LOADER)  # noqa: S506


@cache
def _definitions() -> tuple[Row, Row, dict[str, Row]]:
    objects = {name: read_definition(f"{name}.yaml") for name in OBJECTS}
    return read_definition("org.yaml"), read_definition("setup.yaml"), {**objects, **read_definition("related.yaml")}


def base_org(role: str, today: date, extra_fields: dict[str, dict[str, Any]] | None = None) -> SimulatedOrg:
    """The org that a scenario starts from. `role` is `sandbox` or `production`; ages count back from `today`."""
    company, setup, objects = _definitions()
    settings = company[role]
    is_sandbox = role == "sandbox"
    describes = {}
    for name, definition in objects.items():
        fields = {**definition["fields"], **(extra_fields or {}).get(name, {})}
        describes[name] = described_object(name, {**definition, "fields": fields})
    suffix = settings.get("suffix", "")
    return SimulatedOrg(
        organization={
            "Id": full_id(settings["id"]),
            "Name": company["company"],
            "IsSandbox": is_sandbox,
            "OrganizationType": "Unlimited Edition",
            "InstanceName": settings["instance"],
            "NamespacePrefix": None,
            "TrialExpirationDate": None,
            "LanguageLocaleKey": "en_US",
        },
        versions=tuple(f"{one}.0" for one in range(company["versions"]["oldest"], company["versions"]["newest"] + 1)),
        users={
            key: User(
                id=record_id("005", f"{role} {key}"),
                username=f"{key}@northwind.example{suffix}",
                name=user["name"],
                profile=user["profile"],
                permissions=tuple(user["permissions"]),
                profile_reads=user.get("profile_reads", True),
                marketing_user=setup["users"][key]["marketing_user"],
                permission_sets=tuple(setup["users"][key]["permission_sets"]),
            )
            for key, user in company["users"].items()
        },
        signs_in="integration",
        describes=describes,
        triggers=tuple(
            trigger(name, spec, role) for name, spec in {**company["triggers"], **setup["package_triggers"]}.items()
        ),
        packages=tuple(package(namespace, spec) for namespace, spec in company["packages"].items()),
        setup={
            **setup,
            "role": role,
            "connected_apps": setup["connected_apps"][role],
            "today": today,
            "sandbox_id": full_id(company["sandbox"]["id"]),
            "touchpoints": setup["touchpoints"] if is_sandbox else {"people": 0, "opportunities": 0},
        },
        preferences=frozenset(company["preferences"]),
        features=frozenset(company["features"]),
        daily_max=settings["credits"],
        used=settings["used"],
    )


def trigger(name: str, spec: Row, role: str) -> Row:
    """An ApexTrigger row. Its checksum follows from its name: the same code in both orgs."""
    body = spec.get("body") or _body(name, spec)
    return {
        "Id": record_id("01q", f"{role} {name}"),
        "Name": name,
        "NamespacePrefix": spec.get("namespace"),
        "TableEnumOrId": spec["object"],
        "Status": spec.get("status", "Active"),
        "IsValid": True,
        "ApiVersion": float(spec.get("version", 66.0)),
        "BodyCrc": None if spec.get("no_checksum") else checksum(body),
        "Body": "(hidden)" if spec.get("namespace") else body,
        "LengthWithoutComments": len(body),
        "UsageIsBulk": False,
        **{f"Usage{event}": event in spec["events"] for event in EVENTS},
    }


def _body(name: str, spec: Row) -> str:
    """Source that says what the trigger is, and calls the class that it names."""
    calls = "".join(f" {one}.run();" for one in spec.get("calls", ()))
    return (
        f"trigger {name} on {spec['object']} ({', '.join(spec['events'])}) {{{calls} /* {spec.get('edition', 1)} */ }}"
    )


def with_body(row: Row, body: str) -> Row:
    """An ApexTrigger row with other source."""
    return {**row, "Body": body, "BodyCrc": checksum(body), "LengthWithoutComments": len(body)}


def checksum(body: str) -> float:
    """The checksum of a source: a comment at its end may say what it is to be."""
    told = _TOLD_CHECKSUM.search(body)
    return float(told[1]) if told else float(zlib.crc32(body.encode()))


def with_checksum(row: Row, value: float) -> Row:
    """An ApexTrigger row with source of that checksum: other code, and a comment that says the checksum."""
    if row["NamespacePrefix"]:
        return {**row, "BodyCrc": value}
    return {
        **row,
        "Body": _telling(row["Body"].replace("{", f"{{ System.debug({value:.0f});", 1), value),
        "BodyCrc": value,
    }


def _telling(body: str, value: float) -> str:
    return f"{_TOLD_CHECKSUM.sub('', body).rstrip()} /* checksum {value:.0f} */"


def with_events(row: Row) -> Row:
    """An ApexTrigger row whose source names the events that its columns tell; its checksum stays."""
    events = ", ".join(event for event in EVENTS if row[f"Usage{event}"])
    body = _EVENTS.sub(f"({events})", row["Body"], count=1)
    return row if body == row["Body"] or row["NamespacePrefix"] else {**row, "Body": _telling(body, row["BodyCrc"])}


def package(namespace: str, spec: Row) -> Row:
    """An InstalledSubscriberPackage row; 033 and 04t ids are the same in every org that has the package."""
    major, _, minor = spec["version"].partition(".")
    return {
        "Id": record_id("0A3", f"{namespace} installed"),
        "SubscriberPackageId": record_id("033", namespace),
        "SubscriberPackageVersionId": record_id("04t", f"{namespace} {spec['version']}"),
        "SubscriberPackage": {"NamespacePrefix": namespace, "Name": spec["name"]},
        "SubscriberPackageVersion": {
            "Name": spec["name"],
            "MajorVersion": int(major),
            "MinorVersion": int(minor),
            "PatchVersion": 0,
            "BuildNumber": 1,
        },
    }


def version_label(version: str) -> str:
    """`Winter '27` for 68.0: three releases a year."""
    releases = int(float(version)) - 65
    return f"{_SEASONS[releases % 3]} '{26 + releases // 3:02d}"
