"""Photographs every view and state: ``python -m tests.pictures --out build/pictures``.

Three scales × three faces × three screens, each in a process of its own; what is wrong is listed, pictures and contact
sheets lie in a folder for each. ``--scale``, ``--face`` and ``--screen`` take fewer, ``--colours`` others.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from hotline_desktop.gui.kit.theme import CALM, CONTRAST, DARK
from tests.offscreen import platform_of

PROJECT = Path(__file__).resolve().parents[2]
SCALES = ("1.0", "1.25", "1.5")
SCREENS = ("1366x768", "1920x1080", "1280x720")
COLOURS = (CALM, DARK, CONTRAST)
FACES = {"bundled": "Noto Sans SC", "noto-cjk": "Noto Sans CJK SC", "wqy-microhei": "WenQuanYi Micro Hei"}
_ACROSS, _DOWN = 3, 4
_THUMB = 900


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures")
    parser.add_argument("--out", type=Path, default=Path("build/pictures"))
    parser.add_argument("--scale", choices=(*SCALES, "2.0"), action="append")
    parser.add_argument("--screen", choices=SCREENS, action="append")
    parser.add_argument("--face", choices=tuple(FACES), action="append")
    parser.add_argument("--colours", choices=COLOURS, default=CALM)
    parser.add_argument("--no-sheets", action="store_true")
    asked = parser.parse_args(arguments)
    found = 0
    for scale in asked.scale or SCALES:
        for screen in asked.screen or SCREENS:
            for face in asked.face or FACES:
                out = asked.out / f"{screen}-{scale}-{face}-{asked.colours}"
                lines = take(out, screen, scale, face, asked.colours)
                found += len(lines)
                print(f"{out.name}: {len(lines)} wrong", flush=True)
                for line in lines:
                    print(f"  {line}", flush=True)
                if not asked.no_sheets:
                    contact_sheets(out)
    return 1 if found else 0


def take(out: Path, screen: str, scale: str, face: str, colours: str = CALM) -> list[str]:
    """One walk in a process of its own, because scale and screen are settled as Qt starts; returns what is wrong."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.png"):
        old.unlink()
    width, height = (int(part) for part in screen.split("x"))
    with tempfile.TemporaryDirectory(prefix="hotline-screen-") as folder:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": platform_of(Path(folder), width, height),
            "QT_SCALE_FACTOR": scale,
            "PYTHONPATH": str(PROJECT),
        }
        command = [sys.executable, "-m", "tests.pictures.one", str(out), screen, scale, FACES[face], colours]
        done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{out.name} was not photographed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    return [str(line) for line in json.loads((out / "wrong.json").read_text("utf-8"))]


def contact_sheets(folder: Path) -> None:
    """Twelve pictures on a sheet, to look through."""
    pictures = [each for each in sorted(folder.glob("*.png")) if not each.name.startswith("sheet")]
    each_sheet = _ACROSS * _DOWN
    for number in range(0, len(pictures), each_sheet):
        sheet = Image.new("RGB", (_ACROSS * _THUMB, _DOWN * (_THUMB * 9 // 16)), "#808080")
        for place, path in enumerate(pictures[number : number + each_sheet]):
            with Image.open(path) as picture:
                small = picture.convert("RGB")
            small.thumbnail((_THUMB - 6, _THUMB * 9 // 16 - 6))
            sheet.paste(small, (place % _ACROSS * _THUMB, place // _ACROSS * (_THUMB * 9 // 16)))
        sheet.save(folder / f"sheet-{number // each_sheet + 1:02d}.png")


if __name__ == "__main__":
    sys.exit(main())
