"""What is wanted later is made once, on another thread."""

from __future__ import annotations

import threading

import pytest

from narrate.meanwhile import Meanwhile


def test_it_is_made_once_and_on_another_thread():
    threads = []

    def make():
        threads.append(threading.current_thread())
        return 42

    errand = Meanwhile(make)
    assert threads == []
    errand.begin()
    errand.begin()
    assert errand.wait() == errand.wait() == 42
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


def test_whoever_waits_need_not_begin():
    assert Meanwhile(lambda: "done").wait() == "done"


def test_what_goes_wrong_is_raised_where_it_is_waited_for():
    errand = Meanwhile(lambda: 1 / 0)
    errand.begin()
    with pytest.raises(ZeroDivisionError):
        errand.wait()
