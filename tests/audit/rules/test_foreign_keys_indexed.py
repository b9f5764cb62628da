from __future__ import annotations

import pytest
from support.audited import findings
from support.mended import mended

from fastscaffold.audit.rules.foreign_keys_indexed import REVISION, RULE

START = """import sqlalchemy as sa
from typing import Annotated
from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlmodel import Field, SQLModel
owner = Annotated[int, mapped_column(ForeignKey("users.id"), index=True)]
bare = Annotated[int, mapped_column(ForeignKey("users.id"))]
class Base(DeclarativeBase): pass
class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
"""
KEY = 'user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))'
MODEL = f"{START}    {KEY}\n"
MIGRATION = """from alembic import op
import sqlalchemy as sa
revision = "1"
def upgrade():
    {up}
def downgrade():
    {down}
"""


def places(source, **others):
    return [each.line for each in findings(RULE, {"app/models.py": source, **others})]


def migrated(up, down="pass", source=MODEL):
    text = MIGRATION.format(up=up, down=down)
    return places(source, **{"migrations/versions/1.py": text})


@pytest.mark.parametrize(
    "column",
    [
        KEY,
        'user_id = Column(sa.Integer, sa.ForeignKey("users.id"), nullable=False)',
        'user_id: Mapped[int] = mapped_column("owner", ForeignKey("users.id"), unique=False)',
        "user_id: Mapped[bare]",
        "user_id: Mapped[bare] = mapped_column(nullable=True)",
        'user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)',
    ],
)
def test_it_finds(column):
    assert places(f"{START}    {column}\n") == [12]


@pytest.mark.parametrize(
    "column",
    [
        'user_id = Column(ForeignKey("users.id"), index=True)',
        'user_id = Column(ForeignKey("users.id"), unique=True)',
        'user_id = Column(ForeignKey("users.id"), index=False)',
        'user_id = Column(ForeignKey("users.id"), index=INDEXED)',
        'user_id = Column(ForeignKey("users.id"), **options)',
        'user_id = Column(*parts, ForeignKey("users.id"))',
        "user_id: Mapped[owner]",
        "user_id: Mapped[bare] = mapped_column(index=True)",
        "user_id: Mapped[int] = mapped_column()",
    ],
)
def test_it_leaves_alone(column):
    assert places(f"{START}    {column}\n") == []


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ('(Index("ix", "user_id"),)', False),
        ('(Index("ix", "user_id", "day"), {"schema": "x"})', False),
        ('(Index("ix", "day", "user_id"),)', True),
        ('(UniqueConstraint("user_id", "day"),)', False),
        ('(UniqueConstraint("day", "user_id"),)', True),
        ('(Index("ix", sa.desc("user_id")),)', False),
        ('(live_index("ix", "user_id", "day"),)', False),
        ('(live_index("ix", "id", "user_id"),)', True),
        ('(*COMMON, Index("ix", "day"))', False),
        ("arguments()", True),
    ],
)
def test_indexes_of_the_table_count_by_their_first_column(arguments, found):
    source = f"{MODEL}    __table_args__ = {arguments}\n"
    assert places(source) == ([12] if found else [])


def test_indexes_of_mixins_and_functions_count():
    declared = f"{MODEL}    @declared_attr\n    def __table_args__(cls):\n"
    assert places(f'{declared}        return (Index("ix", cls.user_id),)\n') == []
    assert places(f'{declared}        return (Index("ix", cls.id),)\n') == [12]
    assert places(f'{MODEL}Index("ix", Order.user_id)\n') == []
    assert places(f'{MODEL}Index("ix", Order.__table__.c.user_id)\n') == []
    assert places(f'{MODEL}Index("ix", Order.id)\n') == [12]


def test_the_first_column_of_a_primary_key_is_found_by_it():
    pair = START.replace(
        "    id: Mapped[int] = mapped_column(primary_key=True)\n",
        '    user_id = Column(ForeignKey("users.id"), primary_key=True)\n'
        '    label_id = Column(ForeignKey("labels.id"), primary_key=True)\n',
    )
    assert places(pair) == [12]


def test_tables_without_a_class_are_read_too():
    table = """links = Table(
    "links",
    Base.metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("label_id", ForeignKey("labels.id"), primary_key=True),
    Column("order_id", ForeignKey("orders.id")),
    UniqueConstraint("order_id", "user_id"),
)
"""
    assert places(START + table) == [16]
    assert places(f'{START}{table}Index("ix", links.c.label_id)\n') == []


def test_sqlmodel():
    model = f"{START}class Item(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n"
    assert places(f'{model}    user_id: int = Field(foreign_key="users.id")\n') == [14]
    assert places(f'{model}    user_id: int = Field(foreign_key="users.id", index=True)\n') == []
    inner = 'Field(sa_column=Column(ForeignKey("users.id"){}))'
    assert places(f"{model}    user_id: int = {inner.format('')}\n") == [14]
    assert places(f"{model}    user_id: int = {inner.format(', index=True)')[:-1]}\n") == []
    options = 'Field(foreign_key="users.id", sa_column_kwargs={"index": True})'
    assert places(f"{model}    user_id: int = {options}\n") == []
    plain = model.replace("SQLModel, table=True", "SQLModel")
    assert places(f'{plain}    user_id: int = Field(foreign_key="users.id")\n') == []


