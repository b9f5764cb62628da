"""Create event_venues and 9 more tables.

Revision ID: 170340497a2c
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "170340497a2c"
down_revision: str | None = None


def upgrade() -> None:
    """Apply this revision."""
    op.create_table(
        "event_venues",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("website", sa.String(length=2048), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_venues")),
        sa.UniqueConstraint("name", name=op.f("uq_event_venues_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "testimonials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("given_at", sa.Time(), nullable=False),
        sa.Column("read_for", sa.Interval(), nullable=False),
        sa.Column(
            "weight",
            sa.Numeric(precision=18, scale=18).with_variant(sa.BigInteger(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "worth",
            sa.Numeric(precision=18, scale=2).with_variant(sa.BigInteger(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testimonials")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("Since", sa.Integer(), nullable=False),
        sa.Column("pin", sa.String(length=255), nullable=False),
        sa.Column("recovery", sa.String(length=255), nullable=True),
        sa.Column("photo", sa.LargeBinary(), nullable=True),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deletion_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
    )
    op.create_index(
        op.f("ix_members_type"),
        "members",
        ["type"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        op.f("ix_members_deletion_id"),
        "members",
        ["deletion_id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_table(
        "doors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deletion_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doors")),
    )
    op.create_index(
        op.f("ix_doors_label"),
        "doors",
        ["label"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        op.f("ix_doors_deletion_id"),
        "doors",
        ["deletion_id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_table(
        "helpers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("next_shift_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["next_shift_id"],
            ["shifts.id"],
            name=op.f("fk_helpers_next_shift_id_shifts"),
            ondelete="SET NULL",
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helpers")),
    )
    op.create_index(op.f("ix_helpers_next_shift_id"), "helpers", ["next_shift_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("door_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["door_id"], ["doors.id"], name=op.f("fk_notices_door_id_doors"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_door_id"), "notices", ["door_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("before_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("views", sa.BigInteger(), nullable=False),
        sa.Column("rating", sa.Double(), nullable=True),
        sa.Column(
            "price",
            sa.Numeric(precision=12, scale=2).with_variant(sa.BigInteger(), "sqlite"),
            nullable=False,
        ),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("doors_at", sa.Time(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration", sa.Interval(), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Uuid(), nullable=True),
        sa.Column("contact", sa.String(length=254), nullable=True),
        sa.Column("page", sa.String(length=2048), nullable=True),
        sa.Column("created_from", sa.String(length=45), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "on sale",
                "sold-out",
                "2nd edition",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column(
            "attributes",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column(
            "extra",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column(
            "tags",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=False,
        ),
        sa.Column(
            "scores",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column(
            "metadata",
            sa.JSON(none_as_null=True).with_variant(
                postgresql.JSONB(none_as_null=True), "postgresql"
            ),
            nullable=True,
        ),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("class", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["venue_id"],
            ["event_venues.id"],
            name=op.f("fk_events_venue_id_event_venues"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["events.id"],
            name=op.f("fk_events_parent_id_events"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["before_id"],
            ["events.id"],
            name=op.f("fk_events_before_id_events"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("before_id", name=op.f("uq_events_before_id")),
        sa.UniqueConstraint("code", name=op.f("uq_events_code")),
        sa.UniqueConstraint("reference", name=op.f("uq_events_reference")),
        sa.UniqueConstraint("class", name=op.f("uq_events_class")),
    )
    op.create_index(op.f("ix_events_venue_id"), "events", ["venue_id"], unique=False)
    op.create_index(op.f("ix_events_parent_id"), "events", ["parent_id"], unique=False)
    op.create_index(op.f("ix_events_starts_at"), "events", ["starts_at"], unique=False)
    op.create_index(op.f("ix_events_contact"), "events", ["contact"], unique=False)
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_of_id", sa.Uuid(), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column(
            "price_paid",
            sa.Numeric(precision=10, scale=3).with_variant(sa.BigInteger(), "sqlite"),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_bookings_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_of_id"],
            ["events.id"],
            name=op.f("fk_bookings_ticket_of_id_events"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_bookings_event_id"), "bookings", ["event_id"], unique=False)
    op.create_index(op.f("ix_bookings_ticket_of_id"), "bookings", ["ticket_of_id"], unique=False)
    op.create_table(
        "shifts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=True),
        sa.Column("stand_in_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "door",
                "bar",
                "stage",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=64,
            ),
            nullable=False,
        ),
        sa.Column(
            "pay",
            sa.Numeric(precision=8, scale=2).with_variant(sa.BigInteger(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "bonus",
            sa.Numeric(precision=8, scale=2).with_variant(sa.BigInteger(), "sqlite"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deletion_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_shifts_ends_after_start")),
        sa.CheckConstraint("bonus <= pay * 1.5", name=op.f("ck_shifts_bonus_is_small")).ddl_if(
            dialect="postgresql"
        ),
        sa.CheckConstraint("bonus * 10 <= pay * 15", name=op.f("ck_shifts_bonus_is_small")).ddl_if(
            dialect="sqlite"
        ),
        sa.CheckConstraint("helper_id <> stand_in_id", name=op.f("ck_shifts_somebody_else")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_shifts_event_id_events"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"],
            ["helpers.id"],
            name=op.f("fk_shifts_helper_id_helpers"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["stand_in_id"],
            ["helpers.id"],
            name=op.f("fk_shifts_stand_in_id_helpers"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    op.create_index(op.f("ix_shifts_event_id"), "shifts", ["event_id"], unique=False)
    op.create_index(op.f("ix_shifts_helper_id"), "shifts", ["helper_id"], unique=False)
    op.create_index(op.f("ix_shifts_stand_in_id"), "shifts", ["stand_in_id"], unique=False)
    op.create_index(
        op.f("ix_shifts_event_id_role_day"),
        "shifts",
        ["event_id", "role", "day"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        op.f("ix_shifts_deletion_id"),
        "shifts",
        ["deletion_id"],
        unique=False,
        sqlite_where=sa.text("deleted_at IS NOT NULL"),
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_shifts_day_starts_at"), "shifts", ["day", "starts_at"], unique=False)
    op.create_index(
        op.f("ix_shifts_helper_id_day_starts_at"),
        "shifts",
        ["helper_id", "day", "starts_at"],
        unique=True,
        sqlite_where=sa.text("deleted_at IS NULL"),
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_table(
        "check_ins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("gate", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "temperature",
            sa.Numeric(precision=4, scale=1).with_variant(sa.BigInteger(), "sqlite"),
            nullable=True,
        ),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"],
            ["bookings.id"],
            name=op.f("fk_check_ins_booking_id_bookings"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_check_ins_booking_id"), "check_ins", ["booking_id"], unique=False)
    op.create_table(
        "events_hosts",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_events_hosts_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["helper_id"],
            ["helpers.id"],
            name=op.f("fk_events_hosts_helper_id_helpers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "helper_id", name=op.f("pk_events_hosts")),
    )
    op.create_index(op.f("ix_events_hosts_helper_id"), "events_hosts", ["helper_id"], unique=False)
    op.create_table(
        "events_related",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("linked_event_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_events_related_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["linked_event_id"],
            ["events.id"],
            name=op.f("fk_events_related_linked_event_id_events"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "linked_event_id", name=op.f("pk_events_related")),
    )
    op.create_index(
        op.f("ix_events_related_linked_event_id"),
        "events_related",
        ["linked_event_id"],
        unique=False,
    )
    if op.get_context().dialect.supports_alter:
        op.create_foreign_key(
            op.f("fk_helpers_next_shift_id_shifts"),
            "helpers",
            "shifts",
            ["next_shift_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    """Undo this revision."""
    if op.get_context().dialect.supports_alter:
        op.drop_constraint(op.f("fk_helpers_next_shift_id_shifts"), "helpers", type_="foreignkey")
    op.drop_index(op.f("ix_events_related_linked_event_id"), table_name="events_related")
    op.drop_table("events_related")
    op.drop_index(op.f("ix_events_hosts_helper_id"), table_name="events_hosts")
    op.drop_table("events_hosts")
    op.drop_index(op.f("ix_check_ins_booking_id"), table_name="check_ins")
    op.drop_table("check_ins")
    op.drop_index(op.f("ix_shifts_helper_id_day_starts_at"), table_name="shifts")
    op.drop_index(op.f("ix_shifts_day_starts_at"), table_name="shifts")
    op.drop_index(op.f("ix_shifts_deletion_id"), table_name="shifts")
    op.drop_index(op.f("ix_shifts_event_id_role_day"), table_name="shifts")
    op.drop_index(op.f("ix_shifts_stand_in_id"), table_name="shifts")
    op.drop_index(op.f("ix_shifts_helper_id"), table_name="shifts")
    op.drop_index(op.f("ix_shifts_event_id"), table_name="shifts")
    op.drop_table("shifts")
    op.drop_index(op.f("ix_bookings_ticket_of_id"), table_name="bookings")
    op.drop_index(op.f("ix_bookings_event_id"), table_name="bookings")
    op.drop_table("bookings")
    op.drop_index(op.f("ix_events_contact"), table_name="events")
    op.drop_index(op.f("ix_events_starts_at"), table_name="events")
    op.drop_index(op.f("ix_events_parent_id"), table_name="events")
    op.drop_index(op.f("ix_events_venue_id"), table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_notices_door_id"), table_name="notices")
    op.drop_table("notices")
    op.drop_index(op.f("ix_helpers_next_shift_id"), table_name="helpers")
    op.drop_table("helpers")
    op.drop_index(op.f("ix_doors_deletion_id"), table_name="doors")
    op.drop_index(op.f("ix_doors_label"), table_name="doors")
    op.drop_table("doors")
    op.drop_index(op.f("ix_members_deletion_id"), table_name="members")
    op.drop_index(op.f("ix_members_type"), table_name="members")
    op.drop_table("members")
    op.drop_table("testimonials")
    op.drop_table("event_venues")
