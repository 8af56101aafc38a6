"""How a sheet says that this product made it, wherever it goes: a hidden name scoped to the sheet.

Excel keeps such a name when it saves, copies, moves or renames the sheet. Its value is the sheet's key as a text:
``_cpp_scorecard_sheet`` refers to ``="scorecard"``.
"""

from __future__ import annotations

SHEET_MARK = "_cpp_scorecard_sheet"
"""The hidden name that report sheets carry."""
