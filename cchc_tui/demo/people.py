"""Makes up people: random combinations of common family, middle and given names. No real person is meant.

Telephone numbers begin with 0200. No area and no mobile network has this code, so nobody has such a number.
"""

from __future__ import annotations

from random import Random

# In roughly their real frequency.
_FAMILY = (
    *("Nguyễn",) * 38,
    *("Trần",) * 12,
    *("Lê",) * 10,
    *("Phạm",) * 7,
    *("Huỳnh",) * 6,
    *("Võ",) * 5,
    *("Phan",) * 4,
    *("Trương",) * 3,
    *("Bùi",) * 2,
    *("Đặng",) * 2,
    *("Đỗ",) * 2,
    *("Ngô",) * 2,
    *("Hồ",) * 2,
    *("Dương",) * 2,
    "Đinh",
    "Đoàn",
    "Mai",
    "Lâm",
)
_MIDDLE = (
    "Văn",
    "Thị",
    "Hữu",
    "Ngọc",
    "Thanh",
    "Minh",
    "Quốc",
    "Kim",
    "Hoàng",
    "Thành",
    "Mỹ",
    "Phương",
    "Công",
    "Xuân",
)
_GIVEN = (
    *("An", "Bình", "Châu", "Chi", "Dung", "Dũng", "Duy", "Đào", "Đạt", "Giang", "Hà", "Hạnh", "Hải", "Hòa", "Hương"),
    *("Khánh", "Khoa", "Lan", "Liên", "Linh", "Loan", "Long", "Mai", "Nam", "Nga", "Nhung", "Phúc", "Phước", "Quyên"),
    *(
        "Sơn",
        "Tâm",
        "Thảo",
        "Thúy",
        "Tịnh",
        "Trâm",
        "Trang",
        "Trung",
        "Tuấn",
        "Tú",
        "Uyên",
        "Vân",
        "Vinh",
        "Xuân",
        "Yến",
    ),
)


def names(rng: Random, how_many: int) -> list[str]:
    """Make up ``how_many`` full names. The same name may occur more than once."""
    parts = zip(
        rng.choices(_FAMILY, k=how_many), rng.choices(_MIDDLE, k=how_many), rng.choices(_GIVEN, k=how_many), strict=True
    )
    return [f"{family} {middle} {given}" for family, middle, given in parts]


def phones(rng: Random, how_many: int) -> list[str]:
    """Make up ``how_many`` telephone numbers that nobody has."""
    return [f"0200{int(share * 1_000_000):06d}" for share in _shares(rng, how_many)]


def _shares(rng: Random, how_many: int) -> list[float]:
    return [rng.random() for _ in range(how_many)]
