"""The tables, mapped classes and response model that people write first for a taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ForeignKey, create_engine, insert
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.model import Taxonomy

__all__ = ["ConceptModel", "ConceptRow", "LabelRow", "LinkRow", "filled"]


class Base(DeclarativeBase):
    """The metadata of these tables."""


class LabelRow(Base):
    """A label."""

    __tablename__ = "labels"

    key: Mapped[int] = mapped_column(primary_key=True)
    concept_id: Mapped[str] = mapped_column(ForeignKey("concepts.id"), index=True)
    lang: Mapped[str]
    type: Mapped[str]
    text: Mapped[str]


class LinkRow(Base):
    """A link."""

    __tablename__ = "links"

    key: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[str] = mapped_column(ForeignKey("concepts.id"), index=True)
    predicate: Mapped[str]
    target_id: Mapped[str] = mapped_column(ForeignKey("concepts.id"), index=True)
    target: Mapped[ConceptRow | None] = relationship(foreign_keys=[target_id])


class ConceptRow(Base):
    """A concept."""

    __tablename__ = "concepts"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    notation: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    labels: Mapped[list[LabelRow]] = relationship()
    links: Mapped[list[LinkRow]] = relationship(foreign_keys=[LinkRow.subject_id])


class LabelModel(BaseModel):
    """A label in the answer."""

    model_config = ConfigDict(from_attributes=True)

    lang: str
    type: str
    text: str


class EndModel(BaseModel):
    """What a competence links to: its skill, knowledge and behaviour."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: str
    notation: str
    labels: list[LabelModel]


class EndLinkModel(BaseModel):
    """A link of a competence."""

    model_config = ConfigDict(from_attributes=True)

    predicate: str
    target: EndModel | None


class TargetModel(EndModel):
    """What a profile links to."""

    links: list[EndLinkModel]


class LinkModel(BaseModel):
    """A link of a profile."""

    model_config = ConfigDict(from_attributes=True)

    predicate: str
    target: TargetModel | None


class ConceptModel(EndModel):
    """A concept with everything that it links to, two steps far."""

    status: str
    links: list[LinkModel]


def filled(path: Path, taxonomy: Taxonomy) -> None:
    """Write a taxonomy into a new file with these tables."""
    engine = create_engine(f"sqlite:///{path}")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(
            insert(ConceptRow),
            [
                {"id": it.id, "kind": it.kind, "notation": it.notation, "status": it.status}
                for it in taxonomy
            ],
        )
        connection.execute(
            insert(LabelRow),
            [
                {"concept_id": it.id, "lang": label.lang, "type": label.type, "text": label.text}
                for it in taxonomy
                for label in it.labels
            ],
        )
        connection.execute(
            insert(LinkRow),
            [
                {"subject_id": it.id, "predicate": link.predicate, "target_id": link.target}
                for it in taxonomy
                for link in it.links
            ],
        )
    engine.dispose()
