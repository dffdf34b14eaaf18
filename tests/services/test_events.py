"""Views hear what changed and who did it."""

from app.services.events import Changes, Events


def test_listeners_hear_in_the_order_they_came_and_who_did_it():
    """So that a view can skip its own echo."""
    events, heard = Events(), []
    me = object()
    for name in ("first", "second"):
        events.subscribe(lambda changes, initiator, name=name: heard.append((name, changes.rows, initiator)))
    events.publish(Changes(rows=True, sheet_id=1), me)

    assert heard == [("first", True, me), ("second", True, me)]


def test_who_has_gone_hears_nothing_more_and_may_go_twice():
    """A closed view is not called."""
    events, heard = Events(), []
    stop = events.subscribe(lambda changes, initiator: heard.append(changes))
    stop()
    stop()
    events.publish(Changes(jobs=True))

    assert heard == []


def test_a_listener_may_go_while_it_is_told():
    """The others still hear."""
    events, heard = Events(), []
    stops = []
    stops.append(events.subscribe(lambda changes, initiator: stops[0]()))
    events.subscribe(lambda changes, initiator: heard.append(changes))
    events.publish(Changes(jobs=True))

    assert len(heard) == 1
