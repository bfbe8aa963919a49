"""`parity digest`."""

from pathlib import Path

import click


@click.command("digest")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...]) -> int:
    """Print a digest of each snapshot or result (or report.html) that stays the same until somebody changes the org.

    Of a snapshot: its metadata, without times, credits and numbers of records. Of a result, or a report.html that
    carries one: both orgs' metadata and the policy. What was made for the same key need not be made again; a verdict
    also depends on the day (waivers end, and a result grows old).

    \b
    Example: parity digest parity-out/result.json
    """
    from parity.cli.terminal.context import console_of
    from parity.errors import InputError
    from parity.integrity.file_kind import FileKind, kind_of, misplaced, where_from
    from parity.integrity.files import read_whole
    from parity.integrity.sealed_page import result_data
    from parity.snapshot.file import metadata_digest, read_snapshot
    from parity.verdict.result import metadata_key, read_result

    lines = []
    for path in files:
        data = read_whole(path)
        if problem := misplaced(data, FileKind.SNAPSHOT, FileKind.RESULT, FileKind.REPORT):
            fix = f"{where_from(FileKind.RESULT)} {where_from(FileKind.SNAPSHOT)}"
            raise InputError(problem, where=str(path), fix=fix)
        data = result_data(data, str(path))
        if kind_of(data) is FileKind.RESULT:
            found = metadata_key(read_result(data, str(path)))
        else:
            found = metadata_digest(read_snapshot(data, str(path)))
        lines.append(f"{found}  {path}")
    console_of(ctx).result("\n".join(lines))
    return 0
