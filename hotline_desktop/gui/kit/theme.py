"""How the window looks: colours, sizes, faces and icons, from ``resources/theme`` and ``resources/icons``.

Nothing else in the window names a colour or a font. A widget says what it is by a dynamic property (``role``,
``tag``) that ``style.qss`` knows; painted widgets ask :class:`Theme` for a colour by its name.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

# The application is begun with this style, or given it: asking Qt for its style makes Python learn all of QStyle.
STYLE, STYLED = "fusion", "styled"
CALM, DARK, CONTRAST = "calm", "dark", "contrast"  # sets of colours, a file each
BESIDE_WORD = QSize(21, 16)  # as in style.qss
# Colours of the theme: of an icon on a primary button, and of the word of one that is greyed.
_ON_ACCENT, _GREYED = "on_accent", "ink_off"
_USUAL = 18
_TOKEN = re.compile(r"@([a-z_]+)")


class Theme:
    """Colours, sizes, faces and icons of one window; made once, before the first widget.

    ``resources_dir`` is the program's folder of resources, ``face`` a family to take whatever else is installed.
    Raises OSError or KeyError when the folder is incomplete.
    """

    def __init__(self, resources_dir: Path, face: str = "") -> None:
        self._face = face
        self._resources = resources_dir
        self._here = resources_dir / "theme"
        tokens = self._tokens(CALM)
        self._colors: dict[str, str] = tokens["color"]
        self._light = self._colors
        self._images = self._here
        self.worn = CALM
        self._sizes: dict[str, int] = tokens["size"]
        self._usual = dict(self._sizes)
        self._faces: dict[str, list[str]] = tokens["font"]
        self._bundled_family: str = tokens["font"]["bundled_family"]
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._rare_loaded = False

    def apply(self, app: QApplication) -> None:
        """Gives ``app`` style, palette, face and style sheet. Call once, before the first window is shown."""
        if app.property(STYLED) != STYLE:
            app.setStyle(STYLE)
            app.setProperty(STYLED, STYLE)
        app.setPalette(self._palette())
        app.setFont(self._font())
        app.setStyleSheet(self._style_sheet())
        app.setWindowIcon(QIcon(str(self._resources / "icons" / "app.svg")))

    def enlarge(self, pixels: int) -> None:
        """Makes texts and rows so many pixels larger than usual; call :meth:`apply` to see it."""
        for name, size in self._usual.items():
            grows = name.startswith("font") or name in ("row", "field")
            self._sizes[name] = size + pixels * (2 if name in ("row", "field") else 1) if grows else size

    def wear(self, colors: str) -> None:
        """Takes up CALM, DARK or CONTRAST; before the first widget is made, and :meth:`apply` shows it."""
        self.worn, tokens = colors, self._tokens(colors)
        self._colors, self._images = tokens["color"], self._here / tokens.get("images", "")
        self._icons.clear()
        self._pixmaps.clear()

    def _tokens(self, name: str) -> dict[str, Any]:
        return tomllib.loads((self._here / f"{name}.toml").read_text("utf-8"))

    def color(self, name: str) -> QColor:
        """The colour called ``name`` in the set that is worn; KeyError for a name that is not there."""
        return QColor(self._colors[name])

    def light_color(self, name: str) -> QColor:
        """The same in the light set, for what leaves the window: a picture that is sent to a unit."""
        return QColor(self._light[name])

    def size(self, name: str) -> int:
        """The size called ``name`` in ``calm.toml``, in device-independent pixels."""
        return self._sizes[name]

    def icon(self, name: str, color: str = "ink_soft", size: int = _USUAL) -> QIcon:
        """The icon ``resources/icons/<name>.svg`` drawn in the named colour, sharp at 100 to 200 %.

        ``size`` is the edge in device-independent pixels. Qt greys disabled icons itself, but for those on the
        accent: white on grey would be gone, so they are drawn like the greyed word. Asked for the size that
        ``style.qss`` gives the icons of buttons, it leaves room before the word.
        """
        key = (name, color, size)
        if key not in self._icons:
            icon = QIcon()
            self._draw_into(icon, name, color, size, QIcon.Mode.Normal)
            if color == _ON_ACCENT:
                self._draw_into(icon, name, _GREYED, size, QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def _draw_into(self, icon: QIcon, name: str, color: str, size: int, mode: QIcon.Mode) -> None:
        renderer = self._drawing(name, color)
        for scale in self._scales():
            icon.addPixmap(_drawn(renderer, QSize(size, size) * scale, size * scale), mode)
            if size == _USUAL:
                icon.addPixmap(_drawn(renderer, BESIDE_WORD * scale, BESIDE_WORD.height() * scale), mode)

    def pixmap(self, name: str, color: str = "ink_soft", size: int = 18) -> QPixmap:
        """The icon as a picture for a label, sharp on the primary screen."""
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen else 1.0
        key = (name, color, size, ratio)
        if key not in self._pixmaps:
            picture = _drawn(self._drawing(name, color), QSize(size, size) * ratio, size * ratio)
            picture.setDevicePixelRatio(ratio)
            self._pixmaps[key] = picture
        return self._pixmaps[key]

    def load_rare_faces(self, text: str) -> None:
        """Loads the fallback faces once ``text`` holds a character beyond the common plane.

        They are large, and most days no name needs them.
        """
        if self._rare_loaded or not any(ord(character) > 0xFFFF for character in text):
            return
        self._rare_loaded = True
        for name in self._faces["rare"]:
            QFontDatabase.addApplicationFont(str(self._resources / "fonts" / name))

    def _drawing(self, name: str, color: str) -> QSvgRenderer:
        source = (self._resources / "icons" / f"{name}.svg").read_text("utf-8")
        return QSvgRenderer(QByteArray(source.replace("currentColor", self._colors[color]).encode()))

    def _scales(self) -> tuple[float, ...]:
        """At which sizes icons are drawn: plain, doubled to scale down from, and as the screens need."""
        screens = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
        return tuple(sorted({1.0, 2.0} | screens))

    def _font(self) -> QFont:
        """The PC's own Chinese interface face where there is one, the bundled one otherwise."""
        present = set(QFontDatabase.families())
        asked = [self._face] if self._face else self._faces["families"]
        family = next((name for name in asked if name in present), "")
        if not family:
            for name in self._faces["bundled"]:
                QFontDatabase.addApplicationFont(str(self._resources / "fonts" / name))
            family = self._bundled_family
        font = QFont()
        font.setFamilies([family, *self._faces["rare_families"]])
        font.setPixelSize(self._sizes["font"])
        # Figures stand under each other. PySide6 6.8.0, the one for ARM64, can make no tag; most faces do so anyway.
        if hasattr(QFont.Tag, "fromValue"):
            font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _palette(self) -> QPalette:
        roles = {
            QPalette.ColorRole.Window: "ground",
            QPalette.ColorRole.WindowText: "ink",
            QPalette.ColorRole.Base: "paper",
            QPalette.ColorRole.AlternateBase: "ground",
            QPalette.ColorRole.Text: "ink",
            QPalette.ColorRole.Button: "paper",
            QPalette.ColorRole.ButtonText: "ink",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "on_accent",
            QPalette.ColorRole.PlaceholderText: "ink_faint",
            QPalette.ColorRole.Link: "accent",
        }
        palette = QPalette()
        for role, name in roles.items():
            palette.setColor(role, self.color(name))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, self.color("ink_off"))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, self.color("ink_off"))
        return palette

    def _style_sheet(self) -> str:
        values = dict(self._colors)
        values.update({f"{name}_px": f"{size}px" for name, size in self._sizes.items()})
        values["here"] = self._images.as_posix()
        return _TOKEN.sub(lambda match: values[match[1]], (self._here / "style.qss").read_text("utf-8"))


def restyle(widget: QWidget, **properties: object) -> None:
    """Sets dynamic properties (``role``, ``tag``, ``bad`` …) and lets the style sheet take them up."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.updateGeometry()
    widget.update()


def _drawn(renderer: QSvgRenderer, size: QSize, edge: float) -> QPixmap:
    """The drawing at the left of a picture of ``size``, ``edge`` pixels high and wide."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    return pixmap
