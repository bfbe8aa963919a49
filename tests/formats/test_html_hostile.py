"""The report of orgs and people that write bombs: all of it stays text, and nothing of it stays hidden."""

import re
from collections.abc import Callable

import pytest
from msgspec import structs

from parity.compare.difference import Kind
from parity.config.policy import Policy
from parity.formats.html import render
from parity.languages.language import language_named
from parity.languages.speech import speaking
from parity.marketo_measure.authorize import Check, Standing
from parity.rules.finding import Cause, Certainty
from parity.snapshot.records import Gap
from parity.verdict.history import History, HistoryPoint
from parity.verdict.result import Result, result_digest
from parity.verdict.waivers import AppliedWaiver, apply_waivers
from parity.verdict.who import Changed, Who
from tests.browser import Open
from tests.simulated import NOON
from tests.waivers import lowering, waiver_of

BOMBS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title></svg><script>alert(1)</script>",
    "{{ 7 * 7 }}{% include 'x' %}",
    "\u202egnp.exe\u202c\u2066a\u2069\x1b[31m",
    "a\u200bb\u200dc\ufeffd\u00ade\u3164f\u115fg\uffa0h\u2800i\u034fj",
)
#: What turns a line round or takes no place on it (Unicode 15.1: Bidi_Control, Default_Ignorable_Code_Point; U+2800).
UNSEEN = re.compile("[\u00ad\u034f\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0\x1b]")


@pytest.mark.parametrize("bomb", ["javascript:alert(1)", " ".join(BOMBS), "x" * 100_000], ids=["link", "all", "long"])
def test_a_bomb_in_every_text_of_the_result_stays_text(
    bomb: str, result_of: Callable[..., Result], opened: Open
) -> None:
    result = result_of("drifted")
    findings = tuple(
        structs.replace(
            one, component=bomb, attribute=bomb, object=bomb, sandbox=bomb, production={bomb: [bomb]}, message=bomb
        )
        for one in result.findings[:6]
    )
    item = structs.replace(result.findings[-1].items[0], name=bomb, sandbox=[bomb], production=[bomb, "other"])
    findings = (*findings, structs.replace(result.findings[-1], items=(item, item), rule=bomb, fix=bomb))
    rules = {name: structs.replace(rule, source=bomb, title=bomb) for name, rule in result.rules.items()}
    org = structs.replace(result.orgs.production, name=bomb, id=bomb, instance_url=bomb)
    ready = result.readiness
    exposed = structs.replace(ready.exposure[0], object=bomb, flows=(bomb,), unique_fields=(bomb,))
    causes = (Cause(fingerprint="f" * 16, rule="cause-release", certainty=Certainty.LIKELY, proof=bomb, explains=()),)
    own = structs.replace(findings[0], kind=Kind.CAUSE, rule=bomb, fingerprint="f" * 16, object=bomb)
    on_day_one = structs.replace(findings[0], kind=Kind.READINESS, fingerprint="e" * 16, object=bomb)
    lowered = lowering(
        **dict.fromkeys(("rule", "object", "field", "by", "reason", "ticket"), bomb), expires=NOON.date()
    )
    waived = judge_waived(result, findings[0].fingerprint, bomb)
    before = HistoryPoint(at="2026-11-20T12:00:00Z", verdict=result.verdict, digest=result_digest(result), sandbox=bomb)
    used = result.snapshots.sandbox
    user = structs.replace(used.collected_by, username=bomb, profile=bomb, sign_in=bomb)
    bombed = structs.replace(
        result,
        causes=causes,
        readiness=structs.replace(
            ready,
            user=bomb,
            not_evaluated=(bomb,),
            exposure=(exposed,),
            authorize=(Check(id=bomb, standing=Standing.REFUSED, why=bomb, about=bomb, lacking=(bomb,)),),
            proof=structs.replace(ready.proof, license=bomb),
        ),
        tenant=bomb,
        findings=(own, on_day_one, *findings),
        rules=rules,
        notes=(bomb,),
        reasons=(bomb,),
        waivers=waived,
        severities=(lowered,),
        gaps=(Gap(area=bomb, subject=bomb, reason=bomb, fix=bomb),),
        changed={findings[0].fingerprint: Changed(production=Who(by=bomb, at=bomb, told_by=bomb), sandbox=None)},
        history=History(earlier=(before,), new=1, fixed=1),
        orgs=structs.replace(result.orgs, production=org),
        snapshots=structs.replace(
            result.snapshots, sandbox=structs.replace(used, collected_by=user, fallback=bomb, api_version=bomb)
        ),
    )
    for code in ("en", "ko"):
        with speaking(language_named(code)):
            report = opened(bombed)
        assert (report.requests, report.dialogs, report.complaints) == ([], [], [])
        assert report.page.locator("img, iframe, object, embed, link").count() == 0
        assert report.page.locator("script:not([type])").count() == 1
        assert report.page.locator("script[type='application/json']").count() == 1
        assert not UNSEEN.search(report.page.content())
        assert report.page.locator("a[href^='javascript']").count() == 0


def judge_waived(result: Result, fingerprint: str, bomb: str) -> tuple[AppliedWaiver, ...]:
    """A waiver that holds, with a bomb in every text that a person writes."""
    waiver = structs.replace(waiver_of(result.findings[0]), by=bomb, reason=bomb, ticket=bomb)
    applied = apply_waivers(Policy(waivers=(waiver,)), result.findings, (), NOON.date())
    return (structs.replace(applied[0], fingerprint=fingerprint), structs.replace(applied[0], fingerprint=bomb))


def test_a_text_of_a_megabyte_makes_no_report_of_many(result_of: Callable[..., Result]) -> None:
    result = result_of("hostile")
    label = "A" * 1_000_000
    findings = (structs.replace(result.findings[0], production=label), *result.findings[1:])
    page = render(structs.replace(result, findings=findings)).decode()
    assert len(page) < 200_000
    assert "998,060 more characters in result.json" in page


def test_the_policy_of_the_page_allows_its_own_style_and_script_and_nothing_else(
    result_of: Callable[..., Result],
) -> None:
    page = render(result_of("drifted")).decode()
    policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = policy[1].replace("&#39;", "'")
    assert re.sub(r"sha256-[\w+/=]{44}", "HASH", allowed) == (
        "default-src 'none'; style-src 'HASH'; script-src 'HASH'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"<[^>]*\s(style|on\w+)=", page)
