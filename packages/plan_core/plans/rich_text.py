"""The stored form of a section's text: plain lines with a few marks of Markdown. Pure.

The whole form, and nothing beside it:

- `# ` and `## ` begin a heading and a heading below it.
- `- ` begins an item of a list, `1. ` one of a numbered list: 1 first, then the next number.
  Two or more spaces before the mark (written as four) make it an item of the second level.
- Any other line is text. Lines that follow one another are one paragraph and keep their breaks; a
  blank line ends it.
- `**bold**` inside a line, without a space at its inner edges.
- `\\` before one of `\\ * # . -` takes away what it would mean.

What looks like another mark is text and stays as typed. `services/web` reads and writes the same
form (`features/plan/parts/text/form.ts`); both are tested with the same examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from plan_core.thai_text import repair
from plan_core.typed_text import not_longer

MAX_BODY = 50_000
"""Some twenty printed pages: more than any section."""
INDENT = "    "
DEEPEST = 2


class BlockKind(StrEnum):
    """What a block of text is."""

    PARAGRAPH = "PARAGRAPH"
    HEADING = "HEADING"
    SUBHEADING = "SUBHEADING"
    BULLET = "BULLET"
    NUMBER = "NUMBER"


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one look."""

    text: str
    is_bold: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with its lines, or a heading or an item with its one line.

    An item has its `depth`, 1 or 2, and one of a numbered list its `number`.
    """

    kind: BlockKind
    lines: tuple[Line, ...]
    depth: int = 0
    number: int = 0

    @property
    def is_item(self) -> bool:
        return self.depth > 0


def clean(text: str, field: str = "body") -> str:
    """A text in its stored form: the same blocks, written one way. Refused when it is too long."""
    plain = not_longer(_plain(text), MAX_BODY, field)
    return write(_blocks(plain))


def read(text: str) -> tuple[Block, ...]:
    """The blocks of any text; every text has some reading."""
    return _blocks(_plain(text))


def write(blocks: Iterable[Block]) -> str:
    """The stored form of blocks; a block without words leaves nothing behind."""
    counting = _Counting()
    parts: list[str] = []
    was_item = False
    for block in blocks:
        lines = [text for text in (_written(line) for line in block.lines) if text]
        if not lines:
            continue
        mark, kept = counting.mark_of(block), counting.noted(block)
        if kept.kind is BlockKind.PARAGRAPH:
            lines = [counting.escaped(line) for line in lines]
        if parts:
            parts.append("\n" if was_item and kept.is_item else "\n\n")
        parts.append(mark + ("\n" if kept.kind is BlockKind.PARAGRAPH else " ").join(lines))
        was_item = kept.is_item
    return "".join(parts)


_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_SPACES = re.compile("[\t\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def _plain(text: str) -> str:
    """One sort of line break, one sort of space, no control characters, sound Thai."""
    return repair(_CONTROLS.sub("", _SPACES.sub(" ", _BREAKS.sub("\n", text))))


_HEADING = re.compile("(##?) +(.+)")
_ITEM = re.compile(r"(-|[1-9][0-9]{0,4}\.) +(.+)")
_KIND_OF_HEADING = {"#": BlockKind.HEADING, "##": BlockKind.SUBHEADING}


@dataclass(slots=True)
class _Counting:
    """What stands above a line: the numbers reached at both levels, and whether it is an item."""

    numbers: list[int] = field(default_factory=lambda: [0] * DEEPEST)
    below_item: bool = False

    def read(self, line: str) -> tuple[Block, str]:
        """What a line's mark makes of it, and the rest of the line."""
        bare = line.strip(" ")
        heading = _HEADING.fullmatch(bare)
        if heading is not None:
            return Block(_KIND_OF_HEADING[heading[1]], ()), heading[2]
        item = _ITEM.fullmatch(bare)
        if item is not None:
            indent = len(line) - len(line.lstrip(" "))
            depth = DEEPEST if indent > 1 and self.below_item else 1
            if item[1] == "-":
                return Block(BlockKind.BULLET, (), depth), item[2]
            number = int(item[1][:-1])
            if number in {1, self.numbers[depth - 1] + 1}:
                return Block(BlockKind.NUMBER, (), depth, number), item[2]
        return Block(BlockKind.PARAGRAPH, ()), bare

    def noted(self, block: Block) -> Block:
        """The block where it really stands; the next line is read below it."""
        depth = min(block.depth, DEEPEST if self.below_item else 1)
        number = block.number
        if block.kind is BlockKind.NUMBER and number != 1:
            number = self.numbers[depth - 1] + 1
        self.numbers[max(depth - 1, 0) :] = [0] * (DEEPEST - max(depth - 1, 0))
        if depth:
            self.numbers[depth - 1] = number
        self.below_item = depth > 0
        return replace(block, depth=depth, number=number)

    def mark_of(self, block: Block) -> str:
        kept = _Counting(list(self.numbers), self.below_item).noted(block)
        marks = {
            BlockKind.PARAGRAPH: "",
            BlockKind.HEADING: "# ",
            BlockKind.SUBHEADING: "## ",
            BlockKind.BULLET: "- ",
            BlockKind.NUMBER: f"{kept.number}. ",
        }
        return INDENT * (kept.depth - 1) + marks[kept.kind]

    def escaped(self, line: str) -> str:
        """A line of text whose beginning would be read as a mark."""
        if self.read(line)[0].kind is BlockKind.PARAGRAPH:
            return line
        at = line.index(".") if line[0].isdigit() else 0
        return f"{line[:at]}\\{line[at:]}"


