"""Files that officers have scored: uploaded, checked, and scored in the background."""
