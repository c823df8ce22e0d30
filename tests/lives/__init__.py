"""Random lives that are erased: nothing of them is left anywhere."""
