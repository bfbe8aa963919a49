"""Everything that parity refuses, in one hierarchy that knows its exit code.

Exit codes are those of docs/exit-codes.md: 2 for usage and input, 3 for "could not look".
A message says what is wrong, where, and what to do; it never holds a secret.
"""


class ParityError(Exception):
    """A refusal that a person can act on. `where` and `fix` may be empty."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\n  {self.fix}" if self.fix else ""
        return f"{place}{self.what}{advice}"


class InputError(ParityError):
    """A file, option or value that the user gave cannot be used."""


class ConfigError(InputError):
    """parity.yaml is missing, broken, or asks for something that cannot be."""


class SnapshotError(InputError):
    """A snapshot file is damaged, of another schema, or in the wrong place."""


class ResultError(InputError):
    """A result file is damaged, edited, or of another schema."""


class ResultEdited(ResultError):
    """A result contradicts itself: it was edited after it was written."""


class WrongOrgError(InputError):
    """An org is not what the configuration says that it is."""


class CouldNotLook(ParityError):
    """Something that the verdict needs could not be read: never a GO."""

    exit_code = 3


class SignInError(CouldNotLook):
    """Nobody could be signed in to an org."""


class OrgUnreachable(CouldNotLook):
    """The network or the org gave no usable answer."""


class NoCreditsLeft(CouldNotLook):
    """The org's daily API requests are spent, but for the reserve to be kept."""


class LedgerError(InputError):
    """The ledger cannot be used: not a ledger, of a newer version, damaged, or not to be written."""


class LedgerUnreachable(CouldNotLook):
    """The ledger is locked by another process, or its database does not answer."""


class DriverError(CouldNotLook):
    """A tenant driver failed, was silent, or answered what its contract does not allow."""


class SwitchRefused(ParityError):
    """The switch, or a way back, is refused: nothing was done."""

    exit_code = 1


class SwitchUnfinished(CouldNotLook):
    """The switch is under way and waits for the tenant; the next run goes on."""
