"""Reading a large workbook against the libraries that read workbooks.

Run `python -m benchmarks.reading [--runs N] [--json FILE]`. The product reads every sheet into indicators, figures,
children and findings; the libraries read every sheet into rows of values.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.large_workbook import INDICATORS, MONTHS, ROWS, made_large
from benchmarks.side_by_side import Command, in_turn, show, write

FLOOR = "calamine"
_READ = {
    FLOOR: """
import sys, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
""",
    "cpp_scorecard": """
import sys, pathlib
from cpp_scorecard.app.own_process import prepare_own_process
prepare_own_process()
from cpp_scorecard.intake.workbook import read_workbook
book = read_workbook(pathlib.Path(sys.argv[1]))
""",
    "openpyxl, read-only": """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
rows = [list(sheet.iter_rows(values_only=True)) for sheet in book]
""",
    "pandas, by openpyxl": """
import sys, pandas
frames = pandas.read_excel(sys.argv[1], sheet_name=None)
""",
    "pandas, by calamine": """
import sys, pandas
frames = pandas.read_excel(sys.argv[1], sheet_name=None, engine="calamine")
""",
}


def main() -> None:
    """Time the readers in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        large = made_large(Path(name, "large.xlsx"))
        print(f"{INDICATORS} indicators, {MONTHS} months, {ROWS:,} episodes of twelve columns")
        medians = in_turn({what: Command.of_python(code, str(large)) for what, code in _READ.items()}, chosen.runs)
    write(chosen.json, {"runs": chosen.runs, "medians": show(medians, FLOOR)})


if __name__ == "__main__":
    main()
