"""Runs rendered revisions and compares what they made with what the models say."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from support.alembic_runs import NAMING, alembic_runs
from support.resources import EVERY_TYPE, refer, resources_of
from support.tables import UtcDateTime, checked_enum, metadata_of

from fastscaffold.migrations.heads import scan
from fastscaffold.migrations.operations import reverse_all
from fastscaffold.migrations.plan import operations_for
from fastscaffold.migrations.revisions import new_revision


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def database_url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return request.getfixturevalue("postgres_database")


def revisions(*steps):
    """Name to text of revisions that follow one another, each of some operations."""
    files: dict[str, str] = {}
    for number, operations in enumerate(steps):
        encoded = {name: text.encode() for name, text in files.items()}
        new = new_revision(operations, scan(encoded), f"Step {number}")
        files[new.path.rpartition("/")[2]] = new.text
    return files


def there_and_back(tmp_path, resources, url, metadata=None):
    directory = tmp_path / "alembic"
    directory.mkdir()
    files = revisions(operations_for(resources))
    with alembic_runs(directory, files, url, metadata or metadata_of(resources)) as runs:
        runs.upgrade()
        assert runs.differences() == []
        command.check(runs.config)
        before = runs.schema()
        runs.downgrade()
        assert runs.schema() == []
        runs.upgrade()
        assert runs.schema() == before
        return before


def test_tables_equal_models_written_by_hand(tmp_path, database_url):
    class Base(DeclarativeBase):
        metadata = sa.MetaData(naming_convention=NAMING)

    class Status(StrEnum):
        DRAFT = "draft"
        PAID = "paid"

    class Customer(Base):
        __tablename__ = "customers"

        id: Mapped[int] = mapped_column(
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True
        )
        email: Mapped[str] = mapped_column(sa.String(254), unique=True)

    class Order(Base):
        __tablename__ = "sales_orders"

        id: Mapped[sa.Uuid] = mapped_column(sa.Uuid, primary_key=True)
        customer_id: Mapped[int] = mapped_column(
            sa.ForeignKey("customers.id", ondelete="RESTRICT"), index=True
        )
        parent_id: Mapped[sa.Uuid | None] = mapped_column(
            sa.ForeignKey("sales_orders.id", ondelete="SET NULL"), index=True
        )
        status: Mapped[str] = mapped_column(checked_enum(Status, name="status"))
        note: Mapped[str | None] = mapped_column(sa.String(80), index=True)
        created_at: Mapped[str] = mapped_column(UtcDateTime)
        updated_at: Mapped[str] = mapped_column(UtcDateTime)

    resources = resources_of("""
        features:
          customers:
            primary_key: {type: bigint}
            fields: {email: "email:unique"}
            behaviours: {timestamps: false}
          orders:
            naming: {table: sales_orders}
            fields:
              status: enum(draft,paid)
              note: "str(80)?:index"
            relations:
              customer: {kind: many_to_one, to: customers, on_delete: restrict}
              parent: {kind: many_to_one, to: orders, nullable: true, on_delete: set_null}
    """)
    there_and_back(tmp_path, resources, database_url, Base.metadata)


def test_every_field_type(tmp_path, database_url):
    there_and_back(tmp_path, resources_of(EVERY_TYPE), database_url)


@pytest.mark.parametrize("key", ["uuid", "int", "bigint"])
def test_every_key_as_key_and_as_reference(tmp_path, database_url, key):
    resources = resources_of(f"""
        features:
          parents: {{primary_key: {{type: {key}}}, fields: {{x: int}}}}
          children:
            primary_key: {{type: {key}}}
            fields: {{x: int}}
            relations: {{parent: {{kind: many_to_one, to: parents}}}}
    """)
    there_and_back(tmp_path, resources, database_url)


def test_a_cycle_of_tables(tmp_path, database_url):
    a, b = resources_of("features: {a_rows: {fields: {x: int}}, b_rows: {fields: {x: int}}}")
    resources = [refer(a, b), refer(b, a, nullable=True)]
    metadata = metadata_of(resources)
    (key,) = metadata.tables["a_rows"].foreign_key_constraints
    key.use_alter = True
    there_and_back(tmp_path, resources, database_url, metadata)


def test_names_that_are_too_long_for_the_database(tmp_path, database_url):
    long = "a_table_with_a_name_of_almost_all_the_characters_there_may_be"
    resources = resources_of(f"""
        features:
          rows:
            naming: {{table: {long}}}
            fields:
              a_column_with_quite_a_long_name_too: "str(9):unique"
              another_column_with_a_long_name: "str(9):index"
              a_choice_among_several_values: enum(a,b)
            relations:
              parent: {{kind: many_to_one, to: rows, nullable: true}}
    """)
    there_and_back(tmp_path, resources, database_url)


def test_names_that_are_words_of_sql(tmp_path, database_url):
    resources = resources_of("""
        features:
          users:
            naming: {table: user}
            fields: {order: "int:index", select: "str(9):unique", group: "enum(a,b)", end: date}
            relations: {table: {kind: many_to_one, to: users, nullable: true}}
    """)
    there_and_back(tmp_path, resources, database_url)


def test_the_check_of_an_enum_has_its_name_and_holds(tmp_path, database_url):
    resources = resources_of("""
        features:
          rows:
            primary_key: {type: int}
            fields: {state: {type: enum, values: ["it's :x", '50 %s', "b"]}}
            behaviours: {timestamps: false}
    """)
    directory = tmp_path / "alembic"
    directory.mkdir()
    files = revisions(operations_for(resources))
    with alembic_runs(directory, files, database_url, metadata_of(resources)) as runs:
        runs.upgrade()
        checks = sa.inspect(runs.connection).get_check_constraints("rows")
        assert [check["name"] for check in checks] == ["ck_rows_state"]
        insert = sa.text("INSERT INTO rows (state) VALUES (:value)")
        runs.connection.execute(insert, [{"value": "it's :x"}, {"value": "50 %s"}])
        assert runs.connection.scalar(sa.text("SELECT count(*) FROM rows")) == 2
        with pytest.raises(sa.exc.IntegrityError):
            runs.connection.execute(insert, {"value": "c"})


@pytest.mark.parametrize("key", ["int", "bigint"])
def test_numbers_of_keys_are_counted_up_by_the_database(tmp_path, database_url, key):
    resources = resources_of(f"""
        features:
          rows:
            primary_key: {{type: {key}}}
            fields: {{x: int}}
            behaviours: {{timestamps: false}}
    """)
    directory = tmp_path / "alembic"
    directory.mkdir()
    files = revisions(operations_for(resources))
    with alembic_runs(directory, files, database_url, metadata_of(resources)) as runs:
        runs.upgrade()
        for _ in range(2):
            runs.connection.execute(sa.text("INSERT INTO rows (x) VALUES (7)"))
        runs.connection.execute(sa.text("DELETE FROM rows WHERE id = 2"))
        runs.connection.execute(sa.text("INSERT INTO rows (x) VALUES (7)"))
        ids = runs.connection.scalars(sa.text("SELECT id FROM rows ORDER BY id"))
        assert list(ids) == [1, 3]


def test_tables_dropped_by_a_later_revision_come_back(tmp_path, database_url):
    resources = resources_of(EVERY_TYPE)
    directory = tmp_path / "alembic"
    directory.mkdir()
    customers, things = (operations_for([resource]) for resource in resources)
    files = revisions((*customers, *things), reverse_all(things))
    metadata = metadata_of(resources)
    with alembic_runs(directory, files, database_url, metadata) as runs:
        first, _ = sorted(files)
        runs.upgrade("+1")
        before = runs.schema()
        runs.upgrade()
        assert sa.inspect(runs.connection).has_table("customers")
        assert not sa.inspect(runs.connection).has_table("things")
        runs.downgrade("-1")
        assert runs.schema() == before
        assert runs.differences() == []
        runs.downgrade()
        assert runs.schema() == []
        assert first.startswith("0001_")


@pytest.mark.parametrize("on_delete", ["restrict", "cascade", "set_null"])
def test_tables_with_rows_are_dropped(tmp_path, database_url, on_delete):
    resources = resources_of(f"""
        features:
          nodes:
            primary_key: {{type: int}}
            fields: {{x: int}}
            relations:
              parent: {{kind: many_to_one, to: nodes, nullable: true, on_delete: {on_delete}}}
            behaviours: {{timestamps: false}}
          leaves:
            primary_key: {{type: int}}
            fields: {{x: int}}
            relations: {{node: {{kind: many_to_one, to: nodes}}}}
            behaviours: {{timestamps: false}}
    """)
    directory = tmp_path / "alembic"
    directory.mkdir()
    files = revisions(operations_for(resources))
    with alembic_runs(directory, files, database_url, metadata_of(resources)) as runs:
        runs.upgrade()
        for statement in (
            "INSERT INTO nodes (id, x, parent_id) VALUES (1, 0, NULL), (2, 0, 1)",
            "INSERT INTO leaves (x, node_id) VALUES (0, 2)",
        ):
            runs.connection.execute(sa.text(statement))
        runs.connection.commit()
        runs.downgrade()
        assert runs.schema() == []


def test_the_comparison_notices_what_differs(tmp_path, database_url):
    (rows,) = resources_of('features: {rows: {fields: {x: int, y: "str(9):index"}}}')
    directory = tmp_path / "alembic"
    directory.mkdir()
    files = revisions(operations_for([rows]))
    changed = replace(rows, fields=(rows.fields[0], replace(rows.fields[1], index=False)))
    with alembic_runs(directory, files, database_url, metadata_of([changed])) as runs:
        runs.upgrade()
        ((name, index),) = runs.differences()
        assert (name, index.name) == ("remove_index", "ix_rows_y")
