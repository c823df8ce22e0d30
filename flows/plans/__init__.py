"""Plans that are kept as data: who enters, the steps, what ends them, and how long whoever was silent rests."""
