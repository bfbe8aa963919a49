"""The result itself, as result.json holds it (docs/result.schema.json)."""

from parity.formats.registry import Format
from parity.verdict.result import result_bytes

FORMAT = Format(name="json", title="the result itself, as docs/result.schema.json describes it", render=result_bytes)
