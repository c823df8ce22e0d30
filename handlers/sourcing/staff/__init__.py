"""The staff's commands about sourced orders, and the answers to these."""
