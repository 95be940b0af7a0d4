# cqrs_add_domain(): see docs/cmake.md.
