"""What the project wants to know of an org besides its metadata: who connects with it, and which fields matter."""

from msgspec import Struct


class CollectOptions(Struct, frozen=True, kw_only=True):
    """The user or permission set that Marketo Measure connects with. `me`: the very user that parity signs in as.

    `fields` are the `Object.Field` names that the tenant's own rules use. `depth_calls` is how many calls may be spent
    on what automation and fields hold; `who`: ask who changed what, and when.
    """

    integration_user: str | None = None
    permission_set: str | None = None
    me: bool = False
    fields: tuple[str, ...] = ()
    depth_calls: int = 10
    who: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether the project says who connects."""
        return self.me or self.integration_user is not None or self.permission_set is not None
