"""The looks of the shell that are not every widget's: key caps, bars, tabs, lists."""

from dataclasses import fields

from ivig_abstractor.gui.theme import tokens


def shell_style() -> str:
    """The style sheet of the window in the colours in use."""
    sheet = _SHEET
    now = tokens()
    for each in fields(now):
        sheet = sheet.replace(f"@{each.name};", f"{getattr(now, each.name)};")
    return sheet


_SHEET = """
QLabel#keyCap { color: @text3; border: 1px solid @line; border-radius: 3px;
    padding: 0 4px; font-size: 11px; }
QLabel[type="small"], QPushButton[type="small"] { font-size: 12px; }
QLabel[type="tiny"] { font-size: 11px; }
QFrame#line { background: @line; border: none; }
QWidget#menuRow { background: @bar; border-bottom: 1px solid @line; }
QMenuBar { border-bottom: none; }
QPushButton#search { background: @base; color: @text3; border: 1px solid @ctl;
    border-radius: 4px; padding: 0 6px; margin: 0; text-align: left;
    min-height: 16px; }
QPushButton#search:focus { border: 2px solid @acc; padding: 0 5px; }
QToolButton#activity { color: @text2; border: none; border-left: 3px solid transparent;
    border-radius: 0; padding: 7px 3px 6px 0; font-size: 11px; }
QToolButton#activity:checked { background: @sel; color: @onsel; font-weight: 600;
    border-left: 3px solid @acc; }
QToolButton#activity:hover:!checked { background: @side; }
QToolButton#activity:disabled { color: @text3; }
QToolButton#activity:focus { border: 2px solid @acc; padding: 6px 1px 4px 1px; }
QFrame#notice { background: @errbg; border: none; border-left: 3px solid @errln;
    border-bottom: 1px solid @line; }
QFrame#notice[kind="query"] { background: @qrybg; border-left: 3px solid @qryln; }
QFrame#notice[kind="plain"] { background: @selsoft; border-left: 3px solid @acc; }
QFrame#notice QLabel { color: @text; }
QListView#side { background: @side; }
QListView#side:focus, QListView#findings:focus { border: none; }
QListView#findings { background: @side; }
QPushButton#card { background: @base; border: 1px solid @line; border-radius: 4px;
    text-align: left; padding: 0; }
QPushButton#card:hover { background: @selsoft; }
QPushButton#card:focus { border: 2px solid @acc; }
QListView#recent { background: @base; border: 1px solid @line; border-radius: 4px; }
QListView#backupList:focus { border: 1px solid @acc; }
QScrollArea#sheet { border: 1px solid transparent; }
QScrollArea#sheet:focus { border: 1px solid @acc; }
QListView#recent:focus { border: 1px solid @acc; }
QFrame#palette { background: @base; border: 1px solid @ctl; border-radius: 6px; }
QFrame#palette QLineEdit { border: none; background: transparent; font-size: 15px;
    padding: 0; }
QListView#paletteList { background: @base; }
QWidget#paletteFoot { background: @side; border-top: 1px solid @line;
    border-bottom-left-radius: 6px; border-bottom-right-radius: 6px; }
QToolButton#status { color: @text; border: none; padding: 0 4px; font-size: 12px; }
QToolButton#status[kind="err"] { color: @err; font-weight: 600; }
QToolButton#status:focus { border: 2px solid @acc; padding: 0 2px; }
QToolButton#status:hover { background: @sel; }
QToolButton#fold { border: none; font-weight: 600; font-size: 13px; padding: 0 2px; }
QToolButton#fold:focus { border: 2px solid @acc; padding: 0; }
QToolButton#headerChoice { border: 1px solid transparent; border-radius: 4px;
    padding: 2px 20px 2px 6px; font-size: 13px; }
QToolButton#headerChoice:focus { border: 2px solid @acc; padding: 1px 19px 1px 5px; }
QWidget#desk { background: @desk; }
QFrame#page { background: @base; border: 1px solid @line; border-radius: 2px; }
QDialog { background: @base; }
"""
