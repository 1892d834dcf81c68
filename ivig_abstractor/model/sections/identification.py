"""Section S1 of the form: which study this is, and what of it was read."""

from typing import Annotated, ClassVar

from ivig_abstractor.base.i18n import N_
from ivig_abstractor.model.answer import Abstracted
from ivig_abstractor.model.codes import LinkedKind, ReportType, SourceScope, YesNo
from ivig_abstractor.model.field import Row, Section, item, repeat
from ivig_abstractor.model.quantities import PartialDate, Pattern, Year

StudyKey = Annotated[str, Pattern(r"^[a-z0-9][a-z0-9_-]*$", "cherin2002")]
Doi = Annotated[str, Pattern(r"^10\.\d{4,9}/\S+$", "10.1002/art.10053")]
Pmid = Annotated[str, Pattern(r"^\d{1,8}$", "11840448")]
Pmcid = Annotated[str, Pattern(r"^PMC\d+$", "PMC8023983")]
Registry = Annotated[
    str,
    Pattern(
        r"^(NCT\d{8}|ISRCTN\d{8}|ChiCTR[A-Za-z0-9-]+|(JPRN-)?jRCTs?\d+|JPRN-\S+"
        r"|NTR\d+|NL-OMON\d+|\d{4}-\d{6}-\d{2})$",
        "NCT02728752",
    ),
]
Language = Annotated[
    str, Pattern(r"^[a-z]{2}$", "en", rule="ISO-639-1", names="language")
]
Country = Annotated[
    str, Pattern(r"^[A-Z]{2}$", "FR", rule="ISO-3166-1", names="country")
]


class LinkedReport(Row):
    """Another report of the study."""

    kind: Abstracted[LinkedKind] = item(
        N_("Kind"),
        "s1.linked_reports.kind",
        by_reviewer=True,
    )
    citation: Abstracted[str] = item(
        N_("Citation"),
        "s1.linked_reports.citation",
        example="Cherin P, et al. Presse Med 1994;23:1072",
        by_reviewer=True,
    )
    identifier: Abstracted[str] = item(
        N_("DOI or other identifier"), "s1.linked_reports.identifier", optional=True
    )
    note: Abstracted[str] = item(
        N_("What it adds"), "s1.linked_reports.note", optional=True
    )


