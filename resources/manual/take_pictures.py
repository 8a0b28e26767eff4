"""Takes the manual's pictures anew from the running program: ``python resources/manual/take_pictures.py``.

It opens every view over an example office in a temporary folder and writes the pictures small beside this file, under
the names that the chapters use. Pictures of views that no chapter shows are left out.
"""

import tempfile
from datetime import datetime
from pathlib import Path

from PIL import Image

from hotline_desktop.example.office import open_example
from hotline_desktop.gui.pictures import take_pictures
from hotline_desktop.system.paths import forms_dir, resources_dir

OUT = Path(__file__).parent / "pictures"
WIDTH, COLOURS = 760, 96
NAMES = {
    "今日": "today",
    "工单": "tickets",
    "工单-办理": "ticket",
    "工单-历史": "ticket_history",
    "工单-纸质": "ticket_paper",
    "工单-附件": "ticket_files",
    "工单-填写步骤": "ticket_step",
    "工单-流程图": "ticket_chart",
    "登记工单": "register",
    "督办": "supervision",
    "督办-督办件": "supervision_case",
    "督办-填写步骤": "supervision_step",
    "督办-约谈": "supervision_talks",
    "统计-季度考核": "supervision_ranking",
    "档案": "registers",
    "档案-备案登记簿": "registers_kept",
    "统计": "statistics",
    "单位": "units",
    "设置": "settings",
    "导入": "imports",
}


def main() -> None:
    """Takes, shrinks and writes the pictures."""
    with tempfile.TemporaryDirectory(prefix="hotline-manual-") as folder:
        office = open_example(Path(folder) / "office", datetime.now, forms_dir(), resources_dir())
        try:
            for path in take_pictures(office, Path(folder) / "views"):
                name = NAMES.get(path.stem.split("-", 1)[1])
                if name:
                    _shrink(path, OUT / f"{name}.png")
        finally:
            office.close()


def _shrink(source: Path, target: Path) -> None:
    with Image.open(source) as picture:
        size = (WIDTH, round(WIDTH * picture.height / picture.width))
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    main()
