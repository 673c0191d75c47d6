"""Measuring in turn: every contender for a moment, again and again, so that a busy moment of the
machine hits them all."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.pace.cases import Case
from bench.pace.load import Told, Wanted, in_own_process
from bench.pace.stage import OURS, Server


@dataclass
class Pace:
    """What one contender did in one case at so many connections, over all rounds."""

    told: list[Told] = field(default_factory=list[Told])
    worked: float = 0
    """Seconds of a processor that the server's process used meanwhile."""

    @property
    def per_second(self) -> float:
        """The median over the rounds."""
        return statistics.median(len(one.milliseconds) / one.seconds for one in self.told)

    @property
    def milliseconds(self) -> list[float]:
        return sorted(one for told in self.told for one in told.milliseconds)

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        ordered = self.milliseconds
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]

    @property
    def worked_milliseconds(self) -> float:
        """Of a processor, for one answer: other work on the machine hardly changes it."""
        return self.worked * 1000 / len(self.milliseconds)

    @property
    def size(self) -> int:
        return self.told[-1].size

    @property
    def own_share(self) -> float:
        """How busy the load's own process was at most: near 1 it would be the bottleneck."""
        return max(one.own_share for one in self.told)


@dataclass(frozen=True, slots=True)
class Length:
    """How long: `rounds` times `seconds` for each contender, after one short round for warmth;
    a single round is only to see that it goes."""

    rounds: int
    seconds: float


def measure(
    case: Case, servers: Mapping[str, Server], connections: int, length: Length
) -> dict[str, Pace]:
    servers = {name: one for name, one in servers.items() if name in case.asks}
    paces = {name: Pace() for name in servers}
    for number in range(0 if length.rounds > 1 else 1, length.rounds + 1):
        for name, server in [*servers.items()]:
            seconds = length.seconds if number else min(0.5, length.seconds)
            before = server.processor_seconds
            try:
                told = press(case, name, server, connections, seconds)
            except RuntimeError as error:
                if name == OURS:
                    raise
                # PostGraphile gives up on the whole nation for sixteen at once.
                print(f"{name} failed in case {case.key}: {str(error)[:200]}")
                del servers[name], paces[name]
                continue
            if number:
                paces[name].told.append(told)
                paces[name].worked += server.processor_seconds - before
    return paces


def press(case: Case, name: str, server: Server, connections: int, seconds: float) -> Told:
    ask = case.asks[name]
    turns = range(min(connections, len(ask.bodies)) if case.is_edit else connections)
    at = [turn % len(ask.bodies) for turn in turns]
    told = in_own_process(
        Wanted(
            server.port,
            server.path,
            [ask.bodies[turn] for turn in at],
            ["".join(f"{k}: {v}\r\n" for k, v in ask.headers[turn].items()) for turn in at],
            [case.first.get((name, turn), 1) if case.is_edit else _unheard() for turn in at],
            seconds,
        )
    )
    if case.is_edit:
        case.first.update({(name, turn): next_ for turn, next_ in zip(at, told.next, strict=True)})
    return told


_QUESTIONS = itertools.count(1)


def _unheard() -> int:
    """Where a connection's numbers begin that no other one comes to."""
    return next(_QUESTIONS) * 1_000_000


def flatness(
    cases: Mapping[int, Case], servers: Mapping[int, Server], name: str, length: Length
) -> Mapping[int, Pace]:
    """The same case on databases of several sizes, in turn, at one connection."""
    paces = {size: Pace() for size in servers}
    for number in range(length.rounds + 1):
        for size, server in servers.items():
            told = press(cases[size], name, server, 1, length.seconds)
            if number:
                paces[size].told.append(told)
    return paces


def worst_spread(paces: Sequence[Pace]) -> float:
    """The slowest median over the quickest."""
    medians = [one.median for one in paces]
    return max(medians) / min(medians)
