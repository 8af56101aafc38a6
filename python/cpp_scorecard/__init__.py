"""The Corporate Parenting Panel scorecard, made from a council's own indicator workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cpp_scorecard.api import ScorecardFrames, SimilarCouncils, read, similar_councils

__all__ = ["ScorecardFrames", "SimilarCouncils", "__version__", "read", "similar_councils"]
__version__ = "0.1.0"


def __dir__() -> list[str]:
    """What there is to use, for completion."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Import the analysts' interface when it is first used, so that everything else starts at once."""
    if name in ("read", "similar_councils", "ScorecardFrames", "SimilarCouncils"):
        from cpp_scorecard import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
