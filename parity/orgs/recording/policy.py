"""The policy of a recorded project with stand-ins: what decides a verdict stays, who decided it and why does not.

A waiver's fingerprint is a digest of names, which could be tried out: it is replaced as well (waivers.py gives it the
fingerprint that its finding has in the recording).
"""

from parity.config.policy import Policy, ReadinessPolicy, SeverityOverride, Waiver
from parity.orgs.recording.texts import Texts
from parity.orgs.recording.vocabulary import CODE, TEXT

#: No finding has it.
NO_FINDING = "0" * 16
_SOMEBODY, _NOT_TOLD = "somebody", "not told in a recording"


def without_names(policy: Policy, texts: Texts) -> Policy:
    """The policy with the stand-ins of a recording, without signers. A setting that is not handled here is left out."""
    readiness = policy.readiness
    automation = readiness.custom_revenue_automation
    return Policy(
        profile=policy.profile,
        max_warnings=policy.max_warnings,
        fields=_names(policy.fields, texts),
        readiness=ReadinessPolicy(
            daily_api_limit=readiness.daily_api_limit,
            export_batch_size=readiness.export_batch_size,
            stage_fields=_names(readiness.stage_fields, texts),
            custom_revenue_automation=None if automation is None else texts.scrubbed(automation, TEXT),
        ),
        waivers=tuple(_waiver(one, texts) for one in policy.waivers),
        waiver_max_days=policy.waiver_max_days,
        severities=tuple(_severity(one, texts) for one in policy.severities),
        result_max_age_hours=policy.result_max_age_hours,
    )


def _severity(override: SeverityOverride, texts: Texts) -> SeverityOverride:
    return SeverityOverride(
        rule=override.rule,
        object=texts.scrubbed(override.object, CODE),
        field=texts.scrubbed(override.field, CODE),
        raise_to=override.raise_to,
        lower_to=override.lower_to,
        by=_SOMEBODY if override.by else "",
        reason=_NOT_TOLD,
        expires=override.expires,
    )


def _waiver(waiver: Waiver, texts: Texts) -> Waiver:
    return Waiver(
        fingerprint="" if waiver.gap else NO_FINDING,
        seen="" if waiver.gap else NO_FINDING,
        gap=waiver.gap,
        object=texts.scrubbed(waiver.object, CODE) if waiver.gap else "",
        fields=_names(waiver.fields, texts),
        by=_SOMEBODY,
        reason=_NOT_TOLD,
        expires=waiver.expires,
    )


def _names(names: tuple[str, ...], texts: Texts) -> tuple[str, ...]:
    return tuple(texts.scrubbed(one, CODE) for one in names)
