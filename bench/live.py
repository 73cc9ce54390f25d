"""How many live candidates do two cores hold? Server, database and load together on one machine.

Each has a socket, beats every 15 s and saves every 10 s over it. Held: p95 of a save and p99 of a beat below 250 ms,
no disconnect, no save refused. Steps grow until one is not held. DATABASE_URL and REDIS_URL name PostgreSQL and Redis.

    python -m bench.live --output bench/results/live.json
    python -m bench.live --steps 500     # one step, to compare CPU per candidate before and after a change
"""

import argparse
import asyncio
import datetime
import json
import os
import resource
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench import live_machine as machine
from bench.live_load import Load, Seen
from bench.live_server import LiveServer

BAR_MS = 250
STEPS = [500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10000]
START_BAR = 2000, 60.0  # this many starts within these seconds
SETTLE = 15.0


def percentiles(times: list[float]) -> dict[str, float]:
    """{count, p50, p95, p99, most} in ms."""
    ordered = sorted(times)
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "most": 1.0}
    found = {
        name: round(ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000, 1) if ordered else 0.0
        for name, part in at.items()
    }
    return {"count": len(ordered), **found}


def held(seen: Seen) -> bool:
    saves, beats = percentiles(seen.saves), percentiles(seen.beats)
    quick = saves["p95"] < BAR_MS and beats["p99"] < BAR_MS
    return quick and bool(seen.saves) and not seen.disconnects and not seen.refused


def database_pids() -> tuple[list[int], list[int]]:
    """The backends of our database; and what PostgreSQL and Redis do for everybody."""
    name = urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/")
    ours = machine.processes(f" {name} ", program="postgres:")
    common = [pid for word in ("walwriter", "checkpointer", "background writer") for pid in
              machine.processes(word, program="postgres:")]  # fmt: skip
    return ours, [*common, *machine.processes("redis-server", program="")]


async def one_step(load: Load, server: LiveServer, count: int, seconds: float) -> dict[str, Any]:
    """Measure `count` candidates who are there already."""
    await asyncio.sleep(SETTLE)
    ours, common = database_pids()
    meter = machine.Meter(server=server.everything(), database=ours, shared=common, load=[os.getpid()])
    began = time.perf_counter()
    seen = await load.measure(seconds)
    took, cpu = time.perf_counter() - began, meter.read(database=database_pids()[0])
    per_minute = 60_000 / took / count
    return {
        "candidates": count,
        "held": held(seen) and not load.failed,
        "failed_starts": load.failed,
        "save_ms": percentiles(seen.saves),
        "beat_ms": percentiles(seen.beats),
        "disconnects": seen.disconnects,
        "refused": seen.refused,
        "cpu_ms_per_candidate_minute": {name: round(spent * per_minute, 2) for name, spent in cpu.items()},
        "server_and_database": round((cpu["server"] + cpu["database"] + cpu["shared"]) * per_minute, 2),
        "cores_used": round(sum(cpu.values()) / took, 2),
        "load_average": os.getloadavg()[0],
    }


async def run(server: LiveServer, people: list[tuple[str, str]], options: argparse.Namespace) -> dict[str, Any]:
    """Step by step until one is not held, or not all could be started in time: then what there is was measured."""
    load, steps = Load(server.port), list[dict[str, Any]]()
    result: dict[str, Any] = {"held": 0, "steps": steps}
    empty, asked = sum(machine.memory_mib(pid) for pid in server.serving()), options.starts
    for count in sorted(step for step in options.steps if step >= options.starts):
        if options.starts and not steps:
            result["starts"] = await cohort(load, server, people[:asked])
        began = time.perf_counter()
        left = await load.add(people[asked:count], within=options.within)
        filled, asked = time.perf_counter() - began, count
        if left:
            print(f"{left} of {count} candidates could not be started within {options.within:g} s", flush=True)
        steps.append(await one_step(load, server, len(load.candidates), options.seconds))
        steps[-1] |= {"not_started_in_time": left, "filled_in_seconds": round(filled, 1)}
        full = sum(machine.memory_mib(pid) for pid in server.serving())
        steps[-1]["memory_kib_per_candidate"] = round((full - empty) * 1024 / len(load.candidates), 1)
        print(json.dumps(steps[-1]), flush=True)
        result["held"] = max((step["candidates"] for step in steps if step["held"]), default=0)
        keep(result, options)
        if left or not steps[-1]["held"]:
            break
    load.close()
    return result


def keep(result: dict[str, Any], options: argparse.Namespace) -> None:
    """Written after each step: a run that is broken off leaves what it measured."""
    about = {"at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"), "machine": machine.facts()}
    about |= result | {"server_processes": options.processes, "seconds": options.seconds}
    if options.output:
        options.output.write_text(json.dumps(about, indent=1) + "\n")


async def cohort(load: Load, server: LiveServer, people: list[tuple[str, str]]) -> dict[str, Any]:
    """A whole cohort presses Start within a minute: POST, the workspace's page, the socket with its welcome."""
    ours, common = database_pids()
    meter = machine.Meter(server=server.everything(), database=ours, shared=common, load=[os.getpid()])
    began = time.perf_counter()
    times = await load.start_evenly(people, within=START_BAR[1])
    took, cpu = time.perf_counter() - began, meter.read(database=database_pids()[0])
    found = {
        "starts": len(times),
        "failed": dict(load.failed),
        "seconds": round(took, 1),
        "cpu_ms_per_start": {name: round(1000 * spent / len(people), 1) for name, spent in cpu.items()},
        "start_ms": percentiles(times),
    }
    print(json.dumps(found), flush=True)
    return found


def prepare(count: int) -> list[tuple[str, str]]:
    """The people of this run, in a database that is migrated and where nobody is left from a run before."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.utils import timezone

    from bench.live_world import invite_many, make_assessment, tidy

    call_command("migrate", verbosity=0)
    tidy(timezone.now())
    people = invite_many(make_assessment(timezone.now()), count)
    connections.close_all()
    return people


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS)
    parser.add_argument("--seconds", type=float, default=60.0, help="of measurement in each step")
    parser.add_argument("--within", type=float, default=600.0, help="seconds for a step's candidates to start in")
    parser.add_argument("--processes", type=int, default=2, help="of the server")
    parser.add_argument(
        "--starts", type=int, default=0, help=f"first start so many within a minute (bar: {START_BAR[0]})"
    )
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres") or not os.environ.get("REDIS_URL"):
        parser.error("DATABASE_URL has to name a PostgreSQL database and REDIS_URL a Redis of this machine")
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    server = LiveServer(options.processes)
    people = prepare(max(*options.steps, options.starts))
    server.start()
    try:
        result = asyncio.run(run(server, people, options))
    finally:
        server.stop()
    print(json.dumps({name: value for name, value in result.items() if name != "steps"}))


if __name__ == "__main__":
    main()
