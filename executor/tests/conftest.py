"""Which hostile programs run where: all of them on all sandboxes takes ten minutes, `make test-hostile` does it."""

import os

import pytest

EVERYWHERE = os.environ.get("HOSTILE") == "all"
ONE_IN = {"bubblewrap-user": 3, "socket": 3}  # the agent is the same; these share their walls with the other two


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without HOSTILE=all, deselect two thirds of the programs on two of the four sandboxes, always the same."""
    if EVERYWHERE:
        return
    seen: dict[str, int] = {}
    left_out = []
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        sandbox = str(params.get("running", ""))
        if sandbox in ONE_IN and "program" in params and item.get_closest_marker("hostile"):
            seen[sandbox] = seen.get(sandbox, 0) + 1
            if seen[sandbox] % ONE_IN[sandbox]:
                left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        dropped = set(left_out)
        items[:] = [item for item in items if item not in dropped]
