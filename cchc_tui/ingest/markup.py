"""Patterns for the tags of an HTML table, and functions for the text inside and outside a table.

Whatever an office types into a cell is text, even if it looks like a tag. A browser hides all rows after an unclosed
"<!--" or "<plaintext>"; this reader must not hide them.
"""

from __future__ import annotations

import re
from html import unescape

#: The rest of a tag after its name. Where a quote is not closed, it ends with the tag.
_ATTRIBUTES = r"(?:[\s/](?:(?:[^\"'<>]|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*+))?"
#: Text with any tags but those of rows, cells and tables.
_CONTENT = r"[^<]*+(?:<(?!/?t(?:[dhr]|able)\b)[^<]*+)*+"
#: A regular row: cells one after another, each with its end tag. Group 1 holds the cells.
ROW = re.compile(
    rf"\s*<tr{_ATTRIBUTES}>((?:\s*<t[dh]{_ATTRIBUTES}>{_CONTENT}</t[dh]\s*>)*+)\s*</tr\s*>",
    re.I,
)
#: The cells of such a row: attributes and content.
CELL = re.compile(rf"<t[dh]({_ATTRIBUTES})>({_CONTENT})</t[dh]\s*>", re.I)
#: The tags by which irregular rows are read: group 1 is "/" in an end tag, 2 the name, 3 the attributes.
MARK = re.compile(rf"<(/?)(!--|(?:t[dhr]|table|thead|tbody|tfoot|script|style|xml)\b)((?<!--){_ATTRIBUTES}|)>?", re.I)
#: The start of a row.
ROW_START = re.compile(r"<tr\b", re.I)
#: The start of a row or cell; a table may lack the former.
ROW_OR_CELL = re.compile(r"<t[rdh]\b", re.I)
#: The start or end of a table, or the start of a comment.
TABLE = re.compile(rf"<(?:(/?)table\b{_ATTRIBUTES}>?|!--)", re.I)
#: The start or end of a cell.
CELL_EDGE = re.compile(r"<(/?)t[dh]\b", re.I)
#: The start or end of any element of a list.
EDGE = re.compile(r"<(/?)(t[dhr]|table|body|html)\b", re.I)

#: Longest text of a cell here. When it is stored, it is cut to far less.
_LONGEST = 100_000
#: Tags that do not separate words.
_INLINE = frozenset(("b", "strong", "i", "em", "u", "s", "font", "span", "a", "sub", "sup", "small", "big"))
_OTHERS = (
    "abbr|acronym|address|article|aside|bdi|bdo|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|"
    "dfn|dir|div|dl|dt|fieldset|figure|footer|form|h[1-6]|head|header|hr|html|iframe|img|input|ins|kbd|label|legend|li|"
    "link|main|mark|meta|nav|nobr|noscript|object|ol|optgroup|option|p|pre|q|samp|section|select|strike|table|tbody|td|"
    r"textarea|tfoot|th|thead|time|title|tr|tt|ul|var|wbr|\w+:\w+"
)
_TAG = re.compile(
    rf"<!\[CDATA\[|\]\]>|<!\[[^<>\[]*\]>|</?({'|'.join(_INLINE)}|{_OTHERS}){_ATTRIBUTES}>",
    re.I,
)
#: The start of elements that contain no text.
_HIDDEN = re.compile(r"<(!--|(?:script|style|xml)\b)", re.I)
_ENDS = {"!--": re.compile("-->")} | {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "xml")}

#: Form fields. A page shows the value or the selected option; tick boxes and buttons have no value.
_SELECT = re.compile(rf"<select\b{_ATTRIBUTES}>(.*?)</select\s*>", re.I | re.S)
_OPTION = re.compile(rf"<option\b({_ATTRIBUTES})>([^<]*)", re.I)
_CHOSEN = re.compile(r"\sselected\b", re.I)
_TYPE = re.compile(r"\stype\s*=\s*[\"']?\s*(\w+)", re.I)
_VALUE = re.compile(r"\svalue\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_VALUELESS = frozenset(("checkbox", "radio", "button", "submit", "reset", "image", "hidden", "file", "password"))

#: A text between inline tags only, as most texts with tags are.
_WRAPPED = re.compile(rf"(?:<(?:{'|'.join(_INLINE)}){_ATTRIBUTES}>)*+([^<]*+)(?:</(?:{'|'.join(_INLINE)})\s*>)*+", re.I)


def text_of(content: str) -> str:
    """The text in the source of a cell. Inline tags ("Ph<b>ườ</b>ng") do not separate words; breaks and blocks do.

    An unknown tag counts as text that somebody typed, and so does a comment or script without an end.
    """
    if "<" in content:
        wrapped = _WRAPPED.fullmatch(content)
        content = wrapped[1] if wrapped is not None else _text_of_marked(_without_hidden(content[:_LONGEST]))
    return unescape(content) if "&" in content else content


def _text_of_marked(content: str) -> str:
    return _TAG.sub(_parting, _SELECT.sub(_chosen, content))


def _chosen(select: re.Match[str]) -> str:
    options = _OPTION.findall(select[1])
    first = options[0][1] if options else ""
    return next((text for attributes, text in options if _CHOSEN.search(attributes)), first)


def _without_hidden(text: str) -> str:
    """The source without comments and scripts. A comment or script without an end is kept."""
    parts: list[str] = []
    position, endless = 0, set[str]()
    for mark in _HIDDEN.finditer(text):
        name = mark[1].lower()
        if mark.start() < position or name in endless:
            continue
        if (end := _ENDS[name].search(text, mark.end())) is None:
            endless.add(name)
            continue
        parts.append(text[position : mark.start()])
        position = end.end()
    return "".join([*parts, text[position:]]) if parts else text


def _parting(mark: re.Match[str]) -> str:
    name = mark[1]
    if name and name.lower() == "input":
        kind, value = _TYPE.search(mark[0]), _VALUE.search(mark[0])
        if value is not None and (kind is None or kind[1].lower() not in _VALUELESS):
            return f" {value[1] or value[2] or value[3] or ''} "
    return " " if name and name.lower() not in _INLINE else ""


def _parting_lines(mark: re.Match[str]) -> str:
    parting = _parting(mark)
    return "\n" if parting and mark[1].lower() != "br" else parting


def lines_outside(text: str) -> list[str]:
    """The lines that a browser would show for HTML without tables. Empty lines are left out."""
    shown = _TAG.sub(_parting_lines, _without_hidden(re.sub(r"\s+", " ", text[:_LONGEST])))
    return [line for part in unescape(shown).split("\n") if (line := part.strip())]
