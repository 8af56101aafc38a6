"""Every VBA module of the add-in as text: our own sources with the build's values in them, and the generated ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cpp_scorecard.addin.wrappers import Wrapper, function_help
from cpp_scorecard.core.errors import Refused

if TYPE_CHECKING:
    from cpp_scorecard.addin.sources import AddinSources

FUNCTIONS, HELP = "CppFunctions", "CppFunctionHelp"
_PLACEHOLDER = re.compile(r"@[A-Z_]+@")
_SET_ITEM = """
' An argument may be a range, which is handed on as it is.
Private Sub SetItem(items() As Variant, ByVal place As Long, ByVal value As Variant)
    If IsObject(value) Then
        Set items(place) = value
    Else
        items(place) = value
    End If
End Sub
"""


def vba_sources(
    sources: AddinSources, wrappers: Sequence[Wrapper], *, addin_version: str, xlwings_version: str
) -> dict[str, str]:
    """The modules by name, with line feeds. Raises Refused for a placeholder that nobody fills."""
    categories = sorted({wrapper.category for wrapper in wrappers})
    if len(categories) != 1:
        raise Refused(
            f"The worksheet functions have the categories {', '.join(categories) or 'none'}.", "Give them one category."
        )
    values = {
        "@ADDIN_VERSION@": addin_version,
        "@XLWINGS_VERSION@": xlwings_version,
        "@SETTINGS_SHEET@": sources.settings_sheet,
        "@TITLE@": sources.title,
        "@CATEGORY@": categories[0],
    }
    texts = dict(sources.vba)
    texts[FUNCTIONS] += "".join(f"\n{wrapper.vba}" for wrapper in wrappers)
    if any(argument.is_vararg for wrapper in wrappers for argument in wrapper.arguments):
        texts[FUNCTIONS] += _SET_ITEM
    texts[HELP] += function_help(wrappers)
    for placeholder, value in values.items():
        texts = {name: text.replace(placeholder, value) for name, text in texts.items()}
    for name, text in texts.items():
        left = _PLACEHOLDER.findall(text)
        if left:
            raise Refused(f"{name} has the placeholder {left[0]}, which nothing fills.", "Put vba_sources.py right.")
    return texts
