"""Queries whose SQL is made once. Django makes it anew for each, which costs more than asking the database does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
Instance = TypeVar("Instance", bound=Model)


class Given(Expression):
    """Stands in a filter for a value that is given when the statement is executed."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Made:
    sql: str
    params: tuple[Any, ...]  # Given where a value is to be set in
    converters: list[tuple[int, Any, Any]]  # position, functions, expression
    locks: bool
    read: Callable[[Any], Any]  # a row as the database gave it → what the queryset would give


class Statement(Generic[Row]):
    """`make` gets a Given for each of `values` and returns the queryset: of models, or `values_list` of columns.

    Nothing but the values may differ from one execution to the next; a list is no value (its length is in the SQL).
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], **values: "Field[Any, Any]") -> None:
        self._make, self._values = make, values
        self._made: _Made | None = None

    def rows(self, **values: Any) -> list[Row]:
        connection: Any = connections[DEFAULT_DB_ALIAS]
        made = self._made = self._made or self._prepare(connection)
        if made.locks and connection.get_autocommit():
            raise TransactionManagementError("what locks rows takes a transaction")
        params = [
            self._values[one.name].get_db_prep_value(values[one.name], connection) if isinstance(one, Given) else one
            for one in made.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            found = cursor.fetchall()
        return [made.read(row) for row in _converted(found, made.converters, connection)]

    def first(self, **values: Any) -> Row | None:
        found = self.rows(**values)
        return found[0] if found else None

    def _prepare(self, connection: Any) -> _Made:
        queryset: Any = self._make(**{name: Given(name, field) for name, field in self._values.items()})
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        converters = [(at, *found) for at, found in compiler.get_converters(columns).items()]
        read = _model_reader(compiler) if queryset._iterable_class is ModelIterable else _tuple_reader(queryset)
        locks = queryset.query.select_for_update and connection.features.has_select_for_update
        return _Made(sql, tuple(params), converters, locks, read)


def _converted(found: list[Any], converters: list[tuple[int, Any, Any]], connection: Any) -> Iterator[Any]:
    for row in found:
        values = list(row)
        for at, functions, expression in converters:
            for function in functions:
                values[at] = function(values[at], expression, connection)
        yield values


def _model_reader(compiler: Any) -> Callable[[Any], Model]:
    """As Django's ModelIterable reads a row."""
    info, annotated = compiler.klass_info, dict(compiler.annotation_col_map or {})
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[start:end]]
    populators = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # Django 6 takes more

    def read(row: Any) -> Any:
        found = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in populators:
            populator.populate(row, found)
        for name, at in annotated.items():
            setattr(found, name, row[at])
        return found

    return read


def _tuple_reader(queryset: Any) -> Callable[[Any], Any]:
    return (lambda row: row[0]) if queryset._iterable_class.__name__ == "FlatValuesListIterable" else tuple


class Written(Generic[Instance]):
    """A statement that is written out, for what no queryset says: {table} and {columns} stand for the model's own.

    fields: whose values the first %s are, in this order; a field may be named twice.
    """

    def __init__(self, model: type[Instance], text: str, *fields: str) -> None:
        self._model, self._text = model, text
        self._fields: list[Any] = [model._meta.get_field(name) for name in fields]
        self._made: _Made | None = None

    def rows(self, *values: Any) -> list[Instance]:
        """The rows that it returns, by {columns}."""
        connection: Any = connections[DEFAULT_DB_ALIAS]
        made = self._prepared(connection)
        with connection.cursor() as cursor:
            cursor.execute(made.sql, self._given(values, connection))
            found = cursor.fetchall()
        return [made.read(row) for row in _converted(found, made.converters, connection)]

    def change(self, *values: Any) -> int:
        """How many rows it has changed."""
        connection: Any = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            cursor.execute(self._prepared(connection).sql, self._given(values, connection))
            return int(cursor.rowcount)

    def _given(self, values: Sequence[Any], connection: Any) -> list[Any]:
        ours = [field.get_db_prep_save(value, connection) for field, value in zip(self._fields, values, strict=False)]
        return [*ours, *values[len(ours) :]]

    def _prepared(self, connection: Any) -> _Made:
        if self._made is None:
            model, quoted = self._model, connection.ops.quote_name
            compiler = model._default_manager.order_by().query.get_compiler(connection=connection)
            compiler.as_sql()
            columns = [column for column, *_ in compiler.select]
            sql = self._text.format(
                table=quoted(model._meta.db_table), columns=", ".join(quoted(one.target.column) for one in columns)
            )
            converters = [(at, *found) for at, found in compiler.get_converters(columns).items()]
            self._made = _Made(sql, (), converters, False, _model_reader(compiler))
        return self._made
