"""承办单位: who can be handed a ticket, with leader, contact and phone."""

from __future__ import annotations

from dataclasses import dataclass

from hotline_desktop.domain.records.summaries import Changes, UnitSummary
from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.phones import normalise_phones
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.spelling import tidy
from hotline_desktop.domain.terms.text import beyond, first_of, in_one_line, without_format_characters
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.setup.unit_names import UnitNames
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import units

LONGEST_NAME = 60
_APART = late(r"[、,，;；\n]")
CHANGED = Changes(units=True)
_KEPT = "单位名册没有变动。"
_NAMED = 6  # fits in one sentence
_VILLAGES = ("村", "村委", "村民委", "村委会", "村民委员会", "居委", "居委会", "居民委员会", "社区", "居民区")


class UnitRefused(HotlineError):
    """A unit cannot be added or changed as asked; nothing was changed."""


@dataclass(frozen=True, slots=True)
class UnitDone:
    """A unit that was added or changed."""

    id: int
    changes: Changes = CHANGED


class Units:
    """The office's register of units. A unit that was used is never taken out, only set inactive (停用)."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def all(self) -> tuple[UnitSummary, ...]:
        """Every unit, inactive ones too, by group and name."""
        with self._office.db.read() as c:
            return tuple(units.all(c))

    def names(self) -> tuple[str, ...]:
        """Names of the active units, by group and name: what a clerk chooses from."""
        return tuple(unit.name for unit in self.all() if unit.active)

    def index(self) -> UnitNames:
        """The units as a field of a form knows them: the active ones are offered."""
        listed = self.all()
        closed = tuple(unit.name for unit in listed if not unit.active)
        active = tuple(unit.name for unit in listed if unit.active)
        return UnitNames(active, {unit.name: unit.aliases for unit in listed}, closed)

    def find(self, name: str) -> UnitSummary:
        """The unit of that name or alias, in whatever spelling. Raises NotFound."""
        with self._office.db.read() as c:
            unit = units.find(c, units.register(c).called(name.strip()))
        if unit is None:
            raise NotFound(f"没有叫“{name.strip()}”的单位。请核对名称，或先在“单位”里添加。")
        return unit

    def meant(self, typed: str) -> str:
        """The unit that a typed word means, as a step reads it; the word itself where the register has none like it.

        Raises UnitRefused where it may be several.
        """
        with self._office.db.read() as c:
            fits = units.register(c).fits(typed.strip())
        if len(fits) > 1:
            raise UnitRefused(f"“{typed.strip()}”可以是 {first_of(fits, _NAMED)}，请写全名。")
        return fits[0] if fits else typed.strip()

    def unlisted(self, name: str) -> str:
        """That the register has no such unit, with those that it may be a slip for; empty where it has one."""
        with self._office.db.read() as c:
            register = units.register(c)
        if register.called(name):
            return ""
        near = "、".join(register.near(name))
        return f"名册里没有“{name}”这个单位" + (f"，是不是 {near}" if near else "")

    def add(
        self,
        name: str,
        group: UnitGroup | str = UnitGroup.DEPARTMENT,
        leader: str = "",
        contact: str = "",
        phone: str = "",
        aliases: str = "",
        *,
        by: str,
    ) -> UnitDone:
        """Adds a unit. ``aliases`` are other words for it, apart by 顿号.

        Raises UnitRefused when the name is empty or too long, or a word for it is another unit's.
        """
        more = {"leader": leader, "contact": contact, "phone": phone, "aliases": aliases}
        asked: dict[str, object] = {"group": group, **more}
        unit = _changed(UnitSummary(0, _new_name(name), _group(group), "", "", ""), asked)
        with self._office.write(Right.HANDLE, by) as c:
            _refuse_taken(c, unit)
            unit_id = units.add(c, unit)
            self._office.remember(c, "添加单位", by, {}, _labels(unit))
        return UnitDone(unit_id)

    def change(self, unit_id: int, *, by: str, seen: UnitSummary | None = None, **changes: object) -> UnitDone:
        """Changes ``name``, ``group``, ``leader``, ``contact``, ``phone`` or ``active`` of a unit.

        A new name holds from now on; tickets that were handed out before keep the name they were handed out
        with, which stays another word for the unit, so that it answers for them. ``seen`` is the unit as it stood when
        the clerk began. Raises NotFound, and UnitRefused, also where somebody else has changed the same since.
        """
        with self._office.write(Right.HANDLE, by) as c:
            old = units.get(c, unit_id)
            if old is None:
                raise NotFound(f"名册里没有这个单位。{_KEPT}")
            changed = _changed(old, changes)
            if seen is not None:
                _refuse_changed_meanwhile(changed, seen, old)
            new = _with_old_name(changed, old)
            if (new.name, new.aliases) != (old.name, old.aliases):
                _refuse_taken(c, new)
            if new != old:
                units.update(c, new)
                self._office.remember(c, f"修改单位 {old.name}", by, *_difference(_labels(old), _labels(new)))
        return UnitDone(unit_id)


def create_unknown(office: OfficeContext, c: Connection, names: set[str], by: str) -> bool:
    """Adds the units of ``names`` that the register does not have; True when there was one."""
    before = register = units.register(c)
    for name in sorted(filter(None, names)):
        if register.called(name):
            continue
        unit = UnitSummary(0, name, guessed_group(name), "", "", "")
        units.add(c, unit)
        office.remember(c, "添加单位", by, {}, _labels(unit))
        register = units.register(c)  # the next name may be this one in another spelling
    return register is not before


def guessed_group(name: str) -> UnitGroup:
    """The group that a unit's name speaks for: 村, 居委 and 社区 are 村居, companies 企业, the rest 部门."""
    if name.endswith(("公司", "集团", "厂", "企业")):
        return UnitGroup.COMPANY
    if name.endswith(_VILLAGES):
        return UnitGroup.VILLAGE
    return UnitGroup.DEPARTMENT


