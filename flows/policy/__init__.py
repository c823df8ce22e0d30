"""The send policy: consent, quiet hours, caps and channel rules, judged at the moment of departure.

`departure.judge` answers for one planned send; `departure.permitted_from` says when quiet hours allow one. The law is
dated data in `data/`, read once; everything else is plain values in, a `Verdict` out.
"""
