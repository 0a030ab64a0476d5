"""The textbook of the roadmap: what to do first, when, what it is worth and how sure that is.

Read in this order: `cashflow` (what is money over time worth; `rates`: of many rows at once), `precedence` (what must
come before what), `scheduling` (the best plan under limits), `uncertainty` (how sure the worth is), `prioritisation`
(what people think of it), `robustness` (how sure its order is).
Nothing here knows Django, files or words for people: values go in, values come out.
"""
