"""A document that holds every kind of block and cell, for tests of the drawing."""

from datetime import date

from ivig_abstractor.report import blocks as b
from ivig_abstractor.report.blocks import Align, Run, Style, words

LOW = b.Judgement(b.Level.LOW, "L", "low")
CONCERNS = b.Judgement(b.Level.MIDDLE, "SC", "some concerns")
HIGH = b.Judgement(b.Level.HIGH, "H", "high")
CRITICAL = b.Judgement(b.Level.CRITICAL, "C", "critical")
NO_INFORMATION = b.Judgement(b.Level.NONE, "NI", "no information")
YES = b.Judgement(b.Level.LOW, "Yes", "yes")
NO = b.Judgement(b.Level.HIGH, "No", "no")
UNCLEAR = b.Judgement(b.Level.NONE, "Unclear", "unclear")
SCALE = (50.0, 75.0, 100.0)
NOT_IN_SOURCE = b.Absent("not in source")


def characteristics() -> b.Table:
    """A landscape table with groups, spanning heads, notes and derived doses."""

    def row(name, where, n, women, age, span, dose, also, **more):
        return b.Row(
            (
                b.Text(words(Run(name, Style.STRONG)), where),
                *(n, women, age, span, dose, also),
            ),
            **more,
        )

    num = b.Number
    trials = (
        row(
            "Dalakas 1993",
            "",
            num("15"),
            NOT_IN_SOURCE,
            NOT_IN_SOURCE,
            num("18–55"),
            num("2.0"),
            b.Text(words("Treatment-resistant; biopsy-proved")),
            anchor="study-dalakas",
        ),
        row(
            "Miyasaka 2012",
            "Japan",
            num("26"),
            NOT_IN_SOURCE,
            NOT_IN_SOURCE,
            NOT_IN_SOURCE,
            num("2.0", derived=True, formula="dose per day × days"),
            b.Text(words("Corticosteroid-resistant, 6-week run-in; PM 16, DM 10")),
        ),
    )
    open_studies = (
        row(
            "Cherin 1994",
            "France",
            num("11"),
            num("6/11"),
            num("55.6 (10.1)"),
            NOT_IN_SOURCE,
            num("2.0", derived=True, formula="dose per day × days"),
            b.Text(words("First line")),
        ),
        row(
            "Lee 1995",
            "South Korea",
            num("6"),
            num("5/6"),
            num("27"),
            num("7–49", note="Includes two children."),
            b.Absent("unclear", "Printed as 2 mg/kg, a thousandth: not converted."),
            b.Text(words("Refractory, ", Run("as stated", Style.ITALIC))),
        ),
        row(
            "  loading",
            "",
            num("1204"),
            num("116/119"),
            num("4.25 (16.8)"),
            num("31–84"),
            b.Nothing(),
            b.Text(()),
            indent=1,
        ),
    )
    return b.Table(
        caption="Characteristics of included studies, by design",
        columns=(
            b.Column("Study", least=80),
            b.Column("Enrolled", "n", Align.NUMBER),
            b.Column("Women", "n/N", Align.FRACTION),
            b.Column("Mean (SD)", "", Align.NUMBER, head="Age, years"),
            b.Column("Range", "", Align.RANGE, head="Age, years"),
            b.Column("g/kg per course", "", Align.NUMBER),
            b.Column("Indication", weight=3),
        ),
        groups=(
            b.Group(trials, "Randomised trials", "2"),
            b.Group(open_studies, "Before-and-after studies", "3"),
        ),
        notes=(words(Run("Not in source: ", Style.STRONG), "19 studies."),),
        abbreviations={"PM": "polymyositis", "DM": "dermatomyositis", "XX": "never"},
        landscape=True,
        anchor="table-characteristics",
        aside="5 of 27 shown",
    )


def evidence_map() -> b.Table:
    """A dense figure with marks, a total, and a legend."""
    kinds = list(b.MarkKind)
    marks = tuple(b.Mark(kind, kind.value, 1 + at % 3) for at, kind in enumerate(kinds))
    rows = [
        b.Row(
            (
                b.Text(words(Run(f"Study {at}", target="study-dalakas"))),
                b.Number(str(at * 37)),
                *(marks[(at + shift) % len(marks)] for shift in range(4)),
            )
        )
        for at in range(12)
    ]
    total = b.Row(
        (b.Text(words("With numbers")), b.Nothing()) + (b.Number("6/8"),) * 4,
        total=True,
    )
    return b.Table(
        caption="Evidence map",
        columns=(
            b.Column("Study"),
            b.Column("Enrolled", align=Align.NUMBER),
            *(
                b.Column(name, align=Align.CENTRE)
                for name in ("Strength", "CK", "Oesophagus", "Steroid sparing")
            ),
        ),
        groups=(
            b.Group(rows[:4], "Randomised"),
            b.Group(rows[4:], "Before and after"),
            b.Group((total,)),
        ),
        legend=marks[:6],
        group_column="Design",
        is_figure=True,
    )


