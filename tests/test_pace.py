"""The pace, against simulated services on a simulated clock."""

from __future__ import annotations

import heapq
import math
import random
from collections import deque

import pytest

from narrate.pace import Pace, pace_of


def drawn(seed):
    """A repeatable draw of jitter."""
    return random.Random(seed).random


class Service:
    """Grants `limit` requests in any second; with `counts_all`, refused ones count as well."""

    def __init__(self, limit: int, *, counts_all: bool = False, retry_after=None) -> None:
        self.limit, self.counts_all, self.retry_after = limit, counts_all, retry_after
        self.recent: deque[float] = deque()

    def grants(self, now: float) -> bool:
        while self.recent and now - self.recent[0] >= 1.0:
            self.recent.popleft()
        granted = len(self.recent) < self.limit
        if granted or self.counts_all:
            self.recent.append(now)
        return granted


def run(pace: Pace, service: Service, *, pieces: int, jobs: int = 8, answer_s: float = 0.2):
    """Ask for pieces from `jobs` askers at once; returns (when sent, granted) for each request."""
    draw = random.Random(1)
    log: list[tuple[float, bool]] = []
    queue = [(0.0, n, None) for n in range(jobs)]  # (when, asker, what it waits for)
    left = pieces
    while queue and left > 0:
        now, asker, waiting = heapq.heappop(queue)
        if waiting is not None:
            sent, granted = waiting
            if granted:
                left -= 1
                pace.granted(sent, now)
            else:
                pace.refused(sent, now, service.retry_after)
        delay = pace.ask(now)
        if delay > 0:
            # Threads wake a little late.
            heapq.heappush(queue, (now + delay + draw.uniform(0, 0.003), asker, None))
            continue
        arrives = now + draw.uniform(0.001, 0.01)
        granted = service.grants(arrives)
        log.append((now, granted))
        back = arrives + (answer_s * draw.uniform(0.9, 1.1) if granted else 0.005)
        heapq.heappush(queue, (back, asker, (now, granted)))
    return log


def after_five_seconds(log):
    """(share of requests refused, requests granted a second) from the sixth second on."""
    late = [granted for when, granted in log if when > 5]
    return late.count(False) / len(late), sum(late) / (log[-1][0] - 5)


@pytest.mark.parametrize("jobs", [8, 16])
@pytest.mark.parametrize("counts_all", [False, True])
@pytest.mark.parametrize("retry_after", [None, 1.0, 2.0])
@pytest.mark.parametrize("seed", range(5))
def test_most_of_what_a_service_grants_is_used_and_little_is_refused(
    jobs, counts_all, retry_after, seed
):
    service = Service(20, counts_all=counts_all, retry_after=retry_after)
    log = run(Pace(drawn(seed)), service, pieces=450, jobs=jobs)
    refused, used = after_five_seconds(log)
    assert refused <= 0.10
    assert used >= 0.75 * 20


@pytest.mark.parametrize("limit", [2, 5, 10, 30])
def test_any_limit_is_found(limit):
    log = run(Pace(drawn(3)), Service(limit), pieces=60 * limit)
    late = [(when, granted) for when, granted in log if when > 20]
    refused = sum(not granted for _, granted in late) / len(late)
    used = sum(granted for _, granted in late) / (late[-1][0] - 20)
    assert refused <= 0.10
    assert used >= 0.75 * limit


def test_without_a_429_nothing_is_held_back():
    pace = Pace()
    assert all(pace.ask(0.0) == 0.0 for _ in range(1000))
    for n in range(1000):
        pace.granted(0.0, 0.001 * n)
    assert all(pace.ask(1.0) == 0.0 for _ in range(1000))


def test_one_429_alone_costs_one_wait_and_no_more():
    pace = Pace(lambda: 0.0)
    for _ in range(8):
        assert pace.ask(0.0) == 0.0
    pace.refused(0.0, 0.01)
    for _ in range(7):
        pace.granted(0.0, 0.2)
    assert pace.ask(0.3) > 0
    assert all(pace.ask(1.1) == 0.0 for _ in range(100))


def test_one_burst_of_429s_makes_one_wait():
    pace = Pace(lambda: 0.0)
    for _ in range(8):
        assert pace.ask(10.0) == 0.0
    for n in range(8):
        pace.refused(10.0, 10.1 + n / 100)
    assert pace.until == pytest.approx(11.1)


def test_retry_after_is_honoured_also_when_a_later_one_of_the_burst_brings_it():
    pace = Pace(lambda: 0.0)
    pace.ask(10.0)
    pace.refused(10.0, 10.1, None)
    pace.refused(10.0, 10.2, 12.0)
    assert pace.ask(10.3) == pytest.approx(11.9)
    assert pace.ask(22.3) == 0.0


def test_the_wait_is_never_shorter_than_asked_and_is_spread_by_jitter():
    untils = set()
    for seed in range(20):
        pace = Pace(drawn(seed))
        pace.ask(0.0)
        pace.refused(0.0, 0.0, 4.0)
        assert 4.0 <= pace.until <= 5.0
        untils.add(pace.until)
    assert len(untils) > 10


def test_waits_double_while_nothing_is_granted_and_start_over_afterwards():
    pace = Pace(lambda: 0.0)
    now, waits = 0.0, []
    for _ in range(8):
        while (delay := pace.ask(now)) > 0:
            now += delay
        pace.refused(now, now + 0.01)
        waits.append(round(pace.until - now))
        now += 0.01
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    now = pace.until + 1
    assert pace.ask(now) == 0.0
    pace.granted(now, now)
    now += 10
    assert pace.ask(now) == 0.0
    pace.refused(now, now)
    assert pace.until - now == pytest.approx(1.0)


def test_it_never_stalls():
    pace = Pace(lambda: 0.0)
    now = 0.0
    for _ in range(100):
        while (delay := pace.ask(now)) > 0:
            assert delay <= 60.0
            now += delay
        pace.refused(now, now)
    assert pace.rate >= 1.0


def test_a_pace_that_does_not_hold_anyone_back_does_not_rise():
    pace = Pace(lambda: 0.0)
    run(pace, Service(20), pieces=100)
    rate = pace.rate
    assert rate < math.inf
    for n in range(100):
        now = 1000.0 + n
        assert pace.ask(now) == 0.0
        pace.granted(now, now + 0.1)
    assert pace.rate <= rate * 1.06


def test_the_process_has_one_pace_for_each_engine():
    assert pace_of("gtts") is pace_of("gtts")
    assert pace_of("gtts") is not pace_of("another")
