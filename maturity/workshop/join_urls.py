"""The way into a session, and the phone's page. Nobody needs an account here."""

from django.urls import path

from .views import answers, balls, cards, join, room

app_name = "join"
ROOM = "room/<int:session_id>/"

urlpatterns = [
    path("", join.code, name="code"),
    path(ROOM, room.room, name="room"),
    path(ROOM + "live/", room.live, name="live"),
    path(ROOM + "ballot/", room.ballot, name="ballot"),
    path(ROOM + "language/", room.language, name="language"),
    path(ROOM + "dissent/", room.dissent, name="dissent"),
    path(ROOM + "board/", cards.phone, name="board"),
    path(ROOM + "board/add/", cards.add, name="add_card"),
    path(ROOM + "board/change/", cards.change, name="change_card"),
    path(ROOM + "board/dot/", cards.dot, name="dot"),
    path(ROOM + "ball/", balls.drop, name="ball"),
    path(ROOM + "answers/", answers.answers, name="answers"),
    path(ROOM + "answers.json", answers.file, name="answers_file"),
    path(ROOM + "answers/delete/", answers.delete, name="delete_answers"),
    path("<str:token>/", join.door, name="door"),
]
