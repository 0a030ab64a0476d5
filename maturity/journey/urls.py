"""The pages of one engagement's journey chapter."""

from django.urls import path

from .views import cells, home, set_pieces, structure, touchpoints

app_name = "journey"
urlpatterns = [
    path("", home.home, name="home"),
    path("print/", home.printed, name="print"),
    path("scores/", home.scores, name="scores"),
    path("example/", structure.example, name="example"),
    path("journeys/add/", structure.add_journey, name="add_journey"),
    path("journeys/<int:pk>/", structure.journey, name="journey"),
    path("stages/<int:pk>/edit/", structure.stage, name="stage"),
    path("stages/<int:pk>/move/", structure.move_stage, name="move_stage"),
    path("stages/<int:pk>/remove/", structure.remove_stage, name="remove_stage"),
    path("personas/<int:pk>/edit/", structure.persona, name="persona"),
    path("touchpoints/add/", touchpoints.add, name="add"),
    path("touchpoints/<int:pk>/", touchpoints.touchpoint, name="touchpoint"),
    path("touchpoints/<int:pk>/edit/", touchpoints.edit, name="edit"),
    path("touchpoints/<int:pk>/cells/<slug:cell>/", cells.cell, name="cell"),
    path("touchpoints/<int:pk>/move/", touchpoints.move, name="move"),
    path("touchpoints/<int:pk>/put/", touchpoints.put, name="put"),
    path("touchpoints/<int:pk>/copy/", touchpoints.copy, name="copy"),
    path("touchpoints/<int:pk>/archive/", touchpoints.archive, name="archive"),
    path("touchpoints/<int:pk>/restore/", touchpoints.restore, name="restore"),
    path("touchpoints/<int:pk>/ratings/", touchpoints.ratings, name="ratings"),
    path("touchpoints/<int:pk>/set-pieces/add/", set_pieces.add, name="add_set_piece"),
    path("set-pieces/<int:pk>/edit/", set_pieces.edit, name="set_piece"),
    path("set-pieces/<int:pk>/remove/", set_pieces.remove, name="remove_set_piece"),
    path("set-pieces/removed/<int:pk>/restore/", set_pieces.restore, name="restore_set_piece"),
]
