"""Which API version both orgs are read at: describe answers mean the same only at one version.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_versions.htm
"""

from collections.abc import Sequence

from parity.errors import CouldNotLook

#: The newest API version that parity was tested with (Winter '27).
NEWEST_TESTED = "68.0"


def choose_version(
    offered: Sequence[Sequence[str]], fixed: str | None = None, newest_tested: str = NEWEST_TESTED
) -> str:
    """The highest API version that every org offers and that is not above `newest_tested`, or the fixed one."""
    common = set(offered[0]).intersection(*offered[1:])
    if fixed is not None:
        if _is_newer(fixed, newest_tested):
            raise CouldNotLook(
                f"API version {fixed} is newer than {newest_tested}, the newest that this parity was tested with",
                fix="Leave `api.version` out, or update parity.",
            )
        if fixed not in common:
            raise CouldNotLook(
                f"API version {fixed} is not offered by every org",
                fix=f"Leave `api.version` out, or take one of: {', '.join(sorted(common, key=float)[-5:])}.",
            )
        return fixed
    usable = [one for one in common if float(one) <= float(newest_tested)]
    if not usable:
        raise CouldNotLook(
            f"the orgs offer no common API version up to {newest_tested}",
            fix="Update parity, or wait until both orgs are on the same release.",
        )
    return max(usable, key=float)


def _is_newer(version: str, tested: str) -> bool:
    try:
        return float(version) > float(tested)
    except ValueError:
        return False
