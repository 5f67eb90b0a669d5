"""What every test stands on: a home of its own, and a voice on the network that is not."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hypothesis import settings
from standin import Authority, StandIn

from narrate import asking, pace


def pytest_addoption(parser):
    parser.addoption("--write-golden", action="store_true", help="write the golden scripts anew")


# Time is no matter of tests, and a machine may be busy. Every day the same examples are tried, so
# that what fails has failed by a change; a search is a matter of asking:
# `pytest --hypothesis-profile=wide`.
settings.register_profile("everyday", deadline=None, max_examples=40, derandomize=True)
settings.register_profile("wide", deadline=None, max_examples=2_000)
settings.load_profile("everyday")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NARRATE_CACHE_DIR", str(home / "clips"))


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Whose certificates all stand-ins have."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def stand_in(authority, monkeypatch):
    """Start stand-ins for Google's voice: `stand_in(plan=…)`; the environment leads there."""
    with ExitStack() as stack:

        def start(**options):
            service = stack.enter_context(StandIn(authority=authority, **options))
            for name, value in service.env().items():
                monkeypatch.setenv(name, value)
            return service

        yield start
    pace.pace_of.cache_clear()  # what one test's service asked for is no business of the next


@pytest.fixture
def soon(monkeypatch):
    """Second tries come at once: what is tested is what happens, not how long it takes."""
    monkeypatch.setattr(asking, "_REST_S", 0.001)
    monkeypatch.setattr(pace, "_SHORTEST_S", 0.001)
    monkeypatch.setattr(pace, "_LONGEST_S", 0.002)
    monkeypatch.setattr(pace, "_SLOWEST", 1000.0)
