"""What the project wants to know of an org besides its metadata: who connects with it, and which fields matter."""

from msgspec import Struct

from parity.marketo_measure import catalogue as marketo_measure


class Interest(Struct, frozen=True, kw_only=True):
    """The user or permission set that Marketo Measure connects with; both null: the collecting user is looked at.

    `fields` are the `Object.Field` names that the tenant's own rules use.
    """

    integration_user: str | None = None
    permission_set: str | None = None
    fields: tuple[str, ...] = ()

    @property
    def names_somebody(self) -> bool:
        """Whether the project says who connects."""
        return self.integration_user is not None or self.permission_set is not None

    @property
    def access_fields(self) -> tuple[str, ...]:
        """The fields whose permissions are asked for: the catalogue's that can be permitted, and the project's own."""
        asked = {
            f"{one.object}.{one.name}" for one in marketo_measure.catalogue() if one.custom or _permitted(one.name)
        }
        asked |= {f"Campaign.{marketo_measure.ENABLE_TOUCHPOINTS}", *self.fields}
        return tuple(sorted(asked))


def _permitted(name: str) -> bool:
    """Whether a standard field can have field permissions: ids and audit fields never have."""
    return name not in {"Id", "CreatedDate", "LastModifiedDate", "IsDeleted"}
