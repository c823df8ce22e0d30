"""An order that is placed and shall be another: read as a summary's corrections are, shown, and put in its place."""
