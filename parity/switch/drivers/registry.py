"""Finds the drivers in the files next to it: a new file with a DRIVER, and its settings, are all that it needs."""

from functools import cache

from parity.discover import discover
from parity.errors import ConfigError
from parity.switch import drivers
from parity.switch.drivers.interface import Driver, DriverContext, DriverKind


@cache
def all_drivers() -> dict[str, DriverKind]:
    """Every driver by the `kind` that asks for it in parity.yaml, the default one first."""
    found = {str(one.settings.__struct_config__.tag): one for one in discover(drivers, "DRIVER", DriverKind).values()}
    return dict(sorted(found.items(), key=lambda item: (item[0] != "guided", item[0])))


def open_driver(context: DriverContext) -> Driver:
    """The driver that parity.yaml asks for; raises ConfigError where it asks for none."""
    settings = context.project.tenant.driver
    if settings is None:
        default, *others = all_drivers()
        raise ConfigError(
            "no driver is named, so nothing can carry the switch out",
            where="tenant.driver",
            fix=f"Add to parity.yaml, under tenant: `driver: {{kind: {default}}}` (or {', or '.join(others)}).",
        )
    return all_drivers()[str(settings.__struct_config__.tag)].open(settings, context)
