"""Rules on the Marketo Measure package: installed, equal in both orgs, complete, and without retired predecessors."""

from collections.abc import Iterable

from parity.marketo_measure import catalogue as marketo_measure
from parity.rules.finding import Severity
from parity.rules.readiness.rule import NotEvaluated, ReadinessRule, Risk
from parity.rules.readiness.situation import OrgView, Situation
from parity.rules.sources import Source
from parity.snapshot.automation import OBJECT_NOT_TOLD
from parity.snapshot.grants import READ_APEX
from parity.snapshot.names import namespace_of
from parity.snapshot.org_setup import Package, Part
from parity.snapshot.records import Field

_NAMES = ("Marketo Measure", "Bizible")
#: Package 6.15 is the first with this trigger (Adobe, Campaigns and campaign members).
_BRINGS_TRIGGER = (6, 15)
_UNTOLD = "?"
_INSTALL_AGAIN = (
    "Install the package again in that org (AppExchange > Marketo Measure), so that Setup > Installed Packages shows its "
    "version; where it stays so, ask Salesforce support."
)


def _shown(package: Package | None) -> str:
    return "not installed" if package is None else package.shown_version


def _pair(situation: Situation) -> tuple[Package | None, Package | None]:
    namespace = marketo_measure.NAMESPACE
    return situation.sandbox.package(namespace), situation.production.package(namespace)


def _unsupported(situation: Situation) -> Iterable[Risk]:
    sandbox, production = _pair(situation)
    if production is None:
        yield Risk(component=marketo_measure.NAMESPACE, sandbox=_shown(sandbox), production=_shown(production))


def _not_rehearsed(situation: Situation) -> Iterable[Risk]:
    sandbox, production = _pair(situation)
    for one, org in ((sandbox, situation.sandbox), (production, situation.production)):
        if production is not None and one is not None and not one.numbers:
            raise NotEvaluated(
                "installed packages", f"{org.snapshot.role} tells no version of {one.namespace}", _INSTALL_AGAIN
            )
    if production is not None and (sandbox is None or sandbox.numbers != production.numbers):
        severity = Severity.BLOCKER if sandbox is None else Severity.WARNING
        yield Risk(
            component=marketo_measure.NAMESPACE,
            sandbox=_shown(sandbox),
            production=_shown(production),
            severity=severity,
        )


def _other_versions(situation: Situation) -> Iterable[Risk]:
    """Other packages that act on the objects saved: one risk for releases, one for patches and builds."""
    acting = _acting(situation.production)
    releases: list[str] = []
    patches: list[str] = []
    for production in situation.production.snapshot.packages or ():
        sandbox = situation.sandbox.package(production.namespace or "")
        if production.namespace not in acting or sandbox is None:
            continue
        if sandbox.numbers and sandbox.numbers == production.numbers:
            continue
        versions = sandbox.version or _UNTOLD, production.version or _UNTOLD
        told = f"{production.namespace} {versions[0]} in the sandbox, {versions[1]} in production"
        is_patch = bool(sandbox.numbers) and sandbox.numbers[:2] == production.numbers[:2]
        (patches if is_patch else releases).append(told)
    if releases:
        yield Risk(component="other packages", production=sorted(releases))
    if patches:
        yield Risk(component="other packages, patch or build", production=sorted(patches), severity=Severity.INFO)


def _acting(org: OrgView) -> set[str]:
    """Namespaces of packages with an active trigger or flow, or with a field that must be filled or whose formula nobody is
    shown, on an object that is saved.
    """
    saved = set(marketo_measure.AUTOMATED_OBJECTS)
    may_run = {*saved, OBJECT_NOT_TOLD}
    found = {one.namespace_prefix for one in org.triggers() if one.status == "Active"}
    found |= {one.namespace for one in org.snapshot.automation if one.active is not False and one.object in may_run}
    found |= {
        namespace_of(field.name)
        for name in saved
        for field in org.fields(name).values()
        if field.custom is True and (_must_be_filled(field) or _hides_its_formula(field))
    }
    return {one for one in found if one is not None} - {marketo_measure.NAMESPACE}


def _must_be_filled(field: Field) -> bool:
    return field.nillable is False and field.defaulted_on_create is not True


def _hides_its_formula(field: Field) -> bool:
    """Whether it is worked out by what no describe shows: the formula of a package, or a roll-up."""
    return field.calculated is True and not field.calculated_formula


def _retired(situation: Situation) -> Iterable[Risk]:
    found = [
        f"{one.name} {one.shown_version}"
        for one in situation.production.snapshot.packages or ()
        if one.namespace != marketo_measure.NAMESPACE
        and ((one.namespace or "").startswith("bizible") or one.name.startswith(_NAMES))
        and "Dashboard" not in one.name
    ]
    if found:
        yield Risk(component="retired packages", production=sorted(found))


