"""The staff's commands about sourced orders, and the replies to them."""
