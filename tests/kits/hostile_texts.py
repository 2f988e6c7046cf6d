"""Lists with texts that terminals, spreadsheets, templates and markup would obey, and a check of terminal output."""

import csv
import io
import random
import re
import unicodedata

HEADINGS = [
    *("STT", "Số hồ sơ", "Tên thủ tục hành chính", "Tên lĩnh vực", "Phòng ban", "Ngày tiếp nhận", "Ngày hẹn trả"),
    *("Ngày kết thúc xử lý", "Cơ quan/đơn vị", "Chủ hồ sơ", "Số điện thoại", "Cán bộ xử lý hiện tại"),
    *("Trạng thái hồ sơ", "Hình thức nhận"),
]


HOSTILE = {
    "markup": "[/x]",
    "action": "[@click=app.quit]bam[/]",
    "style": "[bold red on white]do",
    "colour": "\x1b[31mdo\x1b[0m",
    "clipboard": "\x1b]52;c;SEFDSw==\x07",
    "title": "\x1b]0;HACK\x07",
    "device": "\x1bP1;2|HACK\x1b\\",
    "c1": "\u009b31mdo\u009d52;c;SEFDSw==\u009c",
    "screen": "\x1b[?1049l\x1b[2J",
    "bidi": "\u202egnol\u2066x\u2069\u200f",
    "zero": "a\u200bb\ufeffc\u2028d\x00e",
    "tab": "a\tb\rc\x08\x7f",
}


PIECES = [
    *HOSTILE.values(),
    *("=cmd|'/C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "\r=1", "＝1+1"),
    *("Phường", "Nguyễn", "Hoà", "Hòa", "e\u0301\u0302\u0323", "n" + "\u0303" * 40, "\u0301" * 9),
    *("👩‍👩‍👧‍👦", "🇻🇳", "全角文字", "ｗｉｄｅ", "\U000e0041", "\ufe0f", "\u3164", "\u00ad", "\u061c", "\ufff9"),
    *(
        "[",
        "]",
        "[/",
        "[bold",
        "\\[",
        "{0}",
        "{name}",
        "%s",
        "%(n)s",
        "$HOME",
        "`id`",
        "'",
        '"',
        ";",
        "\\",
        "&lt;",
        "]]>",
    ),
    *("\x1b", "\x9b", "\x90", "\x9d", "\x07", "\x08", "\x0e", "\x7f", "\x85", "\u2028", "\u2029", "\ud7ff", "\uffff"),
    *("x" * 3000, "à" * 300, " ", "\u00a0", "\u2003", "\n", "null", "—", "NaN", "../../etc/passwd", "CON", "\ue000"),
]


def hostile_names(count: int) -> list[str]:
    """``count`` different names made of texts that programs would obey. They are the same in each run."""
    dice = random.Random(11)
    names = {"".join(dice.choices(PIECES, k=dice.randint(1, 4))): None for _ in range(count * 2)}
    return list(names)[:count]


#: What the app itself sends: cursor, colours, modes; and the shape of the mouse pointer.
COMMANDS = re.compile(r"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]")


POINTER = "\x1b]22;default\x07"


def controls(raw: bytes) -> set[str]:
    """Control characters that reached the terminal, with the text around them. The app's own commands are left out."""
    assert b"\x1b[31m" not in raw, "a colour from the data"
    text = COMMANDS.sub("", raw.decode("utf-8")).replace(POINTER, "")
    odd = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}} - {"\r", "\n"}
    return {text[max(0, text.index(char) - 20) : text.index(char) + 20] for char in odd}  # with what stands around it


def hostile_list() -> bytes:
    """A CSV of late dossiers: each hostile text stands once in each text column, and once in a date column."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for number, bad in enumerate(HOSTILE.values()):
        code = f"000.00.12.H20-211001-{number:04d}"
        fine = [number, code, "Thủ tục", "Lĩnh vực", "Bộ phận TN&TKQ", "01/10/2021 08:00", "05/10/2021 08:00", ""]
        fine += ["Phường 6", "Họ tên", "0900000000", "Cán bộ", "Đang xử lý", "Trực tiếp"]
        for column in (1, 2, 3, 4, 8, 9, 10, 11, 12, 13):
            row = list(fine)
            row[1] = f"{code}-{column}"
            row[column] = f"{row[column]}{bad}" if column in (1, 2, 3) else bad
            writer.writerow(row)
        writer.writerow([*fine[:1], f"{code}-d", *fine[2:5], bad, *fine[6:]])  # a date that is none
    return text.getvalue().encode("utf-8")
