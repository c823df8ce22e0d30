"""The send policy: consent, quiet hours, caps and channel rules, judged at the moment of departure.

`departure.judge` returns the verdict on one planned send; `send_timing.find_permitted_start` returns when quiet hours
permit one. The law is dated data in `data/`, read once; everything else is plain values in, a `Verdict` out.
"""
