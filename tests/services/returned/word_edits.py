"""What people and other programs do to a Word file between its print and its return."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Edit = Callable[[Any], None]


def fill(path: Path, texts: Mapping[str, str]) -> Path:
    """The file after the unit typed into the controls of these names."""
    document = docx.Document(str(path))
    for name, text in texts.items():
        type_into(control(document, name), text)
    document.save(str(path))
    return path


def edit(path: Path, change: Edit) -> Path:
    """The file after that change of its body."""
    document = docx.Document(str(path))
    change(document.element.body)
    document.save(str(path))
    return path


def control(document: Any, name: str) -> Any:
    """The content control of that name."""
    return next(node for node in document.element.body.iter(qn("w:sdt")) if tag_of(node) == name)


def tag_of(node: Any) -> str:
    """The tag of a content control."""
    tag = node.find(qn("w:sdtPr")).find(qn("w:tag"))
    return str(tag.get(qn("w:val"))) if tag is not None else ""


def type_into(node: Any, text: str) -> None:
    """The first run inside says ``text``, each further line after a break."""
    run = next(node.iter(qn("w:r")))
    for old in list(run.iter(qn("w:t"))):
        run.remove(old)
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        text_element = OxmlElement("w:t")
        text_element.text = line
        run.append(text_element)


def lose_controls(body: Any) -> None:
    """Controls go, what stands in them stays, as LibreOffice saves."""
    for node in list(body.iter(qn("w:sdt"))):
        for child in list(node.find(qn("w:sdtContent"))):
            node.addprevious(child)
        node.getparent().remove(node)


def lose_marks(body: Any) -> None:
    """Controls and bookmarks go: somebody retyped the sheet."""
    lose_controls(body)
    for mark in [*body.iter(qn("w:bookmarkStart")), *body.iter(qn("w:bookmarkEnd"))]:
        mark.getparent().remove(mark)


def split_runs(body: Any) -> None:
    """Every run of text in single letters, as spelling marks and changed faces leave them."""
    for run in list(body.iter(qn("w:r"))):
        texts = run.findall(qn("w:t"))
        if len(texts) != 1 or len(run) > 2:
            continue
        for letter in texts[0].text or "":
            one = deepcopy(run)
            one.find(qn("w:t")).text = letter
            one.find(qn("w:t")).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.addprevious(one)
        run.getparent().remove(run)


def track_changes(body: Any) -> None:
    """Each text was typed with changes tracked, and something before it deleted and moved away."""
    for run in [run for run in body.iter(qn("w:r")) if run.find(qn("w:t")) is not None]:
        for tag, inner in (("w:del", "w:delText"), ("w:moveFrom", "w:t")):
            gone, old, text_element = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
            text_element.text = "原来的话"
            old.append(text_element)
            gone.append(old)
            run.addprevious(gone)
        put = OxmlElement("w:ins")
        run.addprevious(put)
        put.append(run)


def lose_tables(body: Any) -> None:
    """Every cell becomes a paragraph, as after pasting the text only."""
    lose_marks(body)
    for table in list(body.iter(qn("w:tbl"))):
        for paragraph in list(table.iter(qn("w:p"))):
            table.addprevious(paragraph)
        table.getparent().remove(table)


def through_office(path: Path, kind: str, folder: Path) -> Path:
    """The file after another office program saved it as ``kind`` and again as .docx."""
    folder.mkdir(exist_ok=True)
    convert = ("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to")
    subprocess.run([*convert, kind, "--outdir", str(folder / "a"), str(path)], check=True, capture_output=True)
    back = [*convert, "docx:MS Word 2007 XML", "--outdir", str(folder / "b"), str(folder / "a" / f"{path.stem}.{kind}")]
    subprocess.run(back, check=True, capture_output=True)
    return folder / "b" / f"{path.stem}.docx"