def risk_of_bias() -> b.Beside:
    """A traffic-light table with bars beside it."""
    judged = (LOW, CONCERNS, HIGH, CRITICAL, NO_INFORMATION)
    rows = tuple(
        b.Row(
            (
                b.Text(words(f"Study {at}"), "muscle strength" if at % 2 else ""),
                *(judged[(at * step) % 5] for step in range(1, 5)),
            )
        )
        for at in range(7)
    )
    table = b.Table(
        caption="RoB 2: judgements by item",
        columns=(
            b.Column("Study"),
            *(b.Column(name, align=Align.CENTRE) for name in ("D1", "D2", "D3", "All")),
        ),
        groups=(b.Group(rows),),
        legend=judged,
        is_figure=True,
        anchor="figure-bias",
    )
    bars = b.ShareBars(
        "Share of assessments",
        (
            b.ShareBar("D1", "randomisation process", ((LOW, 6), (CONCERNS, 1))),
            b.ShareBar("D2", "deviations from intended", ((CONCERNS, 2), (HIGH, 5))),
            b.ShareBar("", "Overall", ((LOW, 1), (CRITICAL, 5), (NO_INFORMATION, 1))),
        ),
    )
    return b.Beside((table,), (bars,), split=0.6)


def every_block() -> b.Document:
    """Every kind of block and of cell, with links between them."""
    answers = b.Table(
        caption="Other cells",
        columns=(
            b.Column("What"),
            b.Column("Bar"),
            b.Column("Agreement", scale=SCALE),
            b.Column("Check"),
            b.Column("Answer", align=Align.CENTRE),
            b.Column("P", align=Align.NUMBER),
        ),
        groups=(
            b.Group(
                (
                    b.Row(
                        (
                            b.Text(words("免疫球蛋白 µ ≤ κ")),
                            b.Bar(0.42),
                            b.Interval(92.5, 88, 95.25, SCALE),
                            b.Check(holds=True, word="closes"),
                            YES,
                            b.Number("< 0.001"),
                        )
                    ),
                    b.Row(
                        (
                            b.Text(words(Run("derived word", Style.DERIVED))),
                            b.Bar(0),
                            b.Interval(20, 0, 100, SCALE),
                            b.Check(holds=False, word="does not close"),
                            UNCLEAR,
                            b.Number("−0.5", derived=True, formula="after − before"),
                        )
                    ),
                    b.Row(
                        (
                            b.Nothing(),
                            b.Bar(7),
                            b.Nothing(),
                            b.Nothing(),
                            NO,
                            b.Number("many"),
                        )
                    ),
                )
            ),
        ),
    )
    return b.Document(
        title="Intravenous immunoglobulin in adult myositis",
        author="A. Reviewer",
        language="en",
        data_date=date(2024, 3, 15),
        fingerprint="bb484277c30347dd771c521e8ca799be3c46bd8cedbb67f57524cce9b6d54d99",
        short_title="IVIG in myositis",
        subject="Abstraction report",
        blocks=(
            b.TitleBlock(
                "Abstraction report", "Intravenous immunoglobulin", "27 studies"
            ),
            b.Divider(),
            b.Beside(
                (
                    b.LabelledLines(
                        "This file",
                        (
                            b.LabelledLine(
                                "Question", words("IVIG: 免疫球蛋白, µ ≤ κ")
                            ),
                            b.LabelledLine("Form", ()),
                        ),
                    ),
                ),
                (b.Contents("Contents"),),
            ),
            b.FingerprintBars("Fingerprint of the data", "SHA-256", "bb484277" * 8),
            b.Heading(1, "Summary in numbers", "summary"),
            b.Paragraph(
                words(
                    "Of ",
                    Run("31", Style.ACCENT, target="table-characteristics"),
                    " reports, see ",
                    Run("doi 10.1000/x", url="https://doi.org/10.1000/x(1)<2>"),
                    ". ",
                    Run("What the data cannot say", Style.STRONG),
                    " is not said.",
                )
            ),
            b.BulletList((words("one"), words("two " * 60)), small=False),
            b.KeyFigures(
                (
                    b.KeyFigure("27", "studies with data", "table-characteristics"),
                    b.KeyFigure("2 g/kg", "per course in 11 of the 12 studies"),
                )
            ),
            b.NoteBlock("Note", words("A tinted band. " * 12)),
            evidence_map(),
            b.Heading(1, "Characteristics", "characteristics"),
            characteristics(),
            b.Heading(1, "Risk of bias", "bias"),
            risk_of_bias(),
            b.Heading(2, "Cherin 2002", "study-cherin", aside="Study 8 of 27"),
            b.Heading(3, "A part of it"),
            answers,
            b.Table("Nothing", (b.Column("A"),), (), empty="No study gives this."),
            b.Paragraph(words("A small note under it all."), small=True),
            b.PageBreak(landscape=True),
            b.Paragraph(words("The end.")),
        ),
    )
