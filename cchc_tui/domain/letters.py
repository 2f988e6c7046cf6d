"""Letters that a Vietnamese input method produces from keys."""

from __future__ import annotations

#: Letter → the key that produces it.
STANDS_ON = dict(zip("đêâăôĐÊÂĂÔ", "deaaoDEAAO", strict=True))
#: Letters that several keys can produce: [ and ], w, o and u.
NO_KEY = frozenset("ơưƠƯ")
