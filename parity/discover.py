"""Finds what a package's files declare, so that a new file is all that a new rule, format or driver needs."""

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

_Declared = TypeVar("_Declared")


def discover(package: ModuleType, name: str, kind: type[_Declared]) -> dict[str, _Declared]:
    """What the modules directly inside `package` declare under `name`, by module name, in alphabetical order.

    Modules without that name are no declarations and are skipped. Raises TypeError where a declaration is not a `kind`.
    """
    found: dict[str, _Declared] = {}
    for module in sorted(one.name for one in pkgutil.iter_modules(package.__path__)):
        path = f"{package.__name__}.{module}"
        declared = getattr(importlib.import_module(path), name, None)
        if declared is None:
            continue
        if not isinstance(declared, kind):
            raise TypeError(f"{path}.{name} is a {type(declared).__name__}, not a {kind.__name__}")
        found[module] = declared
    return found
