"""Letters that a Vietnamese input method makes of keys."""

from __future__ import annotations

#: Each letter, and the key that it stands on.
STANDS_ON = dict(zip("đêâăôĐÊÂĂÔ", "deaaoDEAAO", strict=True))
#: Letters of no one key: [ and ], w, o, u make them.
NO_KEY = frozenset("ơưƠƯ")
