"""What `parity check` writes besides its four files, and what it protects before any org is asked."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from parity.cli.terminal.console import Console
from parity.cli.terminal.context import utc_now
from parity.cli.terminal.format_options import tell_what_stays_english, write_formats
from parity.cli.terminal.output_folder import check_file, check_folder
from parity.cli.terminal.own_files import refuse_others_files
from parity.cli.workflows.kept_results import (
    keep_what_a_gate_rested_on,
    newest_is_kept,
    refuse_what_a_gate_rested_on,
    set_aside_older_formats,
)
from parity.config.project import Project
from parity.formats.registry import Format, all_formats
from parity.verdict.baseline import SinceBaseline
from parity.verdict.result import Result
from parity.verdict.result_files import DEFAULT_FOLDER, file_names


class CheckFiles(Struct, frozen=True, kw_only=True):
    """Where a check writes, as its options say.

    `out` is the folder that --out names, null where none is named: then the default folder has the newest result, and
    each is kept in a folder of its own besides. `output` is where the one further format goes instead of the folder.
    """

    out: Path | None
    formats: tuple[Format, ...]
    output: Path | None

    @property
    def folder(self) -> Path:
        """The folder of the four files."""
        return self.out or DEFAULT_FOLDER

    @property
    def keeps_each(self) -> bool:
        """Whether each result is kept in a folder of its own besides."""
        return self.out is None

    @property
    def others(self) -> tuple[Format, ...]:
        """The formats to write besides the four files."""
        return tuple(one for one in self.formats if self.output is not None or one.file not in file_names())

    def make_room(self, project: Project, folder: Path, console: Console) -> None:
        """Before any org is asked: raise InputError where something in the way must stay, and set old formats aside.

        `folder` is that of parity.yaml.
        """
        self._refuse_unwritable()
        refuse_others_files(self.folder, self._own_formats(), project.tenant.name, self._is_kept)
        if self.keeps_each:
            keep_what_a_gate_rested_on(project, folder, self.folder, utc_now())
        else:
            refuse_what_a_gate_rested_on(project, folder, self.folder)
        set_aside_older_formats(self.folder, console)

    def write_others(self, result: Result, since: SinceBaseline | None, console: Console) -> None:
        """Write the formats besides the four files, and say which of them are English all the same."""
        tell_what_stays_english(self.others, console)
        if self.others:
            written = write_formats(result, self.others, self._target(self.others), since)
            console.info(f"Wrote {', '.join(map(str, written))}" if written else f"Wrote {self.others[0].name}")

    def _refuse_unwritable(self) -> None:
        check_folder(self.folder, "--out")
        for name in (*file_names(), *(one.file for one in self.formats)):
            check_file(self.folder / name, "--out")

    def _own_formats(self) -> set[Format]:
        """The formats of all files that are written into the folder."""
        always = {one for one in all_formats().values() if one.file in file_names()}
        return always if self.output is not None else {*always, *self.formats}

    def _is_kept(self) -> bool:
        """Whether the result that is there would not be lost."""
        return self.keeps_each and newest_is_kept(self.folder)

    def _target(self, others: Sequence[Format]) -> Path:
        """Where the formats go: into the folder under their own names, or where `-o` says."""
        if self.output is not None:
            return self.output
        return self.folder / others[0].file if len(others) == 1 else self.folder
