"""The list of sheets in the document properties (``docProps/app.xml``), which search tools show."""

from __future__ import annotations

from collections.abc import Sequence

from cpp_scorecard.sheets.splice.xml_text import Node, XmlText, fragment


def with_sheets(content: bytes, part: str, before: Sequence[str], after: Sequence[str]) -> bytes:
    """The part with `after` as its worksheets; `after` begins with `before`.

    Only the plain form is edited: a vector of headings, the first of them the worksheets, and a vector of
    titles that begins with exactly the sheets in `before`. Excel rewrites the list at the next save, so any
    other form is left as it is.
    """
    text = XmlText(content, part)
    headings, titles = (_vector(text.root, name) for name in ("HeadingPairs", "TitlesOfParts"))
    added = after[len(before) :]
    if headings is None or titles is None or not added or len(headings.children) < 2:
        return content
    count = next((node for node in headings.children[1].walk() if node.name == "i4"), None)
    listed = titles.children[: len(before)]
    if count is None or count.text != str(len(before)) or [node.text for node in listed] != list(before):
        return content
    made = "".join(fragment(Node("lpstr", {}, text=name), listed[-1].prefix) for name in added)
    text.insert_after(listed[-1], made)
    text.set_attribute(titles, "size", str(len(titles.children) + len(added)))
    text.replace(count, fragment(Node("i4", {}, text=str(len(after))), count.prefix))
    return text.result()


def _vector(root: Node, name: str) -> Node | None:
    parent = root.child(name)
    return None if parent is None else parent.child("vector")
