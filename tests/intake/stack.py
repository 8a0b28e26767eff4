"""A stack of scanned sheets with the harm that scanners, phones and desks do: made from real papers, seeded."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from hotline_desktop.documents.typesetting.model import Paper
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


def _pen(page: Image.Image, dice: random.Random) -> Image.Image:
    """A stroke of a pen across the code."""
    drawn, mm = ImageDraw.Draw(page), page.width / 210
    x, y = _CODE_X * mm, _CODE_Y * mm
    reach = 12 * mm
    tilt = dice.uniform(-0.6, 0.6)
    drawn.line((x - reach, y - tilt * reach, x + reach, y + tilt * reach), fill=30, width=max(1, round(0.5 * mm)))
    return page


def _staple(page: Image.Image, dice: random.Random) -> Image.Image:
    """A staple with its shadow on the code."""
    drawn, mm = ImageDraw.Draw(page), page.width / 210
    x, y = (_CODE_X + dice.uniform(-4, 4)) * mm, (_CODE_Y + dice.uniform(-4, 4)) * mm
    drawn.line((x - 5 * mm, y + 0.5 * mm, x + 5 * mm, y + 2.5 * mm), fill=150, width=max(1, round(0.9 * mm)))
    drawn.line((x - 5 * mm, y, x + 5 * mm, y + 2 * mm), fill=70, width=max(1, round(0.5 * mm)))
    return page


def _coffee(page: Image.Image, dice: random.Random) -> Image.Image:
    """The ring of a cup, and what ran out of it."""
    ink, mm = Image.new("L", page.size, 255), page.width / 210
    drawn = ImageDraw.Draw(ink)
    x, y = (_CODE_X - 20 + dice.uniform(-8, 8)) * mm, (_CODE_Y + 20 + dice.uniform(-8, 8)) * mm
    drawn.ellipse((x - 38 * mm, y - 38 * mm, x + 38 * mm, y + 38 * mm), fill=225)
    drawn.ellipse((x - 38 * mm, y - 38 * mm, x + 38 * mm, y + 38 * mm), outline=160, width=max(1, round(3 * mm)))
    return ImageChops.multiply(page, ink.filter(ImageFilter.GaussianBlur(mm)))


def _highlighter(page: Image.Image, dice: random.Random) -> Image.Image:
    """A broad stroke of a light pen over code and caption."""
    ink, mm = Image.new("L", page.size, 255), page.width / 210
    y = (_CODE_Y + dice.uniform(-5, 5)) * mm
    ImageDraw.Draw(ink).rectangle((100 * mm, y - 3 * mm, 200 * mm, y + 3 * mm), fill=dice.randrange(150, 215))
    return ImageChops.multiply(page, ink)


def _carbon(page: Image.Image, dice: random.Random) -> Image.Image:
    """A carbon copy: pale, soft letters on paper that is none too white."""
    pale = page.filter(ImageFilter.GaussianBlur(page.width / 1654 * 0.9))
    black, white = dice.randrange(110, 140), dice.randrange(200, 230)
    return pale.point([black + (white - black) * level // 255 for level in range(256)])


def _grey_paper(page: Image.Image, dice: random.Random) -> Image.Image:
    """Recycled paper: grey, with fibres."""
    fibres = Image.effect_noise(page.size, 30).point([128 + (level - 128) // 2 for level in range(256)])
    return ImageChops.multiply(
        page.point([level * dice.randrange(150, 185) // 255 for level in range(256)]),
        fibres.point([min(255, level + 127) for level in range(256)]),
    )


def _moire(page: Image.Image, dice: random.Random) -> Image.Image:
    """A photo of a screen: stripes of light and dark."""
    period = dice.randrange(3, 9)
    stripe = Image.new("L", (1, period), 255)
    for row in range(period // 2):
        stripe.putpixel((0, row), 170)
    stripes = Image.new("L", page.size)
    column = Image.new("L", (1, page.height))
    for top in range(0, page.height, period):
        column.paste(stripe, (0, top))
    stripes.paste(column.resize(page.size))
    return ImageChops.multiply(page, stripes.rotate(dice.uniform(-3, 3), fillcolor=255))


def _double_fed(page: Image.Image, dice: random.Random) -> Image.Image:
    """Two sheets drawn in at once: the lower part is hidden under another."""
    under = page.copy()
    under.paste(Image.new("L", (page.width, page.height // 2), 250), (0, round(page.height * dice.uniform(0.4, 0.6))))
    return under


def _cropped(page: Image.Image, dice: random.Random) -> Image.Image:
    """The scanner's window was set too small: up to four millimetres are missing all around."""
    off = dice.uniform(2, 4) * page.width / 210
    return page.crop((round(off), round(off), page.width - round(off), page.height - round(off)))


def _mirrored(page: Image.Image, _dice: random.Random) -> Image.Image:
    return ImageOps.mirror(page)


def _negative(page: Image.Image, _dice: random.Random) -> Image.Image:
    return ImageOps.invert(page)


def _one_bit(page: Image.Image, dice: random.Random) -> Image.Image:
    """Black or white, nothing between."""
    return page.point([0 if level < dice.randrange(120, 200) else 255 for level in range(256)]).convert("1")


def _fine(page: Image.Image, _dice: random.Random) -> Image.Image:
    """600 dots per inch."""
    wide = round(600 * 210 / 25.4)
    return page.resize((wide, round(wide * page.height / page.width)), Image.Resampling.BICUBIC)


def _crumpled(page: Image.Image, dice: random.Random) -> Image.Image:
    """Creases: bands of shadow, slightly shifted against each other."""
    out = page.copy()
    for _ in range(6):
        y, high = dice.randrange(page.height), round(page.height * 0.03)
        band = page.crop((0, y, page.width, min(page.height, y + high)))
        out.paste(band.point([level * 4 // 5 for level in range(256)]), (dice.choice((-1, 1)), y))
    return out


# The middle of the code on the page, in mm from its upper left corner.
_CODE_X, _CODE_Y = 177.5, 12.7
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


MORE_HARMS: dict[str, Harm] = {
    "笔划过码": _pen,
    "订书钉压码": _staple,
    "咖啡渍": _coffee,
    "荧光笔": _highlighter,
    "复写": _carbon,
    "灰纸": _grey_paper,
    "摩尔纹": _moire,
    "重张": _double_fed,
    "裁边": _cropped,
    "镜像": _mirrored,
    "反相": _negative,
    "黑白一位": _one_bit,
    "600 dpi": _fine,
    "折皱": _crumpled,
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


def stack(
    papers: list[Paper], pages: int, seed: int = 12345, harmed_by: Mapping[str, Harm] = HARMS
) -> Iterator[HarmedPage]:
    """``pages`` harmed pages, each with one harm, every fifth with two, at 100 to 300 dots per inch."""
    dice = random.Random(seed)
    names = list(harmed_by)
    for count in range(pages):
        paper = papers[count % len(papers)]
        per_inch = (100, 150, 200, 300)[count // len(HARMS) % 4]
        text, picture = dice.choice(list(clean_pages([paper], per_inch)))
        harms = [names[count % len(names)]]
        if count % 5 == 4:
            harms.append(dice.choice([name for name in names if name != harms[0]]))
        for name in harms:
            picture = harmed_by[name](picture.convert("L"), dice)
        yield HarmedPage(text, tuple(harms), picture)
