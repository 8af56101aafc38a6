"""Similar councils in a workbook: typed figures stand, blank ones are worked out, and reports say from what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.tools.department import EET, WILTSHIRE, activity, shares
from tests.tools.workbooks import Row, Shown, write

from cpp_scorecard.app.as_json import document
from cpp_scorecard.app.build import build, chosen_reports
from cpp_scorecard.app.scorecard import Scorecard, make_scorecard
from cpp_scorecard.core.assessment import Assessment
from cpp_scorecard.core.findings import Finding, Severity
from cpp_scorecard.core.period import Month

SAMPLE = Path(__file__).parents[2] / "samples" / "wiltshire-2022-01" / "indicators.xlsx"
NAME = "% care leavers in EET (17-18)"
TEN = "55 53 45 61 67 62 59 52 68 65"
"""Their mean is 58.7 %, the middle of them 60 %."""
SETTINGS: Mapping[str, object] = {
    "Local authority number": WILTSHIRE,
    "Department files": "dfe",
    "Similar councils set": "April 2021",
}
COMPARATORS = (
    "Indicator",
    "Similar councils",
    "Similar councils period",
    "Similar councils source",
    "Department measure",
)


class Council:
    """A workbook with one indicator, and a folder of the Department's files beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "council.xlsx"
        self.files = folder / "dfe"
        self.files.mkdir()

    def publishes(self, years: Mapping[str, str], name: str = "la_care_leavers_activity.csv") -> None:
        activity(self.files / name, {year: shares(texts) for year, texts in years.items()})

    def read(
        self,
        similar: object = None,
        period: object = None,
        measure: str | None = EET,
        settings: Mapping[str, object] = SETTINGS,
        *,
        how: str = "SS",
        unit: str = "Percentage",
        month: str = "Nov-21",
        as_of: Month | None = None,
    ) -> Scorecard:
        figure = 0.578 if unit == "Percentage" else 57.8
        sheets: dict[str, list[Row]] = {
            "Definitions": [
                ("Domain", "Indicator", "How reported?", "Good is", "Low", "High", "Unit", "Decimals", "Figures are"),
                ("Care leavers", NAME, how, "High", None, None, unit, 1, "Measured"),
            ],
            "Figures": [("Indicator", month), (NAME, Shown(figure, "0.0%") if unit == "Percentage" else figure)],
            "Comparators": [COMPARATORS, (NAME, similar, period, None, measure)],
            "Settings": [("Setting", "Value"), *settings.items()],
        }
        return make_scorecard(write(self.path, sheets), as_of)


@pytest.fixture
def council(tmp_path: Path) -> Council:
    return Council(tmp_path)


def one(card: Scorecard) -> Assessment:
    (assessment,) = card.assessments
    return assessment


def as_json(card: Scorecard) -> dict[str, Any]:
    (indicator,) = document(card)["indicators"]
    return dict(indicator)


def found(card: Scorecard) -> dict[str, Finding]:
    """The findings about similar councils, by code."""
    return {f.code: f for f in card.findings if f.code.startswith(("similar", "department", "setting", "comparator"))}


def test_a_blank_comparator_with_a_measure_is_worked_out(council: Council) -> None:
    council.publishes({"2021": TEN})
    card = council.read()
    said = as_json(card)
    assert said["similar"] == pytest.approx(0.587)
    assert said["similar_direction"] == "W"
    assert said["similar_period"] == "2020-21"
    assert said["similar_method"] == "mean"
    assert said["similar_set"] == "April 2021 statistical neighbours (10 councils, unweighted mean)"
    assert said["similar_source"] == "DfE, la_care_leavers_activity.csv, mean of 10 councils of the April 2021 set"
    assert said["similar_absent"] is None
    assert said["similar_sources"][0] == "'la_care_leavers_activity.csv'!K3"
    assert len(said["similar_sources"]) == 10
    assert found(card) == {}


