from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roadmap', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='confidence',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Percent', null=True, verbose_name='confidence'),
        ),
        migrations.AddField(
            model_name='initiative',
            name='reach',
            field=models.PositiveIntegerField(blank=True, help_text='Customers a quarter', null=True, verbose_name='reach'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('confidence__isnull', True), ('confidence__lte', 100), _connector='OR'), name='confidence_to_100'),
        ),
    ]
