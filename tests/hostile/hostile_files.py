"""Every hostile file, by name: over a hundred small functions, each with one idea."""

from __future__ import annotations

from tests.hostile import other_files, sheet_files, workbook_files, xml_files, zip_files
from tests.hostile.collection import EVERY, Hostile

MODULES = (zip_files, xml_files, workbook_files, sheet_files, other_files)
FILES: dict[str, Hostile] = EVERY
SAMPLE = (
    "nothing_in_it",
    "bomb_in_a_sheet",
    "overlapping_entries",
    "two_workbook_parts",
    "name_that_climbs_out",
    "billion_laughs_in_the_sheet",
    "external_entity_in_the_workbook",
    "nested_a_hundred_thousand_deep_in_the_sheet",
    "utf16_that_hides_a_doctype",
    "cell_in_the_last_corner",
    "merge_of_the_whole_sheet",
    "dimension_of_the_whole_sheet",
    "ods_with_a_cell_in_the_far_corner",
    "encrypted_workbook",
    "sheet_that_is_the_styles",
)
"""The files that are tried by default: one or two of every kind, none of them slow."""