@pytest.mark.parametrize(("method", "number"), [("mean", 0.587), ("Median", 0.60), ("pooled", 0.587)])
def test_the_method_is_the_settings(council: Council, method: str, number: float) -> None:
    council.publishes({"2021": TEN})
    card = council.read(settings={**SETTINGS, "Similar councils method": method})
    assert as_json(card)["similar"] == pytest.approx(number)
    assert as_json(card)["similar_method"] == method.lower()
    assert method.lower() in as_json(card)["similar_set"]


def test_the_latest_year_that_had_ended_by_the_reports_month_counts(council: Council) -> None:
    council.publishes({"2020": "50 " * 10, "2021": TEN, "2022": "70 " * 10})
    assert as_json(council.read())["similar_period"] == "2020-21"
    card = council.read(month="Apr-22", as_of=Month.of(2022, 4))
    assert (as_json(card)["similar_period"], as_json(card)["similar"]) == ("2021-22", 0.7)


def test_councils_without_a_figure_are_left_out_and_named(council: Council) -> None:
    council.publishes({"2021": "c 53 45 61 67 62 59 52 68 65"})
    said = as_json(council.read())
    assert said["similar"] == pytest.approx(532 / 900)
    assert "mean of 9 of the 10 councils" in said["similar_source"]
    assert said["similar_absent"] == "No figure of Gloucestershire (916): suppressed in the source."


def test_with_fewer_than_half_of_the_councils_there_is_no_figure(council: Council) -> None:
    council.publishes({"2021": "c c c c c c 59 52 68 65"})
    card = council.read()
    finding = found(card)["similar-not-computed"]
    assert as_json(card)["similar"] is None
    assert finding.severity is Severity.WARNING
    assert "4 of the 10 similar councils have a figure and 5 are needed" in finding.message
    assert "Gloucestershire (916): suppressed in the source" in finding.message
    assert str(finding.where) == "'Comparators'!E2"
    assert as_json(council.read(settings={**SETTINGS, "Similar councils needed": 4}))["similar"] == pytest.approx(0.61)


@pytest.mark.parametrize("typed", [0.50, 0.587])
def test_a_typed_figure_always_stands(council: Council, typed: float) -> None:
    council.publishes({"2021": TEN})
    said = as_json(council.read(typed))
    assert (said["similar"], said["similar_sources"]) == (typed, ["'Comparators'!B2"])


@pytest.mark.parametrize("typed", ["-", "NA"])
def test_a_typed_reason_stands_too(council: Council, typed: str) -> None:
    council.publishes({"2021": TEN})
    card = council.read(typed)
    assert as_json(card)["similar"] is None
    assert found(card) == {}


@pytest.mark.parametrize(
    ("typed", "period", "differs"),
    [
        (Shown(0.59, "0%"), None, False),
        (Shown(0.59, "0.0%"), None, False),  # the Department prints whole per cents: 59.0% is no finer
        (Shown(0.587, "0.0%"), "2020-21", False),
        (Shown(0.58, "0%"), None, True),
        (Shown(0.50, "0%"), "2019-20", False),  # compared with the year that it names
        (Shown(0.59, "0%"), "2019/20", True),
        (Shown(0.10, "0%"), "2016-17", False),  # the files have no such year
        (Shown(0.58, "0%"), "latest at January 2022", True),
    ],
)
def test_a_typed_figure_is_compared_with_the_source(
    council: Council, typed: Shown, period: str | None, differs: bool
) -> None:
    council.publishes({"2020": "50 " * 10, "2021": TEN})
    finding = found(council.read(typed, period)).get("similar-differs-from-source")
    assert (finding is not None) == differs
    if finding is not None:
        assert str(finding.where) == "'Comparators'!B2"
        assert "la_care_leavers_activity.csv" in finding.message


def test_words_about_the_set_are_printed_as_they_are(council: Council) -> None:
    words = "April 2021 statistical neighbours (10 councils, unweighted mean)"
    card = council.read(0.59, measure=None, settings={"Similar councils set": words})
    assert as_json(card)["similar_set"] == card.similar.typed == words
    assert as_json(card)["similar_method"] is None
    assert found(card) == {}


