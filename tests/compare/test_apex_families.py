"""Apex of both orgs: the classes that production's triggers name, and triggers whose checksum alone differs."""

from typing import Any

import pytest

from parity.compare.difference import Difference, Kind
from parity.compare.families import apex_classes, triggers
from parity.compare.families.apex_classes import classes_named_by_triggers, same_code
from parity.compare.family import SnapshotPair
from parity.snapshot.contents import ApexClass, Contents, TriggerSource
from parity.snapshot.records import Role, Snapshot, Trigger
from tests.small_snapshots import described, snapshot

ROUTING = Trigger(name="Routing", table_enum_or_id="Lead", status="Active", body_crc=1.0)


def a_class(name: str = "Router", status: str = "Active", crc: float | None = 7.0, length: int | None = 5) -> ApexClass:
    return ApexClass(name=name, status=status, body_crc=crc, length_without_comments=length)


def naming(*classes: str, trigger: str = "Routing") -> TriggerSource:
    return TriggerSource(trigger=trigger, code="c", classes=classes)


def org(role: Role, classes: Any = (), sources: Any = (), **parts: Any) -> Snapshot:
    """An org with these classes and sources, and the trigger Routing."""
    held = Contents(depth=10, calls=1, classes=classes, sources=sources)
    return snapshot(role, **{"contents": held, "triggers": (ROUTING,), **parts})


def differences(sandbox: Snapshot, production: Snapshot) -> tuple[Difference, ...]:
    return apex_classes.compare(SnapshotPair(sandbox=sandbox, production=production)).differences


def of_classes(sandbox: tuple[ApexClass, ...], production: tuple[ApexClass, ...]) -> list[tuple[Any, Any, Any]]:
    """What differs where production's trigger names the class Router in capitals."""
    sides = org(Role.SANDBOX, sandbox), org(Role.PRODUCTION, production, (naming("ROUTER"),))
    return [(one.path, one.sandbox, one.production) for one in differences(*sides)]


def test_a_class_that_differs_is_told_whole_on_its_trigger() -> None:
    classes = a_class(), a_class("Sorter"), a_class("Unnamed")
    here = a_class("router", crc=8.0), a_class("Sorter"), a_class("Unnamed", crc=8.0)
    source = naming("Router", "Sorter", "System")
    assert differences(org(Role.SANDBOX, here), org(Role.PRODUCTION, classes, (source,))) == (
        Difference(
            kind=Kind.TRIGGER,
            object="Lead",
            component="Routing",
            attribute="class",
            item="Router",
            sandbox="Active, checksum 8",
            production="Active, checksum 7",
            # A waiver pins every class that the trigger names: also the one that is the same today.
            production_record={"router": "Active, checksum 7", "sorter": "Active, checksum 7"},
        ),
    )


@pytest.mark.parametrize(
    ("sandbox", "production", "found"),
    [
        ((a_class(),), (a_class(),), []),
        ((), (a_class(),), [("class[Router]", None, "Active, checksum 7")]),
        ((a_class(),), (), []),
        ((a_class(status="Deleted"),), (a_class(),), [("class[Router]", "Deleted, checksum 7", "Active, checksum 7")]),
        ((a_class(crc=None),), (a_class(crc=None),), []),
        (
            (a_class(crc=None, length=6),),
            (a_class(crc=None),),
            [("class[Router]", "Active, length 6", "Active, length 5")],
        ),
        ((a_class(length=6),), (a_class(),), []),
    ],
)
def test_a_class_differs_by_presence_status_and_code(
    sandbox: tuple[ApexClass, ...], production: tuple[ApexClass, ...], found: list[Any]
) -> None:
    assert of_classes(sandbox, production) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((7.0, 5), (7.0, 6), True),
        ((7.0, 5), (8.0, 5), False),
        ((None, 5), (8.0, 5), True),
        ((None, 5), (8.0, 6), False),
        ((7.0, 5), (None, 6), False),
        ((7.0, None), (None, 6), True),
        ((None, None), (7.0, 5), True),
        ((7.0, None), (8.0, None), False),
    ],
)
def test_code_is_the_same_by_checksum_else_by_length_and_untold_is_not_compared(
    one: tuple[Any, Any], other: tuple[Any, Any], same: bool
) -> None:
    assert same_code(a_class(crc=one[0], length=one[1]), a_class(crc=other[0], length=other[1])) is same


