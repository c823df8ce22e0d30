"""The conversation module of every business."""
