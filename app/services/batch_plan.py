"""Preparing a batch: which rows go up, in which files, and which stay out because they would be paid for nothing
(money rule 8; contract, Q13: every repeat is billed)."""

import csv
import io
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.batches import MOST_ROWS, BatchMode, BatchPlan
from app.domain.errors import InputError
from app.domain.jobs import EnrichOptions
from app.domain.platforms import Handle, Platform, email_in
from app.services.emails import known_of, plan_of
from app.workspace import already, creators
from app.workspace.batches import NewRow, Part

_FORMULA_SIGNS = "=+-@"  # what a spreadsheet takes for a formula, whatever quotes are around it


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A plan, and the files it speaks of. `known`: by address, creators who are had already."""

    plan: BatchPlan
    parts: Sequence[Part]
    known: Mapping[str, int] = field(default_factory=dict)


def of_creators(
    db: sqlite3.Connection,
    ids: Sequence[int],
    mode: BatchMode,
    options: EnrichOptions,
    *,
    besides: frozenset[int] = frozenset(),
) -> Prepared:
    """Prepare a batch over creators; `besides`: those a job has asked for already, who are not counted."""
    wanted = [creator_id for creator_id in ids if creator_id not in besides]
    unique = list(dict.fromkeys(wanted))
    had = creators.had_of(db, unique, options)
    pending = already.pending(db, [one for one in unique if one not in had], options.tier)
    rows: dict[Handle, NewRow] = {}
    repeats, malformed = len(wanted) - len(unique), 0
    for creator_id in unique:
        if creator_id in had or creator_id in pending:
            continue
        handle = _whole(creators.handle_of(db, creator_id))
        if handle is None:
            malformed += 1
        elif handle in rows:
            repeats += 1
        else:
            rows[handle] = NewRow(input=handle.name, creator_id=creator_id)
    by_platform: dict[Platform | None, list[NewRow]] = {}
    for handle, row in rows.items():
        by_platform.setdefault(handle.platform, []).append(row)
    parts = [part for platform, found in by_platform.items() for part in _split(mode, platform, found)]
    return _prepared(mode, parts, had=len(had), pending=len(pending), repeats=repeats, malformed=malformed)


def of_addresses(db: sqlite3.Connection, texts: Sequence[str]) -> Prepared:
    """Prepare a batch over e-mail addresses; those that a single lookup or a batch answered are had."""
    told = plan_of(db, texts)
    rows = [NewRow(input=email) for email in told.new if email[0] not in _FORMULA_SIGNS]
    malformed = len(told.bad) + len(told.new) - len(rows)
    parts = _split(BatchMode.BASIC, None, rows)
    prepared = _prepared(
        BatchMode.BASIC, parts, had=told.had, pending=told.pending, repeats=told.repeats, malformed=malformed
    )
    return Prepared(plan=prepared.plan, parts=prepared.parts, known=known_of(db, texts))


def _prepared(
    mode: BatchMode, parts: Sequence[Part], *, had: int, pending: int, repeats: int, malformed: int
) -> Prepared:
    plan = BatchPlan(
        mode=mode,
        had=had,
        pending=pending,
        repeats=repeats,
        malformed=malformed,
        new=sum(len(part.rows) for part in parts),
        parts=len(parts),
    )
    return Prepared(plan=plan, parts=parts)


def _whole(handle: Handle) -> Handle | None:
    """The handle in its one spelling; None for what no platform could have given."""
    try:
        return Handle.parse(handle.name, handle.platform)
    except InputError:
        return None


def _split(mode: BatchMode, platform: Platform | None, rows: Sequence[NewRow]) -> list[Part]:
    """Files of at most 10,000 rows; no handle or address is long enough to make one larger than 10 MB."""
    starts = range(0, len(rows), MOST_ROWS)
    return [Part(mode=mode, platform=platform, rows=rows[start : start + MOST_ROWS]) for start in starts]


def file_of(mode: BatchMode, platform: Platform | None, rows: Sequence[NewRow]) -> bytes:
    """The file as it goes out: one column, UTF-8, nothing in it that a spreadsheet would carry out."""
    return b"".join((_line(mode.heading), *(_line(cell_of(row.input, platform)) for row in rows)))


def cell_of(text: str, platform: Platform | None) -> str:
    """What stands in the file for a row. A handle that looks like a formula goes as its profile address, which the
    service takes as well (contract, section 7): quotes would not keep a spreadsheet from carrying it out."""
    if platform is None or text[0] not in _FORMULA_SIGNS:
        return text
    return Handle(platform=platform, name=text).address


def input_of(cell: str, platform: Platform | None) -> str:
    """Which row a result speaks of, whatever spelling came back; the cell itself where it cannot be read."""
    try:
        return (email_in(cell) or cell) if platform is None else Handle.parse(cell, platform).name
    except InputError:
        return cell


def _line(cell: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([cell])
    return text.getvalue().encode()