def test_only_a_trigger_that_stands_in_production_tells_of_its_classes() -> None:
    production = org(Role.PRODUCTION, (a_class(),), (naming("Router", trigger="Gone"), naming("Router")))
    assert [one.component for one in differences(org(Role.SANDBOX), production)] == ["Routing"]
    related = org(Role.PRODUCTION, (a_class(),), (naming("Router"),), triggers=None, related_triggers=(ROUTING,))
    assert [one.component for one in differences(org(Role.SANDBOX), related)] == ["Routing"]
    # What the sandbox's own triggers name is another thing.
    unnamed = org(Role.PRODUCTION, (a_class(),), (naming(),))
    assert differences(org(Role.SANDBOX, (), (naming("Router"),)), unnamed) == ()


@pytest.mark.parametrize(
    "unread", [{"contents": None}, {"classes": None}, {"sources": None}], ids=["contents", "classes", "sources"]
)
def test_classes_that_one_org_did_not_tell_are_not_compared(unread: dict[str, Any]) -> None:
    sandbox, production = org(Role.SANDBOX), org(Role.PRODUCTION, (a_class(),), (naming("Router"),))
    assert len(differences(sandbox, production)) == 1
    assert differences(org(Role.SANDBOX, **unread), production) == ()
    assert differences(sandbox, org(Role.PRODUCTION, **{"classes": (a_class(),), "sources": (), **unread})) == ()


def test_an_org_whose_contents_were_not_read_names_no_class() -> None:
    assert classes_named_by_triggers(snapshot(Role.PRODUCTION)) == {}
    assert classes_named_by_triggers(org(Role.PRODUCTION, sources=(naming("A", "b"),))) == {"Routing": ("a", "b")}


def attributes(sandbox: TriggerSource | None, production: TriggerSource | None, **changed: Any) -> list[str]:
    """What differs in the trigger, whose checksum differs, where these sources were read."""
    sides = []
    for role, crc, source in ((Role.SANDBOX, 2.0, sandbox), (Role.PRODUCTION, 1.0, production)):
        one = Trigger(name="Routing", table_enum_or_id="Lead", status="Active", body_crc=crc, api_version=60.0 + crc)
        sources = None if source is None else (naming(trigger="Another"), source)
        sides.append(org(role, sources=sources, triggers=(one,), objects={"Lead": described()}, **changed))
    found = triggers.compare(SnapshotPair(sandbox=sides[0], production=sides[1])).differences
    return [one.attribute for one in found if one.attribute != "ApiVersion"] + [f"{len(found)} in all"]


def source(code: str, lines: str | None = None) -> TriggerSource:
    return TriggerSource(trigger="Routing", code=code, classes=(), lines=lines)


@pytest.mark.parametrize(
    ("sandbox", "production", "found"),
    [
        (source("a"), source("a"), ["comments and white space", "2 in all"]),
        (source("a", "x"), source("a", "y"), ["comments and white space", "2 in all"]),
        (source("a", "x"), source("a", "x"), ["1 in all"]),
        (source("a", "x"), source("b", "y"), ["BodyCrc", "2 in all"]),
        (source("a"), source("b"), ["BodyCrc", "2 in all"]),
        (None, source("a", "x"), ["BodyCrc", "2 in all"]),
        (source("a", "x"), None, ["BodyCrc", "2 in all"]),
        (None, None, ["BodyCrc", "2 in all"]),
    ],
)
def test_a_checksum_is_told_by_what_of_the_source_differs(
    sandbox: TriggerSource | None, production: TriggerSource | None, found: list[str]
) -> None:
    assert attributes(sandbox, production) == found
    assert attributes(source("a"), source("a"), contents=None) == ["BodyCrc", "2 in all"]
