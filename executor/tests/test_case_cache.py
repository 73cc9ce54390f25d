"""Case sets that stay decoded: the same ones, within a bound."""

from executor.case_cache import CaseCache
from executor.core.job import Case


def test_what_is_kept_is_not_loaded_again_and_the_least_used_goes() -> None:
    cache, loaded = CaseCache(most=25), list[str]()

    def get(name: str, size: int = 10) -> None:
        def load() -> tuple[Case, ...]:
            loaded.append(name)
            return (Case(name, "x" * size),)

        assert cache.get(name, load)[0] == Case(name, "x" * size)

    for name in "abac":
        get(name)
    assert loaded == ["a", "b", "c"]
    for name in "ab":
        get(name)
    assert loaded == ["a", "b", "c", "b"]


def test_a_set_larger_than_the_cache_is_given_all_the_same_and_not_kept() -> None:
    cache = CaseCache(most=5)
    for _ in range(2):
        assert cache.get("a", lambda: (Case("1", "123456", "7"),)) == (Case("1", "123456", "7"),)
    assert cache.get("b", lambda: (Case("1", "12"),)) == cache.get("b", lambda: ())
