"""Marks of rows: nobody else has them, and those made one after the other stand side by side."""

import uuid

from app.workspace.ids import new_uuid


def test_marks_are_unique_and_in_the_order_of_their_time() -> None:
    """As RFC 9562 has them: the first 48 bits are the time, so an index of them grows at its end."""
    made = [new_uuid() for _ in range(20_000)]
    times = [one.replace("-", "")[:12] for one in made]
    read = [uuid.UUID(one) for one in made]

    assert len(set(made)) == len(made)
    assert times == sorted(times)
    assert {(one.version, one.variant) for one in read} == {(7, uuid.RFC_4122)}
    assert [str(one) for one in read] == made
