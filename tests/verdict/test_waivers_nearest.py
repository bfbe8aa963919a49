"""Which finding a waiver that matches none probably means: told where one is near, and nothing where none is."""

from msgspec import structs

from parity.config.policy import Policy, Waiver
from parity.rules.finding import Finding, Severity
from parity.snapshot.records import Gap
from parity.verdict.waivers import WaiverStatus, apply_waivers, named
from tests.verdict.findings import EXPIRES, finding

ONE = structs.replace(finding("Score__c", Severity.BLOCKER), seen="1" * 16, fingerprint="a" * 16)
OTHER = structs.replace(finding("Region__c", Severity.BLOCKER, rule="new"), seen="2" * 16, fingerprint="b" * 16)
UNTOLD = Gap(area="fields", subject="Case", reason="hidden", fix="Grant it.", fields=("Code__c", "Note__c"))


def nearest(waiver: Waiver, *found: Finding, gaps: tuple[Gap, ...] = ()) -> str:
    (told,) = apply_waivers(Policy(waivers=(waiver,)), found, gaps, EXPIRES)
    assert told.status is WaiverStatus.UNMATCHED
    return told.instead


def of(fingerprint: str, seen: str) -> Waiver:
    return Waiver(fingerprint=fingerprint, seen=seen, by="D", reason="r", expires=EXPIRES)


def by_names(rule: str, component: str) -> Waiver:
    return Waiver(rule=rule, object="Lead", component=component, seen="3" * 16, by="D", reason="r", expires=EXPIRES)


def test_by_what_production_had_where_one_finding_alone_has_that() -> None:
    assert nearest(of("c" * 16, ONE.seen), ONE, OTHER) == f"The nearest is {named(ONE)}."
    same = structs.replace(OTHER, seen=ONE.seen)
    assert nearest(of("c" * 16, ONE.seen), ONE, same) == ""
    # Before a fingerprint that is mistyped by a letter.
    assert nearest(of(f"{'b' * 15}c", ONE.seen), ONE, OTHER) == f"The nearest is {named(ONE)}."
    assert nearest(of(f"{'b' * 15}c", "3" * 16), ONE, OTHER) == f"The nearest is {named(OTHER)}."


def test_by_the_component_before_a_name_that_is_mistyped_by_a_letter() -> None:
    typo = structs.replace(finding("Scores__c", Severity.BLOCKER, rule="new"), fingerprint="d" * 16)
    assert nearest(by_names("new", "Score__c"), typo, ONE) == f"The nearest is {named(ONE)}."
    assert nearest(by_names("new", "Score__c"), typo) == f"The nearest is {named(typo)}."


def test_nothing_where_none_is_near() -> None:
    assert nearest(of("c" * 16, "3" * 16), ONE, OTHER) == ""
    assert nearest(by_names("zzz", "Qqqqqqqqqq"), ONE, OTHER) == ""
    gap = Waiver(gap="field-not-compared", object="Zzzz", fields=("A",), by="D", reason="r", expires=EXPIRES)
    assert nearest(gap, ONE, gaps=(UNTOLD,)) == ""
