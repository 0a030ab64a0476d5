"""The pages of one engagement's workshop chapter."""

from django.urls import path

from .views import console, pages, projector, rehearsal, reopening

app_name = "workshop"
SESSION = "<int:session_id>/"
STATEMENT = SESSION + "statements/<int:statement_id>/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("new/", pages.new, name="new"),
    path(SESSION, pages.session, name="session"),
    path(SESSION + "console/", console.console, name="console"),
    path(SESSION + "board/", console.board, name="board"),
    path(SESSION + "close/", console.close, name="close"),
    path(SESSION + "begin/", console.begin, name="begin"),
    path(STATEMENT + "open/", console.open_, name="open"),
    path(STATEMENT + "go-on/", console.go_on, name="go-on"),
    path(STATEMENT + "second-round/", console.second_round, name="second-round"),
    path(SESSION + "notes/", console.notes, name="notes"),
    path(SESSION + "rounds/<int:round_id>/reveal/", console.reveal, name="reveal"),
    path(SESSION + "projector/", projector.projector, name="projector"),
    path(SESSION + "screen/", projector.screen, name="screen"),
    path(SESSION + "rehearsal/", rehearsal.cast, name="rehearsal"),
    path(SESSION + "rehearsal/play/", rehearsal.play, name="rehearsal-play"),
    path(SESSION + "rehearsal/end/", rehearsal.end, name="rehearsal-end"),
    path(SESSION + "reopen/", reopening.reopen, name="reopen-session"),
    path(SESSION + "qr.svg", projector.qr, name="qr"),
]
