"""What stays ready in a process: the same things, within a bound."""

from executor.kept import Kept


def test_what_is_kept_is_not_loaded_again_and_the_least_used_goes() -> None:
    kept, loaded = Kept[str, str](len, most=25), list[str]()

    def get(name: str) -> None:
        def load() -> str:
            loaded.append(name)
            return name * 10

        assert kept.get(name, load) == name * 10

    for name in "abac":
        get(name)
    assert loaded == ["a", "b", "c"]
    for name in "ab":
        get(name)
    assert loaded == ["a", "b", "c", "b"]


def test_what_is_larger_than_the_bound_is_given_all_the_same_and_not_kept() -> None:
    kept = Kept[str, str](len, most=5)
    for _ in range(2):
        assert kept.get("a", lambda: "1234567") == "1234567"
    assert kept.get("b", lambda: "12") == kept.get("b", lambda: "")


def test_of_several_only_those_that_are_missing_are_loaded_together() -> None:
    kept, asked = Kept[int, str](len, most=100), list[list[int]]()

    def load(keys: list[int]) -> dict[int, str]:
        asked.append(keys)
        return {key: str(key) for key in keys if key < 9}

    assert kept.get_many([1, 2], load) == {1: "1", 2: "2"}
    assert kept.get_many([2, 3, 9], load) == {2: "2", 3: "3"}  # 9 is not there
    assert kept.get_many([3, 1], load) == {1: "1", 3: "3"}
    assert asked == [[1, 2], [3, 9]]
