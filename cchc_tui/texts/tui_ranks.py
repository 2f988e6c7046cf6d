"""The texts of a unit's rank, and the end of a line that has no room for all kinds of findings."""

from __future__ import annotations

from cchc_tui.texts.language import N_, NN_, Words

#: Level → the text of a rank within it; "" → of a rank among all rows, for groups without a level.
RANKS = Words(
    {
        "city": N_("hạng {rank}/{of} cấp thành phố"),
        "commune": N_("hạng {rank}/{of} cấp xã"),
        "": N_("hạng {rank}/{of}"),
    }
)
#: The end of a line that has no room for all kinds of findings.
MORE_KINDS = NN_("và {n} loại khác")
