"""What every request passes through: the guard against other sites, visitors' cookies, nothing from other hosts."""
