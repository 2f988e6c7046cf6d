"""How a unit's place is told, and how a line says that it could not say all."""

from __future__ import annotations

from cchc_tui.texts.language import N_, NN_, Words

#: Level → the place within it; a group that is in no level has a place among all.
RANKS = Words(
    {
        "city": N_("hạng {rank}/{of} cấp thành phố"),
        "commune": N_("hạng {rank}/{of} cấp xã"),
        "": N_("hạng {rank}/{of}"),
    }
)
#: Kinds of findings that the line had no room for.
MORE_KINDS = NN_("và {n} loại khác")
