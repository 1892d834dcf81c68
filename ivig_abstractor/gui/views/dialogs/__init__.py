"""The dialogs of the window, one file for each kind of question."""
