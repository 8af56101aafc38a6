"""Builds the add-in's file from text: lints first, then the VBA project, then the package. No Excel is needed."""

from __future__ import annotations

from pathlib import Path

from cpp_scorecard import __version__
from cpp_scorecard.addin.package import package
from cpp_scorecard.addin.ribbon_lint import faults_of_ribbon
from cpp_scorecard.addin.sources import AddinSources, addin_sources
from cpp_scorecard.addin.stock import CONNECTION, check_connection, check_stock, stock_vba
from cpp_scorecard.addin.vba_lint import faults_of_functions, faults_of_modules
from cpp_scorecard.addin.vba_project import vba_project
from cpp_scorecard.addin.vba_sources import vba_sources
from cpp_scorecard.addin.wrappers import generated_by_xlwings
from cpp_scorecard.core.errors import Refused


def build_addin(folder: Path | None = None) -> bytes:
    """The add-in's bytes, from the sources in `folder` or from those that ship. Equal sources give equal bytes.

    Raises Refused with everything that the lints find, and when xlwings is another than the reviewed one.
    """
    sources = addin_sources(folder)
    return package(
        title=sources.title,
        version=__version__,
        settings_sheet=sources.settings_sheet,
        conf=sources.conf,
        notices=sources.notices,
        ribbon=sources.ribbon,
        vba=vba_project(sources.vba_project, sources.project_id, checked_modules(sources)),
    )


def checked_modules(sources: AddinSources) -> dict[str, str]:
    """The VBA modules as they go into the add-in, after every check. Raises Refused."""
    version, stock = stock_vba()
    check_stock(version, stock, sources.reviewed_xlwings)
    wrappers = generated_by_xlwings(sources.udf_modules)
    modules = vba_sources(sources, wrappers, addin_version=__version__, xlwings_version=version)
    faults = [
        *faults_of_functions(wrappers),
        *faults_of_modules(modules),
        *faults_of_ribbon(sources.ribbon, sources.image_names, modules),
    ]
    if faults:
        raise Refused("The add-in cannot be built:\n  " + "\n  ".join(faults), "Put the sources right.")
    check_connection(version, stock, modules[CONNECTION])
    return modules
