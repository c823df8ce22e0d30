"""The checks of ``parley doctor``: the installation, the connections to vendors, and each business."""
