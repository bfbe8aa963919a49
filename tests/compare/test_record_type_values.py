"""What record types offer: compared where both orgs told it, in values and defaults that both orgs have."""

from typing import Any

from msgspec import structs

from parity.compare.difference import Difference, Kind
from parity.compare.families import contents, record_type_values
from parity.compare.family import SnapshotPair
from parity.snapshot.contents import Content, ContentKind, Contents
from parity.snapshot.records import Field, PicklistValue, Role
from tests.small_snapshots import described, snapshot

OFFERED, PROCESS = "values", "businessProcess"


def picklist(name: str, *values: str, default: str | None = None, off: tuple[str, ...] = ()) -> Field:
    made = tuple(
        PicklistValue(value=one, label=one, active=one not in off, default_value=one == default, valid_for=None)
        for one in values
    )
    return Field(name=name, type="picklist", picklist_values=made)


NAME = Field(name="Name", type="string")
BOTH = (picklist("Rating", "Cold", "Hot", "Warm"), picklist("Salutation", "Dr.", "Ms."), NAME)


def offers(name: str = "Retail", process: str | None = None, **lists: Any) -> Content:
    """A record type with these values of each picklist, the first of a list of two as its default."""
    told = {
        each: {"values": one[0], "default": one[1]} if isinstance(one, tuple) else {"values": one}
        for each, one in lists.items()
    }
    values = {PROCESS: process, "picklistValues": told}
    kept = {key: one for key, one in values.items() if one}
    return Content(kind=ContentKind.RECORD_TYPE, object="Lead", name=name, values=kept)


def pair(
    sandbox: Content | None,
    production: Content | None,
    in_sandbox: tuple[Field, ...] = BOTH,
    in_production: tuple[Field, ...] = BOTH,
) -> SnapshotPair:
    ours, theirs = (
        snapshot(
            role,
            objects={"Lead": described(*fields)},
            contents=None if read is None else Contents(depth=10, calls=1, read=(read,)),
        )
        for role, read, fields in (
            (Role.SANDBOX, sandbox, in_sandbox),
            (Role.PRODUCTION, production, in_production),
        )
    )
    return SnapshotPair(sandbox=ours, production=theirs)


def found(*sides: Any) -> dict[tuple[str, str | None], tuple[Any, Any]]:
    told = record_type_values.compare(pair(*sides)).differences
    return {(one.attribute, one.item): (one.sandbox, one.production) for one in told}


def test_a_difference_is_told_with_what_each_org_alone_offers() -> None:
    sandbox, production = offers(Rating=["Cold", "Hot"]), offers("RETAIL", Rating=["Hot", "Warm"])
    assert record_type_values.compare(pair(sandbox, production)).differences == (
        Difference(
            kind=Kind.RECORD_TYPE,
            object="Lead",
            component="RETAIL",
            attribute=OFFERED,
            item="Rating",
            sandbox=["Cold"],
            production=["Warm"],
            production_record=production,
        ),
    )


def test_one_org_may_offer_all_that_the_other_does_and_more() -> None:
    assert found(offers(Rating=["Hot"]), offers(Rating=["Hot", "Warm"])) == {(OFFERED, "Rating"): (None, ["Warm"])}
    assert found(offers(Rating=["Hot", "Warm"]), offers(Rating=["Hot"])) == {(OFFERED, "Rating"): (["Warm"], None)}
    assert found(offers(Rating=["Hot"]), offers()) == {(OFFERED, "Rating"): (["Hot"], None)}
    assert found(offers(), offers(Rating=["Hot"])) == {(OFFERED, "Rating"): (None, ["Hot"])}


def test_a_value_that_one_org_lacks_or_has_switched_off_is_not_told_again() -> None:
    sides = offers(Rating=["Hot"]), offers(Rating=["Hot", "Warm"])
    without = (picklist("Rating", "Cold", "Hot"),)
    off = (picklist("Rating", "Cold", "Hot", "Warm", off=("Warm",)),)
    for other in (without, off, (NAME,)):
        assert found(*sides, other, BOTH) == {}
        assert found(*sides, BOTH, other) == {}


def test_another_default_is_told_unless_the_field_itself_has_another() -> None:
    sides = offers(Rating=(["Cold", "Hot"], "Cold")), offers(Rating=(["Cold", "Hot"], "Hot"))
    assert found(*sides) == {(OFFERED, "Rating, default"): ("Cold", "Hot")}
    assert found(offers(Rating=["Cold"]), offers(Rating=(["Cold"], "Cold"))) == {
        (OFFERED, "Rating, default"): (None, "Cold")
    }
    one, other = (picklist("Rating", "Cold", "Hot", "Warm", default=each) for each in ("Cold", "Hot"))
    assert found(*sides, (one,), (other,)) == {}
    assert found(*sides, (one,), (one,)) == {(OFFERED, "Rating, default"): ("Cold", "Hot")}


def test_salutations_stand_under_the_name() -> None:
    assert found(offers(Name=["Dr."]), offers(Name=["Ms."])) == {(OFFERED, "Name"): (["Dr."], ["Ms."])}


def test_every_picklist_is_compared_in_the_order_of_names_whatever_the_first_is() -> None:
    sandbox, production = offers(A=["a"], Name=["Dr."], Rating=["Hot"]), offers(A=["b"], Name=["Ms."], Rating=["Cold"])
    assert list(found(sandbox, production)) == [(OFFERED, "Name"), (OFFERED, "Rating")]


def test_the_business_process_is_compared_by_its_name() -> None:
    assert found(offers(process="Inbound"), offers(process="Outbound")) == {(PROCESS, None): ("Inbound", "Outbound")}
    assert found(offers(), offers(process="Outbound")) == {(PROCESS, None): (None, "Outbound")}
    assert found(offers(process="Inbound"), offers(process="Inbound")) == {}


def test_what_one_org_did_not_tell_is_not_compared() -> None:
    told, other = offers(Rating=["Hot"]), offers(Rating=["Cold"])
    assert found(told, None) == found(None, other) == {}
    assert found(told, structs.replace(other, name="Wholesale")) == {}
    assert found(*(structs.replace(one, object="Invoice__c") for one in (told, other))) == {}
    assert found(*(structs.replace(one, kind=ContentKind.FLOW) for one in (told, other))) == {}


def test_what_else_was_read_is_compared_after_a_record_type() -> None:
    told, other = offers(Rating=["Hot"]), offers(Rating=["Cold"])
    rules = [Content(kind=ContentKind.VALIDATION_RULE, object="Lead", name="R", values={"x": one}) for one in (1, 2)]
    both = pair(None, None)
    sides = (
        structs.replace(side, contents=Contents(depth=10, calls=1, read=(content, rule)))
        for side, content, rule in zip((both.sandbox, both.production), (told, other), rules, strict=True)
    )
    sandbox, production = sides
    told_of = contents.compare(SnapshotPair(sandbox=sandbox, production=production)).differences
    assert [one.component for one in told_of] == ["validation rule R"]
