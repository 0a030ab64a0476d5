"""Nothing of the roadmap is edited outside the product."""
