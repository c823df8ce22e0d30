"""What ``parley doctor`` looks at: the installation, the connections to vendors, and each business."""
