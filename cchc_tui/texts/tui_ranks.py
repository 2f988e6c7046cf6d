"""Texts of a unit's rank, and of a line that had no room for all kinds of findings."""

from __future__ import annotations

from cchc_tui.texts.language import N_, NN_, Words

#: Level → the rank within it; "" → the rank among all rows, for groups without a level.
RANKS = Words(
    {
        "city": N_("hạng {rank}/{of} cấp thành phố"),
        "commune": N_("hạng {rank}/{of} cấp xã"),
        "": N_("hạng {rank}/{of}"),
    }
)
#: The end of a line that had no room for all kinds of findings.
MORE_KINDS = NN_("và {n} loại khác")
