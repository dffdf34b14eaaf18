"""When the next request may be sent: an exact sliding minute, shared by everything that uses one account.

The service allows 300 requests a minute per account (contract, section 3). This module hides how that is kept: it does
arithmetic on an injected clock and an injected log of sends, and never waits, sends or stores anything itself.

Why no window of 60 s ever holds more than `limit` sends: a slot is taken only while fewer than `limit` are occupied,
all within one exclusive look at the log. It stays occupied from then until `window_s` after its request was written, so
right after any send every send of the last 60 s is still occupied. A reservation that is not written for long lapses:
the next one to use its room deletes it, and without it in the log its request may not be written any more.
"""

import math
import random as _random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum

from app.api.send_log import SendLog
from app.domain.errors import DiskError, NotSent

MINUTE_S = 60.0
UNWRITTEN_S = 60.0  # far above the connect timeout of 10 s; a killed process blocks its reservations for this longer
LONGEST_HOLD_S = 600.0  # a Retry-After above this is taken for a mistake
SHORTEST_WAIT_S = 0.001  # a wait that rounds to nothing would make its caller spin
FULL_SHARE = 1.0
SMALLEST_SHARE = 0.1
SHRINK = 0.75  # of our share, kept after a burst of refusals
EVENLY = 0.9  # of the even distance of a minute's sends: a little less, so that a late one does not lower the rate
GROWTH_PER_S = 0.05 / MINUTE_S  # share won back with quiet time: from 75 % to all of it in five minutes
BACKOFF_S = (2.0, 4.0, 8.0, 16.0, 32.0, 60.0)  # by refusals in a row; without a Retry-After


class Lane(IntEnum):
    """Who waits for the answer. Lower goes first."""

    USER = 0  # a person looks at it: credits, dictionaries, the next page
    WORK = 1  # jobs


