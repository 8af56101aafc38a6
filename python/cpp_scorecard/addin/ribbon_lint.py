"""What is wrong with the ribbon that Excel would not say, or would answer with an empty tab.

The callbacks are compared with the VBA, so that none is without a handler and no handler without a callback.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
LONGEST_TEXT = 1024
LONGEST_KEYTIP = 3
_CONTROLS = ("button", "dropDown", "toggleButton", "menu", "gallery", "splitButton")
_CONTROL = "control As IRibbonControl"
_ONE_ITEM = rf"{_CONTROL}, \w+ As Integer, ByRef \w+"
_SIGNATURES = {
    "onLoad": r"\w+ As IRibbonUI",
    "button.onAction": _CONTROL,
    "dropDown.onAction": rf"{_CONTROL}, \w+ As String, \w+ As Integer",
    "getItemCount": rf"{_CONTROL}, ByRef \w+",
    "getItemID": _ONE_ITEM,
    "getItemLabel": _ONE_ITEM,
    "getSelectedItemIndex": rf"{_CONTROL}, ByRef \w+",
}
"""What the VBA of each kind of callback has to take (Microsoft's list of ribbon callbacks)."""
_TAG = re.compile(r"(workbook|anywhere)\|[^|]+\|(months)?")
_ACTION = re.compile(r"[a-z]+(_[a-z]+)*")
_SUB = re.compile(r"^Public Sub (\w+)\((.*)\)$", re.M)


def action_ids(ribbon: str) -> list[str]:
    """The ids of the controls that do something, in the order of the ribbon: the names of the actions."""
    return [element.get("id") for element in _parsed(ribbon).iter() if element.get("onAction")]


def faults_of_ribbon(ribbon: str, images: frozenset[str], modules: Mapping[str, str]) -> list[str]:
    """What is wrong with the ribbon, in sentences. `modules` are the VBA modules that may hold its callbacks."""
    try:
        root = _parsed(ribbon)
    except etree.XMLSyntaxError as error:
        return [f"The ribbon is no XML: {error.msg}."]
    if root.tag != f"{{{NAMESPACE}}}customUI":
        return [f"The ribbon's namespace is not {NAMESPACE}, so that Excel does not read it."]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    return [
        *_ids(elements),
        *_keytips(elements),
        *(fault for element in elements for fault in _faults_of_element(element, images)),
        *_callbacks(elements, modules),
    ]


def _parsed(ribbon: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.fromstring(ribbon.encode("utf-8"), parser)


def _kind(element: Any) -> str:
    return str(etree.QName(element).localname)


def _ids(elements: Iterable[Any]) -> Iterable[str]:
    counts = Counter(element.get("id") for element in elements if element.get("id"))
    yield from (f"The id {name} is there {count} times." for name, count in counts.items() if count > 1)


def _keytips(elements: Iterable[Any]) -> Iterable[str]:
    keytips = [element.get("keytip") for element in elements if _kind(element) in _CONTROLS and element.get("keytip")]
    yield from (f"The keytip {tip} is there {n} times." for tip, n in Counter(keytips).items() if n > 1)
    for tip in keytips:
        if not re.fullmatch(rf"[A-Z0-9]{{1,{LONGEST_KEYTIP}}}", tip):
            yield f"The keytip {tip} is not one to three capitals."
        longer = [other for other in keytips if other != tip and other.startswith(tip)]
        yield from (f"The keytip {other} cannot be reached: {tip} answers first." for other in longer)


def _faults_of_element(element: Any, images: frozenset[str]) -> Iterable[str]:
    kind, name = _kind(element), element.get("id", "")
    if kind in ("tab", "group", *_CONTROLS) and not element.get("label"):
        yield f"{kind} {name} has no label."
    if kind == "tab" and not element.get("keytip"):
        yield f"tab {name} has no keytip."
    for attribute in ("label", "screentip", "supertip"):
        if len(element.get(attribute, "")) > LONGEST_TEXT:
            yield f"{kind} {name}: its {attribute} has more than {LONGEST_TEXT} characters."
    image = element.get("imageMso")
    if image is not None and image not in images:
        yield f"{kind} {name}: {image} is not on the list of Office's pictures."
    if kind not in _CONTROLS:
        return
    if not _ACTION.fullmatch(name):
        yield f"{kind} {name}: an action's name is small letters and underscores."
    for attribute in ("imageMso", "screentip", "supertip", "keytip", "onAction"):
        if not element.get(attribute):
            yield f"{kind} {name} has no {attribute}."
    if not _TAG.fullmatch(element.get("tag", "")):
        yield f"{kind} {name}: its tag is not need|what the status bar says|months or nothing."


def _callbacks(elements: Iterable[Any], modules: Mapping[str, str]) -> Iterable[str]:
    handlers = {f"{name}.{sub}": takes for name, text in modules.items() for sub, takes in _SUB.findall(text)}
    wanted = [
        (f"{_kind(element)}.{attribute}", attribute, value)
        for element in elements
        for attribute, value in element.attrib.items()
        if attribute.startswith(("on", "get"))
    ]
    for kind, attribute, handler in wanted:
        signature = _SIGNATURES.get(kind) or _SIGNATURES.get(attribute)
        if handler not in handlers:
            yield f"{kind} wants {handler}, which no VBA module has."
        elif signature is None:
            yield f"{kind} is a kind of callback that is not known here."
        elif not re.fullmatch(signature, handlers[handler]):
            yield f"{handler}({handlers[handler]}) does not take what Excel hands to {kind}."
    used = {handler for _, _, handler in wanted}
    modules_of_callbacks = {handler.split(".")[0] for handler in used}
    for handler in sorted(handlers):
        if handler.split(".")[0] in modules_of_callbacks and handler not in used:
            yield f"{handler} is a handler that the ribbon never calls."
