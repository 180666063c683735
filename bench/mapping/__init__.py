"""How good suggestions of mappings are, on national tables that people made."""