class Identification(Section):
    """Identification

    Which study this is, where it was published, and what of it was read.
    """

    form_id: ClassVar[str] = "S1"

    study_id: Abstracted[StudyKey] = item(
        N_("Study key"),
        "s1.study_id",
        help=N_(
            "First author, year and a suffix if needed, in small letters; no two "
            "studies share one."
        ),
        example="cherin2002",
        by_reviewer=True,
    )
    first_author: Abstracted[str] = item(
        N_("First author"),
        "s1.first_author",
        help=N_("Family name and initials."),
        example="Cherin P",
        essential=True,
        by_reviewer=True,
    )
    authors: Abstracted[str] = item(
        N_("Authors"),
        "s1.authors",
        help=N_("Family names and initials, in the order of the paper."),
        example="Cherin P, Pelletier S, Teixeira A",
        multiline=True,
    )
    title: Abstracted[str] = item(
        N_("Title"),
        "s1.title",
        help=N_("In English; the paper's own title goes into the next field."),
        essential=True,
        multiline=True,
        by_reviewer=True,
    )
    title_original: Abstracted[str] = item(
        N_("Title in its own language"),
        "s1.title_original",
        help=N_("Only if the paper is not in English."),
        optional=True,
        multiline=True,
    )
    journal: Abstracted[str] = item(
        N_("Journal"),
        "s1.journal",
        example="Arthritis Rheum",
        essential=True,
        by_reviewer=True,
    )
    year: Abstracted[Year] = item(
        N_("Year"),
        "s1.year",
        help=N_("The year of the issue; an earlier online year has its own field."),
        example="2002",
        essential=True,
        plausible=(1985, 2011),
        by_reviewer=True,
    )
    year_epub: Abstracted[Year] = item(
        N_("Year online"),
        "s1.year_epub",
        help=N_("Only if it appeared online before the issue."),
        example="2001",
        optional=True,
    )
    volume: Abstracted[str] = item(N_("Volume"), "s1.volume", example="46")
    issue: Abstracted[str] = item(N_("Issue"), "s1.issue", example="2", optional=True)
    pages: Abstracted[str] = item(N_("Pages"), "s1.pages", example="467-74")
    doi: Abstracted[Doi] = item(
        N_("DOI"), "s1.doi", example="10.1002/art.10053", optional=True, group=N_("Ids")
    )
    pmid: Abstracted[Pmid] = item(
        N_("PubMed id"),
        "s1.pmid",
        help=N_("Can be much younger than the paper."),
        example="11840448",
        optional=True,
        group=N_("Ids"),
    )
    pmcid: Abstracted[Pmcid] = item(
        N_("PubMed Central id"),
        "s1.pmcid",
        example="PMC8023983",
        optional=True,
        group=N_("Ids"),
    )
    cnki_id: Abstracted[str] = item(
        N_("CNKI, Wanfang or VIP id"),
        "s1.cnki_id",
        help=N_("Chinese papers often have no PubMed id."),
        optional=True,
        group=N_("Ids"),
    )
    registry: Abstracted[tuple[Registry, ...]] = item(
        N_("Trial registry ids"),
        "s1.registry",
        help=N_("One or several: NCT, ISRCTN, ChiCTR, jRCT, NTR or EudraCT."),
        example="NCT02728752",
        optional=True,
        group=N_("Ids"),
    )
    report_type: Abstracted[ReportType] = item(
        N_("Report type"),
        "s1.report_type",
        help=N_(
            "Only articles, letters, conference abstracts and theses may feed "
            "outcome numbers."
        ),
        essential=True,
        by_reviewer=True,
    )
    source_scope: Abstracted[SourceScope] = item(
        N_("What was read"),
        "s1.source_scope",
        help=N_(
            "“Not reported” may be chosen only when the full text was read; otherwise "
            "what is absent is “not in source”."
        ),
        essential=True,
        column=True,
        by_reviewer=True,
    )
    language: Abstracted[Language] = item(
        N_("Language"),
        "s1.language",
        help=N_("Its name, or two small letters: en, zh, fr, it, ja, ko, es, de."),
        example="en",
        essential=True,
        by_reviewer=True,
    )
    country: Abstracted[tuple[Country, ...]] = item(
        N_("Countries"),
        "s1.country",
        help=N_("Names, or two capital letters each, where patients were treated."),
        example="FR",
        essential=True,
        column=True,
    )
    period_start: Abstracted[PartialDate] = item(
        N_("Enrolment from"),
        "s1.period_start",
        help=N_("Year, or year and month."),
        example="1987-08",
        optional=True,
    )
    period_end: Abstracted[PartialDate] = item(
        N_("Enrolment to"),
        "s1.period_end",
        help=N_("Not before the beginning."),
        example="1989-09",
        optional=True,
    )
    overlap_group: Abstracted[str] = item(
        N_("Shares patients with"),
        "s1.overlap_group",
        help=N_(
            "A name common to all studies of one centre that may share patients, or "
            "“none”."
        ),
        example="PITIE_SALPETRIERE",
        essential=True,
        by_reviewer=True,
    )
    linked_reports: list[LinkedReport] = repeat(
        N_("Other reports of the study"),
        N_("report"),
        help=N_("Companion papers, errata, retractions and protocols."),
    )
    retraction_checked: Abstracted[YesNo] = item(
        N_("Retraction checked"),
        "s1.retraction_checked",
        help=N_("Must be yes before the study is signed off."),
        by_reviewer=True,
    )
    abstractor: Abstracted[str] = item(
        N_("Abstractor"), "s1.abstractor", optional=True, auto=True, group=N_("People")
    )
    second_abstractor: Abstracted[str] = item(
        N_("Second abstractor"),
        "s1.second_abstractor",
        optional=True,
        auto=True,
        group=N_("People"),
    )
    adjudicator: Abstracted[str] = item(
        N_("Adjudicator"),
        "s1.adjudicator",
        optional=True,
        auto=True,
        group=N_("People"),
    )
