"""Every type of page of the public site over HTTP, one worker on one core: kept, and made anew, with its size."""

from __future__ import annotations

import gzip
from statistics import median
from typing import TYPE_CHECKING

from bench import load
from bench.load import Asked
from bench.measuring import Line, of_baseline_at_least
from bench.reads import Question, recorded
from bench.serving import got, running
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.load import Load
    from bench.material import Material
    from bench.serving import Server

__all__ = ["pages"]

HTML = {"Accept": "text/html", "Accept-Language": "nl", "Accept-Encoding": "gzip"}
CONNECTIONS = 32
LANGUAGES = ("nl", "fr", "de", "en")
GZIP = b"\x1f\x8b"
"""What it begins with (RFC 1952); a form is sent as it is, since no two are alike."""
ADDRESSES = 20_000
"""More than are asked in a run."""
KEPT = ("home", "profile", "list", "search", "archive", "mapping sets")
"""Pages that most visitors come to."""
BASELINE = "plain ASGI, the same bytes"


def pages(material: Material) -> Iterator[Line]:
    """Each type of page, asked again and made anew; then profiles that nobody asked before."""
    folder = material.folder / "site"
    folder.mkdir()
    base = f"/competent/{material.version}"
    profile = f"{base}/concepts/{material.notation(Kind.PROFILE, 'OP-10')}"
    with running("ours", {"COMPETENT_HOME": str(material.home)}, profile) as ours:
        questions = [Question(name, path, HTML) for name, path in _types(material, base).items()]
        recorded(ours, [Question("to wait for", profile, {}), *questions], folder)
        with running("plain", {"BENCH_FOLDER": str(folder)}, profile) as plain:
            for question in questions:
                yield _kept(ours, plain, question, material)
                yield _made_anew(ours, plain, question, material)
            yield _never_asked(ours, plain, base, profile, material)


def _types(material: Material, base: str) -> dict[str, str]:
    """A name → a page of that type."""
    profile = material.notation(Kind.PROFILE, "OP-10")
    named = {
        name: f"{base}/concepts/{material.notation(kind)}"
        for name, kind in (
            ("skill", Kind.SKILL),
            ("set", Kind.COMPETENCE_SET),
            ("digital skill", Kind.DIGITAL_SKILL),
            ("sector", Kind.SECTOR),
        )
    }
    return {
        "home": "/",
        "release": f"{base}/",
        "profile": f"{base}/concepts/{profile}",
        **named,
        "list": f"{base}/kinds/profile",
        "search": f"{base}/search?q=slager",
        "changes": f"{base}/changes",
        "comparison": f"{base}/compare?a={profile}&b={material.notation(Kind.PROFILE)}",
        "pictures": f"{base}/pictures",
        "growth, as a picture": f"{base}/pictures/growth",
        "sectors, as a picture": f"{base}/pictures/sectors",
        "ISCO of ESCO": "/esco/current/isco",
        "form for a remark": f"{base}/feedback?concept={profile}",
        "archive": "/archive",
        "archive of a release": f"/archive/competent/{material.version}/",
        "mapping sets": "/mappings",
    }


def _kept(ours: Server, plain: Server, question: Question, material: Material) -> Line:
    """The same address again and again: from memory, but for a form, whose token is its reader's own."""
    body = got(ours.base + question.path, **HTML)[2]
    asked = Asked((question.path,), HTML)
    mine, other = _both(ours, plain, [asked] * material.runs, question.path, material)
    packed = body.startswith(GZIP)
    size, whole = len(body) / 1000, len(gzip.decompress(body) if packed else body) / 1000
    return Line(
        what=f"{question.what}, again ({size:.1f} kB, unpacked {whole:.0f} kB)",
        ours=mine.rate,
        unit="requests/s",
        baseline=BASELINE,
        theirs=other.rate,
        demand=of_baseline_at_least(0.5) if question.what in KEPT else None,
    )


def _made_anew(ours: Server, plain: Server, question: Question, material: Material) -> Line:
    """The same page at addresses of its own: a parameter that means nothing keeps it from memory."""
    mark = "&" if "?" in question.path else "?"
    asked = [
        Asked(tuple(f"{question.path}{mark}n={run}-{it}" for it in range(ADDRESSES)), HTML)
        for run in range(material.runs)
    ]
    mine, other = _both(ours, plain, asked, question.path, material)
    return Line(
        what=f"{question.what}, made anew ({mine.cpu / 1000:.1f} ms CPU)",
        ours=mine.rate,
        unit="requests/s",
        baseline=BASELINE,
        theirs=other.rate,
    )


def _never_asked(ours: Server, plain: Server, base: str, profile: str, material: Material) -> Line:
    """Each profile in every pair of languages, once: a page is made, packed and sent."""
    paths = [
        f"{base}/concepts/{it.notation}?lang={lang}&content={content}"
        for it in material.competent
        if it.kind is Kind.PROFILE and it.status is Status.ACTIVE
        for lang in LANGUAGES
        for content in LANGUAGES
    ]
    asked = [Asked(tuple(paths[run :: material.runs]), HTML) for run in range(material.runs)]
    mine, other = _both(ours, plain, asked, profile, material)
    return Line(
        what=f"profile, never asked before (p50 {mine.p50:.0f} ms at {CONNECTIONS} connections, {mine.cpu / 1000:.1f} ms CPU)",
        ours=mine.rate,
        unit="requests/s",
        baseline=BASELINE,
        theirs=other.rate,
    )


def _both(
    ours: Server, plain: Server, asked: Sequence[Asked], path: str, material: Material
) -> tuple[Load, Load]:
    """Medians of runs in turn, each with its own questions; the baseline is asked for one path only."""
    other = Asked((path,), HTML)
    rounds = [
        [
            load.under(server, it, material.seconds, CONNECTIONS)
            for server, it in ((ours, mine), (plain, other))
        ]
        for mine in asked
    ]
    return _middle([it[0] for it in rounds]), _middle([it[1] for it in rounds])


def _middle(runs: Sequence[Load]) -> Load:
    names = ("rate", "cpu", "p50", "p99")
    return load.Load(*(median(getattr(it, name) for it in runs) for name in names))
