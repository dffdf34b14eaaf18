"""Recipes: what to find or import, what to buy, what to export, at most how much (design.md, section 4).

`values` says what a recipe is, `reading` and `purchases` check a file whole, `sources` bring its rows, `steps` buy for
them, `retries` lets what may have been charged be sent again, `tables` are the exports beside the sheet.
`services/recipe_run.py` carries one out.
"""

from app.services.recipes.reading import parse_recipe, read_recipe, write_recipe
from app.services.recipes.values import ExportFile, Purchase, Recipe

__all__ = ["ExportFile", "Purchase", "Recipe", "parse_recipe", "read_recipe", "write_recipe"]
