"""Rendered sheets into somebody else's workbook, touching nothing else of it.

`splice` is the one way in; `verify` checks what came out; `refusals` lists the workbooks that are never
touched. Foreign parts keep every byte, even their compressed ones. The few parts that list what is in the
workbook (`content_types`, `relationships`, `workbook_index`, `styles`, `app_titles`, `calc_chain`) are edited
as text at the places that concern our sheets (`xml_text`), never written anew.
"""

from cpp_scorecard.sheets.splice.council_looks import council_looks
from cpp_scorecard.sheets.splice.refusals import Reason, SpliceRefused
from cpp_scorecard.sheets.splice.splice import Spliced, splice
from cpp_scorecard.sheets.splice.verification import verify
from cpp_scorecard.sheets.splice.zip_file import CheckedZip

__all__ = ["CheckedZip", "Reason", "SpliceRefused", "Spliced", "council_looks", "splice", "verify"]
