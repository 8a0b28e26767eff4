"""A stack of scanned sheets with the harm that scanners, phones and desks do: made from real papers, seeded."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from hotline_desktop.documents.model import Paper
from tests.documents.press import draw

Harm = Callable[[Image.Image, random.Random], Image.Image]


@dataclass(frozen=True, slots=True)
class HarmedPage:
    """One page as it came out of a scanner: what it was (its code's text), which harm it took, and the picture."""

    text: str
    harms: tuple[str, ...]
    picture: Image.Image


def _turned(page: Image.Image, dice: random.Random) -> Image.Image:
    return page.rotate(dice.uniform(-5, 5), resample=Image.Resampling.BICUBIC, expand=True, fillcolor=250)


def _sideways(page: Image.Image, dice: random.Random) -> Image.Image:
    return page.rotate(dice.choice((90, 180, 270)), expand=True)


def _blurred(page: Image.Image, dice: random.Random) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(page.width / 1654 * dice.uniform(0.8, 1.6)))


def _stamped(page: Image.Image, dice: random.Random) -> Image.Image:
    """A round office stamp whose rim runs over the edge of the code; its ink darkens what it covers."""
    ink = Image.new("L", page.size, 255)
    drawn = ImageDraw.Draw(ink)
    mm = page.width / 210
    x, y = 168 * mm + dice.uniform(-3, 3) * mm, 26 * mm
    for step in range(round(1.2 * mm)):
        radius = 20 * mm - step
        drawn.ellipse((x - radius, y - radius, x + radius, y + radius), outline=120)
    return ImageChops.multiply(page, ink)


def _stapled(page: Image.Image, dice: random.Random) -> Image.Image:
    """A folded, stapled corner."""
    drawn = ImageDraw.Draw(page)
    mm = page.width / 210
    side = dice.uniform(8, 14) * mm
    drawn.polygon(((page.width, 0), (page.width - side, 0), (page.width, side)), fill=200)
    drawn.line((page.width - side, side / 2, page.width - side / 2, side), fill=60, width=max(1, round(0.6 * mm)))
    return page


def _perspective(page: Image.Image, dice: random.Random) -> Image.Image:
    """A photo taken askew with a telephone, on a desk, with a shadow."""
    wide, high = page.size
    slant = [dice.uniform(0.0, 0.05) for _ in range(8)]
    corners = (
        (-slant[0] * wide, -slant[1] * high),
        (-slant[2] * wide, high * (1 + slant[3])),
        (wide * (1 + slant[4]), high * (1 + slant[5])),
        (wide * (1 + slant[6]), -slant[7] * high),
    )
    data = tuple(part for corner in corners for part in corner)
    photo = page.transform(page.size, Image.Transform.QUAD, data, Image.Resampling.BICUBIC, fillcolor=90)
    shadow = Image.linear_gradient("L").resize(photo.size).point(lambda level: 255 - level // 4)
    return Image.composite(photo, Image.new("L", photo.size, 40), shadow)


def _jpeg(page: Image.Image, _dice: random.Random) -> Image.Image:
    out = BytesIO()
    page.save(out, "JPEG", quality=40)
    return Image.open(BytesIO(out.getvalue())).convert("L")


def _fax(page: Image.Image, dice: random.Random) -> Image.Image:
    """As a fax machine sends it: half the lines, black or white only, thin, with specks."""
    small = page.resize((1728, round(1728 * page.height / page.width * 0.5)), Image.Resampling.BILINEAR)
    thin = small.point(lambda level: 255 if level > 110 else 0)
    drawn = ImageDraw.Draw(thin)
    for _ in range(400):
        drawn.point((dice.randrange(thin.width), dice.randrange(thin.height)), fill=0)
    return thin.resize((1728, round(1728 * page.height / page.width)))


HARMS: dict[str, Harm] = {
    "歪斜": _turned,
    "横放倒放": _sideways,
    "模糊": _blurred,
    "盖章压边": _stamped,
    "订书钉折角": _stapled,
    "手机斜拍": _perspective,
    "JPEG 40": _jpeg,
    "传真": _fax,
}


def clean_pages(papers: list[Paper], per_inch: int) -> Iterator[tuple[str, Image.Image]]:
    """Every page of the papers with its code's text, at so many dots per inch."""
    for paper in papers:
        pdf, _report = draw(paper)
        document = pypdfium2.PdfDocument(pdf)
        for number in range(len(document)):
            picture = document[number].render(scale=per_inch / 72, grayscale=True).to_pil()
            assert paper.mark is not None
            code = paper.mark.code
            yield f"{code.print_id}/{number + 1}", picture
        document.close()


def stack(papers: list[Paper], pages: int, seed: int = 12345) -> Iterator[HarmedPage]:
    """``pages`` harmed pages, each with one harm, every fifth with two, at 100 to 300 dots per inch."""
    dice = random.Random(seed)
    names = list(HARMS)
    for count in range(pages):
        paper = papers[count % len(papers)]
        per_inch = (100, 150, 200, 300)[count // len(HARMS) % 4]
        text, picture = dice.choice(list(clean_pages([paper], per_inch)))
        harms = [names[count % len(names)]]
        if count % 5 == 4:
            harms.append(dice.choice([name for name in names if name != harms[0]]))
        for name in harms:
            picture = HARMS[name](picture, dice)
        yield HarmedPage(text, tuple(harms), picture)
