from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maturity", "0007_rehearsal_extras")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="turned_at",
            field=models.DateTimeField(help_text="When the room turned to what it is doing.", null=True),
        ),
    ]
