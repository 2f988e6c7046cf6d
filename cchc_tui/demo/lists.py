"""The files that the city's offices export: their names, and their format by the family of the office's software."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cchc_tui.demo import writer
from cchc_tui.demo.city import Office
from cchc_tui.demo.dossiers import Dossier
from cchc_tui.domain.moments import Stamp, to_datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """A file for the inbox. ``moment`` is also its mtime, which gives the time of lists that state only a day.

    A ``slow`` file is copied in two halves, so that the collector finds it half-written.
    """

    name: str
    content: bytes
    moment: Stamp
    slow: bool = False


def name(stem: str, ending: str, moment: Stamp) -> str:
    """A file name with the day, month and time of a moment."""
    return f"{stem}_{to_datetime(moment):%d%m_%H%M%S}.{ending}"


def office_list(
    office: Office, dossiers: Sequence[Dossier], moment: Stamp, scope: str = "", slow: bool = False
) -> Drop:
    """A list of one office in the format of its software. ``scope`` is the text that states its period ("": none)."""
    stem = "DSHS-" + _plain(office.name)
    if office.family == "opencps":
        return Drop(name(stem, "xls", moment), writer.opencps_list(dossiers, moment), moment, slow)
    if office.family == "tandan":
        return Drop(name(stem, "xls", moment), writer.tandan_list(dossiers, moment), moment, slow)
    shape = writer.HELPED if office.helpers else writer.PLAIN
    content = writer.xlsx_list(dossiers, moment, writer.titles(moment, scope=scope), shape)
    return Drop(name(stem, "xlsx", moment), content, moment, slow)


def _plain(text: str) -> str:
    """A name in the spelling used in file names: xa-my-tra."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join("".join(letter if letter.isalnum() else " " for letter in letters if letter.isascii()).split())


def city_list(dossiers: Iterable[Dossier], moment: Stamp) -> Drop:
    """The list of the whole city, without the dossiers of offices that export their own list."""
    above = writer.titles(moment, scope=writer.year_to(moment))
    listed = (dossier for dossier in dossiers if not dossier.office.own_list)
    return Drop(name("DanhSachHoSo-thanh-pho", "csv", moment), writer.csv_list(listed, above), moment)


def changed_list(dossiers: Sequence[Dossier], moment: Stamp) -> Drop:
    """A small list of changed dossiers of several offices, exported by the city office."""
    above = writer.titles(moment, "DANH SÁCH HỒ SƠ CÓ THAY ĐỔI")
    return Drop(name("HoSoThayDoi", "csv", moment), writer.csv_list(dossiers, above), moment)
