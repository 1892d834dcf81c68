"""From the form's declaration to editors on the screen."""
