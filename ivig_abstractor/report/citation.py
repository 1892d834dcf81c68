"""The reference of a study, from its answers or from what the review knows of it."""

from ivig_abstractor.base.i18n import _
from ivig_abstractor.model.answer import value_of
from ivig_abstractor.report.blocks import Run, Style, Words, words
from ivig_abstractor.report.report_input import ReportStudy
from ivig_abstractor.report.wording import muted, plain

_LIMIT = 400


def citation(study: ReportStudy) -> Words:
    """Authors, title, journal and identifiers, links included."""
    s1 = study.abstraction.answers.identification
    stated = (s1.authors, s1.title, s1.journal)
    authors, title, journal = (plain(value_of(one) or "", _LIMIT) for one in stated)
    original = plain(value_of(s1.title_original) or "", _LIMIT)
    if not (title or journal):
        known = plain(study.facts.citation, 2 * _LIMIT)
        nothing = muted(_("No citation has been entered."))
        return _spaced([known or nothing, *_links(study)])
    said: list[str | Run] = []
    first = authors or plain(value_of(s1.first_author) or "", _LIMIT)
    if first:
        said.append(_ended(first))
    if title:
        said.append(_ended(title))
    if original:
        said.append(_ended(f"[{original}]"))
    if journal:
        said.append(Run(journal, Style.ITALIC))
    return _spaced([*said, _issue(study), *_links(study)])


def _spaced(parts: list[str | Run]) -> Words:
    """Parts one space apart, empty ones left out."""
    made: list[str | Run] = []
    for part in parts:
        if made and part:
            made.append(" ")
        made.append(part)
    return words(*made)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _issue(study: ReportStudy) -> str:
    s1 = study.abstraction.answers.identification
    year = value_of(s1.year)
    volume, issue, pages = (
        plain(value_of(one) or "", 40) for one in (s1.volume, s1.issue, s1.pages)
    )
    said = str(year) if year is not None else ""
    if volume:
        said += f";{volume}" if said else volume
    if issue:
        said += f"({issue})"
    if pages:
        said += f":{pages.replace('-', '–')}" if said else pages.replace("-", "–")
    return f"{said}." if said else ""


def _links(study: ReportStudy) -> list[str | Run]:
    s1 = study.abstraction.answers.identification
    made: list[str | Run] = []
    doi, pmid = value_of(s1.doi), value_of(s1.pmid)
    if doi:
        made += [Run(f"doi {plain(doi, 120)}", url=f"https://doi.org/{doi}")]
    if pmid:
        url = f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"
        made += [Run(f"PMID {plain(pmid, 20)}", url=url)]
    registered = value_of(s1.registry)
    if registered:
        made.append(plain(", ".join(registered), 200))
    return made