def test_a_set_that_is_only_named_claims_no_method(council: Council) -> None:
    """How a typed figure came about is not known unless somebody says so."""
    card = council.read(0.59, measure=None, settings={"Similar councils set": "april 2021"})
    assert card.similar.typed == "April 2021 statistical neighbours (10 councils)"


@pytest.mark.parametrize(
    ("left_out", "says"),
    [
        ("Local authority number", '"Local authority number" is blank'),
        ("Similar councils set", "April 2021, May 2025"),
    ],
)
def test_settings_that_are_missing_are_named(council: Council, left_out: str, says: str) -> None:
    council.publishes({"2021": TEN})
    card = council.read(settings={name: value for name, value in SETTINGS.items() if name != left_out})
    assert says in found(card)["similar-not-computed"].message
    assert as_json(card)["similar"] is None


def test_a_council_that_the_set_does_not_have_is_named(council: Council) -> None:
    card = council.read(settings={**SETTINGS, "Local authority number": "999"})
    assert "the April 2021 set has no council 999" in found(card)["similar-not-computed"].message


def test_without_a_folder_measures_wait(council: Council) -> None:
    """A workbook with the column and no files yet is as it was: a typed figure needs no word about it."""
    settings = {"Similar councils set": "April 2021"}
    assert found(council.read(0.59, settings=settings)) == {}
    assert found(council.read(settings=settings))["similar-not-computed"].severity is Severity.INFORMATION


def test_a_folder_that_is_not_there_is_an_error_only_where_a_figure_needs_it(council: Council) -> None:
    settings = {**SETTINGS, "Department files": "elsewhere"}
    assert found(council.read(settings=settings))["department-folder-unusable"].severity is Severity.ERROR
    assert found(council.read(0.59, settings=settings))["department-folder-unusable"].severity is Severity.WARNING


@pytest.mark.parametrize("folder", ["..", "../dfe", "/etc", "C:\\dfe", "\\\\server\\dfe", "dfe/../..", "."])
def test_only_a_folder_beside_the_workbook_may_be_named(council: Council, folder: str) -> None:
    """A workbook from somebody else must not make the tool read other files."""
    card = council.read(settings={**SETTINGS, "Department files": folder})
    assert "a folder beside the workbook" in found(card)["setting-unusable"].message