def _blocks(plain: str) -> tuple[Block, ...]:
    counting = _Counting()
    blocks: list[Block] = []
    is_apart = True
    for line in plain.split("\n"):
        if not line.strip(" "):
            is_apart = True
            continue
        block, rest = counting.read(line)
        block = replace(counting.noted(block), lines=(_spans(rest),))
        above = blocks[-1] if blocks else None
        if above is not None and not is_apart and above.kind is block.kind is BlockKind.PARAGRAPH:
            blocks[-1] = replace(above, lines=above.lines + block.lines)
        else:
            blocks.append(block)
        is_apart = False
    return tuple(blocks)


_BOLD = "**"
_MEANT = "\\*#.-"
"""What a backslash takes the meaning from."""


def _tokens(text: str) -> list[str]:
    """Single characters, freed of their backslashes, and `**`."""
    found: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] and text[at + 1] in _MEANT:
            found.append(text[at + 1])
            at += 2
        elif text.startswith(_BOLD, at):
            found.append(_BOLD)
            at += 2
        else:
            found.append(text[at])
            at += 1
    return found


def _spans(text: str) -> Line:
    """The looks of one line; a `**` without its fellow is text."""
    tokens = _tokens(text)
    is_bold = [False] * len(tokens)
    opened: int | None = None
    for at, token in enumerate(tokens):
        if token != _BOLD:
            continue
        if opened is None:
            if at + 1 < len(tokens) and tokens[at + 1] not in {" ", _BOLD}:
                opened = at
        elif tokens[at - 1] != " ":
            for inside in range(opened + 1, at):
                is_bold[inside] = True
            tokens[opened] = tokens[at] = ""
            opened = None
    return tidy(Span(token, bold) for token, bold in zip(tokens, is_bold, strict=True))


def tidy(spans: Iterable[Span]) -> Line:
    """Spans of one look put together; spaces at the edges of bold text are not bold."""
    return tuple(_merged(part for span in _merged(spans) for part in _without_edges(span)))


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    texts: list[str] = []
    is_bold = False
    for span in spans:
        if not span.text:
            continue
        if texts and span.is_bold is not is_bold:
            yield Span("".join(texts), is_bold)
            texts = []
        texts.append(span.text)
        is_bold = span.is_bold
    if texts:
        yield Span("".join(texts), is_bold)


def _without_edges(span: Span) -> Sequence[Span]:
    if not span.is_bold:
        return (span,)
    bare = span.text.strip(" ")
    if not bare:
        return (Span(span.text),)
    before, _, after = span.text.partition(bare)
    return (Span(before), Span(bare, is_bold=True), Span(after))


def _written(line: Line) -> str:
    spans = tidy(line)
    at_edges = len(spans) > 1 or any(span.is_bold for span in spans)
    return "".join(
        f"{_BOLD}{text}{_BOLD}" if span.is_bold else text
        for span in spans
        for text in (_escaped(span.text, at_edges=at_edges),)
    ).strip(" ")


def _escaped(text: str, *, at_edges: bool) -> str:
    """Backslashes before what would mean something."""
    found: list[str] = []
    for at, sign in enumerate(text):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        is_edge = at_edges and (at == 0 or not after)
        if (sign == "*" and (is_edge or "*" in {before, after})) or (
            sign == "\\" and (not after or after in _MEANT)
        ):
            found.append("\\")
        found.append(sign)
    return "".join(found)
