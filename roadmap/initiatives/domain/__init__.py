"""What the chapter knows of initiatives: values in, values out."""