def test_a_mixin_is_told_once_and_no_parent_of_another_table():
    mixin = START.replace("class Order(Base)", f"class Owned:\n    {KEY}\nclass Order(Owned, Base)")
    other = 'class Line(Owned, Base):\n    __tablename__ = "lines"\n'
    assert places(mixin + other) == [10]
    child = "class Special(Order):\n    note: Mapped[str]\n"
    assert places(MODEL + child) == [12]
    assert places(f"{MODEL}class Abstract(Base):\n    __abstract__ = True\n    {KEY}\n") == [12]


@pytest.mark.parametrize(
    "operation",
    [
        'op.create_index(op.f("ix"), "orders", ["user_id"])',
        'op.create_index("ix", table_name="orders", columns=["user_id", "day"])',
        'op.create_unique_constraint("uq", "orders", ["user_id"])',
        'op.create_table("orders", sa.Column("user_id", sa.Integer, index=True))',
        'op.create_table("orders", sa.Column("user_id"), sa.UniqueConstraint("user_id"))',
        'op.add_column("orders", sa.Column("user_id", sa.Integer, unique=True))',
        'op.execute("CREATE INDEX CONCURRENTLY ix ON orders USING btree (user_id, day)")',
        'with op.batch_alter_table("orders") as b:\n        b.create_index("ix", ["user_id"])',
    ],
)
def test_indexes_of_migrations_count(operation):
    assert migrated(operation) == []
    assert migrated(operation.replace("orders", "others")) == [12]
    assert migrated("pass", operation.replace("\n    ", "\n    ")) == [12]


def test_what_a_migration_drops_again_is_no_index():
    made = 'op.create_index("ix", "orders", ["user_id"])'
    assert migrated(f'{made}\n    op.drop_index("ix", "orders")') == [12]
    assert migrated(made, 'op.drop_index("ix", "orders")') == []


def test_sql_files_count():
    sql = {"schema.sql": "create index ix on public.orders (user_id);"}
    assert places(MODEL, **sql) == []


def test_mysql_makes_them_itself():
    engine = 'engine = sa.create_engine("{}://localhost/shop")\n'
    assert places(MODEL + engine.format("mysql+pymysql")) == []
    assert places(MODEL + engine.format("postgresql")) == [12]
    unknown = "engine = sa.create_engine(URL)\n"
    assert places(MODEL + unknown, **{"requirements.txt": "aiomysql\n"}) == []
    assert places(MODEL + unknown, **{"requirements.txt": "aiomysql\nasyncpg\n"}) == [12]


class TestCure:
    @pytest.mark.parametrize(
        ("column", "cured"),
        [
            (KEY, KEY.replace('"))', '"), index=True)')),
            (
                'user_id = Column(sa.ForeignKey("users.id"), nullable=False)',
                'user_id = Column(sa.ForeignKey("users.id"), nullable=False, index=True)',
            ),
        ],
    )
    def test_the_column_gets_an_index(self, column, cured):
        result = mended({"app/models.py": f"{START}    {column}\n"}, RULE.id)

        assert result.files["app/models.py"].decode() == f"{START}    {cured}\n"
        assert result.after.findings == []

    def test_the_inner_column_of_sqlmodel_gets_it(self):
        model = f"{START}class Item(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n"
        column = 'Field(sa_column=Column(ForeignKey("users.id")))'
        result = mended({"app/models.py": f"{model}    user_id: int = {column}\n"}, RULE.id)

        after = result.files["app/models.py"].decode()
        assert 'sa_column=Column(ForeignKey("users.id"), index=True))' in after

    def test_alembic_is_named_where_it_is_used(self):
        text = MIGRATION.format(up="pass", down="pass")
        plain = mended({"app/models.py": MODEL}, RULE.id)
        under = mended({"app/models.py": MODEL, "migrations/versions/1.py": text}, RULE.id)

        assert list(plain.next) == []
        assert list(under.next) == [REVISION]
        assert "alembic revision --autogenerate" in RULE.fix

    @pytest.mark.parametrize(
        ("configured", "command"),
        [
            (["alembic.ini"], REVISION),
            (["backend/alembic.ini"], f"cd backend && {REVISION}"),
            (["backend/alembic.ini", "other/alembic.ini"], f"cd backend && {REVISION}"),
            (["tools/alembic.ini"], f"cd tools && {REVISION}"),
            (["my tools/alembic.ini"], f"cd 'my tools' && {REVISION}"),
        ],
    )
    def test_alembic_is_started_where_it_is_configured(self, configured, command):
        files = dict.fromkeys(configured, "[alembic]\nscript_location = migrations\n")
        result = mended({"backend/app/models.py": MODEL} | files, RULE.id)

        assert list(result.next) == [command]

    def test_alembic_is_not_named_where_another_tool_migrates(self):
        result = mended({"app/models.py": MODEL, "yoyo.ini": "[DEFAULT]\n"}, RULE.id)

        assert list(result.next) == []

    def test_an_alias_is_left_alone(self):
        result = mended({"app/models.py": f"{START}    user_id: Mapped[bare]\n"}, RULE.id)

        assert result.files == {}
        assert "alias" in next(iter(result.skipped.values()))
