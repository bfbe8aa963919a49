"""How a tenant's switch is carried out, as parity.yaml states it. Secrets are named, never held."""

from typing import Annotated

from msgspec import Meta, Struct

Seconds = Annotated[float, Meta(gt=0, le=3600)]


class GuidedDriver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="guided"):
    """A person does it on the settings page, step by step. `connected_app`: the name under which Marketo Measure
    shows in production's OAuth tokens and login history.
    """

    page: str = "https://experience.adobe.com/marketo-measure"
    connected_app: str = "Marketo Measure"


class HttpDriver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="http"):
    """An endpoint that the customer runs (docs/tenant-api.openapi.yaml). Times in seconds."""

    url: str
    token_env: str | None = None
    timeout: Seconds = 30.0
    poll_seconds: Seconds = 30.0
    wait_seconds: Annotated[float, Meta(ge=0)] = 1800.0


class CommandDriver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind", tag="command"):
    """The customer's own program: JSON in, JSON out (docs/driver-contract.md). Times in seconds."""

    run: Annotated[tuple[str, ...], Meta(min_length=1)]
    timeout: Seconds = 120.0
    poll_seconds: Seconds = 30.0
    wait_seconds: Annotated[float, Meta(ge=0)] = 1800.0


DriverSettings = GuidedDriver | HttpDriver | CommandDriver