class Full(Exception):
    """No slot is free: somebody else took it between `wait_s` and `take`. Ask `wait_s` again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brake:
    """What refusals taught us. Times in monotonic seconds.

    Nothing is sent before `not_before`. `share` of the limit was ours at `since`; it grows from there. `refused_at` is
    when the last counted refusal came: one of a request written before that belongs to the same burst.
    """

    not_before: float
    share: float = FULL_SHARE
    since: float = -math.inf
    refused_at: float = -math.inf
    in_a_row: float = 0.0


NOTED = ("share", "since", "refused_at", "in_a_row")


class Slot:
    """The right to send one request. Its holder says what became of it; saying it twice changes nothing."""

    def __init__(self, gate: "RateGate", slot_id: int, taken_at: float) -> None:
        self._gate = gate
        self.id = slot_id
        self.taken_at = taken_at
        self.written_at: float | None = None

    def written(self) -> None:
        """Call when the request goes to the socket, before its first byte; the last call of several counts.

        Only the first call raises, so that a request that has left is never taken for an unsent one.
        Raises NotSent when the reservation is gone (it sat unwritten for two minutes, or the clock stepped back): its
        room may belong to another request by now, so nothing may be sent with it.
        """
        self._gate.stamp(self)

    def release(self) -> None:
        """The request never left (a failed connect): the slot is free again. A written one stays occupied."""
        self._gate.free(self)

    def refused(self, retry_after_s: float | None) -> None:
        """The answer was a 429; `retry_after_s` as the service said it, None where it did not."""
        self._gate.slow_down(self, retry_after_s)

    def answered(self) -> None:
        """Any other answer came: the service takes requests again."""
        self._gate.note_answer(self)


class RateGate:
    """Says when a request may be sent, and counts those that were.

    `limit`: sends in any 60 s; `window_s`: how long one occupies its slot; `kept`: slots only USER may take;
    `spacing_s`: least time between two sends of this gate. Work that holds back after a refusal spreads its sends. A
    call costs well under 1 ms with either log.
    """

    def __init__(
        self,
        *,
        log: SendLog,
        clock: Callable[[], float],
        limit: int = 300,
        window_s: float = 60.5,
        kept: int = 5,
        spacing_s: float = 0.010,
        random: Callable[[], float] = _random.random,
    ) -> None:
        self._log = log
        self._clock = clock
        self._limit = limit
        self._window_s = window_s
        self._kept = kept
        self._spacing_s = spacing_s
        self._random = random
        self._last_take = -math.inf
        self._last_answered = -math.inf  # when the newest request that got an answer was written

    def wait_s(self, lane: Lane) -> float:
        """0.0: a slot may be taken now. Otherwise seconds until asking again makes sense (at least a millisecond)."""
        with self._log.exclusive():
            return self._wait(lane, self._clock())

    def take(self, lane: Lane) -> Slot:
        """Reserve a slot; it counts as occupied from now. Raises Full when there is none."""
        with self._log.exclusive():
            # The clock is read inside: waiting for another process must not make its newest send look like the future.
            now = self._clock()
            full = self._wait(lane, now) > 0.0
            if not full:
                self._forgive()
                slot = Slot(self, self._log.append(now, forget_before=self._oldest(now)), now)
                self._last_take = now
        if full:  # raised out here, because leaving the block with an error would undo what it found out
            raise Full
        return slot

    def sent_lately(self) -> int:
        """Sends of the account in the last 60 s, those of other windows and recipes included."""
        with self._log.exclusive():
            now = self._clock()
            return sum(1 for at, written in self._log.recent(now - MINUTE_S) if written and at <= now)

    def limit_now(self) -> int:
        """How many sends a minute are ours at present: `limit`, or less for a while after refusals."""
        with self._log.exclusive():
            return self._ours(self._brake(), self._clock())

    # What slots report.

    def stamp(self, slot: Slot) -> None:
        if slot.written_at is not None:
            # Its bytes are on their way: an error now would call it unsent. Should this fail, the first stamp stands.
            with suppress(DiskError):
                self._restamp(slot)
        elif not self._restamp(slot):
            raise NotSent("Getting ready to send took too long.")

    def _restamp(self, slot: Slot) -> bool:
        with self._log.exclusive():
            now = self._clock()
            kept = self._log.restamp(slot.id, now)
        if kept:
            slot.written_at = now
        return kept

    def free(self, slot: Slot) -> None:
        if slot.written_at is None:
            with self._log.exclusive():
                self._log.remove(slot.id)

    def slow_down(self, slot: Slot, retry_after_s: float | None) -> None:
        with self._log.exclusive():
            self._keep(self._after_refusal(self._brake(), slot, self._clock(), retry_after_s))

    def note_answer(self, slot: Slot) -> None:
        """Kept in memory until the next slot is taken: a paid answer must not fail for a log that cannot be written."""
        if slot.written_at is not None:
            self._last_answered = max(self._last_answered, slot.written_at)

    # The arithmetic.

    def _brake(self) -> Brake:
        notes = self._log.notes()
        return Brake(not_before=self._log.hold(), **{name: notes[name] for name in NOTED if name in notes})

    def _keep(self, brake: Brake) -> None:
        self._log.hold_until(brake.not_before)
        self._log.note({name: getattr(brake, name) for name in NOTED})

    def _oldest(self, now: float) -> float:
        """Slots from before this are free, whatever became of them."""
        return now - self._window_s - UNWRITTEN_S

    def _wait(self, lane: Lane, now: float) -> float:
        brake = self._brake()
        sends = self._log.recent(self._oldest(now))
        latest = max(sends)[0] if sends else -math.inf
        if max(latest, brake.refused_at, brake.not_before - LONGEST_HOLD_S) > now:
            self._assume_full(brake, now)
            return self._window_s
        spaced = max(self._spaced(now), self._spread(lane, latest, brake, now))
        ready = max(brake.not_before, spaced, self._room_at(lane, sends, brake, now))
        return 0.0 if ready <= now else max(ready - now, SHORTEST_WAIT_S)

    def _forgive(self) -> None:
        """Requests sent after the last refusal were answered: the next refusal is the first of a new row."""
        brake = self._brake()
        if brake.in_a_row and self._last_answered > brake.refused_at:
            self._keep(replace(brake, in_a_row=0.0))

    def _assume_full(self, brake: Brake, now: float) -> None:
        """The clock stepped back or the machine restarted, so ages mean nothing: wait out a whole minute."""
        self._log.clear()
        self._keep(replace(brake, not_before=now + self._window_s, since=now, refused_at=now))

    def _spaced(self, now: float) -> float:
        """When the next send of this gate may follow its last one."""
        return self._last_take + self._spacing_s if self._last_take <= now else now

    def _spread(self, lane: Lane, latest: float, brake: Brake, now: float) -> float:
        """When work may follow the account's last send while it holds back: evenly, so that whoever else uses the
        account meets no burst of ours, and the next refusal hits one request and not a row of them."""
        ours = self._ours(brake, now)
        if lane is Lane.USER or ours >= self._limit:
            return now
        return latest + EVENLY * self._window_s / ours

    def _room_at(self, lane: Lane, sends: Sequence[tuple[float, bool]], brake: Brake, now: float) -> float:
        """When a slot of this lane may be free: `now`, or the first moment at which it could be."""
        free_before = now - self._window_s
        occupied = [at for at, written in sends if at > free_before or not written]
        ours = self._ours(brake, now)
        # A person's few requests may use what is left of the whole limit, also while work holds back.
        room = self._limit if lane is Lane.USER else max(1, ours - self._kept)
        if len(occupied) < room:
            return now
        occupied.sort()
        # The one whose end makes room. An unwritten one is guessed to have been written at once: asking too early
        # costs a look, asking too late costs sends.
        ready = occupied[len(occupied) - room] + self._window_s
        if ready <= now:
            ready = now + 1.0
        if ours < self._limit:
            ready = min(ready, now + 1.0 / (GROWTH_PER_S * self._limit))
        return ready

    def _ours(self, brake: Brake, now: float) -> int:
        return max(1, int(self._limit * self._share(brake, now)))

    def _share(self, brake: Brake, now: float) -> float:
        if brake.share >= FULL_SHARE:
            return FULL_SHARE
        return min(FULL_SHARE, brake.share + GROWTH_PER_S * max(0.0, now - brake.since))

    def _after_refusal(self, brake: Brake, slot: Slot, now: float, retry_after_s: float | None) -> Brake:
        """One burst slows down once: refusals of requests that were under way already only prolong a Retry-After."""
        asked = _sensible(retry_after_s)
        sent_at = slot.taken_at if slot.written_at is None else slot.written_at
        if sent_at <= brake.refused_at:
            held = brake.not_before if asked is None else max(brake.not_before, now + asked)
            return replace(brake, not_before=held, since=max(brake.since, held))
        in_a_row = brake.in_a_row + 1
        backoff = BACKOFF_S[min(int(in_a_row), len(BACKOFF_S)) - 1] * (0.5 + self._random() / 2)
        held = max(brake.not_before, now + (backoff if asked is None else asked))
        return Brake(
            not_before=held,
            share=max(SMALLEST_SHARE, self._share(brake, now) * SHRINK),
            since=held,
            refused_at=now,
            in_a_row=in_a_row,
        )


def _sensible(retry_after_s: float | None) -> float | None:
    """Seconds to wait, at most ten minutes; None where the service named no time that has to pass."""
    if retry_after_s is None or not retry_after_s > 0.0:
        return None
    return min(retry_after_s, LONGEST_HOLD_S)
