"""Lends Qt's own words (Cancel, Yes, the file dialog) the program's translations."""

from PySide6.QtCore import QTranslator

from ivig_abstractor.base.i18n import SOURCE_LANGUAGE, _, language


class Translator(QTranslator):
    """Asks the program's catalogue for what Qt wants to show."""

    def translate(
        self,
        context: str,
        source_text: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """The words in the reviewer's language, or as they are."""
        del context, disambiguation, n
        # Never empty: Qt would take that for the translation.
        return _(source_text)

    def isEmpty(self) -> bool:
        """Say whether there is nothing to translate."""
        return language() == SOURCE_LANGUAGE
