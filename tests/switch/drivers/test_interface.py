"""The guard that every driver asks before it acts, and the answers that show an action's effect."""

from pathlib import Path
from typing import get_args

import pytest

from parity.config.drivers import DriverSettings
from parity.errors import DriverError, SwitchRefused
from parity.switch.drivers.contract import refuse_without_effect
from parity.switch.drivers.interface import Action, Instruction, Phase, TenantView, refuse_unless_allowed
from parity.switch.drivers.registry import all_drivers

SANDBOX, OTHER_SANDBOX = "00D8F0000008NwSUAU", "00D8F0000009AbCUAU"
PRODUCTION, OTHER_PRODUCTION = "00D300000001NwhEAE", "00D300000009ZZZEA4"
TENANT = "Northwind Haulage"
ORDER = Instruction(tenant=TENANT, sandbox_org=SANDBOX, production_org=PRODUCTION, key="k")


def view(phase: Phase, org_id: str | None = None, tenant: str = TENANT) -> TenantView:
    return TenantView(tenant=tenant, phase=phase, org_id=org_id)


ALLOWED = [
    (Action.ASK_DELETION, view(Phase.SANDBOX, SANDBOX)),
    (Action.ASK_DELETION, view(Phase.SANDBOX, SANDBOX[:15])),
    (Action.AUTHORISE_PRODUCTION, view(Phase.NOT_CONNECTED)),
]
REFUSED = [
    (Action.ASK_DELETION, view(Phase.SANDBOX, OTHER_SANDBOX)),
    (Action.ASK_DELETION, view(Phase.SANDBOX, None)),
    (Action.ASK_DELETION, view(Phase.SANDBOX, PRODUCTION)),
    (Action.ASK_DELETION, view(Phase.DELETING, SANDBOX)),
    (Action.ASK_DELETION, view(Phase.NOT_CONNECTED)),
    (Action.ASK_DELETION, view(Phase.PRODUCTION, PRODUCTION)),
    (Action.ASK_DELETION, view(Phase.SANDBOX, SANDBOX, "Somebody Else")),
    (Action.AUTHORISE_PRODUCTION, view(Phase.SANDBOX, SANDBOX)),
    (Action.AUTHORISE_PRODUCTION, view(Phase.DELETING, SANDBOX)),
    (Action.AUTHORISE_PRODUCTION, view(Phase.PRODUCTION, PRODUCTION)),
    (Action.AUTHORISE_PRODUCTION, view(Phase.PRODUCTION, OTHER_PRODUCTION)),
    (Action.AUTHORISE_PRODUCTION, view(Phase.NOT_CONNECTED, None, "Somebody Else")),
]


@pytest.mark.parametrize(("action", "shown"), ALLOWED, ids=str)
def test_the_guard_lets_pass_what_was_instructed(action: Action, shown: TenantView) -> None:
    refuse_unless_allowed(shown, action, ORDER)


@pytest.mark.parametrize(("action", "shown"), REFUSED, ids=str)
def test_the_guard_refuses_everything_else(action: Action, shown: TenantView) -> None:
    with pytest.raises(SwitchRefused):
        refuse_unless_allowed(shown, action, ORDER)


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (Action.ASK_DELETION, view(Phase.DELETING, SANDBOX)),
        (Action.ASK_DELETION, view(Phase.NOT_CONNECTED)),
        (Action.AUTHORISE_PRODUCTION, view(Phase.PRODUCTION, PRODUCTION)),
    ],
    ids=str,
)
def test_an_answer_that_shows_the_effect_is_taken(action: Action, shown: TenantView) -> None:
    refuse_without_effect(shown, action, ORDER, "here")


@pytest.mark.parametrize(
    ("action", "shown"),
    [
        (Action.ASK_DELETION, view(Phase.SANDBOX, SANDBOX)),
        (Action.ASK_DELETION, view(Phase.DELETING, OTHER_SANDBOX)),
        (Action.ASK_DELETION, view(Phase.PRODUCTION, PRODUCTION)),
        (Action.AUTHORISE_PRODUCTION, view(Phase.NOT_CONNECTED)),
        (Action.AUTHORISE_PRODUCTION, view(Phase.PRODUCTION, OTHER_PRODUCTION)),
        (Action.AUTHORISE_PRODUCTION, view(Phase.SANDBOX, SANDBOX)),
    ],
    ids=str,
)
def test_an_answer_that_does_not_show_the_effect_is_outside_the_contract(action: Action, shown: TenantView) -> None:
    with pytest.raises(DriverError, match="after the request to"):
        refuse_without_effect(shown, action, ORDER, "here")


def test_parity_yaml_takes_the_settings_of_every_driver_and_no_other() -> None:
    assert {one.settings for one in all_drivers().values()} == set(get_args(DriverSettings))


def test_every_driver_is_documented_by_its_kind() -> None:
    page = (Path(__file__).parents[3] / "docs/switch.md").read_text("utf-8")
    assert [kind for kind in all_drivers() if f"`{kind}`" not in page] == []
    assert next(iter(all_drivers())) == "guided"
