"""For whoever runs the installation: people and organisations. Engagements are worked on in the product itself."""

from django.contrib import admin

from .models import Member, Organisation, User

admin.site.register((User, Organisation, Member))
