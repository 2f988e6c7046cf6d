"""The dossier lists that the city's offices export. The software of an office decides the format."""

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
    """A file to put into the inbox.

    ``moment`` becomes its mtime, which tells the time of a list that states only a day. If ``slow`` is true, the file
    is copied in two halves, so that the collector finds it half-written.
    """

    name: str
    content: bytes
    moment: Stamp
    slow: bool = False


def name(stem: str, ending: str, moment: Stamp) -> str:
    """A file name that ends with day, month and time of the moment."""
    return f"{stem}_{to_datetime(moment):%d%m_%H%M%S}.{ending}"


def office_list(
    office: Office, dossiers: Sequence[Dossier], moment: Stamp, scope: str = "", slow: bool = False
) -> Drop:
    """The list of one office, in the format of its software.

    ``scope`` states the list's period as text ("": not stated).
    """
    stem = "DSHS-" + _plain(office.name)
    if office.family == "opencps":
        return Drop(name(stem, "xls", moment), writer.opencps_list(dossiers, moment), moment, slow)
    if office.family == "tandan":
        return Drop(name(stem, "xls", moment), writer.tandan_list(dossiers, moment), moment, slow)
    shape = writer.HELPED if office.helpers else writer.PLAIN
    content = writer.xlsx_list(dossiers, moment, writer.titles(moment, scope=scope), shape)
    return Drop(name(stem, "xlsx", moment), content, moment, slow)


def _plain(text: str) -> str:
    """A name in the spelling of file names: without marks, in small letters, with hyphens ("xa-my-tra")."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "-".join("".join(letter if letter.isalnum() else " " for letter in letters if letter.isascii()).split())


def city_list(dossiers: Iterable[Dossier], moment: Stamp) -> Drop:
    """The list of the whole city. It lacks the dossiers of offices that export a list of their own."""
    above = writer.titles(moment, scope=writer.year_to(moment))
    listed = (dossier for dossier in dossiers if not dossier.office.own_list)
    return Drop(name("DanhSachHoSo-thanh-pho", "csv", moment), writer.csv_list(listed, above), moment)


def changed_list(dossiers: Sequence[Dossier], moment: Stamp) -> Drop:
    """A small list of dossiers from several offices that have changed. The city office exports it."""
    above = writer.titles(moment, "DANH SÁCH HỒ SƠ CÓ THAY ĐỔI")
    return Drop(name("HoSoThayDoi", "csv", moment), writer.csv_list(dossiers, above), moment)
