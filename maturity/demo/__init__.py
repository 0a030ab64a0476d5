"""The demo: a whole made-up engagement on this machine, with the production server and the job worker."""
