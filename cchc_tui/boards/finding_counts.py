"""The numbers of findings known at a moment, by kind and by unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from cchc_tui.boards.moment import Moment
from cchc_tui.domain.findings import DEFECTS, ChangeKind, FindingKind

#: SQL condition for the table ``finding``: known at the moment ``:at``.
KNOWN = "seen_at <= :at AND (until IS NULL OR until > :at)"
#: SQL source of the rows of ``difference`` known at the moment ``:at``.
DIFFERENCES = "FROM difference AS d WHERE d.known <= :at"


def finding_counts(moment: Moment) -> dict[str, int]:
    """The number of findings by kind at a moment. A kind without findings has no entry."""
    return {kind.value: n for kind, n in counts_at(moment).items() if n}


def counts_at(moment: Moment) -> Counter[FindingKind]:
    """The number of findings by kind at a moment. A kind without findings counts 0."""
    counts: Counter[FindingKind] = Counter()
    connection, at = moment.connection, {"at": moment.cutoff}
    for change, n in connection.execute(f"SELECT kind, count(*) FROM finding WHERE {KNOWN} GROUP BY kind", at):
        counts[ChangeKind(change).kind] = n
    held = "since <= :at AND defects > 0 GROUP BY defects"
    queries = [f"SELECT defects, count(*) FROM dossier WHERE {held}"]
    if not moment.is_live:
        queries.append(f"SELECT defects, count(*) FROM version INDEXED BY version_defects WHERE until > :at AND {held}")
    for query in queries:
        for bits, n in connection.execute(query, at).fetchall():
            for kind, bit in DEFECTS.items():
                counts[kind] += n if bits & bit else 0
    counts[FindingKind.RECONCILIATION] = connection.execute(f"SELECT count(*) {DIFFERENCES}", at).fetchone()[0]
    return counts


def units_at(moment: Moment) -> Iterator[tuple[FindingKind, Counter[int]]]:
    """Yield each kind of finding about dossiers, with the number of such findings at the moment for each unit.

    A unit is given by its number in the store. 0 stands for dossiers without a known unit.
    """
    connection, at = moment.connection, {"at": moment.cutoff}
    counts: defaultdict[FindingKind, Counter[int]] = defaultdict(Counter)
    sources = [("dossier AS s JOIN finding AS f ON f.dossier = s.id", "dossier AS s", "s.since <= :at")]
    if not moment.is_live:
        then = "version AS s INDEXED BY version_defects"
        sources.append(
            ("version AS s JOIN finding AS f ON f.dossier = s.dossier", then, "s.until > :at AND s.since <= :at")
        )
    for changed, state, held in sources:
        known = KNOWN.replace("until", "f.until")
        query = f"SELECT f.kind, s.unit, count(*) FROM {changed} WHERE {held} AND {known} GROUP BY 1, 2"
        for change, unit, n in connection.execute(query, at).fetchall():
            counts[ChangeKind(change).kind][unit] += n
        query = f"SELECT s.defects, s.unit, count(*) FROM {state} WHERE {held} AND s.defects > 0 GROUP BY 1, 2"
        for bits, unit, n in connection.execute(query, at).fetchall():
            for kind, bit in DEFECTS.items():
                counts[kind][unit] += n if bits & bit else 0
    return iter((kind, +found) for kind, found in counts.items())