def _changed(old: UnitSummary, changes: dict[str, object]) -> UnitSummary:
    asked = dict(changes)
    new = UnitSummary(
        old.id,
        _new_name(str(asked.pop("name", old.name)), old.name),
        _group(str(asked.pop("group", old.group))),
        _person(str(asked.pop("leader", old.leader))),
        _person(str(asked.pop("contact", old.contact))),
        _phone(str(asked.pop("phone", old.phone))),
        bool(asked.pop("active", old.active)),
        _aliases(str(asked.pop("aliases", "、".join(old.aliases)))),
    )
    if asked:
        raise UnitRefused(f"单位没有“{next(iter(asked))}”这一项。{_KEPT}")
    return new


def _refuse_changed_meanwhile(changed: UnitSummary, seen: UnitSummary, stored: UnitSummary) -> None:
    """Refuses to write over what somebody else made of the same datum since it was ``seen``."""
    was, now, asked = _labels(seen), _labels(stored), _labels(changed)
    found = [label for label in asked if asked[label] != now[label] and now[label] != was[label]]
    if found:
        others = "、".join(f"“{label}”改成“{now[label]}”" for label in found)
        raise UnitRefused(f"别人刚把这个单位的{others}。您的改动没有保存，填的还在，请核对后再存。")


def _with_old_name(new: UnitSummary, old: UnitSummary) -> UnitSummary:
    """The unit with its former name among the other words for it, which is what its earlier tickets say."""
    if new.name == old.name:
        return new
    aliases = dict.fromkeys((*new.aliases, old.name))
    return new._replace(aliases=tuple(word for word in aliases if word != new.name))


def _refuse_taken(c: Connection, unit: UnitSummary) -> None:
    """Refuses a name or an alias that already means another unit, in whatever spelling: a word must lead to one."""
    own = {tidy(word): word for word in (*unit.aliases, unit.name)}
    for other in units.all(c):
        if other.id == unit.id:
            continue
        if tidy(other.name) == tidy(unit.name):
            written = "" if other.name == unit.name else f"（写作“{other.name}”）"
            raise UnitRefused(f"已经有叫“{unit.name}”的单位{written}。{_KEPT}")
        taken = min((own[plain] for word in (other.name, *other.aliases) if (plain := tidy(word)) in own), default="")
        if taken:
            raise UnitRefused(f"“{taken}”已经是“{other.name}”的名称或别名，不能再指别的单位。{_KEPT}")


def _aliases(text: str) -> tuple[str, ...]:
    aliases = tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in _APART.split(text)))))
    if too_long := next(filter(None, (beyond(word, LONGEST_NAME) for word in aliases)), ""):
        raise UnitRefused(f"别名{too_long}。{_KEPT}")
    return aliases


def _name(text: str) -> str:
    name = " ".join(without_format_characters(text).split())
    if not name:
        raise UnitRefused(f"单位名称不能为空。{_KEPT}")
    if too_long := beyond(name, LONGEST_NAME):
        raise UnitRefused(f"单位名称{too_long}。{_KEPT}")
    return name


def _new_name(text: str, old: str = "") -> str:
    """A name that may be given: where several units are named, marks stand between them. One from before is left."""
    name = _name(text)
    if name != old and (mark := _APART.search(name)):
        raise UnitRefused(f"单位名称里不能有“{mark[0]}”，它用来隔开几个单位；几个单位请一个一个添加。{_KEPT}")
    return name


def _person(text: str) -> str:
    return in_one_line(without_format_characters(text)).strip()


def _group(word: str) -> UnitGroup:
    try:
        return UnitGroup(word)
    except ValueError:
        raise UnitRefused(f"单位类别只能是：{'、'.join(UnitGroup)}。{_KEPT}") from None


def _phone(text: str) -> str:
    return "、".join(phone.text for phone in normalise_phones(text))


def _labels(unit: UnitSummary) -> dict[str, str]:
    return {
        "名称": unit.name,
        "类别": unit.group.value,
        "分管领导": unit.leader,
        "联系人": unit.contact,
        "电话": unit.phone,
        "别名": "、".join(unit.aliases),
        "状态": "启用" if unit.active else "停用",
    }


def _difference(old: dict[str, str], new: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    labels = [label for label in new if new[label] != old[label]]
    return {label: old[label] for label in labels}, {label: new[label] for label in labels}
