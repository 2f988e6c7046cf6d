"""The SQL of published boards, in a dialect that PostgreSQL, Citus, YugabyteDB and CockroachDB all understand.

The SQL needs no sequences, functions or extensions on the server. Each primary key begins with the city, because a
distributed server places rows by the beginning of the key. Moments are local wall time.
"""

from __future__ import annotations

from typing import Final

TABLES: Final = ("cchc_publication", "cchc_board", "cchc_row")

#: One row for each publication of a city, for each of its boards, and for each row of those.
CREATE: Final = (
    """
CREATE TABLE IF NOT EXISTS cchc_publication (
  city text NOT NULL, at timestamp NOT NULL,
  name text NOT NULL, published timestamp NOT NULL, release text NOT NULL,
  PRIMARY KEY (city, at)
)""",
    """
CREATE TABLE IF NOT EXISTS cchc_board (
  city text NOT NULL, at timestamp NOT NULL, board text NOT NULL,
  data_as_of timestamp, title text NOT NULL, head jsonb NOT NULL,
  PRIMARY KEY (city, at, board)
)""",
    """
CREATE TABLE IF NOT EXISTS cchc_row (
  city text NOT NULL, at timestamp NOT NULL, board text NOT NULL, kind text NOT NULL, unit text NOT NULL,
  place integer NOT NULL, code text NOT NULL, name text NOT NULL, level text NOT NULL, rank integer,
  figures jsonb NOT NULL, more jsonb NOT NULL,
  PRIMARY KEY (city, at, board, kind, unit)
)""",
)

#: Comes first: two publications of the same moment then wait for each other.
PUBLICATION: Final = """
INSERT INTO cchc_publication (city, at, name, published, release) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (city, at) DO UPDATE
SET name = excluded.name, published = excluded.published, release = excluded.release
"""
CLEAR: Final = (
    "DELETE FROM cchc_row WHERE city = %s AND at = %s",
    "DELETE FROM cchc_board WHERE city = %s AND at = %s",
)
BOARD: Final = """
INSERT INTO cchc_board (city, at, board, data_as_of, title, head) VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (city, at, board) DO UPDATE
SET data_as_of = excluded.data_as_of, title = excluded.title, head = excluded.head
"""
ROW: Final = """
INSERT INTO cchc_row (city, at, board, kind, unit, place, code, name, level, rank, figures, more)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (city, at, board, kind, unit) DO UPDATE
SET place = excluded.place, code = excluded.code, name = excluded.name, level = excluded.level, rank = excluded.rank,
  figures = excluded.figures, more = excluded.more
"""
CITIES: Final = "SELECT DISTINCT city FROM cchc_publication ORDER BY city"
#: The newest publication of each city until a moment; one statement, so that it sees whole publications only.
READ: Final = """
SELECT p.city, p.name, p.at, b.data_as_of, b.title, b.head,
  t.kind, t.unit, t.code, t.name, t.level, t.rank, t.figures, t.more
FROM (
  SELECT city, max(at) AS at FROM cchc_publication
  WHERE at <= %(at)s AND (%(every)s OR city = ANY(%(cities)s)) GROUP BY city
) AS newest
JOIN cchc_publication AS p ON p.city = newest.city AND p.at = newest.at
JOIN cchc_board AS b ON b.city = p.city AND b.at = p.at
JOIN cchc_row AS t ON t.city = b.city AND t.at = b.at AND t.board = b.board
WHERE b.board = %(board)s
ORDER BY p.city, t.place
"""
