"""The style sheet of the program: first every widget's look, then that of named parts.

`@token;` stands for a colour of `theme.Tokens`.
"""

SHEET = """
QWidget[surface="bar"] { background: @bar; }
QWidget[surface="side"] { background: @side; }
QWidget[surface="pane"] { background: @pane; }
QWidget[surface="head"] { background: @head; }
QWidget[surface="base"] { background: @base; }
QWidget[surface="told"] { background: @sel; }
QLabel[tone="text2"] { color: @text2; }
QLabel[tone="text3"] { color: @text3; }
QLabel[tone="err"] { color: @err; }
QLabel[tone="qry"] { color: @qry; }
QLabel[tone="strong"] { font-weight: 600; }
QLabel[tone="title"] { font-size: 15px; font-weight: 600; }
QLabel[type="small"], QPushButton[type="small"] { font-size: 12px; }
QLabel[type="tiny"] { font-size: 11px; }
QPushButton[type="tiny"] { font-size: 11px; padding: 0 5px; min-height: 16px; }

QMenuBar { background: @bar; color: @text; }
QMenuBar::item { padding: 5px 8px; background: transparent; border-radius: 3px; }
QMenuBar::item:selected { background: @sel; color: @onsel; }
QMenu { background: @base; color: @text; border: 1px solid @ctl; padding: 4px; }
QMenu::item { padding: 4px 20px 4px 12px; border-radius: 3px; }
QMenu::item:selected { background: @sel; color: @onsel; }
QMenu::item:disabled { color: @text3; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QStatusBar { background: @bar; color: @text2; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QToolTip { background: @pane; color: @text; border: 1px solid @ctl; padding: 4px 6px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QAbstractSpinBox {
    background: @edit; color: @text; border: 1px solid @ctl; border-radius: 4px;
    placeholder-text-color: @text3;
    selection-background-color: @sel; selection-color: @onsel;
}
QLineEdit { padding: 2px 7px; min-height: 18px; }
QPlainTextEdit, QTextEdit { padding: 1px 7px; }
QComboBox { padding: 2px 22px 2px 7px; min-height: 18px; combobox-popup: 0; }
QComboBox QLineEdit { border: none; padding: 0; background: transparent;
    min-height: 0; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus,
QAbstractSpinBox:focus { border: 2px solid @acc; }
QLineEdit:focus { padding: 1px 6px; }
QComboBox:focus { padding: 1px 21px 1px 6px; }
QComboBox QLineEdit:focus { border: none; padding: 0; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 0 6px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
    border-color: @errln; }
QLineEdit:read-only, QPlainTextEdit:read-only, QLineEdit:disabled,
QComboBox:disabled { background: @alt; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @base; border: 1px solid @ctl;
    selection-background-color: @sel; selection-color: @onsel; outline: none; }
QComboBox QAbstractItemView::item, QAbstractItemView#completion::item {
    min-height: 22px; padding: 0 4px; }
QAbstractItemView#completion { background: @base; border: 1px solid @ctl;
    selection-background-color: @sel; selection-color: @onsel; outline: none; }

QPushButton { background: @base; color: @text; border: 1px solid @ctl;
    border-radius: 4px; padding: 2px 9px; min-height: 18px; }
QPushButton:hover { background: @selsoft; }
QPushButton:pressed { background: @sel; }
QPushButton:focus { border: 2px solid @acc; padding: 1px 8px; }
QPushButton:disabled { color: @text3; border-color: @line; }
QPushButton:checked { background: @sel; color: @onsel; }
QPushButton[look="primary"] { background: @acc; color: @onacc; border-color: @acc;
    font-weight: 600; }
QPushButton[look="primary"]:focus { border: 2px solid @text; }
QPushButton[look="primary"]:disabled { background: @line; color: @text3;
    border-color: @line; }
QPushButton[look="quiet"], QToolButton[look="quiet"] { background: transparent;
    border: 1px solid transparent; }
QPushButton[look="quiet"]:hover { background: @selsoft; }
QPushButton[look="quiet"]:focus { border: 2px solid @acc; }
QPushButton[look="link"] { background: transparent; border: none; color: @acc;
    text-decoration: underline; padding: 0 2px; }
QPushButton[look="link"]:focus { border: 2px solid @acc; border-radius: 3px; }
QToolButton { background: transparent; color: @text; border: 1px solid transparent;
    border-radius: 4px; padding: 1px; }
QToolButton:hover { background: @selsoft; border-color: @line; }
QToolButton:pressed, QToolButton:checked { background: @sel; color: @onsel; }
QToolButton:focus { border: 2px solid @acc; padding: 0; }
QToolButton::menu-indicator { image: none; }

QScrollArea { border: none; background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @ctl; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @text3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTableView, QTreeView, QListView { background: @base; color: @text; border: none;
    gridline-color: @line; selection-background-color: @sel; selection-color: @onsel;
    outline: none; }
QHeaderView { background: @head; border: none; }
QHeaderView::section { background: @head; color: @text2; border: none;
    border-right: 1px solid @line; border-bottom: 1px solid @line;
    padding: 0 8px; font-size: 12px; font-weight: 600; }
QTableCornerButton::section { background: @head; border: none;
    border-right: 1px solid @line; border-bottom: 1px solid @line; }
QSplitter::handle { background: @line; }
QProgressBar { background: @pill; border: none; border-radius: 3px; color: @text;
    text-align: center; min-height: 6px; }
QProgressBar::chunk { background: @acc; border-radius: 3px; }
QCheckBox, QRadioButton { spacing: 6px; }
QGroupBox { border: none; font-weight: 600; }
QTabBar::tab { background: transparent; padding: 6px 12px; color: @text2; }
QTabBar::tab:selected { color: @text; font-weight: 600;
    border-bottom: 2px solid @acc; }

QLabel#keyCap { color: @text3; border: 1px solid @line; border-radius: 3px;
    padding: 0 4px; font-size: 11px; }
QFrame#line { background: @line; border: none; }
QWidget#menuRow { background: @bar; border-bottom: 1px solid @line; }
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
    border-top: 1px solid @line; }
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
QListView#fields { border: 1px solid @line; border-radius: 4px; }
QListView#recent:focus, QListView#fields:focus { border: 1px solid @acc; }
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
    padding: 2px 13px 2px 6px; font-size: 13px; }
QToolButton#headerChoice:focus { border: 2px solid @acc; padding: 1px 12px 1px 5px; }
QWidget#desk { background: @desk; }
QFrame#page { background: @base; border: 1px solid @line; border-radius: 2px; }
QDialog { background: @base; }
"""
