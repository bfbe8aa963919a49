"""Which API version both orgs are read at: describe answers can be compared only at the same version.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_versions.htm
"""

from collections.abc import Sequence

from parity.errors import CouldNotLook, InputError

#: The newest API version that parity was tested with.
NEWEST_TESTED = "68.0"


def choose_version(
    offered: Sequence[Sequence[str]], fixed: str | None = None, newest_tested: str = NEWEST_TESTED
) -> str:
    """The version that parity.yaml fixes; else the highest that every org offers, up to `newest_tested`.

    `62` means `62.0`. Raises InputError where an org does not offer the fixed version, CouldNotLook where the orgs
    share no version.
    """
    common = set(offered[0]).intersection(*offered[1:])
    usable = sorted((one for one in common if float(one) <= float(newest_tested)), key=float)
    if not usable:
        raise CouldNotLook(
            f"the orgs offer no common API version up to {newest_tested}",
            fix="Update parity, or wait until both orgs are on the same release.",
        )
    if fixed is None:
        return usable[-1]
    wanted = f"{fixed}.0" if fixed.isdigit() else fixed
    if wanted in usable:
        return wanted
    who = "both orgs offer" if len(offered) > 1 else "the org offers"
    why = (
        f"is newer than {newest_tested}, the newest that this parity was tested with"
        if wanted in common
        else f"is none that {who}"
    )
    raise InputError(
        f"API version `{fixed[:40]}` {why}",
        fix=f"Take one that {who}: {_ranges(usable)}. Example: --api-version {usable[-1]}, or in parity.yaml "
        f'api: {{version: "{usable[-1]}"}}; without either, the highest is taken.',
    )


def _ranges(versions: Sequence[str]) -> str:
    """Versions, oldest first, with those that follow on one another as `31.0 to 66.0`."""
    runs: list[list[str]] = []
    for one in versions:
        if runs and float(one) == float(runs[-1][-1]) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
