"""The HTTP routes: parse, call one function, render; one module per noun."""
