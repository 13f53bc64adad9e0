"""How a comparison looks: for a terminal, a pull request, a program, a CI log and a browser."""
