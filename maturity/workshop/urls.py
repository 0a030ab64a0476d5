"""The pages of one engagement's workshop chapter."""

from django.urls import path

from .views import (
    attendance,
    console,
    exports,
    invitations,
    minutes,
    pages,
    preparing,
    presurvey,
    projector,
    rehearsal,
    reopening,
    results,
)

app_name = "workshop"
SESSION = "<int:session_id>/"
STATEMENT = SESSION + "statements/<int:statement_id>/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("new/", pages.new, name="new"),
    path("compare/", results.compare, name="compare"),
    path(SESSION, results.session, name="session"),
    path(SESSION + "prepare/", preparing.prepare, name="prepare"),
    path(SESSION + "invite/", invitations.invite, name="invite"),
    path(SESSION + "poster/", invitations.poster, name="poster"),
    path(SESSION + "poster.pdf", invitations.poster_pdf, name="poster-pdf"),
    path(SESSION + "invitation.ics", invitations.calendar, name="calendar"),
    path(SESSION + "pre-survey/", presurvey.presurvey, name="presurvey"),
    path(SESSION + "pre-survey/start/", presurvey.start, name="start-presurvey"),
    path(SESSION + "pre-survey/end/", presurvey.end, name="end-presurvey"),
    path(STATEMENT, results.result, name="result"),
    path(SESSION + "minutes/", minutes.minutes, name="minutes"),
    path(SESSION + "minutes.pdf", minutes.pdf, name="minutes-pdf"),
    path(SESSION + "ballots.<slug:kind>", exports.ballots, name="ballots"),
    path(SESSION + "console/", console.console, name="console"),
    path(SESSION + "board/", console.board, name="board"),
    path(SESSION + "close/", console.close, name="close"),
    path(SESSION + "begin/", console.begin, name="begin"),
    path(STATEMENT + "open/", console.open_, name="open"),
    path(STATEMENT + "go-on/", console.go_on, name="go-on"),
    path(STATEMENT + "skip/", console.skip, name="skip"),
    path(STATEMENT + "second-round/", console.second_round, name="second-round"),
    path(STATEMENT + "reopen/", console.reopen_statement, name="reopen-statement"),
    path(STATEMENT + "dissent/", console.dissent, name="dissent"),
    path(SESSION + "dissents/<int:dissent_id>/withdraw/", console.withdraw, name="withdraw"),
    path(SESSION + "comments/<int:ballot_id>/", console.comment, name="comment"),
    path(SESSION + "turn-to/<str:activity>/", console.turn_to, name="turn-to"),
    path(SESSION + "notes/", console.notes, name="notes"),
    path(SESSION + "participants/", attendance.participants, name="participants"),
    path(SESSION + "participants/merge/", attendance.merge, name="merge"),
    path(SESSION + "participants/<int:participant_id>/part/", attendance.part, name="part"),
    path(SESSION + "rounds/<int:round_id>/reveal/", console.reveal, name="reveal"),
    path(SESSION + "projector/", projector.projector, name="projector"),
    path(SESSION + "screen/", projector.screen, name="screen"),
    path(SESSION + "rehearsal/", rehearsal.cast, name="rehearsal"),
    path(SESSION + "rehearsal/play/", rehearsal.play, name="rehearsal-play"),
    path(SESSION + "rehearsal/end/", rehearsal.end, name="rehearsal-end"),
    path(SESSION + "reopen/", reopening.reopen, name="reopen-session"),
    path(SESSION + "qr.svg", projector.qr, name="qr"),
]
