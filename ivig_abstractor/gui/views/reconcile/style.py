"""The looks of Reconcile that are not every widget's."""

SHEET = """
QTabBar#reconcileTabs::tab { padding: 9px 12px 9px 12px; font-size: 13px;
    border: none; border-bottom: 2px solid transparent; color: @text2; }
QTabBar#reconcileTabs::tab:selected { color: @text; font-weight: 600;
    border-bottom: 2px solid @acc; }
QTabBar#reconcileTabs:focus { border: none; }
QTabBar#reconcileTabs::tab:selected:focus { border: 2px solid @acc; }
QProgressBar#settledBar { background: @base; border: 1px solid @ctl;
    border-radius: 3px; }
QProgressBar#settledBar::chunk { border-radius: 2px; }
QListView#pairs { background: @base; }
QComboBox#reconcileStudies { font-weight: 600; border-color: transparent; }
QComboBox#reconcileStudies:focus { border: 2px solid @acc; }
QTableView#sheet, QTableView#agreement, QTableView#assignments { background: @base; }
QFrame#reconcileCard QPlainTextEdit { font-size: 12px; }
QWidget#agreementDetail { background: @pane; border-left: 1px solid @line; }
QWidget#agreementDetail QPushButton[look="link"] { padding-left: 0; }
QTableView#cross { background: @pane; gridline-color: @line; border: 1px solid @line; }
QTreeView#imports { background: @base; font-size: 12px; padding-left: 16px; }
QTreeView#imports::item { padding: 4px 8px; }
QTableView#assignments QHeaderView::section { padding-left: 12px; }
QTableView#assignments QHeaderView::section:first { padding-left: 24px; }
"""
