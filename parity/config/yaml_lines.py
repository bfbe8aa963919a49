"""YAML that remembers the line of each key and takes no key twice."""

import re
from typing import Any

import yaml

_STEPS = re.compile(r"\.([^.\[\]`]+)|\[(\d+)\]")


class Lines(dict[Any, Any]):
    """A mapping from YAML; `lines` has the line of each of its keys, counted from 1, `line` its own."""

    line: int = 1
    lines: dict[Any, int]


class LineLoader(yaml.SafeLoader):
    """A SafeLoader whose mappings are Lines. A key that stands twice is an error, not a silent loss.

    Aliases are refused: nobody needs them here, and a few lines of them can stand for millions.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node, which may not be an alias."""
        if self.check_event(yaml.AliasEvent):
            mark: Any = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not taken here", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def _mapping(loader: LineLoader, node: yaml.MappingNode) -> Lines:
    loader.flatten_mapping(node)
    found = Lines()
    found.line = node.start_mark.line + 1
    found.lines = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is not text", key_node.start_mark)
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = key_node.start_mark.line + 1
    return found


LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def line_of(data: Any, message: str) -> int:
    """The line of the deepest place that a msgspec path (`$.orgs.sandbox[0]`) in the message names."""
    line = getattr(data, "line", 1)
    for key, index in _STEPS.findall(message.partition("`$")[2]):
        if isinstance(data, Lines) and key in data:
            line = data.lines[key]
            data = data[key]
        elif isinstance(data, list) and index and int(index) < len(data):
            data = data[int(index)]
            line = getattr(data, "line", line)
    return line
