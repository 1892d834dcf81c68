"""A report says that it is a draft as long as studies in it are not complete."""

from dataclasses import replace

from pypdf import PdfReader

from ivig_abstractor.model.abstraction import STATE
from ivig_abstractor.report.chapters import build_document
from ivig_abstractor.report.draft import draft_words
from ivig_abstractor.report.pdf import render
from tests.report.conftest import a_report, a_study

SAID = "Draft: 1 of 2 studies is not complete"


def completed(study_id):
    study = a_study(study_id)
    study.abstraction.put("", STATE, "complete")
    return study


def pages_of(report, tmp_path):
    target = tmp_path / "report.pdf"
    render(build_document(report), target)
    return [page.extract_text() for page in PdfReader(target).pages]


def test_the_title_page_and_every_foot_say_draft(tmp_path):
    report = a_report(completed("s1"), a_study("s2"), a_study("s3", exclusion="E3"))
    assert draft_words(report) == SAID
    pages = pages_of(report, tmp_path)
    assert pages[0].count(SAID) == 2
    assert all(SAID in page for page in pages)


def test_a_report_of_complete_studies_is_no_draft(tmp_path):
    report = a_report(completed("s1"), completed("s2"))
    assert not draft_words(report)
    assert not any("Draft" in page for page in pages_of(report, tmp_path))


def test_without_a_study_nothing_is_a_draft():
    report = a_report(completed("s1"))
    assert not draft_words(replace(report, studies=()))
