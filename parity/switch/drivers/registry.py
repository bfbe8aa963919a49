"""Finds the drivers in the files beside it: settings of kind X are carried out by X.py."""

import importlib

from parity.errors import ConfigError
from parity.switch.drivers.interface import Driver, DriverContext


def open_driver(around: DriverContext) -> Driver:
    """The driver that parity.yaml asks for; raises ConfigError where it asks for none."""
    settings = around.project.tenant.driver
    if settings is None:
        raise ConfigError(
            "no driver is named, so nothing can carry the switch out",
            where="tenant.driver",
            fix="Add to parity.yaml, under tenant: `driver: {kind: guided}` (or http, or command).",
        )
    module = importlib.import_module(f"parity.switch.drivers.{settings.__struct_config__.tag}")
    driver: Driver = module.open_driver(settings, around)
    return driver