def _trigger_off(situation: Situation) -> Iterable[Risk]:
    package = situation.production.package(marketo_measure.NAMESPACE)
    if package is None:
        return
    if package.numbers and package.numbers[:2] < _BRINGS_TRIGGER:
        yield Risk(
            object="CampaignMember",
            component=marketo_measure.TRIGGER,
            production=f"not in package {package.shown_version}",
        )
        return
    if not situation.production.triggers():
        raise NotEvaluated(
            "Apex triggers",
            f"no trigger at all was shown, though package {package.shown_version} brings {marketo_measure.TRIGGER}: the list is not whole",
            READ_APEX,
        )
    mine = [
        one
        for one in situation.production.triggers()
        if one.name == marketo_measure.TRIGGER and one.namespace_prefix == marketo_measure.NAMESPACE
    ]
    if not any(one.status == "Active" for one in mine):
        yield Risk(
            object="CampaignMember",
            component=marketo_measure.TRIGGER,
            production=mine[0].status if mine else "not there",
        )


def _stale(situation: Situation) -> Iterable[Risk]:
    for name in ("Contact", "Lead"):
        using = sorted(
            one.name
            for one in situation.production.fields(name).values()
            if isinstance(one.calculated_formula, str)
            and any(s in one.calculated_formula for s in marketo_measure.STALE_FIELDS)
        )
        if using:
            yield Risk(object=name, component=", ".join(using), production=using)


RULES = (
    ReadinessRule(
        id="readiness-unsupported-crm-package-version",
        family="package",
        title="The package is missing in production",
        severity=Severity.BLOCKER,
        evaluate=_unsupported,
        needs=(Part.PACKAGES,),
        needs_sandbox=(Part.PACKAGES,),
        message="Package bizible2 in production: {production}; in the sandbox: {sandbox}",
        why=(
            "Without its objects and fields nothing can be written (UNSUPPORTED_CRM_PACKAGE_VERSION). Installing it in "
            "production is the first step of the documented migration."
        ),
        fix="Install the sandbox's version in production, for All Users (AppExchange > Marketo Measure).",
        source=Source.ERRORS,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-package-not-rehearsed",
        family="package",
        title="The package has another version in the sandbox, or is missing there",
        severity=Severity.WARNING,
        evaluate=_not_rehearsed,
        needs=(Part.PACKAGES,),
        needs_sandbox=(Part.PACKAGES,),
        message="Package bizible2 in the sandbox: {sandbox}; in production: {production}",
        why="The rehearsal ran without production's package, or with another version of it.",
        fix="Install the newer of the two versions in both orgs, and rehearse again.",
        source=Source.PACKAGE,
        guards=True,
    ),
    ReadinessRule(
        id="readiness-other-package-versions",
        family="package",
        title="Other packages that act on the objects saved have another version",
        severity=Severity.WARNING,
        evaluate=_other_versions,
        needs=(Part.PACKAGES, Part.TRIGGERS, Part.FLOWS),
        needs_sandbox=(Part.PACKAGES,),
        message="Packages with triggers, flows, required fields or hidden formulas on what Marketo Measure saves: {names}",
        why="Their code is hidden, so only the version tells that production runs something else than the rehearsal did.",
        fix="Install the same versions in both orgs (Setup > Installed Packages), and rehearse again.",
        source=Source.PACKAGES,
    ),
    ReadinessRule(
        id="readiness-package-retired",
        family="package",
        title="A retired Marketo Measure package is installed",
        severity=Severity.WARNING,
        evaluate=_retired,
        needs=(Part.PACKAGES,),
        message="Retired packages are installed in production: {production}",
        why=(
            "Packages V1, V2_EXT, V2_Security and all Reporting packages are retired since August 2023: their reports and "
            "fields are no longer kept."
        ),
        fix="Move what still uses them to the base package, then uninstall: Setup > Installed Packages.",
        source=Source.PACKAGE,
    ),
    ReadinessRule(
        id="readiness-package-trigger-inactive",
        family="package",
        title="The package's trigger on campaign members is not active",
        severity=Severity.WARNING,
        evaluate=_trigger_off,
        needs=(
            Part.PACKAGES,
            Part.TRIGGERS,
        ),
        message="Trigger bizible2__{component} on {object} is {production} in production",
        why="Touchpoints of campaign members that are deleted would stay for ever.",
        fix="Setup > Apex Triggers > {component} > Is Active; where it is not there, install the package again.",
        source=Source.PACKAGE,
    ),
    ReadinessRule(
        id="readiness-stale-fields",
        family="package",
        title="A formula uses fields that are no longer filled",
        severity=Severity.WARNING,
        evaluate=_stale,
        message="{object}: formulas that use fields which are no longer filled: {production}",
        why="Since 14 June 2024 ten fields of the package on Lead and Contact are no longer filled: the formulas are stale.",
        fix="Let the formulas use Buyer Touchpoints instead: Setup > Object Manager > {object} > {component}.",
        source=Source.PACKAGE,
    ),
)
