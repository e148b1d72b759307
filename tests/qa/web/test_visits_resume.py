"""A reload finds the visit of its tab again, and nobody else does."""

from pathlib import Path

from qa.web.visits.visits import RELOAD_SECONDS, Visits


def test_a_reload_resumes_the_visit_of_its_tab(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    visit = visits.of("before", "cookie")
    with visits.connected("before", "cookie"):
        visits.leave(visit.token)
        visits.resume("after", "cookie", visit.token)
    assert visits.of("after", "cookie") is visit


def test_a_visit_that_is_open_in_its_tab_is_not_taken_over(tmp_path: Path) -> None:
    visits = Visits(tmp_path)
    visit = visits.of("tab", "cookie")
    with visits.connected("tab", "cookie"):
        visits.resume("copy", "cookie", visit.token)
        assert visits.of("copy", "cookie") is not visit
    visits.resume("thief", "other cookie", visit.token)
    assert visits.of("thief", "other cookie") is not visit


def test_a_session_with_a_visit_keeps_it(tmp_path: Path) -> None:
    """Its uploads would be left behind in the folder if another visit took its place."""
    visits = Visits(tmp_path)
    left, current = visits.of("before", "cookie"), visits.of("now", "cookie")
    visits.leave(left.token)
    visits.resume("now", "cookie", left.token)
    assert visits.of("now", "cookie") is current
    assert visits.with_token(left.token) is left


def test_a_visit_whose_tab_was_closed_ends_soon(tmp_path: Path) -> None:
    now = 0.0
    visits = Visits(tmp_path, clock=lambda: now)
    visit = visits.of("tab", "cookie")
    visits.leave(visit.token)
    now = RELOAD_SECONDS - 1
    visits.sweep()
    assert visits.with_token(visit.token) is visit
    now = RELOAD_SECONDS + 1
    visits.sweep()
    assert visits.with_token(visit.token) is None