def test_a_link_that_leads_out_of_the_workbooks_folder_is_not_followed(council: Council, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (tmp_path / "link").symlink_to(outside, target_is_directory=True)
    card = council.read(settings={**SETTINGS, "Department files": "link"})
    assert "department-folder-unusable" in found(card)


def test_a_folder_inside_a_folder_may_be_named(council: Council) -> None:
    activity(council.files / "2025" / "la_care_leavers_activity.csv", {"2021": shares(TEN)})
    card = council.read(settings={**SETTINGS, "Department files": "dfe\\2025"})
    assert as_json(card)["similar"] == pytest.approx(0.587)


def test_a_measure_that_is_not_known_is_named_with_the_nearest(council: Council) -> None:
    finding = found(council.read(measure="EET 17 18 years"))["department-measure-unknown"]
    assert finding.severity is Severity.ERROR
    assert EET in finding.remedy
    assert str(finding.where) == "'Comparators'!E2"


def test_a_folder_without_the_measures_file_says_what_the_file_is_called(council: Council) -> None:
    finding = found(council.read())["similar-not-computed"]
    assert "*care_leavers_activity*" in finding.message
    assert finding.severity is Severity.ERROR


def test_a_measure_of_another_unit_is_not_put_on_the_card(council: Council) -> None:
    council.publishes({"2021": TEN})
    card = council.read(unit="Number")
    assert "is a percentage, the indicator is not" in found(card)["similar-not-computed"].message
    assert as_json(card)["similar"] is None


def test_files_that_are_all_later_than_the_report_say_so(council: Council) -> None:
    council.publishes({"2022": TEN})
    assert "no year of it that had ended by Nov-21" in found(council.read())["similar-not-computed"].message


def test_what_is_wrong_in_a_file_is_found_with_file_and_line(council: Council) -> None:
    council.publishes({"2021": "some 53 45 61 67 62 59 52 68 65"})
    finding = found(council.read())["department-cell-unusable"]
    assert (finding.sheet, finding.cell) in {("la_care_leavers_activity.csv", f"{column}3") for column in "JK"}


def test_a_set_of_the_councils_own_that_is_none_is_named_and_the_rest_read(council: Council) -> None:
    council.publishes({"2021": TEN})
    (council.files / "neighbours").mkdir()
    (council.files / "neighbours" / "mine.csv").write_text("la,name,n1\n", "utf-8")
    card = council.read()
    assert "mine.csv" in found(card)["department-folder-unusable"].message
    assert as_json(card)["similar"] == pytest.approx(0.587)


def test_the_measure_may_stand_in_the_definitions(council: Council) -> None:
    council.publishes({"2021": TEN})
    sheets: dict[str, list[Row]] = {
        "Definitions": [
            ("Indicator", "How reported?", "Unit", "Similar councils", "DfE measure"),
            (NAME, "SS", "Percentage", None, EET),
        ],
        "Figures": [("Indicator", "Nov-21"), (NAME, 0.578)],
        "Settings": [("Setting", "Value"), *SETTINGS.items()],
    }
    assert as_json(make_scorecard(write(council.path, sheets)))["similar"] == pytest.approx(0.587)


def test_without_a_column_for_comparators_the_measure_is_enough(council: Council) -> None:
    council.publishes({"2021": TEN})
    sheets: dict[str, list[Row]] = {
        "Definitions": [("Indicator", "How reported?", "Unit", "DfE measure"), (NAME, "SS", "Percentage", EET)],
        "Figures": [("Indicator", "Nov-21"), (NAME, 0.578)],
        "Settings": [("Setting", "Value"), *SETTINGS.items()],
    }
    assert as_json(make_scorecard(write(council.path, sheets)))["similar"] == pytest.approx(0.587)


@pytest.mark.parametrize(
    ("month", "set_name", "says"),
    [
        ("Nov-21", "April 2021", ""),
        ("May-25", "April 2021", ""),  # superseded in the report's month, not before it
        ("Jun-25", "April 2021", "superseded by the May 2025 set"),
        ("Mar-21", "April 2021", "valid from Apr-21"),
        ("Apr-25", "May 2025", "valid from May-25"),
        ("May-25", "May 2025", ""),
        ("Jun-30", "May 2025", ""),
    ],
)
def test_a_set_that_did_not_hold_in_the_reports_month_is_named(
    council: Council, month: str, set_name: str, says: str
) -> None:
    card = council.read(0.59, measure=None, settings={"Similar councils set": set_name}, month=month)
    finding = found(card).get("similar-set-superseded")
    assert (finding is not None) == bool(says)
    assert finding is None or says in finding.message


@pytest.mark.parametrize(
    ("period", "how", "month", "months", "stale"),
    [
        ("2018-19", "SS", "Mar-21", 24, None),
        ("2018-19", "SS", "Apr-21", 24, 25),
        ("2018-19", "R12M", "Nov-21", 24, 32),
        ("2018-19", "SS", "Nov-21", 32, None),
        ("2018-19", "SS", "Nov-21", 31, 32),
        ("2018/19", "FY", "2020/21", 24, None),
        ("2017/18", "FY", "2020/21", 24, 36),
        ("2018-19", "AY", "2020-21", 24, None),
        ("2017-18", "AY", "2020-21", 24, 36),
        ("Mar-19", "SS", "Apr-21", 24, 25),
        ("2018-19 Q4", "SS", "Apr-21", 24, 25),
        ("latest at January 2019", "SS", "Nov-21", 24, None),
        (None, "SS", "Nov-21", 24, None),
    ],
)
def test_a_comparator_is_old_when_it_ends_long_before_the_latest(
    council: Council, period: str | None, how: str, month: str, months: int, stale: int | None
) -> None:
    settings = {"Months before similar councils are stale": months}
    card = council.read(Shown(0.59, "0%"), period, None, settings, how=how, month=month)
    finding = found(card).get("similar-stale")
    assert one(card).similar.stale_by == as_json(card)["similar_stale_by_months"] == stale
    assert (finding is not None) == (stale is not None)
    if finding is not None:
        assert f"{stale} months" in finding.message
        assert str(finding.where) == "'Comparators'!B2"


def texts(path: Path, sheet: str) -> tuple[str, str]:
    """All text of a sheet, and all its notes."""
    book = load_workbook(path)
    cells = [cell for row in book[sheet].iter_rows() for cell in row]
    notes = [cell.comment.text for cell in cells if cell.comment]
    return "\n".join(str(cell.value) for cell in cells if cell.value is not None), "\n".join(notes)


def built(card: Scorecard, folder: Path) -> Path:
    output = folder / "card.xlsx"
    build(card, output, chosen_reports(card, None))
    return output


def test_the_set_its_year_and_the_method_stand_wherever_the_figure_does(council: Council, tmp_path: Path) -> None:
    council.publishes({"2021": "c 53 45 61 67 62 59 52 68 65"})
    path = built(council.read(), tmp_path)
    named = "April 2021 statistical neighbours (10 councils, unweighted mean)"
    source = "DfE, la_care_leavers_activity.csv, mean of 9 of the 10 councils of the April 2021 set"
    card, notes = texts(path, "CPP Scorecard")
    assert f"Similar councils: {named}." in card
    assert f"Similar councils' figures for 2020-21 worked out from: {source}." in card
    assert source in notes
    assert "No figure of Gloucestershire (916): suppressed in the source." in notes
    assert "2020-21: from 'la_care_leavers_activity.csv'!" in notes
    assert named in texts(path, "Explained")[0]


def test_a_figure_from_a_file_links_to_the_file(council: Council, tmp_path: Path) -> None:
    council.publishes({"2021": TEN})
    book = load_workbook(built(council.read(), tmp_path))
    links = [cell.hyperlink for row in book["CPP Scorecard"].iter_rows() for cell in row if cell.hyperlink]
    places = [(link.target or "").replace("\\", "/") for link in links]
    assert [place for place in places if ".csv" in place] == ["dfe/la_care_leavers_activity.csv"]


def test_an_old_comparator_is_marked_under_the_table_and_in_its_note(council: Council, tmp_path: Path) -> None:
    card = council.read(Shown(0.59, "0%"), "2017-18", None, {})
    text, notes = texts(built(card, tmp_path), "CPP Scorecard")
    assert f"{NAME} (2017-18, 44 months)" in text
    assert "It ends 44 months before the latest figure does." in notes


def test_a_figure_worked_out_is_printed_as_precisely_as_its_source(council: Council, tmp_path: Path) -> None:
    """The mean of whole per cents is shown as a whole per cent, while the rest of the row has decimals."""
    council.publishes({"2021": "69 69 73 71 55 71 68 69 73 77"})
    card = council.read()
    assert one(card).similar.measurement.decimals == 0
    book = load_workbook(built(card, tmp_path))
    shown = [c for row in book["CPP Scorecard"].iter_rows() for c in row if c.value == pytest.approx(0.695)]
    assert [cell.number_format.split("_")[0] for cell in shown] == ["0%"]


def two_figures(
    council: Council, typed: object, settings: Mapping[str, object], *, measured: bool = True, glance: bool = False
) -> Scorecard:
    """One indicator whose comparator is blank and worked out, and one whose comparator is `typed`."""
    council.publishes({"2021": TEN})
    other = "Children looked after"
    sheets: dict[str, list[Row]] = {
        "Definitions": [
            ("Domain", "Indicator", "How reported?", "Good is", "Unit", "Decimals", "Figures are"),
            ("Care leavers", NAME, "SS", "High", "Percentage", 1, "Measured"),
            ("Children", other, "SS", "Low", "Number", 0, "Measured"),
        ],
        "Figures": [("Indicator", "Nov-21"), (NAME, Shown(0.578, "0.0%")), (other, 431)],
        "Comparators": [
            COMPARATORS,
            (NAME, None if measured else Shown(0.59, "0%"), None, None, EET if measured else None),
            (other, typed, "2020-21", None, None),
        ],
        "Settings": [("Setting", "Value"), *settings.items()],
    }
    if glance:
        sheets["At a Glance"] = [
            ("CLA Caseload Breakdown",),
            ("Category", "Measure", "What does good look like?", "End Nov 21", "2019-20", "Similar councils (2020-21)"),
            ("Gender", "% Male", None, "58%", "57%", "56%"),
        ]
    return make_scorecard(write(council.path, sheets))


COMPUTED = "April 2021 statistical neighbours (10 councils, unweighted mean)"
OWN_WORDS = "The ten councils of the panel's report of January 2022"


def sets_by_indicator(card: Scorecard) -> dict[str, str | None]:
    return {one["indicator"]: one["similar_set"] for one in document(card)["indicators"]}


def test_a_typed_figure_never_carries_the_name_of_the_set_that_others_were_worked_out_with(council: Council) -> None:
    """Somebody who changes the set to work figures out with has not retyped the others."""
    card = two_figures(council, 450, SETTINGS)
    assert sets_by_indicator(card) == {NAME: COMPUTED, "Children looked after": None}
    finding = found(card)["comparator-set-not-stated"]
    assert finding.severity is Severity.INFORMATION
    assert "1 similar councils' figure" in finding.message
    assert '"Similar councils of typed figures"' in finding.remedy
    assert str(finding.where) == "'Settings'!B4"


def test_what_typed_figures_stand_for_is_a_setting_of_its_own(council: Council) -> None:
    card = two_figures(council, 450, {**SETTINGS, "Similar councils of typed figures": OWN_WORDS})
    assert sets_by_indicator(card) == {NAME: COMPUTED, "Children looked after": OWN_WORDS}
    assert (card.similar.computed, card.similar.typed) == (COMPUTED, OWN_WORDS)
    assert found(card) == {}


def test_a_set_named_for_typed_figures_is_printed_with_its_year_and_size(council: Council) -> None:
    card = two_figures(council, 450, {**SETTINGS, "Similar councils of typed figures": "may 2025"})
    assert card.similar.typed == "May 2025 statistical neighbours (10 councils)"


def test_typed_figures_that_are_only_compared_are_not_of_the_set_they_are_compared_with(council: Council) -> None:
    council.publishes({"2021": TEN})
    card = council.read(0.587)
    assert as_json(card)["similar_set"] is None
    assert list(found(card)) == ["comparator-set-not-stated"]


def test_without_files_the_councils_words_are_about_the_typed_figures(council: Council) -> None:
    card = two_figures(council, 450, {"Similar councils set": OWN_WORDS}, measured=False)
    assert set(sets_by_indicator(card).values()) == {OWN_WORDS}
    assert (card.similar.typed, card.similar.computed) == (OWN_WORDS, "")


@pytest.mark.parametrize("typed_set", ["", OWN_WORDS])
def test_the_sheets_list_typed_and_worked_out_figures_apart(council: Council, tmp_path: Path, typed_set: str) -> None:
    settings = {**SETTINGS, **({"Similar councils of typed figures": typed_set} if typed_set else {})}
    path = built(two_figures(council, 450, settings, glance=True), tmp_path)
    card, notes = texts(path, "CPP Scorecard")
    explained, glance = texts(path, "Explained")[0], texts(path, "At a Glance")[0]
    assert f"Similar councils, figures worked out: {COMPUTED}.\n" in card
    assert f"mean of 10 councils of the April 2021 set. This holds for: {NAME}." in card
    said = typed_set or "which councils they stand for is not stated"
    assert f"Similar councils, all other figures, which were entered: {said}." in card
    assert f"Similar councils: {COMPUTED}." not in card
    assert f"Worked out: {COMPUTED}." in explained
    assert f"Entered: {said}." in explained
    assert "April 2021" not in glance
    assert (f"Similar councils: {OWN_WORDS}." in glance) == bool(typed_set)
    assert (f"Similar councils: {OWN_WORDS}." in notes) == bool(typed_set)


@pytest.mark.parametrize(
    "words",
    [
        "April 2021 statistical neighbours (10 councils, unweighted mean)",
        "APRIL 2021: the ten of the model",
        "April 2021",
    ],
)
def test_words_that_begin_with_the_name_of_a_set_name_the_set(council: Council, words: str) -> None:
    council.publishes({"2021": TEN})
    card = council.read(settings={**SETTINGS, "Similar councils set": words})
    assert as_json(card)["similar"] == pytest.approx(0.587)
    assert as_json(card)["similar_set"] == COMPUTED
    assert found(card) == {}


@pytest.mark.parametrize("words", ["April 20211", "April", "Neighbours of April 2021"])
def test_other_words_do_not_name_a_set(council: Council, words: str) -> None:
    council.publishes({"2021": TEN})
    card = council.read(settings={**SETTINGS, "Similar councils set": words})
    assert "names none of the sets" in found(card)["similar-not-computed"].message


def test_a_council_number_that_cannot_be_used_is_not_called_blank(council: Council) -> None:
    council.publishes({"2021": TEN})
    card = council.read(settings={**SETTINGS, "Local authority number": "Wiltshire"})
    unusable, computed = found(card)["setting-unusable"], found(card)["similar-not-computed"]
    assert "the default" not in unusable.message
    assert "it has no default and counts as blank" in unusable.message
    assert '"Local authority number" cannot be used ("Wiltshire")' in computed.message
    assert "is blank" not in computed.message
    assert str(computed.where) == "'Settings'!B2"


def test_a_folder_that_may_not_be_named_is_not_called_missing(council: Council) -> None:
    card = council.read(settings={**SETTINGS, "Department files": "../dfe"})
    assert '"Department files" cannot be used ("../dfe")' in found(card)["similar-not-computed"].message


@pytest.mark.parametrize(
    ("change", "code", "cell"),
    [
        ({"Local authority number": None}, "similar-not-computed", "B2"),
        ({"Local authority number": "999"}, "similar-not-computed", "B2"),
        ({"Similar councils set": "Ours"}, "similar-not-computed", "B4"),
        ({"Department files": "elsewhere"}, "department-folder-unusable", "B3"),
        ({"Similar councils set": "May 2025"}, "similar-set-superseded", "B4"),
    ],
)
def test_what_a_setting_is_to_blame_for_names_its_cell(
    council: Council, change: Mapping[str, object], code: str, cell: str
) -> None:
    council.publishes({"2021": TEN})
    assert str(found(council.read(settings={**SETTINGS, **change}))[code].where) == f"'Settings'!{cell}"


def test_a_set_that_did_not_hold_may_be_kept_without_writing_anywhere(council: Council) -> None:
    """There is no place beside the table; the reports name the set with its year."""
    council.publishes({"2021": TEN})
    remedy = found(council.read(settings={**SETTINGS, "Similar councils set": "May 2025"}))[
        "similar-set-superseded"
    ].remedy
    assert "beside the table" not in remedy
    assert "the reports name the set" in remedy


def test_a_letter_against_a_comparator_that_is_missing_says_so_in_a_sentence(tmp_path: Path) -> None:
    """The sample prints a letter for each comparator; here one of the comparators was taken out."""
    book = load_workbook(SAMPLE)
    name = "% Care leavers in EET (17-18) - Latest Contact (Ofsted List 9)"
    (row,) = [row for row in book["Comparators"].iter_rows() if row[0].value == name]
    row[1].value = None
    book.save(tmp_path / "indicators.xlsx")
    findings = make_scorecard(tmp_path / "indicators.xlsx").findings
    (finding,) = [f for f in findings if f.code == "letter-differs" and f.indicator == name]
    assert finding.message.endswith(": the comparator is missing (no figure was entered).")


def test_the_sample_goes_on_printing_its_own_words() -> None:
    card = make_scorecard(SAMPLE)
    assert (card.similar.typed, card.similar.computed) == (COMPUTED, "")
    said = {one["similar_set"] for one in document(card)["indicators"] if one["similar"] is not None}
    assert said == {COMPUTED}
