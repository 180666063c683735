"""The material of a release: all that its files are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from taxonomy.formats import csv_zip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.formats.mapping_files import PublishedSet
    from taxonomy.model import Release, Taxonomy

__all__ = ["Material"]


@dataclass(frozen=True, kw_only=True)
class Material:
    """What the files of a release are made from: nothing else has a part in them.

    `documents` maps concept ids to canonical documents. `previous` and `before` are the release it
    follows; `changes` are the changes against that one as plain JSON values (`changes.as_dict`).
    `mappings` are the mapping sets that go with it (`Release.mapping_sets`).
    """

    release: Release
    taxonomy: Taxonomy
    documents: Mapping[str, bytes]
    previous: Release | None = None
    before: Mapping[str, bytes] = field(default_factory=dict)
    changes: Sequence[Mapping[str, Any]] = ()
    mappings: Sequence[PublishedSet] = ()

    @cached_property
    def links(self) -> csv_zip.Links:
        """The links as CSV, which the archives of all languages share."""
        return csv_zip.Links.of(self.taxonomy)
